"""What was acknowledged against what is there."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Tally:
    """How many acknowledged things are missing, and how many are there too often."""

    lost: int
    doubled: int


def tally(acknowledged: Iterable[Hashable], *found: Iterable[Hashable]) -> Tally:
    """Compare with each place in which every acknowledged thing should be once; a thing that is amiss in two counts twice.

    What is found without having been acknowledged is not lost, but it is doubled where it is there more than once.
    """
    wanted = set(acknowledged)
    counted = [Counter(place) for place in found]
    return Tally(
        lost=sum(len(wanted - here.keys()) for here in counted),
        doubled=sum(times - 1 for here in counted for times in here.values()),
    )
