"""Drafts of editions: the list, what a draft says beside its text, and how the public will see it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from compact_portal.lib.compact_text import CompactText
from compact_portal.lib.comparison import Comparison
from compact_portal.lib.draft_check import DraftCheck, check_draft
from compact_portal.lib.glossary import Glossary
from compact_portal.lib.typesetting import set_section
from undertakings.models import Edition
from undertakings.queries.edition import changed_sections, reading_of, two_readings
from undertakings.queries.text import SectionRow


@dataclass(frozen=True, slots=True)
class DraftReading:
    """A draft read against the edition in force. `comparison` is None where a fault, or no edition, is in the way."""

    check: DraftCheck
    in_force: Edition | None
    comparison: Comparison | None

    @property
    def sections(self) -> list[dict[str, Any]]:
        """What the comparison has to show, as the public page of two editions shows it."""
        return changed_sections(self.comparison) if self.comparison else []

    @property
    def same_words(self) -> bool:
        """Whether the draft is byte for byte the edition in force."""
        compact = self.check.compact
        return bool(compact and self.in_force and compact.digest == self.in_force.digest)


def drafts() -> QuerySet[Edition]:
    """Every draft without its text, with `saved_at` and `saved_by` (a name, or None), the one saved last first."""
    saved = Edition.history.model.objects.filter(id=OuterRef("pk")).order_by("-history_date", "-history_id")
    return (
        Edition.objects.drafts()
        .defer("text")
        .annotate(
            saved_at=Subquery(saved.values("history_date")[:1]),
            saved_by=Subquery(saved.values("history_user__name")[:1]),
        )
        .order_by("-saved_at", "-pk")
    )


def read_draft(text: str, *, glossary: Glossary, on: date) -> DraftReading:
    """What a draft says, against what is in force on a day."""
    in_force = Edition.objects.in_force(on)
    names = set(Edition.objects.published().values_list("label", flat=True))
    if in_force is not None and text == in_force.text:
        names.discard(in_force.label)  # the same words under the same name: that it is the same is said elsewhere
    check = check_draft(text, glossary=glossary, names_taken=names)
    comparison = two_readings(reading_of(in_force), check.compact) if in_force and check.compact else None
    return DraftReading(check, in_force, comparison)


def preview(compact: CompactText, *, glossary: Glossary) -> list[SectionRow]:
    """The sections of a text as they will be once it is published, in the shape of `outline`."""
    tops: list[SectionRow] = []
    rows: dict[str, SectionRow] = {}
    for section in compact.sections:
        items = [(item.anchor, item.words) for item in section.items]
        done = set_section(anchor=section.anchor, title=section.title, markdown=section.prose, clauses=items, glossary=glossary)
        clauses: list[Any] = [
            {
                "anchor": item.anchor, "number": item.number, "kind": section.kind, "html": set_.html,
                "binds": item.bound_by if item.bound_by != section.bound_by else "",
                "url": f"#{item.anchor}", "evidence": None,
            }
            for item, set_ in zip(section.items, done.clauses, strict=True)
        ]  # fmt: skip
        row: SectionRow = {
            "anchor": section.anchor, "title": section.title, "kind": section.kind, "sector": section.sector,
            "number": section.number, "bound_by": section.bound_by, "html": done.html, "notes_html": done.notes_html,
            "url": f"#{section.anchor}", "clauses": clauses, "themes": [],
        }  # fmt: skip
        rows[section.anchor] = row
        (rows[section.parent]["themes"] if section.parent else tops).append(row)
    return tops
