"""What a drawing shows, as numbers for the templates that draw it: a bar of outcomes, the weeks of a window.

Lengths are units of the drawing's own viewBox; the templates give them classes, never colours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

BAR_LENGTH = 600.0
GAP = 1.5
# One record among thousands is still seen.
LEAST_WIDTH = 5.0
WEEK, WEEK_STEP = 40.0, 44.0
NUMBERS = [
    "none",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]


@dataclass(frozen=True, slots=True)
class Segment:
    """One outcome in a bar; `kind` is its class, `x` and `width` stand in units of BAR_LENGTH."""

    kind: str
    words: str
    count: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """Outcomes that have a record, in a fixed order; `words` says them all for somebody who does not see the bar."""

    segments: tuple[Segment, ...]
    words: str
    decided: int


def outcome_bar(*, kept: int, not_kept: int, explained: int, unknown: int, not_due: int) -> Bar:
    """The bar of five counts. ValueError for a negative count."""
    counts = (
        ("kept", "kept", kept),
        ("broken", "not kept", not_kept),
        ("explained", "explained", explained),
        ("unknown", "not known", unknown),
        ("notdue", "not due yet", not_due),
    )
    if any(count < 0 for _, _, count in counts):
        raise ValueError("A count is never negative.")
    present = [row for row in counts if row[2]]
    widths = _widths([count for _, _, count in present])
    segments, x = [], 0.0
    for (kind, words, count), width in zip(present, widths, strict=True):
        segments.append(Segment(kind, words, count, round(x, 1), round(width, 1)))
        x += width + GAP
    said = ", ".join(f"{count} {words}" for _, words, count in present)
    return Bar(tuple(segments), said or "no records", kept + not_kept + explained)


def _widths(counts: list[int]) -> list[float]:
    """Widths in proportion, each at least LEAST_WIDTH, that fill the bar with the gaps between them."""
    if not counts:
        return []
    room, total = BAR_LENGTH - GAP * (len(counts) - 1), sum(counts)
    slack = room - LEAST_WIDTH * len(counts)
    return [LEAST_WIDTH + slack * count / total for count in counts]


@dataclass(frozen=True, slots=True)
class Block:
    """One week, or the part of a week that a window ends with."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Weeks:
    """A window as blocks, `length` units long in all; `words` says the same."""

    blocks: tuple[Block, ...]
    length: float
    words: str


def week_blocks(*, opens_on: date, first_close_on: date, closes_on: date, on: date) -> Weeks:
    """The weeks from opening to close as they stand on a day; what was added after the first close is drawn apart.

    All days are inclusive London days. A window of 56 days is eight blocks. ValueError when it closes before it opens.
    """
    days = (closes_on - opens_on).days
    if days < 0:
        raise ValueError("The window closes before it opens.")
    first_days = (first_close_on - opens_on).days
    blocks = []
    for number, start in enumerate(range(0, days, 7)):
        kind = "more" if start >= first_days else "next"
        if (on - opens_on).days > start or on > closes_on:
            kind = "more-past" if kind == "more" else "past"
        part = min(7, days - start) / 7
        blocks.append(Block(kind, 1 + number * WEEK_STEP, round(WEEK * part, 1)))
    return Weeks(
        tuple(blocks),
        max(len(blocks), 1) * WEEK_STEP,
        _weeks_in_words(opens_on, closes_on, on, len(blocks)),
    )


def _weeks_in_words(opens_on: date, closes_on: date, on: date, weeks: int) -> str:
    if on < opens_on:
        return f"Not open yet; {_number(weeks)} week{'' if weeks == 1 else 's'} long"
    if on > closes_on:
        return f"Closed after {_number(weeks)} week{'' if weeks == 1 else 's'}"
    current = min(max((on - opens_on).days - 1, 0) // 7 + 1, max(weeks, 1))
    return f"Week {_number(current)} of {_number(max(weeks, 1))}"


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
