"""Promises over the term of an agreement, and about a round."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.verdicts import Outcome, spells
from funding.rules import (
    IndicatorFacts,
    schedule,
    uncovered,
    verdict_criteria_consulted,
    verdict_criteria_published,
    verdict_fair_cuts,
    verdict_indicators,
    verdict_liaison,
    verdict_multi_year,
    verdict_review,
    verdict_told,
    whole_months,
)

KEPT, BROKEN, NOT_DUE, UNKNOWN, EXPLAINED = (
    Outcome.KEPT, Outcome.NOT_KEPT, Outcome.NOT_DUE, Outcome.UNKNOWN, Outcome.EXPLAINED,
)  # fmt: skip
START, END = date(2024, 4, 1), date(2027, 3, 31)
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
DAY = timedelta(days=1)


@given(DAYS, st.integers(0, 4000))
def test_whole_months_are_what_dateutil_counts(start_on, days):
    after = start_on + timedelta(days=days + 1)
    found = whole_months(start_on, after - DAY)
    assert start_on + relativedelta(months=found) <= after < start_on + relativedelta(months=found + 1)


@pytest.mark.parametrize(
    ("end_on", "reason", "outcome"),
    [
        (date(2026, 3, 30), "", BROKEN),
        (date(2026, 3, 31), "", KEPT),
        (date(2026, 4, 1), "", KEPT),
        (date(2025, 3, 31), "A pilot", EXPLAINED),
    ],
)
def test_two_years_are_multi_year_to_the_day(end_on, reason, outcome):
    assert verdict_multi_year(start_on=START, end_on=end_on, months=24, reason=reason).outcome == outcome


def test_no_recorded_length_is_unknown():
    assert verdict_multi_year(start_on=START, end_on=END, months=None, reason="x").outcome == UNKNOWN


@pytest.mark.parametrize(("months", "limit"), [(0, END), (3, date(2026, 12, 31))])
def test_the_next_year_is_told_by_its_day(months, limit):
    def told(told_on, on):
        return verdict_told(period_end=END, told_on=told_on, months=months, on=on).outcome

    assert [told(limit + away * DAY, END) for away in (-1, 0, 1)] == [KEPT, KEPT, BROKEN]
    assert [told(None, limit + away * DAY) for away in (-1, 0, 1)] == [NOT_DUE, NOT_DUE, BROKEN]
    assert verdict_told(period_end=END, told_on=END, months=None, on=END).outcome == UNKNOWN


GOOD, VAGUE, LATE = IndicatorFacts(START, True), IndicatorFacts(START, False), IndicatorFacts(START + DAY, True)


@pytest.mark.parametrize(
    ("objectives", "away", "outcome"),
    [
        ([], 5, UNKNOWN),
        ([[GOOD]], 5, KEPT),
        ([[GOOD], [GOOD, GOOD]], -5, KEPT),
        ([[GOOD], []], 0, NOT_DUE),
        ([[GOOD], []], 1, BROKEN),
        ([[VAGUE]], 1, BROKEN),
        ([[GOOD, LATE]], 1, BROKEN),
        ([[IndicatorFacts(None, True)]], 1, BROKEN),
    ],
)
def test_every_objective_has_an_indicator_before_the_start(objectives, away, outcome):
    assert verdict_indicators(start_on=START, objectives=objectives, on=START + away * DAY).outcome == outcome


@pytest.mark.parametrize(
    ("evaluated", "on", "outcome"),
    [
        ([], date(2025, 4, 1), NOT_DUE),
        ([], date(2025, 4, 2), BROKEN),
        ([date(2025, 4, 1)], date(2026, 4, 1), KEPT),
        ([date(2025, 4, 1)], date(2026, 4, 2), BROKEN),
        ([date(2025, 4, 2)], date(2025, 5, 1), BROKEN),
        ([date(2025, 3, 1), date(2026, 2, 28)], date(2026, 6, 1), KEPT),
        ([date(2025, 3, 1), date(2026, 2, 28), date(2027, 2, 28)], date(2028, 6, 1), KEPT),
    ],
)
def test_a_year_at_most_lies_between_evaluations(evaluated, on, outcome):
    assert verdict_review(start_on=START, end_on=END, evaluated=evaluated, months=12, on=on).outcome == outcome


def test_a_term_within_a_year_needs_no_evaluation_and_one_that_was_made_counts():
    short = date(2025, 3, 31)
    assert verdict_review(start_on=START, end_on=short, evaluated=[], months=12, on=END).outcome == NOT_DUE
    assert verdict_review(start_on=START, end_on=short, evaluated=[date(2025, 1, 1)], months=12, on=END).outcome == KEPT


@given(st.lists(st.dates(START, END), max_size=6), st.dates(START, END))
def test_a_verdict_on_evaluations_changes_on_the_day_it_says(evaluated, first):
    def judge(on):
        return verdict_review(start_on=START, end_on=END, evaluated=evaluated, months=12, on=on)

    for spell in spells(judge, from_on=first):
        days = [spell.from_on + number * DAY for number in range(0, 1300, 13)]
        assert all(judge(day).outcome == spell.verdict.outcome for day in days if spell.until_on is None or day <= spell.until_on)


@given(st.lists(st.tuples(st.integers(0, 1200), st.integers(0, 400)), max_size=6))
def test_the_first_uncovered_day_is_the_first_that_no_spell_has(rows):
    spans = [(START + first * DAY, START + (first + length) * DAY) for first, length in rows]
    days = (START + number * DAY for number in range((END - START).days + 1))
    bare = next((day for day in days if not any(first <= day <= last for first, last in spans)), None)
    assert uncovered(START, END, spans) == bare


@pytest.mark.parametrize(
    ("spans", "on", "outcome", "holds_until"),
    [
        ([], START - DAY, NOT_DUE, START - DAY),
        ([], START, BROKEN, None),
        ([(START, None)], START, KEPT, None),
        ([(START, date(2025, 1, 1))], START, KEPT, date(2025, 1, 1)),
        ([(START, date(2025, 1, 1))], date(2025, 1, 2), BROKEN, None),
        ([(START + DAY, None)], START, BROKEN, None),
    ],
)
def test_somebody_is_named_for_every_day(spans, on, outcome, holds_until):
    found = verdict_liaison(start_on=START, end_on=END, spells=spans, on=on)
    assert (found.outcome, found.holds_until) == (outcome, holds_until)


@pytest.mark.parametrize(
    ("published", "on", "outcome"), [(-1, 9, KEPT), (0, 9, KEPT), (1, 9, BROKEN), (None, 0, NOT_DUE), (None, 1, BROKEN)]
)
def test_criteria_are_published_before_the_round_opens(published, on, outcome):
    published_on = None if published is None else START + published * DAY
    assert verdict_criteria_published(opens_on=START, published_on=published_on, on=START + on * DAY).outcome == outcome


@pytest.mark.parametrize(
    ("consulted", "on", "outcome"),
    [(True, 9, KEPT), (False, 9, BROKEN), (None, 9, UNKNOWN), (None, 0, NOT_DUE), (False, 0, NOT_DUE)],
)
def test_criteria_are_made_with_the_sector(consulted, on, outcome):
    assert verdict_criteria_consulted(opens_on=START, consulted=consulted, on=START + on * DAY).outcome == outcome


@pytest.mark.parametrize(
    ("own", "sector", "reason", "outcome"),
    [
        ("5", "5", "", KEPT), ("5", "4.9", "", KEPT), ("5", "5.1", "", BROKEN), ("5", "5.1", "Why", EXPLAINED),
        (None, "5", "", UNKNOWN), ("5", None, "", UNKNOWN),
    ],
)  # fmt: skip
def test_the_sector_is_cut_no_more_than_the_funder_is(own, sector, reason, outcome):
    found = verdict_fair_cuts(own=own and Decimal(own), sector=sector and Decimal(sector), reason=reason)
    assert found.outcome == outcome


def test_a_schedule_comes_back_to_the_31st_and_adds_up():
    found = schedule(100, count=3, first_on=date(2026, 1, 31), every_months=1)
    assert [(due.due_on, due.pence) for due in found] == [
        (date(2026, 1, 31), 34), (date(2026, 2, 28), 33), (date(2026, 3, 31), 33),
    ]  # fmt: skip
    with pytest.raises(ValueError, match="from 1 to 120"):
        schedule(100, count=121, first_on=START, every_months=1)
