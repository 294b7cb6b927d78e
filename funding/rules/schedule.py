"""Instalments from a schedule, and sums that have to fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from compact_portal.lib.dates import add_months
from compact_portal.lib.money import in_pounds
from compact_portal.lib.permits import ALLOWED, Permit, refused

MOST_INSTALMENTS = 120


@dataclass(frozen=True, slots=True)
class Due:
    """An instalment to be: the day and the pence."""

    due_on: date
    pence: int


def split_evenly(pence: int, count: int) -> list[int]:
    """So many parts that differ by a penny at most and add up; the larger ones first. ValueError for no parts."""
    if count < 1:
        raise ValueError("There has to be one part or more.")
    each, rest = divmod(pence, count)
    return [each + (number < rest) for number in range(count)]


def schedule(pence: int, *, count: int, first_on: date, every_months: int) -> list[Due]:
    """Equal instalments, so many calendar months apart. Each day is counted from the first, so that a 31st comes back.

    ValueError for fewer than 1 or more than MOST_INSTALMENTS instalments.
    """
    if not 1 <= count <= MOST_INSTALMENTS:
        raise ValueError(f"Choose from 1 to {MOST_INSTALMENTS} instalments")
    days = (add_months(first_on, number * every_months) for number in range(count))
    return [Due(day, part) for day, part in zip(days, split_evenly(pence, count), strict=True)]


def outside_the_award(award: int, parts: Sequence[int], *, what: str) -> Permit:
    """Whether parts stay within the award; the reason of a refusal says by how much they do not. Pence."""
    over = sum(parts) - award
    if over > 0:
        return refused(f"{what} come to {in_pounds(sum(parts))}, {in_pounds(over)} more than the award of {in_pounds(award)}")
    return ALLOWED
