"""When an outcome is due and what it lacks, which answers may be shown, and which counts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compact_portal.lib.verdicts import Outcome, spells
from consultations.rules.count_tables import shown_counts, shown_total
from consultations.rules.outcome_time import OutcomeFacts, days_overdue, due_words, outcome_due_on, verdict_outcome
from consultations.rules.outcome_whole import ThemeFacts, WholeFacts, outcome_lacks, theme_lacks
from consultations.rules.publishing import ResponseFacts, may_be_published, may_hide_words
from consultations.rules.small_counts import LEAST_SHOWN, shown_count

# A busy machine takes its time to make values.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
CLOSED = date(2026, 4, 26)
DUE = date(2026, 7, 19)
EXPLAINED = {"late_reason": "The officer was ill.", "authorised_by": "the Head of Policy"}


def facts(**more):
    return OutcomeFacts(**({"closes_on": CLOSED, "weeks": 12} | more))


def test_it_is_due_twelve_weeks_after_the_last_day():
    assert outcome_due_on(CLOSED, 12) == DUE


@pytest.mark.parametrize(
    ("on", "days", "words"),
    [
        (DUE - timedelta(days=1), 0, "The outcome is due by Sunday 19 July 2026."),
        (DUE, 0, "The outcome is due by Sunday 19 July 2026."),
        (DUE + timedelta(days=1), 1, "The outcome was due by Sunday 19 July 2026. It is 1 day overdue."),
        (date(2026, 7, 31), 12, "The outcome was due by Sunday 19 July 2026. It is 12 days overdue."),
    ],
)
def test_overdue_is_said_with_its_days(on, days, words):
    assert days_overdue(DUE, on) == days
    assert due_words(DUE, on) == words


def test_without_a_recorded_time_nothing_is_overdue():
    assert days_overdue(None, DUE) == 0
    found = verdict_outcome(facts(weeks=None, published_on=DUE), on=DUE)
    assert (found.outcome, found.sentence) == (
        Outcome.UNKNOWN,
        "How soon after the close an outcome is due is not recorded.",
    )


@pytest.mark.parametrize(
    ("published_on", "more", "on", "outcome", "until"),
    [
        (None, {}, CLOSED, Outcome.NOT_DUE, DUE),
        (None, {}, DUE, Outcome.NOT_DUE, DUE),
        (None, {}, DUE + timedelta(days=1), Outcome.NOT_KEPT, None),
        (None, EXPLAINED, DUE + timedelta(days=1), Outcome.NOT_KEPT, None),  # a draft's reason is not published
        (DUE, {}, DUE, Outcome.KEPT, None),
        (DUE, {}, DUE - timedelta(days=1), Outcome.NOT_DUE, DUE - timedelta(days=1)),
        (DUE + timedelta(days=1), {}, DUE + timedelta(days=1), Outcome.NOT_KEPT, None),
        (DUE + timedelta(days=1), EXPLAINED, DUE + timedelta(days=1), Outcome.EXPLAINED, None),
        (DUE + timedelta(days=1), {"late_reason": "x"}, DUE + timedelta(days=1), Outcome.NOT_KEPT, None),
        (DUE + timedelta(days=9), EXPLAINED, DUE + timedelta(days=1), Outcome.NOT_KEPT, DUE + timedelta(days=8)),
    ],
)
def test_the_verdict_and_the_day_on_which_it_turns(published_on, more, on, outcome, until):
    found = verdict_outcome(facts(published_on=published_on, **more), on=on)
    assert (found.outcome, found.holds_until) == (outcome, until)


def test_a_late_one_says_how_late_and_who_authorised_it():
    found = verdict_outcome(facts(published_on=date(2026, 7, 31), **EXPLAINED), on=date(2026, 8, 1))
    assert found.sentence == (
        "Published on Friday 31 July 2026, 12 days after it was due on Sunday 19 July 2026. "
        "Authorised by the Head of Policy, with a reason."
    )


days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@PATIENT
@given(
    closes_on=days, weeks=st.integers(0, 60) | st.none(), after=st.integers(0, 700) | st.none(), from_on=days, told=st.booleans()
)
def test_its_spells_agree_with_the_verdict_of_each_day(closes_on, weeks, after, from_on, told):
    """The verdict on any day is the one that the spells stored for it, and every spell is a right one."""
    published_on = None if after is None else closes_on + timedelta(days=after)
    one = OutcomeFacts(closes_on, weeks, published_on, "Why" if told else "", "Who" if told else "")
    for spell in spells(lambda on: verdict_outcome(one, on=on), from_on=from_on):
        ends = spell.until_on or spell.from_on + timedelta(days=400)
        for day in {spell.from_on, ends, spell.from_on + (ends - spell.from_on) // 2}:
            found = verdict_outcome(one, on=day)
            assert (found.outcome, found.sentence) == (spell.verdict.outcome, spell.verdict.sentence)


@PATIENT
@given(closes_on=days, weeks=st.integers(0, 60), after=st.integers(0, 700))
def test_kept_is_exactly_what_came_by_the_day(closes_on, weeks, after):
    published_on = closes_on + timedelta(days=after)
    found = verdict_outcome(OutcomeFacts(closes_on, weeks, published_on), on=published_on)
    assert (found.outcome is Outcome.KEPT) == (after <= weeks * 7)


# What an outcome lacks.

AT = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
THEME = ThemeFacts("Rents", "Too high", "They are capped", "", citable=1, cited=1)
OPEN = ["The consultation has not closed yet: its outcome is published after the close."]
WHOLE = {
    "closes_at": AT - timedelta(days=3), "asked": "a", "said": "s", "done": "d", "themes": [THEME], "answered": 9,
    "is_late": False, "late_reason": "", "authorised_by": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("more", "lacks"),
    [
        ({}, []),
        ({"closes_at": AT}, []),
        (
            {"closes_at": AT + timedelta(seconds=1)},
            ["The consultation has not closed yet: its outcome is published after the close."],
        ),
        ({"closes_at": None}, OPEN),
        ({"asked": ""}, ["Write what you asked."]),
        ({"said": "", "done": ""}, ["Write what people said.", "Write what is done, and what is not and why."]),
        ({"themes": []}, ["Make at least one theme, and tag the answers that speak of it."]),
        ({"themes": [], "answered": 0}, []),
        ({"is_late": True}, ["It is late: write why.", "It is late: write who authorised that."]),
        ({"is_late": True, "late_reason": "x", "authorised_by": "y"}, []),
    ],
)
def test_what_an_outcome_lacks(more, lacks):
    assert outcome_lacks(WholeFacts(**(WHOLE | more)), at=AT) == lacks


@pytest.mark.parametrize(
    ("theme", "lacks"),
    [
        (THEME, []),
        (ThemeFacts("Rents", "s", "", "No money", citable=0, cited=0), []),
        (
            ThemeFacts("Rents", "", "", "", citable=2, cited=0),
            [
                "Write what people said about “Rents”.",
                "Write what is done about “Rents”, or why nothing is.",
                "Cite at least one published answer about “Rents”.",
            ],
        ),
    ],
)
def test_what_a_theme_lacks(theme, lacks):
    assert theme_lacks(theme) == lacks
    assert outcome_lacks(WholeFacts(**(WHOLE | {"themes": [THEME, theme]})), at=AT) == lacks


# Which answers may be shown.

FREE = {"may_publish": True, "is_confidential": False, "is_late": False, "withdrawn": False, "published": False}


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({}, ""),
        ({"withdrawn": True}, "withdrawn"),
        ({"is_confidential": True}, "confidential"),
        ({"is_confidential": True, "may_publish": False}, "confidential"),
        ({"may_publish": False}, "did not consent"),
        ({"is_late": True}, "after the close"),
        ({"published": True}, "already"),
    ],
)
def test_an_answer_is_published_by_consent_after_the_close(more, says):
    permit = may_be_published(ResponseFacts(**(FREE | more)), at=AT, closes_at=AT)
    assert bool(permit) == (says == "")
    assert says in permit.reason


def test_nothing_is_published_or_hidden_while_an_answer_may_change():
    for closes_at, allowed in ((AT, True), (AT + timedelta(microseconds=1), False), (None, False)):
        assert bool(may_be_published(ResponseFacts(**FREE), at=AT, closes_at=closes_at)) == allowed
        assert bool(may_hide_words(at=AT, closes_at=closes_at)) == allowed


# Which counts may be shown.


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (4, None), (5, 5), (100_000, 100_000)])
def test_a_count_below_five_is_not_shown(count, shown):
    assert shown_count(count) == shown


def test_a_negative_count_is_a_mistake():
    with pytest.raises(ValueError, match="never negative"):
        shown_count(-1)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([], []),
        ([0, 0], [0, 0]),
        ([10, 20], [10, 20]),
        ([3, 20, 30], [None, None, 30]),  # else 3 would be known from the total
        ([1, 1, 10], [None, None, None]),  # two hidden ones that come to two are one each
        ([1, 4, 10], [None, None, 10]),
        ([3, 0, 0], [None, 0, 0]),
        ([2, 5, 5], [None, None, 5]),
    ],
)
def test_no_hidden_count_can_be_worked_out_from_the_others(counts, shown):
    assert shown_counts(counts, exclusive=True) == shown


def test_where_one_may_choose_several_counts_stand_by_themselves():
    assert shown_counts([3, 20, 30], exclusive=False) == [None, 20, 30]
    assert shown_total([3, 20, 30], exclusive=False) is None


@PATIENT
@given(st.lists(st.integers(0, 40), max_size=8))
def test_what_is_hidden_comes_to_five_or_more_or_no_total_is_shown(counts):
    shown, total = shown_counts(counts, exclusive=True), shown_total(counts, exclusive=True)
    assert all(seen in (None, count) for seen, count in zip(shown, counts, strict=True))
    assert not any(seen is not None and 0 < seen < LEAST_SHOWN for seen in shown)
    if None in shown and total is not None:
        known = total - sum(seen or 0 for seen in shown)
        assert known >= LEAST_SHOWN
        assert shown.count(None) >= 2
