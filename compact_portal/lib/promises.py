"""A promise that a rule decides, in words: what it asks, how it is decided, where that comes from.

Each app has a catalogue of its own; pages, desks and the evidence print these, and the functions beside it decide.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise. `key` is that of the compact's `evidence.csv`, `threshold` the rule's name among the thresholds, "" for none.

    `to_do` is what an agency does so that it is kept, where it would be broken by time alone.
    """

    key: str
    title: str
    question: str
    formula: str
    source: str
    threshold: str = ""
    to_do: str = ""
