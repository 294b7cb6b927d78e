"""What is found before a consultation opens, and what may be changed when."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from consultations.rules.audiences import AUDIENCES, shared
from consultations.rules.checks import EXPLAINABLE, STEPS, CheckFacts, Other, findings, stops
from consultations.rules.states import State
from consultations.rules.writing import ALWAYS, TITLES, may_approve, may_change, may_take_back
from consultations.rules.writing import STEPS as WRITING_STEPS

OPENS, CLOSES = date(2026, 2, 2), date(2026, 3, 30)  # eight weeks without a holiday
TODAY = date(2026, 1, 20)
WORDS = {
    "title": "The hall", "summary": "Who uses the hall.", "proposal": "To let it.", "why_now": "The lease ends.",
    "options": "To let it, or not.", "effect": "Less room.", "contact": "The Policy team", "contact_email": "p@sample.invalid",
}  # fmt: skip
GOOD = CheckFacts(
    words=WORDS, opens_on=OPENS, closes_on=CLOSES, days=56, audiences=("groups",), groups=("women", "minority", "excluded"),
    questions=1,
)  # fmt: skip


def found(**changed):
    return findings(replace(GOOD, **changed), on=TODAY)


def keys(**changed) -> list[str]:
    return [one.key for one in found(**changed)]


def without(*names: str) -> dict[str, str]:
    return {name: "" if name in names else words for name, words in WORDS.items()}


def test_nothing_is_found_where_all_is_well():
    assert found() == []


@pytest.mark.parametrize(
    ("changed", "key", "must"),
    [
        ({"words": without("proposal")}, "proposal", True),
        ({"words": without("why_now")}, "proposal", True),
        ({"opens_on": None}, "window", True),
        ({"opens_on": TODAY - timedelta(days=1)}, "window", True),
        ({"closes_on": CLOSES - timedelta(days=1)}, "window", True),
        ({"questions": 0}, "questions", True),
        ({"choiceless": ["Which hall?"]}, "questions", True),
        ({"audiences": ()}, "audiences", True),
        ({"words": without("options")}, "options", False),
        ({"words": without("effect")}, "effect", False),
        ({"groups": ("women",)}, "groups", False),
        ({"opens_on": date(2026, 7, 6), "closes_on": date(2026, 8, 31)}, "holidays", False),
        ({"unexplained": ["CVS"]}, "jargon", False),
        ({"reading_age": 15}, "reading", False),
        ({"words": without("contact")}, "formats", False),
        ({"words": without("contact_email")}, "formats", False),
    ],
)
def test_each_fault_is_found_by_itself(changed, key, must):
    (one,) = found(**changed)
    assert (one.key, one.must, one.is_settled) == (key, must, False)
    assert one.words
    assert one.mend
    assert one.step in WRITING_STEPS


@pytest.mark.parametrize(
    "changed",
    [
        {"reading_age": 14},
        {"reading_age": None},
        {"words": without("effect"), "has_appraisal": True},
        {"words": without("contact_email") | {"contact_phone": "01632 960000"}},
        {"days": None, "closes_on": OPENS + timedelta(days=3)},
        {"opens_on": TODAY, "days": None},
    ],
)
def test_what_is_no_fault_is_not_found(changed):
    assert found(**changed) == []


@pytest.mark.parametrize("key", EXPLAINABLE)
def test_what_can_be_explained_is_settled_by_words(key):
    faults = {
        "holidays": {"opens_on": date(2026, 7, 6), "closes_on": date(2026, 8, 31)}, "clash": {"others": [other()]},
        "options": {"words": without("options")}, "effect": {"words": without("effect")}, "groups": {"groups": ()},
        "jargon": {"unexplained": ["CVS"]}, "reading": {"reading_age": 20}, "formats": {"words": without("contact")},
    }  # fmt: skip
    assert stops(found(**faults[key]))
    assert not stops(found(**faults[key], explained={key: "Because."}))


def test_what_must_be_mended_is_not_settled_by_words():
    assert stops(found(questions=0, explained={"questions": "Because."}))


def test_a_short_window_is_settled_by_its_published_reason():
    (one,) = found(closes_on=CLOSES - timedelta(days=1), short_reason="The grant ends.")
    assert one.is_settled
    assert "Monday 30 March 2026" in one.mend


def test_what_must_be_mended_comes_first():
    assert keys(reading_age=20, questions=0) == ["questions", "reading"]


def other(opens_on=OPENS, closes_on=CLOSES, audiences=("groups",)) -> Other:
    return Other("Bus routes", "Sample County", opens_on, closes_on, audiences)


@pytest.mark.parametrize(
    ("one", "clashes"),
    [
        (other(), True),
        (other(closes_on=OPENS), True),
        (other(closes_on=OPENS - timedelta(days=1)), False),
        (other(opens_on=CLOSES), True),
        (other(opens_on=CLOSES + timedelta(days=1), closes_on=CLOSES + timedelta(days=60)), False),
        (other(audiences=("older",)), False),
        (other(audiences=("everybody",)), True),
    ],
)
def test_others_clash_in_the_same_weeks_for_the_same_people(one, clashes):
    assert (keys(others=[one]) == ["clash"]) is clashes


def test_many_clashes_are_counted():
    (one,) = found(others=[other()] * 7)
    assert one.words.endswith("; and 2 more.")
    assert one.words.count("Bus routes") == 5


def test_everybody_meets_each_audience():
    assert shared(["everybody"], ["older"]) == ["Older people"]
    assert shared(["everybody"], ["everybody"]) == ["Everybody in the area"]
    assert shared(["older", "young"], ["young", "women"]) == ["Children and young people"]
    assert all(len(key) <= 20 for key in AUDIENCES)


def test_every_finding_is_mended_on_a_step_that_there_is():
    assert set(STEPS.values()) <= set(WRITING_STEPS) == set(TITLES)
    assert set(EXPLAINABLE) <= set(STEPS)


@pytest.mark.parametrize("step", WRITING_STEPS)
def test_steps_are_open_until_approval_is_asked_for(step):
    assert may_change(step, state=State.DRAFT, is_submitted=False)
    assert not may_change(step, state=State.DRAFT, is_submitted=True)
    for state in (State.UPCOMING, State.OPEN):
        assert bool(may_change(step, state=state, is_submitted=True)) is (step in ALWAYS)
    for state in (State.CLOSED, State.OUTCOME_DUE, State.OUTCOME_PUBLISHED):
        permit = may_change(step, state=state, is_submitted=True)
        assert not permit
        assert permit.reason


@pytest.mark.parametrize(
    ("is_submitted", "is_submitter", "officers", "allowed"),
    [(True, False, 2, True), (True, True, 2, False), (True, True, 1, True), (True, False, 1, True), (False, False, 2, False)],
)
def test_a_second_officer_approves_where_there_is_one(is_submitted, is_submitter, officers, allowed):
    permit = may_approve(is_submitted=is_submitted, is_submitter=is_submitter, officers=officers)
    assert bool(permit) is allowed
    assert allowed or permit.reason


def test_it_is_taken_back_until_it_opens():
    assert may_take_back(state=State.UPCOMING, is_submitted=True)
    assert may_take_back(state=State.DRAFT, is_submitted=True)
    assert not may_take_back(state=State.DRAFT, is_submitted=False)
    for state in (State.OPEN, State.CLOSED, State.OUTCOME_DUE, State.OUTCOME_PUBLISHED):
        assert not may_take_back(state=state, is_submitted=True)
