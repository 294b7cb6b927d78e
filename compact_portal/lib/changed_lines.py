"""What changed between two versions of a value, line by line, as a page shows it to somebody who saved too late."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

# More than a person reads through; the page says how many places are left out.
MOST_PLACES = 40


@dataclass(frozen=True, slots=True)
class Place:
    """One place that changed: from which line of the newer text on (counted from 1), what went and what came."""

    line: int
    gone: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedLines:
    """The places in the order of the text, at most MOST_PLACES, and how many more there are."""

    places: tuple[Place, ...]
    more: int


def changed_lines(before: str, after: str) -> ChangedLines:
    """Compare two texts line by line. What both begin and end with is set aside first: long texts then cost little."""
    old, new = before.splitlines(), after.splitlines()
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    places = [
        Place(line=start + low + 1, gone=tuple(old[old_low:old_high]), new=tuple(new[low:high]))
        for tag, old_low, old_high, low, high in SequenceMatcher(None, old, new).get_opcodes()
        if tag != "equal"
    ]
    return ChangedLines(tuple(places[:MOST_PLACES]), max(0, len(places) - MOST_PLACES))
