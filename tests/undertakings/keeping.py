"""What a test types into each form of the reference, and a row of each kind."""

from typing import Any

from undertakings.actions.reference import add_reference
from undertakings.forms.kinds import KINDS, Kind, kind_of

TYPED: dict[str, dict[str, str]] = {
    "terms": {"name": "Local Strategic Partnership", "short_form": "LSP", "meaning": "A group of agencies.", "added_by": "portal"},
    "examples": {"title": "A bus for all", "words": "A bus was shared.", "from_year": "2004", "to_year": "2006"},
    "contacts": {"organisation": "Sample Group", "role": "Manager", "name": "A. Sample", "telephone": "01632 960001"},
    "links": {"title": "A guide", "address": "https://guide.example.org/", "about": "How to."},
    "codes": {"title": "Code on sharing", "standing": "planned", "about": "How to share."},
    "thresholds": {
        "rule": "consultation-window", "value": "56", "unit": "days", "agreed_by": "Sample body", "source": "the compact",
    },
}  # fmt: skip
NAMED_BY = {
    "terms": "name", "examples": "title", "contacts": "organisation", "links": "title", "codes": "title",
    "thresholds": "rule",
}  # fmt: skip
KEYS = [kind.key for kind in KINDS]


def typed(key: str, **other: str) -> dict[str, str]:
    """The fields of a form as a browser sends them, with some of them changed."""
    return {**TYPED[key], **other}


def a_row(key: str, **other: Any) -> Any:
    """A row of a kind, made as the workspace makes it."""
    from datetime import date

    kind: Kind = kind_of(key)
    form = kind.form(typed(key, **other), on=date(2026, 3, 2), submit="Add")
    assert form.is_valid(), form.errors
    return add_reference(kind.model, values=form.values(), by=None)
