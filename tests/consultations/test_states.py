"""States follow from the dates, at their edges."""

from datetime import date, timedelta

import pytest

from compact_portal.lib.dates import end_of_day, start_of_day
from consultations.rules.states import State, is_open, state_at

OPENS, CLOSES, DUE = date(2026, 3, 2), date(2026, 4, 26), date(2026, 7, 19)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (start_of_day(OPENS) - SECOND, State.UPCOMING),
        (start_of_day(OPENS), State.OPEN),
        (end_of_day(CLOSES) - SECOND, State.OPEN),
        (end_of_day(CLOSES), State.CLOSED),
        (end_of_day(DUE) - SECOND, State.CLOSED),
        (end_of_day(DUE), State.OUTCOME_DUE),
    ],
)
def test_the_state_turns_on_the_second(at, state):
    window = {"opens_at": start_of_day(OPENS), "closes_at": end_of_day(CLOSES)}
    assert state_at(at, is_approved=True, outcome_on=None, outcome_due_on=DUE, **window) is state
    assert is_open(at, **window) is (state is State.OPEN)


def test_an_outcome_ends_it_from_its_day_on():
    window = {"opens_at": start_of_day(OPENS), "closes_at": end_of_day(CLOSES), "is_approved": True}
    out = DUE + timedelta(days=5)
    late = {"outcome_on": out, "outcome_due_on": DUE, **window}
    assert state_at(start_of_day(out) - SECOND, **late) is State.OUTCOME_DUE
    assert state_at(start_of_day(out), **late) is State.OUTCOME_PUBLISHED


def test_without_a_threshold_nothing_is_overdue():
    window = {"opens_at": start_of_day(OPENS), "closes_at": end_of_day(CLOSES), "is_approved": True}
    assert state_at(end_of_day(DUE), outcome_on=None, outcome_due_on=None, **window) is State.CLOSED


def test_what_nobody_approved_is_a_draft():
    window = {"opens_at": start_of_day(OPENS), "closes_at": end_of_day(CLOSES)}
    assert state_at(end_of_day(DUE), is_approved=False, outcome_on=None, outcome_due_on=DUE, **window) is State.DRAFT
    assert (
        state_at(end_of_day(DUE), is_approved=True, opens_at=None, closes_at=None, outcome_on=None, outcome_due_on=None)
        is State.DRAFT
    )
    assert not is_open(end_of_day(DUE), opens_at=None, closes_at=None)
