"""Notice of a change: against an independent oracle, and at each edge."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.verdicts import Outcome
from funding.rules import (
    NoticeFacts,
    days_of_notice,
    earliest_effective,
    last_day_to_write,
    verdict_change_reasoned,
    verdict_notice,
)

DAYS = st.dates(date(1990, 1, 1), date(2150, 12, 31))


@given(DAYS, st.integers(0, 24))
def test_the_earliest_day_is_what_dateutil_says(written_on, months):
    assert earliest_effective(written_on, months) == written_on + relativedelta(months=months)


@given(DAYS, st.integers(0, 24), st.integers(-40, 40))
def test_a_notice_keeps_a_guideline_from_its_earliest_day_on_and_never_before(written_on, months, away):
    earliest = written_on + relativedelta(months=months)
    facts = NoticeFacts(written_on, earliest + timedelta(days=away), months)
    assert verdict_notice(facts).outcome == (Outcome.KEPT if away >= 0 else Outcome.NOT_KEPT)
    assert days_of_notice(facts.written_on, facts.effective_on) == (facts.effective_on - written_on).days


@pytest.mark.parametrize(
    ("written_on", "earliest"),
    [
        (date(2026, 11, 30), date(2027, 2, 28)),  # 30 February does not exist
        (date(2023, 11, 30), date(2024, 2, 29)),
        (date(2026, 8, 31), date(2026, 11, 30)),
        (date(2024, 2, 29), date(2024, 5, 29)),
        (date(2026, 12, 28), date(2027, 3, 28)),  # the night in which the clocks go forward
        (date(2026, 7, 25), date(2026, 10, 25)),  # and back
    ],
)
def test_three_months_on_awkward_days(written_on, earliest):
    assert earliest_effective(written_on, 3) == earliest
    outcomes = [verdict_notice(NoticeFacts(written_on, earliest + timedelta(days=away), 3)).outcome for away in (-1, 0, 1)]
    assert outcomes == [Outcome.NOT_KEPT, Outcome.KEPT, Outcome.KEPT]


def test_the_sentence_says_what_would_have_kept_it():
    verdict = verdict_notice(NoticeFacts(date(2026, 11, 22), date(2027, 2, 1), 3))
    assert verdict.sentence == (
        "71 days of notice; the guideline is three months; the earliest day that keeps it is Monday 22 February 2027."
    )


@pytest.mark.parametrize(
    ("reason", "authorised_by", "outcome"),
    [
        ("", "", Outcome.NOT_KEPT),
        ("The grant ended", "", Outcome.NOT_KEPT),
        ("", "The portfolio holder", Outcome.NOT_KEPT),
        ("The grant ended", "The portfolio holder", Outcome.EXPLAINED),
    ],
)
def test_a_short_notice_is_explained_only_by_both(reason, authorised_by, outcome):
    facts = NoticeFacts(date(2026, 11, 22), date(2026, 12, 1), 3, reason, authorised_by)
    assert verdict_notice(facts).outcome == outcome


def test_a_good_notice_with_a_reason_is_kept():
    assert verdict_notice(NoticeFacts(date(2026, 1, 1), date(2026, 4, 1), 3, "x", "y")).outcome == Outcome.KEPT


def test_without_a_guideline_nothing_is_known():
    verdict = verdict_notice(NoticeFacts(date(2026, 11, 22), date(2027, 11, 1), None))
    assert (verdict.outcome, "No guideline" in verdict.sentence) == (Outcome.UNKNOWN, True)


def test_a_change_that_took_effect_before_it_was_told_says_so():
    assert "5 days before it was written" in verdict_notice(NoticeFacts(date(2026, 5, 6), date(2026, 5, 1), 3)).sentence


DECIDED = date(2026, 6, 10)


@pytest.mark.parametrize(
    ("reason", "decided_on", "consulted_on", "outcome"),
    [
        ("Why", DECIDED, DECIDED - timedelta(days=1), Outcome.KEPT),
        ("Why", DECIDED, DECIDED, Outcome.KEPT),
        ("Why", DECIDED, DECIDED + timedelta(days=1), Outcome.NOT_KEPT),
        ("Why", DECIDED, None, Outcome.NOT_KEPT),
        ("", DECIDED, DECIDED, Outcome.NOT_KEPT),
        ("Why", None, DECIDED, Outcome.UNKNOWN),
    ],
)
def test_a_change_has_a_reason_and_was_talked_about_before(reason, decided_on, consulted_on, outcome):
    assert verdict_change_reasoned(reason=reason, decided_on=decided_on, consulted_on=consulted_on).outcome == outcome


@given(DAYS, st.integers(1, 24))
def test_the_last_day_to_write_keeps_the_guideline_and_the_day_after_does_not(effective_on, months):
    last = last_day_to_write(effective_on, months)
    assert last + relativedelta(months=months) <= effective_on < last + timedelta(days=1) + relativedelta(months=months)
