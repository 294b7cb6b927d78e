"""Windows: their length, their instants across clock changes and zones, their verdicts, and what they may become."""

import os
import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.verdicts import Outcome, spells
from consultations.rules.states import is_open
from consultations.rules.window import (
    LONGEST,
    WindowFacts,
    days_of,
    earliest_close,
    instants,
    is_short,
    kind_of_move,
    length_in_words,
    may_move,
    may_plan,
    verdict_complete,
    verdict_groups,
    verdict_short_window,
    verdict_window,
)

OPENS = date(2026, 10, 5)  # a Monday
CLOSES = date(2026, 11, 30)  # the Monday eight weeks later
days = st.dates(date(2020, 1, 1), date(2060, 1, 1))
lengths = st.integers(1, LONGEST)


def facts(closes_on: date = CLOSES, asked: int | None = 56, **more: str) -> WindowFacts:
    return WindowFacts(OPENS, closes_on, asked, **more)


EXPLAINED = {"short_reason": "The grant ends.", "authorised_by": "the Head of Policy"}


def test_eight_weeks_from_a_monday_end_on_a_monday():
    assert earliest_close(OPENS, 56) == CLOSES
    assert days_of(OPENS, CLOSES) == 56


@pytest.mark.parametrize(
    ("closes_on", "asked", "words"),
    [
        (CLOSES, 56, "56 of 56 days"),
        (date(2026, 11, 14), 56, "40 of 56 days"),
        (date(2026, 12, 14), 56, "70 days; 56 are asked for"),
        (date(2026, 10, 6), None, "1 day"),
    ],
)
def test_its_length_is_said_in_words(closes_on, asked, words):
    assert length_in_words(OPENS, closes_on, asked) == words


@given(days, lengths)
def test_instants_are_the_hours_of_london_by_an_oracle(opens_on, length):
    """Counted hour by hour in UTC: the first and the last hour in which a clock in London shows a day of the window."""
    closes_on = opens_on + timedelta(days=length)
    opens_at, closes_at = instants(opens_on, closes_on)
    london = ZoneInfo("Europe/London")
    for at, inside in ((opens_at, True), (opens_at - timedelta(hours=1), False), (closes_at, False)):
        shown = at.astimezone(london).date()
        assert (opens_on <= shown <= closes_on) is inside
    assert closes_at.astimezone(london).strftime("%H:%M:%S") == "00:00:00"
    last = closes_at - timedelta(microseconds=1)
    assert last.astimezone(london).date() == closes_on
    assert is_open(last, opens_at=opens_at, closes_at=closes_at)
    assert not is_open(closes_at, opens_at=opens_at, closes_at=closes_at)


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "hours"),
    [
        (date(2026, 3, 28), date(2026, 3, 29), 47),  # the clocks go forward in the night to the 29th
        (date(2026, 10, 24), date(2026, 10, 25), 49),  # and back in that to the 25th of October
        (date(2026, 6, 1), date(2026, 6, 2), 48),
    ],
)
def test_a_window_over_a_clock_change_has_its_hours(opens_on, closes_on, hours):
    opens_at, closes_at = instants(opens_on, closes_on)
    assert closes_at - opens_at == timedelta(hours=hours)


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
def test_the_servers_zone_changes_nothing(zone, monkeypatch):
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert instants(OPENS, CLOSES) == (
            datetime(2026, 10, 4, 23, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC),
        )  # fmt: skip
    finally:
        monkeypatch.undo()
        assert os.environ.get("TZ") == before
        time.tzset()


@pytest.mark.parametrize(
    ("closes_on", "asked", "more", "outcome"),
    [
        (CLOSES, 56, {}, Outcome.KEPT),
        (CLOSES - timedelta(days=1), 56, {}, Outcome.NOT_KEPT),
        (CLOSES - timedelta(days=1), 56, EXPLAINED, Outcome.EXPLAINED),
        (CLOSES - timedelta(days=1), 56, {"short_reason": "Because."}, Outcome.NOT_KEPT),
        (CLOSES + timedelta(days=1), 56, {}, Outcome.KEPT),
        (CLOSES, None, {}, Outcome.UNKNOWN),
        (CLOSES, 84, {}, Outcome.NOT_KEPT),
    ],
)
def test_the_verdict_at_the_edge(closes_on, asked, more, outcome):
    judged = facts(closes_on, asked, **more)
    assert verdict_window(judged, on=OPENS).outcome == outcome
    assert verdict_window(judged, on=OPENS - timedelta(days=1)).outcome == Outcome.NOT_DUE


def test_the_sentence_says_the_days_and_how_many_are_missing():
    verdict = verdict_window(facts(date(2026, 11, 14)), on=OPENS)
    assert verdict.sentence == (
        "40 days, from Monday 5 October 2026 to the end of Saturday 14 November 2026: 16 days less than the 56 that are asked for."
    )


@given(days, lengths, st.none() | st.integers(0, 120), st.booleans(), days)
def test_verdicts_turn_once_and_leave_no_gap(opens_on, length, asked, explained, from_on):
    judged = WindowFacts(opens_on, opens_on + timedelta(days=length), asked, **(EXPLAINED if explained else {}))
    found = list(spells(lambda on: verdict_window(judged, on=on), from_on=from_on))
    assert len(found) == (2 if from_on < opens_on else 1)
    assert found[-1].from_on == max(opens_on, from_on)
    if asked is not None:
        short = length < asked
        assert found[-1].verdict.outcome == (Outcome.KEPT if not short else Outcome.EXPLAINED if explained else Outcome.NOT_KEPT)


def test_a_short_window_is_asked_whether_it_is_explained():
    short = date(2026, 11, 14)
    assert verdict_short_window(facts(short), on=OPENS).outcome == Outcome.NOT_KEPT
    assert verdict_short_window(facts(short, **EXPLAINED), on=OPENS).outcome == Outcome.KEPT
    assert verdict_short_window(facts(short, **EXPLAINED), on=OPENS - timedelta(days=1)).outcome == Outcome.NOT_DUE
    with pytest.raises(ValueError, match="short window"):
        verdict_short_window(facts(), on=OPENS)
    assert not is_short(OPENS, short, None)


@pytest.mark.parametrize(
    ("named", "explained", "outcome"),
    [
        ({"women", "minority", "excluded"}, "", Outcome.KEPT),
        ({"women", "minority", "excluded", "other"}, "", Outcome.KEPT),
        ({"women", "other"}, "", Outcome.NOT_KEPT),
        ({"women"}, "It is about one hall.", Outcome.EXPLAINED),
        (set(), "", Outcome.NOT_KEPT),
    ],
)
def test_groups_that_speak_for_each_are_named(named, explained, outcome):
    assert verdict_groups(named=named, explained=explained, opens_on=OPENS, on=OPENS).outcome == outcome
    assert verdict_groups(named=named, explained=explained, opens_on=OPENS, on=OPENS - timedelta(days=1)).outcome == Outcome.NOT_DUE


ALL = {"proposal", "why_now", "options", "effect"}


@pytest.mark.parametrize(
    ("present", "explained", "outcome"),
    [
        (ALL, set(), Outcome.KEPT),
        (ALL - {"options"}, set(), Outcome.NOT_KEPT),
        (ALL - {"options"}, {"options"}, Outcome.EXPLAINED),
        (ALL - {"options", "effect"}, {"options"}, Outcome.NOT_KEPT),
        (set(), set(), Outcome.NOT_KEPT),
    ],
)
def test_it_is_complete_when_it_opens(present, explained, outcome):
    assert verdict_complete(present=present, explained=explained, opens_on=OPENS, on=OPENS).outcome == outcome
    before = verdict_complete(present=present, explained=explained, opens_on=OPENS, on=OPENS - timedelta(days=1))
    assert (before.outcome, before.holds_until) == (Outcome.NOT_DUE, OPENS - timedelta(days=1))


def refused_fields(permits) -> set[str]:
    return {name for name, permit in permits.items() if not permit}


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "wrong"),
    [
        (OPENS, CLOSES, set()),
        (OPENS - timedelta(days=1), CLOSES, {"opens_on"}),
        (OPENS, OPENS, {"closes_on"}),
        (OPENS, OPENS + timedelta(days=1), set()),
        (OPENS, OPENS + timedelta(days=LONGEST), set()),
        (OPENS, OPENS + timedelta(days=LONGEST + 1), {"closes_on"}),
    ],
)
def test_what_may_be_planned(opens_on, closes_on, wrong):
    assert refused_fields(may_plan(opens_on=opens_on, closes_on=closes_on, on=OPENS)) == wrong


def moved(opens_on: date, closes_on: date, on: date):
    return may_move(
        opens_on=opens_on, closes_on=closes_on, from_opens_on=OPENS, from_closes_on=CLOSES, has_opened=on >= OPENS, on=on
    )


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "on", "wrong"),
    [
        (OPENS, CLOSES, OPENS, {"closes_on"}),  # nothing changes
        (OPENS, CLOSES + 14 * DAY, CLOSES, set()),  # on the last day it can still be extended
        (OPENS, CLOSES + 14 * DAY, CLOSES + DAY, {"closes_on"}),  # the day after it is closed for good
        (OPENS, CLOSES - 7 * DAY, CLOSES - 7 * DAY, set()),  # it may close at the end of today
        (OPENS, CLOSES - 7 * DAY, CLOSES - 6 * DAY, {"closes_on"}),  # and not of yesterday
        (OPENS + DAY, CLOSES + DAY, OPENS, {"opens_on"}),  # it has opened
        (OPENS + DAY, CLOSES + DAY, OPENS - DAY, set()),
        (OPENS - DAY, CLOSES, OPENS - DAY, {"opens_on"}),  # not today: today began before the change
        (OPENS + DAY, OPENS + DAY, OPENS - DAY, {"closes_on"}),
        (OPENS, OPENS, OPENS, set()),  # closed on the day on which it opened
        (OPENS, OPENS + (LONGEST + 1) * DAY, OPENS, {"closes_on"}),
    ],
)
def test_what_a_move_may_be(opens_on, closes_on, on, wrong):
    permits = moved(opens_on, closes_on, on)
    assert refused_fields(permits) == wrong
    assert all(permit.reason for permit in permits.values() if not permit)


@given(st.integers(-30, 120), st.integers(-30, 400), st.integers(-30, 120))
def test_no_move_that_is_allowed_ends_in_the_past(opening, closing, today):
    on, opens_on, closes_on = OPENS + today * DAY, OPENS + opening * DAY, OPENS + closing * DAY
    if not refused_fields(moved(opens_on, closes_on, on)):
        assert on <= CLOSES
        assert closes_on >= max(on, opens_on)
        assert opens_on == OPENS or opens_on > on


@pytest.mark.parametrize(
    ("closes_on", "opened", "on", "kind"),
    [
        (CLOSES + DAY, True, OPENS, "extended"),
        (CLOSES - DAY, True, OPENS, "shortened"),
        (OPENS + DAY, True, OPENS + DAY, "closed-early"),
        (CLOSES - DAY, False, OPENS - DAY, "moved"),
    ],
)
def test_a_move_has_its_name(closes_on, opened, on, kind):
    assert kind_of_move(closes_on=closes_on, from_closes_on=CLOSES, has_opened=opened, on=on) == kind
