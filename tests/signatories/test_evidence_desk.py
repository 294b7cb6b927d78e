"""The desk of undertakings: the own figures, first what would turn red next, each row opening its record."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from compact_portal.audit.context import change
from funding.models import Instalment
from signatories.queries.evidence_desk import LOOKED_AT, SHOWN, desk_of
from tests.funding import agreeing
from tests.undertakings import evidence_rows
from tests.undertakings.evidence_rows import KEY, add
from tests.undertakings.pages import edition_of, queries_of, read, said, set_day, words_of
from undertakings.models import EvidenceLink

pytestmark = pytest.mark.django_db
offered = pytest.fixture(evidence_rows.offered)
TODAY = date(2026, 11, 26)
DESK = "/workspace/evidence/"


@pytest.fixture(autouse=True)
def _ready(monkeypatch, personas):
    set_day(monkeypatch, TODAY)
    edition_of(words_of("First", [("in-time", "Money comes in time."), ("told", "You are told.")]))
    with change(by=None, why="A test"):
        EvidenceLink.objects.create(anchor="in-time", measure="payment-on-time", position=1)


def turns(personas, day: date, words: str = "not_kept", letter: str = "x") -> None:
    """A record of an agency that is not due up to the day before, and then what it is called."""
    add(f"due {words} {day}", agency=personas.partners[letter].pk, due=day)


def row_of(personas, key: str = KEY, letter: str = "x"):
    return next(row for row in desk_of(personas.partners[letter], on=TODAY).rows if row.concerning.measure.key == key)


def test_what_turns_next_comes_first_with_its_last_day(offered, personas):
    turns(personas, date(2026, 12, 24))
    turns(personas, date(2026, 12, 4))
    turns(personas, date(2026, 12, 2), "kept")
    turns(personas, date(2026, 12, 1), letter="y")
    row = row_of(personas)
    assert [one.by_on for one in row.turning] == [date(2026, 12, 3), date(2026, 12, 23)]
    assert [one.soon for one in row.turning] == [True, True]
    turns(personas, date(2026, 12, 28))
    assert row_of(personas).turning[2].soon is False
    assert row.turning[0].when == "by Thursday 3 December 2026, in 7 days"
    assert desk_of(personas.partners["x"], on=TODAY).rows[0].concerning == row.concerning


@pytest.mark.parametrize(
    ("day", "when"), [(27, "by Thursday 26 November 2026, today"), (28, "by Friday 27 November 2026, in 1 day")]
)
def test_the_last_day_is_told_up_to_itself(offered, personas, day, when):
    turns(personas, date(2026, 11, day))
    assert [one.when for one in row_of(personas).turning] == [when]


def test_what_is_red_already_does_not_turn(offered, personas):
    add("not_kept 1", agency=personas.partners["x"].pk)
    row = row_of(personas)
    assert (row.broken, list(row.turning)) == (1, [])


def test_an_instalment_opens_where_it_is_recorded_and_says_what_to_do(personas):
    agreeing.thresholds()
    x = personas.partners["x"]
    agreement = agreeing.recorded(funder=x, recipient=personas.partners["a"])
    due = agreeing.add(agreement, "instalments", due_on=TODAY + timedelta(days=4), pence=100_00, kind="regular")
    page = read(personas.client("officer_x1"), DESK)
    headings = [said(heading) for heading in page.select("section section h3")]
    assert headings[0] == "Are instalments paid by the day they are due?"
    first = page.select("section section")[0]
    link = first.select_one(".tasks a")
    assert link["href"] == reverse("funding:part_update", args=[agreement.reference, "instalments", due.pk])
    assert personas.client("officer_x1").get(link["href"]).status_code == 200
    assert "£100" in said(link)
    assert "By Monday 30 November 2026, in 4 days, else not kept from the day after" in said(first)
    assert "What to do: Pay it, and record the day." in said(first)
    assert said(first.select_one(".meta")).endswith("Money comes in time.")
    agreeing.change_part(agreement, Instalment.objects.get(pk=due.pk), paid_on=TODAY, paid_pence=100_00)
    rows = {row.concerning.measure.key: row for row in desk_of(x, on=TODAY).rows}
    assert list(rows["payment-on-time"].turning) == []


def test_every_measure_that_opens_in_the_workspace_opens_for_its_officer(personas):
    """Whatever kind of record turns: its address is one that the agency's officer may open."""
    agreeing.thresholds()
    agreement = agreeing.recorded(funder=personas.partners["x"], recipient=personas.partners["a"])
    agreeing.add(agreement, "instalments", due_on=TODAY + timedelta(days=4), pence=100_00, kind="regular")
    addresses = {one.url for row in desk_of(personas.partners["x"], on=TODAY).rows for one in row.turning}
    assert len(addresses) > 1
    assert {personas.client("officer_x1").get(address).status_code for address in addresses} == {200}


def test_more_than_are_shown_are_counted_at_the_same_cost(offered, personas):
    turns(personas, date(2026, 12, 4))
    officer = personas.client("officer_x1")
    few = queries_of(officer, DESK)
    for number in range(LOOKED_AT + 5):
        turns(personas, date(2027, 1, 1) + timedelta(days=number))
    row, part = row_of(personas), desk_of(personas.partners["x"], on=TODAY)
    assert (len(row.turning), row.more, part.cut) == (SHOWN, LOOKED_AT - SHOWN, True)
    assert queries_of(officer, DESK) == few


def test_a_partner_sees_what_binds_its_own_sector_only(personas):
    keys = {row.concerning.measure.key for row in desk_of(personas.partners["a"], on=TODAY).rows}
    assert "payment-on-time" not in keys
    assert "payment-on-time" in {row.concerning.measure.key for row in desk_of(personas.partners["y"], on=TODAY).rows}


def test_the_workspace_leads_there(personas):
    for person in ("officer_x1", "signatory_a"):
        assert read(personas.client(person), "/workspace/").find("a", href=DESK)
    assert not read(personas.client("contributor_a"), "/workspace/").find("a", href=DESK)
