from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.verdicts import DECIDED, Figure, Outcome, Verdict, spells

FIRST = date(2026, 3, 1)


def test_each_outcome_has_words():
    assert [outcome.words for outcome in Outcome] == ["kept", "not kept", "explained", "not due yet", "not known"]
    assert {Outcome.NOT_DUE, Outcome.UNKNOWN}.isdisjoint(DECIDED)


def late(due: date):
    def judge(on: date) -> Verdict:
        if on <= due:
            return Verdict(Outcome.NOT_DUE, "Not due.", due)
        return Verdict(Outcome.NOT_KEPT, "Late.")

    return judge


@given(st.integers(0, 4000))
def test_spells_meet_without_gap_and_end_open(days: int):
    due = FIRST + timedelta(days=days)
    found = list(spells(late(due), from_on=FIRST))
    assert [(spell.from_on, spell.until_on) for spell in found] == [(FIRST, due), (due + timedelta(days=1), None)]


def test_a_rule_asked_after_its_change_has_one_spell():
    assert [spell.verdict.outcome for spell in spells(late(FIRST), from_on=FIRST + timedelta(days=1))] == [Outcome.NOT_KEPT]


def test_a_verdict_cannot_end_before_its_day():
    with pytest.raises(RuntimeError, match="cannot have ended"):
        list(spells(lambda on: Verdict(Outcome.KEPT, "", on - timedelta(days=1)), from_on=FIRST))


def test_a_rule_that_never_rests_is_a_mistake():
    with pytest.raises(RuntimeError, match="more than"):
        list(spells(lambda on: Verdict(Outcome.KEPT, "", on), from_on=FIRST))


def test_figures_add_up_and_unknown_is_never_kept():
    one = Figure(kept=2, not_kept=1, explained=1, not_due=5, unknown=3)
    assert (one.decided, one.due, one.all) == (4, 7, 12)
    more = one + Figure(unknown=10)
    assert (more.kept, more.decided, more.unknown) == (2, 4, 13)
