"""What has to have come by a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.verdicts import Outcome, spells
from funding.rules import PaymentFacts, verdict_monitoring, verdict_payment, verdict_up_front

DUE = date(2026, 4, 1)
KEPT, BROKEN, NOT_DUE, UNKNOWN, EXPLAINED = (
    Outcome.KEPT, Outcome.NOT_KEPT, Outcome.NOT_DUE, Outcome.UNKNOWN, Outcome.EXPLAINED,
)  # fmt: skip


def day(away: int) -> date:
    return DUE + timedelta(days=away)


@given(st.integers(-60, 60), st.integers(0, 40))
def test_a_payment_is_on_time_up_to_its_last_day(away, days):
    found = verdict_payment(PaymentFacts(DUE, day(away)), days=days, on=day(400))
    assert found.outcome == (KEPT if away <= days else BROKEN)


@given(st.integers(-60, 60), st.integers(0, 40))
def test_an_unpaid_one_turns_by_itself_the_day_after(today, days):
    facts = PaymentFacts(DUE, None)
    found = list(spells(lambda on: verdict_payment(facts, days=days, on=on), from_on=day(today)))
    assert found[-1].verdict.outcome == BROKEN
    if today <= days:
        assert [(one.from_on, one.until_on) for one in found] == [(day(today), day(days)), (day(days + 1), None)]


def test_a_late_one_is_explained_by_a_reason_and_who_authorised_it():
    late = PaymentFacts(DUE, day(9), "The bank was closed", "Head of finance")
    assert verdict_payment(late, days=0, on=day(10)).outcome == EXPLAINED
    assert verdict_payment(PaymentFacts(DUE, day(9), "The bank was closed"), days=0, on=day(10)).outcome == BROKEN
    assert "9 days after Wednesday 1 April 2026" in verdict_payment(late, days=0, on=day(10)).sentence


def test_without_a_threshold_nothing_is_known():
    assert verdict_payment(PaymentFacts(DUE, DUE), days=None, on=DUE).outcome == UNKNOWN


@pytest.mark.parametrize(
    ("received", "on", "outcome"), [(-1, 5, KEPT), (0, 5, KEPT), (1, 5, BROKEN), (None, 0, NOT_DUE), (None, 1, BROKEN)]
)
def test_a_return_comes_by_its_day(received, on, outcome):
    received_on = None if received is None else day(received)
    assert verdict_monitoring(due_on=DUE, received_on=received_on, on=day(on)).outcome == outcome


@pytest.mark.parametrize(
    ("paid", "on", "outcome"),
    [
        ([(0, 100)], 5, KEPT),
        ([(-30, 60), (0, 40)], 5, KEPT),
        ([(-30, 60), (1, 40)], 5, BROKEN),
        ([(0, 99)], 5, BROKEN),
        ([(0, 99)], 0, NOT_DUE),
        ([], -1, NOT_DUE),
        ([], 1, BROKEN),
    ],
)
def test_core_funding_is_paid_whole_by_the_first_day_of_its_year(paid, on, outcome):
    payments = [(day(away), pence) for away, pence in paid]
    assert verdict_up_front(year_pence=100, starts_on=DUE, paid=payments, on=day(on)).outcome == outcome
