"""Two editions side by side."""

import pytest

from tests.undertakings.pages import LATER, edition_of, many, queries_of, read, said, set_day, words_of

ADDRESS = "/compact/editions/first/compare/second/"
LONG = " ".join(f"Sentence number {number} stays as it is." for number in range(60))


@pytest.fixture
def two_editions(db, monkeypatch):
    first = [("ask", "We ask eight weeks before."), ("pay", "We pay."), ("stay", "This stays.")]
    second = [("ask", "We ask twelve weeks before."), ("stay", "This stays."), ("listen", "We listen.")]
    edition_of(words_of("First", first, introduction=f"{LONG} The end is old."))
    edition_of(words_of("Second", second, introduction=f"{LONG} The end is new."), on=LATER)
    set_day(monkeypatch, LATER)


@pytest.mark.usefixtures("two_editions")
def test_the_counts_stand_at_the_top(client):
    figures = [said(figure) for figure in read(client, ADDRESS).select(".fig")]
    assert figures == ["1 added", "1 taken out", "2 reworded", "0 moved", "2 unchanged"]


@pytest.mark.usefixtures("two_editions")
def test_changed_words_are_marked_and_said(client):
    item = read(client, ADDRESS).find(id="ask")
    assert said(item.find("del")) == "[taken out: eight]"
    assert said(item.find("ins")) == "[added: twelve]"
    assert "Reworded" in said(item)


@pytest.mark.usefixtures("two_editions")
def test_added_and_taken_out_are_named(client):
    soup = read(client, ADDRESS)
    assert "Added" in said(soup.find(id="listen"))
    assert "Taken out" in said(soup.find(id="pay"))


@pytest.mark.usefixtures("two_editions")
def test_what_has_only_another_number_is_told_apart_from_what_moved(client):
    soup = read(client, ADDRESS)
    assert soup.find(id="stay") is None
    assert said(soup.find(id="renumbered")) == "Only the number is another S1.3 is now S1.2."


@pytest.mark.django_db
def test_what_moved_says_where_it_stood(client, monkeypatch):
    edition_of(words_of("First", [("ask", "We ask."), ("pay", "We pay."), ("stay", "This stays.")]))
    edition_of(words_of("Second", [("stay", "This stays."), ("ask", "We ask."), ("pay", "We pay.")]), on=LATER)
    set_day(monkeypatch, LATER)
    soup = read(client, ADDRESS)
    assert "Moved was S1.3" in said(soup.find(id="stay"))
    assert [item["id"] for item in soup.select("article.u[id]")] == ["stay"]


@pytest.mark.usefixtures("two_editions")
def test_long_stretches_that_are_the_same_are_left_out(client):
    shown = said(read(client, ADDRESS).find(id="introduction"))
    assert "[…]" in shown
    assert "Sentence number 3 " not in shown
    assert "[taken out: old]" in shown


@pytest.mark.usefixtures("two_editions")
def test_the_other_way_round_turns_added_into_taken_out(client):
    soup = read(client, "/compact/editions/second/compare/first/")
    assert "Taken out" in said(soup.find(id="listen"))
    assert "Added" in said(soup.find(id="pay"))


@pytest.mark.usefixtures("two_editions")
def test_an_edition_against_itself_says_the_same(client):
    soup = read(client, "/compact/editions/first/compare/first/")
    assert "The two say the same" in said(soup.main)
    assert soup.select("article.u") == []


@pytest.mark.usefixtures("two_editions")
def test_another_pair_can_be_chosen_here(client):
    form = read(client, ADDRESS).select_one('form[method="get"]')
    assert form["action"] == "/compact/editions/"
    assert [tag["value"] for tag in form.select("option[selected]")] == ["first", "second"]


@pytest.mark.django_db
def test_its_cost_does_not_grow_with_the_text(client):
    edition_of(words_of("First", many(1)))
    edition_of(words_of("Second", many(2)))
    one = queries_of(client, ADDRESS)
    edition_of(words_of("Third", many(30)))
    assert queries_of(client, "/compact/editions/second/compare/third/") == one == 4
