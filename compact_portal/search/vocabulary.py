"""All words of the index, held in the memory of this process: prefixes and typing errors are looked up here.

Read once, and again only when the newest rows of Change say that words were added since.
"""

import threading
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest

from rapidfuzz import process
from rapidfuzz.distance import OSA

from compact_portal.pages.parts import kept
from compact_portal.search.models import Change, Word

_NEWEST = 64
"""How many changes a process may be behind and still read only what it lacks."""
_OVERLAP = 5_000
"""A writer that began earlier may commit later, with lower numbers than were read: so many are read again."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words by text, stem, length and in order; nothing in it changes once it is made."""

    changes: tuple[str, ...] = ()
    newest: int = 0
    ids: dict[str, int] = field(default_factory=dict)
    ordered: list[str] = field(default_factory=list)
    by_stem: dict[str, tuple[str, ...]] = field(default_factory=dict)
    by_length: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def with_words(self, rows: Iterable[tuple[int, str, str]], changes: tuple[str, ...]) -> "Vocabulary":
        """Return a vocabulary that has the words of `rows` (number, text, stem) as well."""
        ids = dict(self.ids)
        stems: dict[str, list[str]] = defaultdict(list)
        lengths: dict[int, list[str]] = defaultdict(list)
        newest = self.newest
        for number, text, stem in rows:
            newest = max(newest, number)
            if text not in ids:
                stems[stem].append(text)
                lengths[len(text)].append(text)
            ids[text] = number
        return Vocabulary(
            changes=changes,
            newest=newest,
            ids=ids,
            ordered=sorted(ids),
            by_stem=self.by_stem | {key: (*self.by_stem.get(key, ()), *texts) for key, texts in stems.items()},
            by_length=self.by_length | {key: (*self.by_length.get(key, ()), *texts) for key, texts in lengths.items()},
        )

    def starting_with(self, prefix: str, most: int) -> list[str]:
        """Return the words that begin with `prefix`, the shortest first, at most `most`."""
        start = bisect_left(self.ordered, prefix)
        end = bisect_left(self.ordered, prefix + "\U0010ffff", lo=start)
        return nsmallest(most, self.ordered[start:end], key=lambda word: (len(word), word))

    def near(self, token: str, errors: int, most: int) -> list[tuple[int, str]]:
        """Return (errors, word) for the words within `errors` typing errors of `token`, the nearest first.

        An error is a letter too many, too few, another one, or two changed over.
        """
        if not errors:
            return []
        choices = [
            word for length in range(len(token) - errors, len(token) + errors + 1) for word in self.by_length.get(length, ())
        ]
        found = process.extract(token, choices, scorer=OSA.distance, score_cutoff=errors, limit=most)
        return sorted((int(distance), word) for word, distance, _ in found)


_lock = threading.Lock()
_held = Vocabulary()


def current() -> Vocabulary:
    """Return the words as they are now: one query, and a second one where words were added."""
    global _held
    rows = _newest()
    changes = tuple(token for token, _ in rows)
    held = _held
    if held.changes == changes:
        return held
    with _lock:
        if _held.changes != changes:
            _held = _read(_held, changes, rows)
        return _held


@kept
def _newest() -> list[tuple[str, bool]]:
    return list(Change.objects.order_by("-pk").values_list("token", "whole")[:_NEWEST])


def _read(held: Vocabulary, changes: tuple[str, ...], rows: Sequence[tuple[str, bool]]) -> Vocabulary:
    words = Word.objects.values_list("pk", "text", "stem")
    if held.changes and held.changes[0] in changes:
        missed = [whole for token, whole in rows if token not in held.changes]
        if not any(missed):
            return held.with_words(words.filter(pk__gt=held.newest - _OVERLAP), changes)
    return Vocabulary().with_words(words.iterator(chunk_size=10_000), changes)
