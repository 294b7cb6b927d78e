"""The rules of answering, at their edges."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from compact_portal.lib.arrival import arrived_at
from compact_portal.lib.dates import end_of_day, start_of_day
from compact_portal.lib.verdicts import Outcome
from consultations.rules import answering as rules
from consultations.rules.answering import Asked, Given, given, tallied
from consultations.rules.participation import verdict_confidentiality

OPENS, CLOSES = date(2026, 10, 5), date(2026, 11, 29)
OPENS_AT, CLOSES_AT = start_of_day(OPENS), end_of_day(CLOSES)
TICK = timedelta(microseconds=1)


# Steps


@pytest.mark.parametrize(
    ("kinds", "pages"),
    [
        ([], []),
        (["words", "one", "several"], [[0], [1], [2]]),
        (["agree", "agree", "rating", "rating", "words"], [[0, 1], [2, 3], [4]]),
        (["agree"] * 7, [[0, 1, 2, 3, 4], [5, 6]]),
        (["words", "words"], [[0], [1]]),
    ],
)
def test_questions_stand_one_a_page_but_those_that_are_a_list(kinds, pages):
    assert rules.pages_of(kinds) == pages


@over(st.lists(st.sampled_from(["words", "one", "several", "rating", "agree"]), max_size=40))
def test_every_question_stands_on_one_page_in_its_order(kinds):
    assert [place for page in rules.pages_of(kinds) for place in page] == list(range(len(kinds)))


def test_somebody_goes_on_at_the_first_step_without_an_answer():
    assert rules.next_step({}, 2) == "who"
    assert rules.next_step({"who": {}, "page-1": {}, "you": {}}, 2) == "page-2"
    assert rules.next_step({"who": {}, "page-1": {}, "page-2": {}, "you": {}, "publish": {}}, 2) == "check"
    assert rules.place_of("page-2", 2) == "Step 3 of 6"
    assert [rules.step_before(step, 1) for step in rules.steps(1)] == ["", "who", "page-1", "you", "publish"]


# The window


@pytest.mark.parametrize(("at", "late"), [(CLOSES_AT - TICK, False), (CLOSES_AT, True), (CLOSES_AT + TICK, True)])
def test_an_answer_is_late_from_the_first_instant_after_the_last_day(at, late):
    assert rules.is_late(at, closes_at=CLOSES_AT) is late
    assert bool(rules.may_be_changed(at, closes_at=CLOSES_AT, was_late=False)) is not late


def test_late_answers_are_taken_for_a_while_and_none_before_the_opening():
    until = CLOSES_AT + timedelta(days=rules.LATE_DAYS)
    window = {"opens_at": OPENS_AT, "closes_at": CLOSES_AT}
    allowed = [bool(rules.answer_permit(at, **window)) for at in (OPENS_AT - TICK, OPENS_AT, CLOSES_AT, until - TICK, until)]
    assert allowed == [False, True, True, True, False]
    assert rules.answer_permit(OPENS_AT - TICK, **window).reason == "It opens on Monday 5 October 2026. Come back then."
    assert rules.may_be_changed(until - TICK, closes_at=CLOSES_AT, was_late=True)
    assert not rules.may_be_changed(until, closes_at=CLOSES_AT, was_late=True)


def test_a_window_that_moves_makes_what_was_late_come_in_time_and_never_the_other_way_round():
    at = CLOSES_AT + TICK
    assert rules.stays_late(True, at, closes_at=CLOSES_AT)
    assert not rules.stays_late(True, at, closes_at=at + TICK)
    assert not rules.stays_late(False, at, closes_at=OPENS_AT)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (CLOSES - timedelta(days=8), "8 days left"),
        (CLOSES - timedelta(days=1), "1 day left"),
        (CLOSES, "last day"),
    ],
)
def test_the_days_that_are_left_are_those_after_today(on, words):
    assert rules.time_left(CLOSES, on=on) == words


def test_the_proxys_word_counts_where_it_can_be_true():
    at = datetime(2026, 12, 1, 0, 0, 0, 250_000, UTC)
    said = f"t={(at - timedelta(seconds=1)).timestamp():.3f}"
    assert arrived_at(said, at=at) == at - timedelta(seconds=1)
    future, old = at + timedelta(seconds=1), at - timedelta(seconds=61)
    times = (f"t={future.timestamp():.3f}", f"t={old.timestamp():.3f}", "t=99999999999.999")
    for wrong in ("", "t=", "t=now", "1796083199.750", *times):
        assert arrived_at(wrong, at=at) == at


def test_who_is_fast_or_fills_the_hidden_box_is_asked_once_and_then_believed():
    soon, later = OPENS_AT + timedelta(seconds=4), OPENS_AT + timedelta(seconds=5)
    asked = [
        rules.asks_once_more(started_at=OPENS_AT, at=at, trap=trap, asked=asked)
        for at, trap, asked in ((soon, "", False), (later, "", False), (later, "x", False), (soon, "x", True))
    ]
    assert asked == [True, False, True, False]


# What was answered


@pytest.mark.parametrize(
    ("asked", "kept", "found"),
    [
        (Asked("words", True), " a ", Given(words=" a ")),
        (Asked("words", True), "  ", Given()),
        (Asked("words", True), ["a"], Given()),
        (Asked("rating", True), "5", Given(rating=5)),
        (Asked("rating", True), "6", Given()),
        (Asked("agree", True), "٣", Given()),
        (Asked("one", True, frozenset({1, 2})), "2", Given(choices=frozenset({2}))),
        (Asked("one", True, frozenset({1, 2})), ["1", "2"], Given()),
        (Asked("one", True, frozenset({1, 2})), "3", Given()),
        (Asked("several", True, frozenset({1, 2})), ["1", "3"], Given(choices=frozenset({1}))),
        (Asked("several", True, frozenset({1, 2})), None, Given()),
    ],
)
def test_what_is_kept_is_an_answer_where_it_fits_the_question(asked, kept, found):
    assert given(asked, kept) == found


def test_each_answer_adds_to_its_counts():
    assert tallied("words", Given(words="a")) == [(None, 0)]
    assert tallied("agree", Given(rating=4)) == [(None, 4)]
    assert tallied("several", Given(choices=frozenset({2, 1}))) == [(None, 0), (1, 0), (2, 0)]
    assert tallied("words", Given()) == []


# Small counts


@pytest.mark.parametrize(
    ("confidential", "published", "on", "outcome", "sentence"),
    [
        (9, 0, CLOSES, Outcome.NOT_DUE, "Open until Sunday 29 November 2026."),
        (9, 0, CLOSES + timedelta(days=1), Outcome.KEPT, "Of 9 confidential answers none is published."),
        (4, 0, CLOSES + timedelta(days=1), Outcome.KEPT, "No confidential answer is published."),
        (0, 0, CLOSES + timedelta(days=1), Outcome.NOT_DUE, "Nobody asked to be confidential."),
        (9, 1, CLOSES, Outcome.NOT_KEPT, "1 confidential answer was published."),
    ],
)
def test_confidentiality(confidential, published, on, outcome, sentence):
    verdict = verdict_confidentiality(confidential=confidential, published=published, closes_on=CLOSES, on=on)
    assert (verdict.outcome, verdict.sentence) == (outcome, sentence)
    assert verdict.holds_until == (CLOSES if outcome is Outcome.NOT_DUE and on <= CLOSES else None)
