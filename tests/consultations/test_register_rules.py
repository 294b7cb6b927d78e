"""Appraisals and decisions judged at the edges: the day before, the day, the day after, without the day, with a reason."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compact_portal.lib.verdicts import Outcome, spells
from compact_portal.lib.working_days import add_working_days, is_working_day, working_days_between
from consultations.rules import catalogue_following as catalogue
from consultations.rules.registers import (
    Asked,
    Why,
    verdict_appraisal,
    verdict_decision_cites,
    verdict_decision_published,
    verdict_decision_time,
)

DAY = timedelta(days=1)
ADOPTED = date(2026, 5, 20)
CLOSES = date(2026, 4, 26)
NOTHING, WHY = Why(), Why("The grant ended", "the Chief Executive’s office")
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
days = st.dates(date(2020, 1, 1), date(2032, 12, 31))
maybe_day = st.none() | days
whys = st.sampled_from([NOTHING, WHY, Why("Only a reason"), Why("", "only an office")])


@pytest.mark.parametrize(
    ("dated_on", "why", "outcome"),
    [
        (ADOPTED - DAY, NOTHING, Outcome.KEPT),
        (ADOPTED, NOTHING, Outcome.KEPT),
        (ADOPTED + DAY, NOTHING, Outcome.NOT_KEPT),
        (ADOPTED + DAY, WHY, Outcome.EXPLAINED),
        (ADOPTED + DAY, Why("Only a reason"), Outcome.NOT_KEPT),
        (ADOPTED + DAY, Why("", "only an office"), Outcome.NOT_KEPT),
    ],
)
def test_an_appraisal_is_dated_by_the_day_of_adoption(dated_on, why, outcome):
    assert verdict_appraisal(dated_on=dated_on, adopted_on=ADOPTED, why=why, on=ADOPTED + 9 * DAY).outcome is outcome


def test_a_policy_without_an_appraisal_turns_the_day_after_it_is_adopted():
    found = list(spells(lambda on: verdict_appraisal(dated_on=None, adopted_on=ADOPTED, why=NOTHING, on=on), from_on=ADOPTED - DAY))
    assert [(one.verdict.outcome, one.until_on) for one in found] == [(Outcome.NOT_DUE, ADOPTED), (Outcome.NOT_KEPT, None)]


def test_a_policy_that_is_not_adopted_is_not_judged():
    for dated_on in (None, ADOPTED):
        assert verdict_appraisal(dated_on=dated_on, adopted_on=None, why=NOTHING, on=ADOPTED).outcome is Outcome.NOT_DUE


@pytest.mark.parametrize(
    ("decided_on", "answers_on", "why", "outcome"),
    [
        (CLOSES - DAY, None, NOTHING, Outcome.NOT_KEPT),
        (CLOSES, CLOSES, NOTHING, Outcome.NOT_KEPT),
        (CLOSES, None, WHY, Outcome.EXPLAINED),
        (CLOSES + DAY, CLOSES + DAY, NOTHING, Outcome.KEPT),
        (CLOSES + DAY, CLOSES + 2 * DAY, NOTHING, Outcome.NOT_KEPT),
        (CLOSES + 9 * DAY, None, NOTHING, Outcome.NOT_KEPT),
        (CLOSES + 9 * DAY, None, WHY, Outcome.EXPLAINED),
    ],
)
def test_a_decision_comes_after_the_close_and_after_the_answers(decided_on, answers_on, why, outcome):
    found = verdict_decision_time(Asked(CLOSES, answers_on), decided_on=decided_on, why=why, on=date(2026, 9, 1))
    assert found.outcome is outcome


def test_the_sentence_has_the_days_in_it():
    found = verdict_decision_time(Asked(CLOSES), decided_on=CLOSES - 20 * DAY, why=NOTHING, on=CLOSES)
    assert found.sentence == (
        "Decided on Monday 6 April 2026, 20 days before the consultation closed: the last day was Sunday 26 April 2026."
    )


def test_where_nobody_answered_nothing_has_to_be_published_or_cited():
    silent = Asked(CLOSES, None, has_answers=False)
    assert verdict_decision_time(silent, decided_on=CLOSES + DAY, why=NOTHING, on=CLOSES + DAY).outcome is Outcome.KEPT
    assert verdict_decision_time(silent, decided_on=CLOSES, why=NOTHING, on=CLOSES + DAY).outcome is Outcome.NOT_KEPT
    assert verdict_decision_cites(cites="", has_answers=False).outcome is Outcome.NOT_DUE


def test_a_decision_cites_or_it_does_not():
    assert verdict_decision_cites(cites="We kept the stalls.", has_answers=True).outcome is Outcome.KEPT
    assert verdict_decision_cites(cites="", has_answers=True).outcome is Outcome.NOT_KEPT


# 2 April 2026 is the Thursday before Good Friday; Easter Monday is 6 April.
MAUNDY = date(2026, 4, 2)


@pytest.mark.parametrize(
    ("published_on", "outcome"),
    [(date(2026, 4, 7), Outcome.KEPT), (date(2026, 4, 8), Outcome.NOT_KEPT), (MAUNDY, Outcome.KEPT)],
)
def test_working_days_leave_out_easter(published_on, outcome):
    found = verdict_decision_published(decided_on=MAUNDY, published_on=published_on, days=1, why=NOTHING, on=date(2026, 5, 1))
    assert found.outcome is outcome


def test_what_is_not_published_turns_the_day_after_the_last():
    found = list(
        spells(
            lambda on: verdict_decision_published(decided_on=MAUNDY, published_on=None, days=1, why=NOTHING, on=on), from_on=MAUNDY
        )
    )
    assert [(one.verdict.outcome, one.until_on) for one in found] == [
        (Outcome.NOT_DUE, date(2026, 4, 7)), (Outcome.NOT_KEPT, None),
    ]  # fmt: skip


def test_without_a_number_of_days_it_is_not_known():
    assert (
        verdict_decision_published(decided_on=MAUNDY, published_on=MAUNDY, days=None, why=NOTHING, on=MAUNDY).outcome
        is Outcome.UNKNOWN
    )


@SLOW
@given(days, st.integers(0, 40))
def test_working_days_count_back_to_what_was_added(on, number):
    last = add_working_days(on, number)
    assert working_days_between(on, last) == number
    assert number == 0 or is_working_day(last)


def test_working_days_know_christmas_and_count_forwards_only():
    assert add_working_days(date(2026, 12, 24), 1) == date(2026, 12, 29)  # Boxing Day is kept on the Monday
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(MAUNDY, -1)


@SLOW
@given(maybe_day, maybe_day, whys, days)
def test_an_appraisals_verdict_holds_as_long_as_it_says(dated_on, adopted_on, why, from_on):
    for spell in list(
        spells(lambda on: verdict_appraisal(dated_on=dated_on, adopted_on=adopted_on, why=why, on=on), from_on=from_on)
    ):
        for on in (spell.from_on, spell.until_on or spell.from_on + 400 * DAY):
            assert verdict_appraisal(dated_on=dated_on, adopted_on=adopted_on, why=why, on=on) == spell.verdict


@SLOW
@given(days, maybe_day, st.booleans(), days, whys, days)
def test_a_decisions_verdict_holds_as_long_as_it_says(closes_on, answers_on, has_answers, decided_on, why, from_on):
    asked = Asked(closes_on, answers_on, has_answers)
    for spell in list(spells(lambda on: verdict_decision_time(asked, decided_on=decided_on, why=why, on=on), from_on=from_on)):
        for on in (spell.from_on, spell.until_on or spell.from_on + 400 * DAY):
            assert verdict_decision_time(asked, decided_on=decided_on, why=why, on=on) == spell.verdict


@SLOW
@given(days, maybe_day, st.none() | st.integers(0, 30), whys, days)
def test_publishing_is_judged_alike_all_through_a_spell(decided_on, published_on, number, why, from_on):
    def judge(on):
        return verdict_decision_published(decided_on=decided_on, published_on=published_on, days=number, why=why, on=on)

    for spell in list(spells(judge, from_on=from_on)):
        for on in (spell.from_on, spell.until_on or spell.from_on + 400 * DAY):
            assert judge(on) == spell.verdict


def test_each_promise_has_the_key_that_the_compact_names():
    keys = {one.key for one in (catalogue.APPRAISED, *catalogue.OF_A_DECISION)}
    assert keys == {"appraisal-before-adoption", "decision-after-close", "decision-cites-answers", "decision-published"}
