"""One report for all funders: what it asks for, which returns it answers, and when it can be sent.

Source: the compact, "the sector reports and accounts to its funders", and its undertaking that funders align their systems.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from compact_portal.lib.folding import fold
from compact_portal.lib.permits import ALLOWED, Permit, refused


@dataclass(frozen=True, slots=True)
class Asked:
    """An indicator of an agreement, by their numbers, as a report asks for it."""

    indicator: int
    agreement: int
    words: str
    unit: str


@dataclass(frozen=True, slots=True)
class Owed:
    """A return that has not been received: its number, its last day, and the agreements that it is about."""

    number: int
    due_on: date
    agreements: frozenset[int]


def shared_boxes(asked: Sequence[Asked]) -> list[list[Asked]]:
    """Indicators that ask for the same thing in the same unit are answered by one number; in the order in which they come.

    Capitals, accents and the kind of quote do not tell two apart. Without a unit nobody can say that two count the same, so
    such an indicator stands alone.
    """
    boxes: dict[tuple[str, ...], list[Asked]] = {}
    for one in asked:
        key = (fold(one.words), fold(one.unit)) if one.unit else (str(one.indicator),)
        boxes.setdefault(key, []).append(one)
    return list(boxes.values())


def is_about(*, start_on: date, end_on: date, on: date, owes: bool) -> bool:
    """Whether a report written on a day is about an agreement: it runs on that day, or a return about it is still owed."""
    return owes or start_on <= on <= end_on


def first_owed(owed: Sequence[Owed]) -> set[int]:
    """The returns that a report answers unless its writer says otherwise: of each agreement the one that is due first."""
    found: dict[int, Owed] = {}
    for one in sorted(owed, key=lambda one: (one.due_on, one.number)):
        for agreement in one.agreements:
            found.setdefault(agreement, one)
    return {one.number for one in found.values()}


def permit_send(*, up_to_on: date | None, on: date, says: bool, agreements: Collection[int]) -> Permit:
    """A report can be sent when it is about an agreement, says up to which day it goes, and says something."""
    if not agreements:
        return refused("There is nobody to send it to: no agreement is running, and no return is owed.")
    if up_to_on is None:
        return refused("Say first up to which day it goes.")
    if up_to_on > on:
        return refused("It goes up to a day that is still to come: choose today or a day before.")
    if not says:
        return refused("It says nothing yet: write what was done, or enter what was measured.")
    return ALLOWED
