"""What a rule says of one record on one day, and what many such verdicts add up to.

Source: field-rules, "Outcomes". A rule is a pure function that takes the day and gives a `Verdict`; the form's preview, the
page, the reminder and the figure all come from the same one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# A rule that flips more often than this is a mistake in the program.
MOST_CHANGES = 100


class Outcome(StrEnum):
    """One of five, for each record. The value is what the database keeps."""

    KEPT = "kept"
    NOT_KEPT = "not_kept"
    EXPLAINED = "explained"
    NOT_DUE = "not_due"
    UNKNOWN = "unknown"

    @property
    def words(self) -> str:
        """As a page says it."""
        return {"not_kept": "not kept", "not_due": "not due yet", "unknown": "not known"}.get(self.value, self.value)


# Those that a figure divides by: "kept of decided".
DECIDED = frozenset({Outcome.KEPT, Outcome.NOT_KEPT, Outcome.EXPLAINED})


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome, a sentence with the numbers in it, and the last day on which it holds by itself (None: for good)."""

    outcome: Outcome
    sentence: str
    holds_until: date | None = None


@dataclass(frozen=True, slots=True)
class Spell:
    """A verdict with the days on which it holds, both inclusive; `until_on` None is without end."""

    from_on: date
    until_on: date | None
    verdict: Verdict


def spells(judge: Callable[[date], Verdict], *, from_on: date) -> Iterator[Spell]:
    """Every verdict that a rule gives from a day on, each with its days: no gap, no overlap, the last without end.

    RuntimeError when a rule says that its verdict ended before the day it was asked for, or changes without end.
    """
    day = from_on
    for _ in range(MOST_CHANGES):
        verdict = judge(day)
        yield Spell(day, verdict.holds_until, verdict)
        if verdict.holds_until is None:
            return
        if verdict.holds_until < day:
            raise RuntimeError(f"A verdict on {day} cannot have ended on {verdict.holds_until}.")
        day = verdict.holds_until + timedelta(days=1)
    raise RuntimeError(f"A rule changed its verdict more than {MOST_CHANGES} times after {from_on}.")


@dataclass(frozen=True, slots=True)
class Figure:
    """How many records have each outcome. Unknown and not due never count as kept."""

    kept: int = 0
    not_kept: int = 0
    explained: int = 0
    not_due: int = 0
    unknown: int = 0

    @property
    def decided(self) -> int:
        """Records on which there is something to say: kept, not kept and explained."""
        return self.kept + self.not_kept + self.explained

    @property
    def due(self) -> int:
        """Decided and unknown together: what coverage is counted of."""
        return self.decided + self.unknown

    @property
    def all(self) -> int:
        """Every record."""
        return self.due + self.not_due

    def __add__(self, other: "Figure") -> "Figure":
        return Figure(
            self.kept + other.kept,
            self.not_kept + other.not_kept,
            self.explained + other.explained,
            self.not_due + other.not_due,
            self.unknown + other.unknown,
        )
