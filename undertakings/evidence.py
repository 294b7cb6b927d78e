"""The registry of measures: what the apps above offer as evidence for an undertaking.

An app registers its measures when it starts. A key in `evidence.csv` that no app offers is a warning, and its undertaking
says "not measured yet".
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """What a measure asks, in plain words, and the source of its rule."""

    key: str
    question: str
    source: str


_measures: dict[str, Measure] = {}


def register(measure: Measure) -> None:
    """Offer a measure. Two with one key are a mistake in the program."""
    if measure.key in _measures:
        raise ValueError(f"The measure {measure.key!r} is registered twice.")
    _measures[measure.key] = measure


def known(key: str) -> Measure | None:
    """The measure of that key, if an app offers it."""
    return _measures.get(key)
