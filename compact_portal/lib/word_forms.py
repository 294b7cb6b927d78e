"""The shapes in which one English term stands in prose: plurals, possessives, capitals, hyphens.

A form ("Council for Voluntary Service", "LSP") becomes a sequence of keys, and so does prose; what a reader takes for
the same term has the same keys. A word in capitals ("IT") has a key of its own, so that "it" is never taken for it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from compact_portal.lib.folding import fold

APOSTROPHES = "'’ʼ"
# A word with its inner apostrophes and, after an s, a closing one ("officers’"); or one sign between words.
_TOKEN = re.compile(r"[^\W_][\w\u0300-\u036f\u00ad]*(?:['’ʼ][^\W_][\w\u0300-\u036f\u00ad]*)*(?:(?<=[sS])['’ʼ])?|[^\w\s]|_")
_HYPHENS = frozenset("-‐‑–")
_PREPOSITIONS = frozenset({"at", "between", "for", "from", "in", "of", "on", "to", "under", "with"})
# Words whose s makes no plural, or whose singular means something else.
_NO_SINGULAR = frozenset(
    {
        "accounts",
        "arrears",
        "customs",
        "economics",
        "ethics",
        "goods",
        "means",
        "news",
        "politics",
        "premises",
        "proceeds",
        "savings",
        "series",
        "species",
        "statistics",
    }
)


class Token(NamedTuple):
    """A word or sign of prose: where it stands (characters, end exclusive) and what it reads."""

    start: int
    end: int
    text: str


class Keys(NamedTuple):
    """What a word may match: `whole` as it stands, `bare` without its possessive; empty where it has none."""

    whole: tuple[str, ...]
    bare: tuple[str, ...]


def tokens(text: str) -> list[Token]:
    """Return the words and signs of `text`; spaces part them, and so do the hyphens of compounds, left out."""
    return [
        Token(found.start(), found.end(), found.group())
        for found in _TOKEN.finditer(text)
        if not (found.group() in _HYPHENS and _inside_compound(text, found.start()))
    ]


def _inside_compound(text: str, at: int) -> bool:
    return 0 < at < len(text) - 1 and not text[at - 1].isspace() and not text[at + 1].isspace()


def is_short_form(word: str) -> bool:
    """Return whether `word` is written in capitals as an abbreviation is: LSP, LSPs, R&D, DfE; not ChangeUp, not A."""
    letters = [c for c in word.removesuffix("s") if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return capitals >= 2 and capitals * 2 >= len(letters)


@lru_cache(maxsize=50_000)
def keys_of(word: str) -> Keys:
    """Return the keys under which `word`, as it stands in prose, may be planted; see `form_keys`."""
    if len(word) > 1 and word[-1] in APOSTROPHES:
        word = word[:-1]
    joined = _without_possessive_mark(word)
    whole = (_exact(joined), _folded(joined))
    if joined == word:
        return Keys(whole, ())
    return Keys(whole, (_exact(word[:-2]), _folded(word[:-2])))


def form_keys(form: str) -> Iterator[tuple[str, ...]]:
    """Yield the keys of `form` as it is written, then of its plural, or of its singular where it is one.

    Forms that hold no word yield nothing. A plural is that of the last word ("core costs") and, before a preposition,
    that of the head ("Councils for Voluntary Service").
    """
    words = [token.text for token in tokens(form)]
    if not any(word[0].isalnum() for word in words):
        return
    if len(words) == 1 and len(words[0]) == 1:
        yield (_exact(words[0]),)  # a single letter is a term only as it is written
        return
    yield _keys(words)
    for at in _heads(words):
        for other in _other_numbers(words[at], alone=len(words) == 1):
            yield _keys([*words[:at], other, *words[at + 1 :]])


def _keys(words: list[str]) -> tuple[str, ...]:
    return tuple(_exact(word) if is_short_form(word) else _folded(word) for word in map(_without_possessive_mark, words))


def _without_possessive_mark(word: str) -> str:
    """Write the possessive as the plural is written, so that Officer’s, Officers’ and Officers are one."""
    if len(word) > 1 and word[-1] in APOSTROPHES:
        return word[:-1]
    if len(word) > 2 and word[-2] in APOSTROPHES and word[-1] in "sS":
        return word[:-2] + word[-1]
    return word


def _exact(word: str) -> str:
    return f"={word}"


def _folded(word: str) -> str:
    return "and" if word == "&" else fold(word)


def _heads(words: list[str]) -> list[int]:
    heads = [len(words) - 1]
    for at, word in enumerate(words):
        if at and word.casefold() in _PREPOSITIONS:
            heads.append(at - 1)
            break
    return heads


def _other_numbers(word: str, *, alone: bool) -> list[str]:
    if not word[-1].isalpha():
        return [f"{word}s"] if word[0].isalnum() and is_short_form(word) else []
    if is_short_form(word):
        singular = word.removesuffix("s")
        return [singular] if singular != word else [f"{word}s"]
    lower = word.casefold()
    singular = _singular(lower, alone=alone)
    return [singular] if singular else [_plural(lower)]


def _plural(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return f"{word}es"
    if len(word) > 1 and word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"


def _singular(word: str, *, alone: bool) -> str:
    """Return the singular of a regular plural, "" where `word` is none; short words that stand alone are left."""
    if not word.endswith("s") or word.endswith(("ss", "us", "is", "ics")) or word in _NO_SINGULAR:
        return ""
    if alone and len(word) < 5:
        return ""
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    return word[:-1]
