"""Words are hidden without a trace of them, and the rest stays as it was typed."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consultations.rules.redaction import (
    Hidden,
    Part,
    Span,
    as_marked,
    as_shown,
    merged,
    places_of,
    sentences,
    shortened,
    uncovered,
)

# A busy machine takes its time to make values.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
WORDS = "My name is Example. I live at 3 Mill Lane! \nMy name is Example, as I said."


def found(spans: list[Span], words: str = WORDS) -> list[str]:
    return [words[one.start : one.end] for one in spans]


def test_sentences_are_found_with_their_marks_and_without_the_blanks_around_them():
    assert found(sentences(WORDS)) == [
        "My name is Example.", "I live at 3 Mill Lane!", "My name is Example, as I said.",
    ]  # fmt: skip
    assert sentences("") == sentences(" \n ") == []


def test_pasted_words_are_found_everywhere_even_with_other_blanks():
    assert found(places_of("name  is\nExample", WORDS)) == ["name is Example"] * 2
    assert places_of("3 Mill Street", WORDS) == places_of("  ", WORDS) == []


def test_a_pattern_is_words_and_nothing_else():
    assert places_of(".*", WORDS) == []
    assert found(places_of("(a+b)", "is (a+b) so"), "is (a+b) so") == ["(a+b)"]


def test_overlapping_stretches_are_one_gap_with_both_reasons():
    hidden = [Hidden(Span(0, 5), "one"), Hidden(Span(3, 5), "two"), Hidden(Span(3, 1), "one")]
    assert as_shown("abcdefghij", hidden) == [Part("", "one; two"), Part("ij")]


def test_nothing_hidden_is_the_answer_as_it_was_typed():
    assert as_shown(WORDS, []) == [Part(WORDS)]
    assert as_shown("", [Hidden(Span(0, 3), "x")]) == []


def test_who_reads_the_original_sees_what_is_hidden_and_why():
    assert as_marked("abcdef", [Hidden(Span(2, 2), "one")]) == [Part("ab"), Part("cd", "one"), Part("ef")]


@pytest.mark.parametrize(
    ("most", "words"), [(10, ["abc", "", "def"]), (6, ["abc", "", "def"]), (5, ["abc", "", "de…"]), (2, ["ab…"])]
)
def test_a_long_answer_is_cut_with_a_mark(most, words):
    assert [part.words for part in shortened([Part("abc"), Part("", "why"), Part("def")], most)] == words


def test_a_sentence_is_offered_until_all_of_it_is_hidden():
    first = sentences(WORDS)[0]
    assert first in uncovered(sentences(WORDS), [Span(0, 4)])
    assert first not in uncovered(sentences(WORDS), [Span(0, 4), Span(4, 40)])


stretches = st.lists(st.builds(Span, st.integers(0, 60), st.integers(1, 30)), max_size=6)


@PATIENT
@given(st.text(max_size=60), stretches)
def test_what_is_shown_is_exactly_what_no_stretch_covers(words, spans):
    parts = as_shown(words, [Hidden(one, "why") for one in spans])
    covered = {place for one in spans for place in range(one.start, one.end)}
    assert "".join(part.words for part in parts) == "".join(sign for place, sign in enumerate(words) if place not in covered)
    assert not any(one.is_hidden and two.is_hidden for one, two in pairwise(parts))


@PATIENT
@given(stretches)
def test_merging_keeps_every_place_once(spans):
    joined = merged(spans)
    assert {p for one in spans for p in range(one.start, one.end)} == {p for one in joined for p in range(one.start, one.end)}
    assert all(one.end < two.start for one, two in pairwise(joined))


@PATIENT
@given(st.text(max_size=200))
def test_sentences_lie_in_order_in_the_words(words):
    spans = sentences(words)
    assert all(0 <= one.start < one.end <= len(words) for one in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))
    assert all(words[one.start : one.end].strip() == words[one.start : one.end] for one in spans)


@pytest.mark.parametrize("words", ["a" * 100_000, ". " * 50_000, "\n" * 100_000, "é!" * 50_000, "(" * 100_000])
def test_long_and_odd_answers_take_no_time(words):
    assert len(sentences(words)) <= 200
    assert len(places_of(words[:500], words)) <= len(words)
