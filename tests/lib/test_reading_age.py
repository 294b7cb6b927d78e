"""The reading age follows the published formula, and grows as words and sentences do."""

import pytest

from compact_portal.lib.reading_age import OLDEST, YOUNGEST, reading_age

PLAIN = "We want one fair way to let the halls. Today each lease is not the same. Tell us what you think of it. " * 2
HARD = (
    "The implementation of the aforementioned recommissioning framework necessitates comprehensive stakeholder engagement "
    "in accordance with statutory obligations, notwithstanding operational considerations. "
) * 3


def test_it_is_the_published_formula():
    """48 words of 4 letters in 6 sentences of 8: 4.71 × 4 + 0.5 × 8 − 21.43 = 1.41, the first school year: 6."""
    text = ("word " * 7 + "word. ") * 6
    assert reading_age(text) == 6


def test_plain_words_read_younger_than_hard_ones():
    plain, hard = reading_age(PLAIN), reading_age(HARD)
    assert plain is not None
    assert hard is not None
    assert YOUNGEST <= plain < 10
    assert hard == OLDEST


def test_of_a_few_words_nothing_is_said():
    assert reading_age("Too few words.") is None
    assert reading_age("") is None


@pytest.mark.parametrize(
    "text", ["1. one two\n2. three four\n" * 10, "See 3.5 and www.example.org now. " * 10, "é" * 400, "\x00" * 99]
)
def test_lists_numbers_and_odd_text_do_not_break_it(text):
    found = reading_age(text)
    assert found is None or YOUNGEST <= found <= OLDEST


def test_a_list_is_read_line_by_line():
    """Not as one sentence of a hundred words."""
    lines = "\n".join(["- a short line of plain words"] * 20)
    assert reading_age(lines) == reading_age("A short line of plain words. " * 20)
