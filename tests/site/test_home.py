"""The home page: what this is, words that take turns, examples, what changed last."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.test import Client

from compact_portal.audit.context import change
from compact_portal.lib.clock import today
from compact_portal.site.queries import home_records
from compact_portal.site.rules import AT_A_GLANCE, of_the_day
from tests.signatories.proving import partner, signed
from tests.undertakings.pages import DAY, edition_of, heading_levels, many, queries_of, read, said, set_day, words_of
from undertakings.models import Example

pytestmark = pytest.mark.django_db


def examples(count: int) -> None:
    with change(by=None, why="A test"):
        for number in range(count):
            Example.objects.create(
                slug=f"example-{number}", position=number, title=f"Example {number}", words="Done.", from_year=2000 + number
            )


def test_before_a_compact_is_published_it_says_what_to_do(client: Client) -> None:
    page = read(client, "/")
    assert said(page.h1) == "A compact will be read here"
    assert "manage.py load_compact" in said(page.main)


def test_it_names_the_place_and_leads_to_the_text(client: Client) -> None:
    edition_of(words_of("First", many(3)))
    page = read(client, "/")
    assert "in Smallplace" in said(page.h1)
    button = page.select_one("a.btn")
    assert button
    assert (said(button), button["href"]) == ("Read the compact", "/compact/")


def test_it_shows_nothing_that_does_not_exist_yet(client: Client) -> None:
    edition_of(words_of("First", many(3)))
    words = said(read(client, "/").main).lower()
    assert "sign for" not in words
    assert "is it kept" not in words


def test_headings_skip_no_level(client: Client) -> None:
    edition_of(words_of("First", many(3), principles=[("hold", "We hold this.")]))
    examples(2)
    levels = heading_levels(read(client, "/"))
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize(("standing", "sample", "offered"), [
    ("adopted", False, True), ("restatement", True, True), ("restatement", False, False),
])  # fmt: skip
def test_signing_is_offered_where_the_text_can_be_signed(client: Client, settings, standing, sample, offered) -> None:
    settings.PORTAL_SAMPLE = sample
    edition_of(words_of("First", many(1), standing=standing))
    assert bool(read(client, "/").select('main a[href="/sign/"]')) is offered


def test_an_example_leads_to_its_place_on_the_page_of_examples(client: Client) -> None:
    edition_of(words_of("First", many(1)))
    examples(2)
    places = {tag["id"] for tag in read(client, "/examples/").select("[id]")}
    links = [str(link["href"]) for link in read(client, "/").select('a[href*="/examples/#"]')]
    assert len(links) == 2
    assert {link.partition("#")[2] for link in links} <= places


def test_each_of_the_short_clauses_stands_there_in_its_turn() -> None:
    edition = edition_of(words_of("First", many(5), principles=[("hold", "We hold this."), ("too", "And this.")]))
    seen = {clause["anchor"] for day in range(10) for clause in home_records(edition, on=DAY + timedelta(days=day)).clauses}
    assert seen == {"hold", "too", *(anchor for anchor, _ in many(5))}


def test_the_words_change_with_the_london_day(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    edition_of(words_of("First", many(5)))
    set_day(monkeypatch, DAY)
    first = client.get("/")
    set_day(monkeypatch, DAY + timedelta(days=1))
    second = client.get("/")
    assert first.content != second.content
    assert first.headers["ETag"] != second.headers["ETag"]


def test_a_clause_links_to_its_own_page(client: Client) -> None:
    edition_of(words_of("First", [("only", "The only promise.")], principles=[("hold", "We hold this.")]))
    links = {link["href"] for link in read(client, "/").select(".u .no a")}
    assert links == {"/compact/undertakings/only/", "/compact/principles/#hold"}


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        ([], None),
        ([("short", 1)], 1),
        ([("x" * (AT_A_GLANCE + 1), 1), ("x" * (AT_A_GLANCE + 2), 2)], 1),
        ([("x" * (AT_A_GLANCE + 1), 1), ("x" * AT_A_GLANCE, 2)], 2),
    ],
)
def test_the_clause_of_the_day_is_a_short_one_or_the_shortest(clauses: list[tuple[str, int]], expected: int | None) -> None:
    assert of_the_day(clauses, on=date(2026, 3, 29)) == expected


def test_the_newest_examples_come_first_and_those_without_a_year_last(client: Client) -> None:
    edition_of(words_of("First", many(1)))
    with change(by=None, why="A test"):
        for position, (title, year) in enumerate([("Undated", None), ("Old", 2003), ("New", 2005)]):
            Example.objects.create(slug=title.lower(), position=position, title=title, words="Done.", from_year=year)
    assert [said(card) for card in read(client, "/").select(".card h3")] == ["New", "Old", "Undated"]


def test_what_changed_last_is_told_with_its_day(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    edition_of(words_of("First", many(1)))
    rows = read(client, "/").select("[aria-labelledby=changed] dl div")
    assert [said(row) for row in rows] == ["Monday 2 November 2026The compact: First"]
    examples(1)
    rows = read(client, "/").select("[aria-labelledby=changed] dl div")
    assert "The examples" in said(rows[0])


def test_it_says_how_many_have_signed_which_edition_and_leads_there(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, DAY + timedelta(days=2))
    edition_of(words_of("First", many(1)))
    assert "Nobody has signed it here yet." in said(read(client, "/").main)
    one, two = partner("Sample Wheels"), partner("Sample Choir")
    signed(one)
    assert "1 organisation has signed it." in said(read(client, "/").main)
    signed(two)
    edition_of(words_of("Second", many(2)), on=DAY + timedelta(days=1))
    assert "2 organisations signed an earlier edition." in said(read(client, "/").main)
    signed(one, DAY + timedelta(days=1))
    page = read(client, "/")
    assert "1 organisation has signed it, 1 organisation an earlier edition." in said(page.main)
    assert {"/signatories/", "/sign/"} <= {link["href"] for link in page.select("main a")}


def test_what_stands_in_the_text_is_escaped(client: Client) -> None:
    edition_of(words_of("First", many(1)))
    with change(by=None, why="A test"):
        Example.objects.create(slug="x", position=1, title="<script>alert(1)</script>", words="x")
    assert b"<script>alert" not in client.get("/").content


@pytest.mark.parametrize("count", [1, 30])
def test_it_costs_the_same_queries_however_much_there_is(client: Client, count: int) -> None:
    # So young that no signature of an edition before it could have lapsed, which would spare a query.
    edition_of(words_of("First", many(count)), on=today() - timedelta(days=30))
    examples(count)
    assert queries_of(client, "/") == 10
