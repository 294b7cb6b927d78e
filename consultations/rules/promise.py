"""A promise about consultations in words: what it asks, how it is decided, where that comes from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise that a rule decides. `threshold` is the rule's name among the thresholds, "" where it needs none."""

    key: str
    title: str
    question: str
    formula: str
    source: str
    threshold: str = ""
