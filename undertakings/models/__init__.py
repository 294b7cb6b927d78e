"""The compact's text (editions, sections, clauses) and the living reference beside it."""

from undertakings.models.evidence import JudgedMeasure, KeptAmount, RecordVerdict, Tally
from undertakings.models.reference import CodeOfPractice, Contact, EvidenceLink, Example, Link, Term, Threshold
from undertakings.models.text import Clause, Edition, Section

__all__ = [
    "Clause", "CodeOfPractice", "Contact", "Edition", "EvidenceLink", "Example", "JudgedMeasure", "KeptAmount", "Link",
    "RecordVerdict", "Section", "Tally", "Term", "Threshold",
]  # fmt: skip
