"""Examples by year and by what they show."""

import pytest

from tests.undertakings.pages import edition_of, many, queries_of, read, said, words_of
from undertakings.models import Example

ADDRESS = "/examples/"


def sections(soup):
    return {said(part.h2): [said(entry.h3) for entry in part.select("article")] for part in soup.select("main > section")}


@pytest.mark.usefixtures("loaded")
def test_by_year_every_example_stands_once_with_what_it_shows(client):
    soup = read(client, ADDRESS)
    found = sections(soup)
    assert list(found) == ["2002 to 2007", "2006"]
    assert found["2006"] == ["Work shadowing"]
    assert sum(map(len, found.values())) == 15
    shows = [link["href"] for link in soup.find(id="example-rate-relief").select(".meta a")]
    assert shows == ["/compact/undertakings/other-support/"]


@pytest.mark.usefixtures("loaded")
def test_by_what_they_show_groups_follow_the_text(client):
    soup = read(client, f"{ADDRESS}?by=undertaking")
    numbers = [said(part.h2).split()[0] for part in soup.select("main > section")]
    order = {"C": 0, "P": 1, "S": 2, "V": 3}
    assert numbers == sorted(numbers, key=lambda number: order[number[0]])
    assert [said(tag) for tag in soup.find(id="shows-other-support").select("h3")] == ["Premises released", "Rate relief"]
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(("address", "here"), [(ADDRESS, "By year"), (f"{ADDRESS}?by=undertaking", "By what they show")])
def test_the_order_that_is_shown_is_marked_and_the_other_is_a_link(client, address, here):
    nav = read(client, address).find("nav", attrs={"aria-label": "Order of the examples"})
    assert said(nav.find(attrs={"aria-current": "true"})) == here
    assert len(nav.find_all("a")) == 1


@pytest.mark.django_db
def test_an_example_of_no_year_and_of_nothing_in_the_text_is_not_lost(client):
    edition_of(words_of("First", many(1)))
    Example.objects.create(slug="a", position=1, title="Loose", words="x", html="<p>x</p>", clauses=["gone"])
    assert sections(read(client, ADDRESS)) == {"Without a year": ["Loose"]}
    assert sections(read(client, f"{ADDRESS}?by=undertaking")) == {"Not tied to a part of the text": ["Loose"]}


@pytest.mark.django_db
def test_an_order_that_nobody_knows_is_by_year(client):
    Example.objects.create(slug="a", position=1, title="Loose", words="x", from_year=2020)
    assert sections(read(client, f"{ADDRESS}?by=%00'")) == {"2020": ["Loose"]}


@pytest.mark.django_db
def test_without_examples_the_page_says_where_they_come_from(client):
    assert "examples.csv" in said(read(client, ADDRESS).main)


@pytest.mark.django_db
@pytest.mark.parametrize("by", ["year", "undertaking"])
def test_its_cost_does_not_grow_with_the_examples(client, by):
    edition_of(words_of("First", many(30)))

    def add(number):
        shown = [f"item-{number + 1}"]
        Example.objects.create(slug=f"e{number}", position=number, title=f"Example {number}", words="x", clauses=shown)

    add(0)
    one = queries_of(client, f"{ADDRESS}?by={by}")
    for number in range(1, 30):
        add(number)
    assert queries_of(client, f"{ADDRESS}?by={by}") == one == 4
