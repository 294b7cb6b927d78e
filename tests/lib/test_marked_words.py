import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.marked_words import Span, in_order, mark_words


def sides(spans):
    before = "".join(span.text for span in spans if span.kind != "new")
    after = "".join(span.text for span in spans if span.kind != "gone")
    return before, after


def shown(a, b):
    marks = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(marks[span.kind].format(span.text) for span in mark_words(a, b))


@pytest.mark.parametrize(
    ("a", "b", "marked"),
    [
        ("", "", ""),
        ("same", "same", "same"),
        ("", "all new", "{+all new+}"),
        ("all gone", "", "[-all gone-]"),
        ("eight weeks", "twelve weeks", "[-eight-]{+twelve+} weeks"),
        ("They reply, in time", "They reply in time", "They reply[-,-] in time"),
        ("the council.", "the councils.", "the [-council-]{+councils+}."),
        ("old words stay", "fresh terms stay", "[-old words-]{+fresh terms+} stay"),
        ("a word", "a new word", "a{+ new+} word"),
        ("group’s right", "groups’ right", "[-group’s-]{+groups’+} right"),
        ("one\n\ntwo", "one two", "one[-\n\n-]{+ +}two"),
    ],
)
def test_words_are_marked(a, b, marked):
    assert shown(a, b) == marked


WORDS = st.lists(st.sampled_from(["a", "b", "the", "council", ",", ".", " ", "  ", "\n", "é", "’s"]), max_size=40).map("".join)


@given(st.one_of(WORDS, st.text()), st.one_of(WORDS, st.text()))
def test_both_texts_come_back_from_the_marks(a, b):
    spans = mark_words(a, b)
    assert sides(spans) == (a, b)
    assert all(span.text for span in spans)
    assert all(first.kind != second.kind for first, second in pairwise(spans))


@pytest.mark.parametrize("seed", range(3))
def test_both_texts_come_back_where_sentences_are_matched(seed):
    chance = random.Random(seed)
    sentences = [chance.choice([f"Sentence {number} has words. ", "Again! ", "One\n\n"]) for number in range(8_000)]
    others = sentences[:3_000] + chance.sample(sentences, 4_000) + sentences[7_000:]
    a, b = "".join(sentences), "".join(others)
    assert sides(mark_words(a, b)) == (a, b)


def test_a_word_in_a_long_text_is_still_found():
    sentences = [f"Sentence {number} of the text" for number in range(20_000)]
    changed = [f"{each} changed" if at in (100, 15_000) else each for at, each in enumerate(sentences)]
    spans = mark_words(". ".join(sentences), ". ".join(changed))
    assert [span for span in spans if span.kind != "same"] == [Span("new", " changed"), Span("new", " changed")]


RANDOM = random.Random(1)
VOCABULARY = [f"word{number}" for number in range(2_000)]


def random_words(vocabulary, count):
    return " ".join(RANDOM.choices(vocabulary, k=count))


LONG = {
    "repeated": ("a " * 500_000, "a " * 499_999 + "b "),
    "random": (random_words(VOCABULARY, 150_000), random_words(VOCABULARY, 150_000)),
    "two words": (random_words("ab", 2_500), random_words("ab", 2_500)),
    "marks": ("." * 1_000_000 + "x", "y" + "." * 1_000_000),
    "lines": ("x\n" * 500_000, "y\n" * 500_000),
    "every second sentence": tuple(" ".join(f"Same {n}. {word} {n}." for n in range(20_000)) for word in ("Old", "New")),
    "turned round": (" ".join(VOCABULARY * 3), " ".join(reversed(VOCABULARY * 3))),
    "every second word": tuple(" ".join(f"s{n} {word}{n}" for n in range(1_400)) for word in ("f", "b")),
}


@pytest.mark.parametrize(("a", "b"), LONG.values(), ids=LONG.keys())
def test_the_cost_is_bounded_for_a_megabyte(a, b):
    start = time.process_time()
    spans = mark_words(a, b)
    assert time.process_time() - start < 8
    assert sides(spans) == (a, b)


@given(st.lists(st.integers(), unique=True).flatmap(lambda names: st.tuples(st.just(names), st.permutations(names))))
def test_the_run_that_kept_its_order_stands_in_both(lists):
    old, new = lists
    run = in_order(old, new)
    assert [name for name in old if name in run] == run == [name for name in new if name in run]
    assert bool(run) == bool(old)


def test_the_run_is_the_longest():
    assert len(in_order(list("abcdef"), list("bcdefa"))) == 5
