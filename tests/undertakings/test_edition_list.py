"""The list of editions and the choice of two to compare."""

import pytest

from tests.undertakings.pages import DAY, LATER, edition_of, many, queries_of, read, said, set_day, words_of
from undertakings.models import Edition

ADDRESS = "/compact/editions/"


@pytest.fixture
def two_editions(db, monkeypatch):
    edition_of(words_of("First", many(1), standing="restatement"))
    edition_of(words_of("Second", many(2)), on=LATER, note="One more promise.")
    set_day(monkeypatch, LATER)


@pytest.mark.usefixtures("two_editions")
def test_the_newest_stands_first_and_is_in_force(client):
    sections = read(client, ADDRESS).select("main > section")
    assert [said(section.h2) for section in sections] == ["Second", "First", "Compare two editions"]
    assert "In force" in said(sections[0])
    assert "One more promise." in said(sections[0])
    assert "In force" not in said(sections[1])
    assert "Restatement" in said(sections[1])
    assert Edition.objects.get(slug="second").digest in said(sections[0])


@pytest.mark.usefixtures("two_editions")
def test_drafts_and_editions_to_come_are_not_listed(client, monkeypatch):
    Edition.objects.create(slug="draft", label="Secret draft", text="x")
    assert "Secret draft" not in said(read(client, ADDRESS))
    set_day(monkeypatch, DAY)
    assert "Second" not in said(read(client, ADDRESS).main)


@pytest.mark.usefixtures("two_editions")
def test_choosing_two_leads_to_their_comparison(client):
    form = read(client, ADDRESS).select_one('form[method="get"][action="/compact/editions/"]')
    chosen = {select["name"]: select.find("option", selected=True)["value"] for select in form.select("select")}
    assert chosen == {"before": "first", "after": "second"}
    response = client.get(ADDRESS, chosen)
    assert response["Location"] == "/compact/editions/first/compare/second/"


@pytest.mark.usefixtures("two_editions")
@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"before": "first", "after": "first"}, "Choose another edition than the first one"),
        ({"before": "nothing", "after": "first"}, "Choose one of the editions in the list"),
        ({"before": "first"}, "Choose an answer: “To”"),
    ],
)
def test_a_choice_that_cannot_be_compared_says_what_to_do(client, chosen, message):
    response = client.get(ADDRESS, chosen)
    assert response.status_code == 200
    soup = read(client, f"{ADDRESS}?{'&'.join(f'{name}={value}' for name, value in chosen.items())}")
    assert soup.title.string.startswith("There is a problem: ")
    link = soup.find("a", string=message)
    assert soup.find(id=link["href"][1:]).name == "select"


@pytest.mark.django_db
def test_one_edition_offers_nothing_to_compare(client):
    edition_of(words_of("First", many(1)))
    assert read(client, ADDRESS).select("select") == []


@pytest.mark.django_db
def test_without_a_compact_the_page_says_what_to_run(client):
    assert "manage.py load_compact" in said(read(client, ADDRESS).main)


@pytest.mark.django_db
def test_its_cost_does_not_grow_with_the_list(client):
    edition_of(words_of("Edition 0", many(1)))
    one = queries_of(client, ADDRESS)
    for number in range(1, 30):
        edition_of(words_of(f"Edition {number}", many(number)))
    assert queries_of(client, ADDRESS) == one == 2
