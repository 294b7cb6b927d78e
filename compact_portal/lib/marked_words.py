"""What became of the words of a text: which stayed, which went, which are new. The cost is bounded for any text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Kind = Literal["same", "gone", "new"]

# A word or a single mark, with the blanks before it. `government,` against `government` is a change of one comma only.
_PIECES = re.compile(r"(\s*)(\w+(?:['’-]\w+)*|[^\w\s]|$)")
_SENTENCES = re.compile(r"[^.!?\n]*(?:[.!?]+\s*|\n+|$)")
# The match of two lists looks at the pairs of equal pieces once for each stretch it finds. Within these bounds that
# takes a second at worst; beyond, sentences that stand once in both are matched first, and the words between them.
_MOST_CHARACTERS = 200_000
_MOST_WORD_PAIRS = 9_000_000
_MOST_EQUAL_PAIRS = 1_000_000
_MOST_LETTER_PAIRS = 4_000_000


class Span(NamedTuple):
    """A stretch of words: in both texts, only in the older (gone), or only in the newer (new)."""

    kind: Kind
    text: str


class Piece(NamedTuple):
    """A word or a mark with the blanks before it."""

    blank: str
    word: str


def mark_words(a: str, b: str) -> tuple[Span, ...]:
    """What became of the text `a` in the text `b`, word by word.

    Joining `same` and `gone` gives `a` back, `same` and `new` gives `b`. Where long texts differ in very many places,
    whole sentences or the whole stretch are marked, so that the cost stays bounded: seconds for a megabyte.
    """
    if a == b:
        return (Span("same", a),) if a else ()
    short = len(a) + len(b) <= _MOST_CHARACTERS
    return tuple(_tidied(_matched(_pieces(a), _pieces(b)) if short else _by_sentences(a, b)))


def _pieces(text: str) -> list[Piece]:
    return [Piece(blank, word) for blank, word in _PIECES.findall(text) if blank or word]


def _matched(a: list[Piece], b: list[Piece], *, in_sentence: bool = False) -> Iterator[Span]:
    """The spans of two lists of pieces; the words decide, the blanks before them follow.

    `in_sentence`: whole sentences have been matched before, so that what is still too much is marked as a whole.
    """
    words_a, words_b = [piece.word for piece in a], [piece.word for piece in b]
    head, tail = _ends_alike(words_a, words_b)
    yield from _equal(a[:head], b[:head])
    yield from _middle(a[head : len(a) - tail], b[head : len(b) - tail], in_sentence=in_sentence)
    yield from _equal(a[len(a) - tail :], b[len(b) - tail :])


def _ends_alike(a: list[str], b: list[str]) -> tuple[int, int]:
    """How many words both begin with, and how many of the others both end with: the cheap part of every comparison."""
    most = min(len(a), len(b))
    head = next((at for at in range(most) if a[at] != b[at]), most)
    most -= head
    return head, next((at for at in range(most) if a[-1 - at] != b[-1 - at]), most)


def _middle(a: list[Piece], b: list[Piece], *, in_sentence: bool) -> Iterator[Span]:
    words_a, words_b = [piece.word for piece in a], [piece.word for piece in b]
    if not _affordable(words_a, words_b):
        whole = (Span("gone", _text(a)), Span("new", _text(b)))
        yield from whole if in_sentence else _by_sentences(_text(a), _text(b))
        return
    for tag, a_from, a_to, b_from, b_to in SequenceMatcher(None, words_a, words_b, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from _equal(a[a_from:a_to], b[b_from:b_to])
        else:
            yield Span("gone", _text(a[a_from:a_to]))
            yield Span("new", _text(b[b_from:b_to]))


def _by_sentences(a: str, b: str) -> Iterator[Span]:
    """Sentences that stand once in both texts, in one order, are the same; between them words are matched."""
    old, new = _SENTENCES.findall(a), _SENTENCES.findall(b)
    once_old, once_new = _once(old), _once(new)
    shared = in_order([each for each in once_old if each in once_new], [each for each in once_new if each in once_old])
    at_old = at_new = 0
    for sentence in shared:
        until_old, until_new = once_old[sentence], once_new[sentence]
        yield from _between("".join(old[at_old:until_old]), "".join(new[at_new:until_new]))
        yield Span("same", sentence)
        at_old, at_new = until_old + 1, until_new + 1
    yield from _between("".join(old[at_old:]), "".join(new[at_new:]))


def _once(sentences: list[str]) -> dict[str, int]:
    """The sentences that stand only once, with their place."""
    counts = Counter(sentences)
    return {sentence: at for at, sentence in enumerate(sentences) if counts[sentence] == 1 and sentence}


def _between(old: str, new: str) -> Iterator[Span]:
    if old == new:
        yield Span("same", old)
    elif len(old) * len(new) <= _MOST_LETTER_PAIRS:
        yield from _matched(_pieces(old), _pieces(new), in_sentence=True)
    else:
        yield from (Span("gone", old), Span("new", new))


def _affordable(a: list[str], b: list[str]) -> bool:
    """Whether the exact match of two lists stays within the bounds."""
    if len(a) * len(b) > _MOST_WORD_PAIRS:
        return False
    counts = Counter(b)
    return sum(counts[piece] for piece in a) <= _MOST_EQUAL_PAIRS


def _text(pieces: list[Piece]) -> str:
    return "".join(piece.blank + piece.word for piece in pieces)


def _equal(a: list[Piece], b: list[Piece]) -> Iterator[Span]:
    """Two lists of the same words, whose blanks may differ."""
    for old, new in zip(a, b, strict=True):
        if old.blank == new.blank:
            yield Span("same", old.blank + old.word)
        else:
            yield from (Span("gone", old.blank), Span("new", new.blank), Span("same", old.word))


def _tidied(spans: Iterator[Span]) -> Iterator[Span]:
    """The spans without empty ones and with neighbours joined: same, then gone, then new, and again."""
    texts: dict[Kind, list[str]] = {"same": [], "gone": [], "new": []}
    for span in spans:
        if not span.text:
            continue
        if span.kind == "same" and (texts["gone"] or texts["new"]):
            yield from _flushed(texts)
        texts[span.kind].append(span.text)
    yield from _flushed(texts)


def _flushed(texts: dict[Kind, list[str]]) -> Iterator[Span]:
    """What has gathered, as at most three spans. A blank before both the old and the new words belongs to neither."""
    same, gone, new = "".join(texts["same"]), "".join(texts["gone"]), "".join(texts["new"])
    if gone[:1].isspace() and gone[:1] == new[:1]:
        same, gone, new = same + gone[0], gone[1:], new[1:]
    for kept in texts.values():
        kept.clear()
    yield from (span for span in (Span("same", same), Span("gone", gone), Span("new", new)) if span.text)


def in_order(old: list[str], new: list[str]) -> list[str]:
    """The longest run of names that kept their order (patience sorting). Both lists hold the same names, each once."""
    place = {name: at for at, name in enumerate(old)}
    # `ends[n]` is the place that ends the best run of n + 1 names so far.
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for name in new:
        at = bisect_left(ends, place[name])
        before[place[name]] = ends[at - 1] if at else None
        ends[at : at + 1] = [place[name]]
    run: list[str] = []
    step = ends[-1] if ends else None
    while step is not None:
        run.append(old[step])
        step = before[step]
    return run[::-1]
