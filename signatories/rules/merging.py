"""What becomes of signatures when two partners become one, as pure functions over plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from compact_portal.lib.permits import ALLOWED, Permit, refused


@dataclass(frozen=True, slots=True)
class Standing:
    """A standing signature: its number, that of its edition (None for a text that is not held), and since when it counts."""

    number: int
    edition: int | None
    confirmed_at: datetime


def doubles(standing: Iterable[Standing]) -> dict[int, int]:
    """Of several standing signatures of one edition the oldest stands. Gives, for each of the others, the one that stands."""
    first: dict[int | None, Standing] = {}
    found: dict[int, int] = {}
    for one in sorted(standing, key=lambda each: (each.confirmed_at, each.number)):
        kept = first.setdefault(one.edition, one)
        if kept is not one:
            found[one.number] = kept.number
    return found


def may_merge(
    *, same: bool, sectors_agree: bool, gone_merged: bool, into_merged: bool, into_listed: bool, into_dissolved: bool
) -> Permit:
    """Whether one partner may be merged into another, and if not, why."""
    if same:
        return refused("Choose another partner: these two are one and the same.")
    if gone_merged or into_merged:
        return refused("One of the two has been merged already. Look the partners up again.")
    if not into_listed:
        return refused("The partner that stays has to be checked first. Check it, or merge the other way round.")
    if into_dissolved:
        return refused("The partner that stays has been dissolved. Merge the other way round, or take that back first.")
    if not sectors_agree:
        return refused("The two stand in different sectors. Correct the sector of the one that is wrong first.")
    return ALLOWED
