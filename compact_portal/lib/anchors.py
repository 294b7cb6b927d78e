"""Anchors: the short names, `{#independence}`, that stay with a heading or an item through every edition."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

ANCHOR = re.compile(r"[a-z][a-z0-9-]{0,59}")

# The anchors that decide what a section holds, with the kind of its items.
CHALLENGES, PRINCIPLES, STATUTORY, VOLUNTARY = "challenges", "principles", "statutory", "voluntary"
SPECIAL = frozenset({CHALLENGES, PRINCIPLES, STATUTORY, VOLUNTARY})

_LONGEST_PROPOSED = 40
_MOST_WORDS = 4
_SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a all an and any are as at be been being but by can each every for from has have how if in into is it its may"
        " more must no not of on or other our shall should so such than that the their them there these they this those"
        " to was we were what when where which who will with would your you",
    )
)
_LINK = re.compile(r"\]\([^()\s]*\)|<[^<>\s]*>")
_WORD = re.compile(r"[a-z0-9]+")


def is_anchor(text: str) -> bool:
    """Whether the text is a well-formed anchor: a small letter, then at most 59 small letters, digits or hyphens."""
    return ANCHOR.fullmatch(text) is not None


def propose_anchor(words: str, taken: Container[str]) -> str:
    """A short, readable anchor from the words of a heading or an item, that is neither in `taken` nor a special one.

    Words in another script than Latin give `item`, `item-2`, …: a person then finds a better one.
    """
    # Long input is cut before it is normalised; only the first words count.
    folded = unicodedata.normalize("NFKD", _LINK.sub(" ", words[:400])).replace("’", "").replace("'", "").lower()
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    found = _WORD.findall(plain)
    telling = [word for word in found if word not in _SMALL_WORDS and not word.isdigit()] or found
    stem = "-".join(telling[:_MOST_WORDS])
    while len(stem) > _LONGEST_PROPOSED and "-" in stem:
        stem = stem.rpartition("-")[0]
    stem = stem[:_LONGEST_PROPOSED]
    if not stem[:1].isalpha():
        stem = f"item-{stem}" if stem else "item"
    return _free(stem, taken)


def _free(stem: str, taken: Container[str]) -> str:
    """The stem, or the stem with a number that makes it free. Few probes even when thousands share the stem."""

    def is_free(number: int) -> bool:
        name = stem if number == 1 else f"{stem}-{number}"
        return name not in taken and name not in SPECIAL

    high = 1
    while not is_free(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_free(middle) else (middle, high)
    return stem if high == 1 else f"{stem}-{high}"


_SPECIAL_HEADINGS = (
    (re.compile(r"\bchallenges?\b"), CHALLENGES),
    (re.compile(r"\bprinciples?\b"), PRINCIPLES),
    # The voluntary sector first: "the voluntary sector's undertakings to public bodies" names both.
    (
        re.compile(r"\b(?:undertakings?|commitments?|promises?|pledges?)\b.*\b(?:voluntary|community|third|vcs|vcse)\b"),
        VOLUNTARY,
    ),
    (
        re.compile(r"\b(?:voluntary|community|third)\b.*\b(?:undertakings?|commitments?|promises?|pledges?)\b"),
        VOLUNTARY,
    ),
    (re.compile(r"\b(?:undertakings?|commitments?|promises?|pledges?)\b.*\b(?:statutory|public|council)\b"), STATUTORY),
    (re.compile(r"\b(?:statutory|public)\b.*\b(?:undertakings?|commitments?|promises?|pledges?)\b"), STATUTORY),
)


def special_anchor(heading: str) -> str:
    """The special anchor that a section's heading calls for by its words, or an empty text."""
    words = heading[:400].lower()
    return next((anchor for pattern, anchor in _SPECIAL_HEADINGS if pattern.search(words)), "")
