"""Counts that are too small to be shown: where few answered, a count can say who said what.

Source: the compact, which keeps what was said in confidence; field-rules, "confidentiality".
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

FEWEST_SHOWN = 5
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Shown:
    """A count as the public reads it: the number, or None with the words that stand in its place."""

    count: int | None
    words: str


FEW = Shown(None, f"fewer than {FEWEST_SHOWN}")
# Not small itself; but with it a reader could work out one that is.
HELD_BACK = Shown(None, "not shown")


def shown(count: int) -> Shown:
    """One count that nothing else is subtracted from."""
    return FEW if count < FEWEST_SHOWN else Shown(count, f"{count:,}")


def shown_counts(counts: Mapping[Key, int], *, adds_up: bool) -> dict[Key, Shown]:
    """The counts of one question. None below five is shown, and none from which such a one follows.

    `adds_up`: everybody gave exactly one of them, so that the total less the others gives the one that is hidden. Then the
    smallest of the others is held back as well, until at least two are hidden that have five together.
    """
    found = {key: shown(count) for key, count in counts.items()}
    hidden = [key for key, one in found.items() if one.count is None]
    if adds_up and hidden:
        for key in sorted((key for key in counts if key not in hidden), key=lambda key: counts[key]):
            if len(hidden) > 1 and sum(counts[one] for one in hidden) >= FEWEST_SHOWN:
                break
            found[key] = HELD_BACK
            hidden.append(key)
    return found
