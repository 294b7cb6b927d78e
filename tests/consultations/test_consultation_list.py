"""The public list: order, filters, search, pages, and what it costs; the home page and the partner's page show theirs."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from compact_portal.audit.context import change
from compact_portal.lib.clock import now, today
from consultations.actions.standing import refresh
from consultations.models import Audience, Consultation, Outcome
from consultations.queries import register as listed
from consultations.queries.judging import state_of
from consultations.queries.register import parts_of
from consultations.rules import register
from consultations.rules.states import State
from tests.consultations.asking import agency, approved, closed, drafted, opened
from tests.consultations.writing import thresholds
from tests.undertakings.pages import queries_of, read, said
from undertakings.queries.thresholds import Thresholds

pytestmark = pytest.mark.django_db
LIST = reverse("consultations:consultation_list")
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _numbers(db):
    thresholds()


def titles(soup: BeautifulSoup) -> list[str]:
    return [said(one) for one in soup.select("main article h2")]


def a_few() -> None:
    day = today()
    opened(days_left=30, title="Open longest")
    opened(days_left=2, title="Open shortest")
    approved(day + 3 * DAY, day + 60 * DAY, title="Upcoming soon")
    approved(day + 9 * DAY, day + 70 * DAY, title="Upcoming late")
    closed(days_ago=3, title="Closed now")
    closed(days_ago=200, title="Closed long ago")
    drafted(title="A draft")


ORDER = ["Open shortest", "Open longest", "Upcoming soon", "Upcoming late", "Closed now", "Closed long ago"]


def test_open_ones_stand_first_and_those_that_close_soonest_before_the_others():
    a_few()
    assert titles(read(Client(), LIST)) == ORDER


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_each_consultation_stands_on_one_page(size, monkeypatch):
    a_few()
    monkeypatch.setattr("consultations.queries.register.PAGE", size)
    found, address = [], LIST
    for _ in range(10):
        soup = read(Client(), address)
        found += titles(soup)
        following = soup.select_one('a[rel="next"]')
        if following is None:
            break
        address = following["href"]
    assert found == ORDER


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("state=open", ORDER[:2]),
        ("state=upcoming", ORDER[2:4]),
        ("state=closed", ORDER[4:5]),
        ("state=outcome-due", ORDER[5:]),
        ("state=outcome-published", []),
        ("state=draft", ORDER),  # nobody may ask for drafts, so it counts as not said
        ("state=nonsense", ORDER),
        ("agency=nowhere", ORDER),
        ("audience=older", ["Closed now"]),
        ("after=999999999", ORDER),
        ("state=outcome-due&after={open}", ORDER[5:]),  # a place in another part of the list is none
        ("state=open&after={due}", ORDER[:2]),
    ],
)
def test_what_is_asked_for_is_shown(asked, shown):
    a_few()
    Audience.objects.create(consultation=Consultation.objects.get(title="Closed now"), key="older")
    places = {name: Consultation.objects.get(title=title).pk for name, title in (("open", ORDER[0]), ("due", ORDER[5]))}
    assert titles(read(Client(), f"{LIST}?{asked.format(**places)}")) == shown


def test_an_agency_is_asked_for_by_its_name(personas):
    opened(title="Ours")
    opened(title="Theirs", of=agency("Another Council"))
    soup = read(Client(), LIST)
    offered = [one["value"] for one in soup.select('select[name="agency"] option')]
    assert offered == ["", "another-council", "sample-council"]
    assert titles(read(Client(), f"{LIST}?agency=another-council")) == ["Theirs"]


def test_words_find_it_and_filters_narrow_what_they_find():
    for row in (opened(title="Bus routes on Sundays"), closed(title="Bus fares")):
        refresh(row)
    assert set(titles(read(Client(), f"{LIST}?q=bus"))) == {"Bus routes on Sundays", "Bus fares"}
    assert titles(read(Client(), f"{LIST}?q=bus&state=open")) == ["Bus routes on Sundays"]
    assert "No consultation fits" in said(read(Client(), f"{LIST}?q=zebra").main)


def test_one_that_goes_while_the_list_is_read_is_left_out(monkeypatch):
    a_few()
    whole = listed._rows_of
    monkeypatch.setattr(listed, "_rows_of", lambda numbers: whole(numbers[1:]))
    assert titles(read(Client(), LIST)) == ORDER[1:]


@pytest.mark.parametrize("outcome", [None, -1, 0, 1])
@pytest.mark.parametrize("close", [-85, -84, -83, -1, 0, 1, 55])
def test_the_ranges_of_the_list_say_what_the_rule_says(close, outcome):
    """SQL and rules.states.state_at, on the days around each turn."""
    day = today()
    row = approved(day + (close - 55) * DAY, day + close * DAY)
    if outcome is not None:
        with change(by=None, why="A test"):
            Outcome.objects.create(consultation=row, asked="a", said="s", done="d", published_on=day + outcome * DAY)
        refresh(row)
    row.refresh_from_db()
    state = state_of(row, Thresholds(), at=now())
    for one in State:
        if one != State.DRAFT:
            (part,) = parts_of(register.Wanted(state=one), Thresholds(), on=day)
            assert part.from_the_first().filter(pk=row.pk).exists() is (one == state), (one, state)


@pytest.mark.parametrize("count", [1, 30])
def test_it_costs_the_same_however_many_there_are(count):
    for number in range(count):
        opened(title=f"Number {number}", days_left=number + 1)
        closed(title=f"Old {number}", days_ago=number + 1)
    assert queries_of(Client(), LIST) == 8


def test_the_home_page_shows_what_is_open(loaded):
    a_few()
    soup = read(Client(), "/")
    section = soup.select_one('section[aria-labelledby="open"]')
    assert [said(one) for one in section.select("h3")] == ["Open shortest", "Open longest"]
    assert "closes in 2 days" in said(section)


def test_a_partner_shows_what_it_asks_and_in_what_it_is_asked(personas):
    row = opened(title="How the halls are let", of=personas.partners["x"])
    row.groups.create(name="Test partner A", speaks_for="women", partner=personas.partners["a"])
    asks = said(read(Client(), reverse("signatories:partner_detail", args=["test-x"])).main)
    assert "What it asks, the newest first How the halls are let Open" in asks
    asked = said(read(Client(), reverse("signatories:partner_detail", args=["test-a"])).main)
    assert "In which it is asked by name How the halls are let Open Test partner X" in asked


def test_a_page_is_a_fixed_number_of_rows():
    assert register.PAGE == 50
