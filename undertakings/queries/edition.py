"""Editions as whole documents: found by their address, printed, compared, and told item by item as data."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from compact_portal.lib.compact_text import CompactText, Section, read_compact
from compact_portal.lib.comparison import Change, Comparison, compare
from compact_portal.lib.marked_words import Span
from compact_portal.lib.markup import plain
from undertakings.models import Edition, EvidenceLink
from undertakings.queries.text import places


def published_edition(slug: str, *, on: date) -> Edition | None:
    """A published edition with its text. A draft, or an edition of a day to come, is not there for the public."""
    return Edition.objects.published().filter(slug=slug, published_on__lte=on).first()


def reading_of(edition: Edition) -> CompactText:
    """The text of an edition, read. It was read without fault before it was published, so a fault here is ours."""
    compact, faults = read_compact(edition.text.encode())
    if compact is None:
        raise ValueError(f"The edition {edition.slug} can no longer be read. {faults[0]}")
    return compact


def two_editions(before: Edition, after: Edition) -> Comparison:
    """Two editions side by side."""
    return two_readings(reading_of(before), reading_of(after))


def two_readings(before: CompactText, after: CompactText) -> Comparison:
    """Two texts side by side. Line breaks inside a paragraph are nobody's change, so paragraphs are unwrapped first."""
    return compare(_unwrapped(before), _unwrapped(after))


def changed_sections(comparison: Comparison) -> list[dict[str, Any]]:
    """What a comparison has to show: the sections with a change, and in them what changed, with its marked words."""
    return [
        {
            "anchor": section.anchor,
            "number": section.number,
            "title": section.title,
            "changes": [_shown(change) for change in section.changes if not change.unchanged],
        }
        for section in comparison.sections
        if not section.unchanged
    ]


def _shown(change: Change) -> dict[str, Any]:
    whole = change.added or change.removed
    return {
        "what": change.what,
        "anchor": change.anchor,
        "number_before": change.number_before,
        "number_after": change.number_after,
        "bound_before": change.bound_before,
        "bound_after": change.bound_after,
        "added": change.added,
        "removed": change.removed,
        "moved": change.moved,
        "renumbered": change.renumbered,
        "reworded": change.reworded,
        "retitled": not whole and any(span.kind != "same" for span in change.title),
        "title": change.title,
        "words": tuple(_excerpts(change.words)),
    }


LONG = 400
AROUND = 120


def _excerpts(spans: Sequence[Span]) -> Iterator[Span]:
    """The marked words, with long stretches of sameness cut down to what stands next to a change."""
    for place, span in enumerate(spans):
        if span.kind != "same" or len(span.text) <= LONG:
            yield span
            continue
        head = span.text[:AROUND].rpartition(" ")[0] if place else ""
        tail = span.text[-AROUND:].partition(" ")[2] if place + 1 < len(spans) else ""
        yield Span("same", f"{head} […] {tail}")


def _unwrapped(compact: CompactText) -> CompactText:
    return replace(
        compact, sections=tuple(replace(section, prose=_one_line_a_paragraph(section.prose)) for section in compact.sections)
    )


def _one_line_a_paragraph(prose: str) -> str:
    return "\n\n".join(plain(part) for part in prose.split("\n\n") if part.strip())


def edition_document(edition: Edition, *, address: str) -> dict[str, Any]:
    """What the printed edition says (templates/undertakings/edition.typ). `address` is that of its page."""
    reading = reading_of(edition)
    return {
        "compact": edition.compact,
        "place": edition.place,
        "edition": edition.label,
        "standing": edition.standing,
        "published": edition.published_on.isoformat() if edition.published_on else "",
        "digest": edition.digest,
        "address": address,
        "sections": [_printed_section(section) for section in reading.sections],
    }


def _printed_section(section: Section) -> dict[str, Any]:
    return {
        "level": section.level,
        "title": section.title,
        "number": section.number,
        "bound_by": section.bound_by,
        "prose": plain(section.prose).split("\n") if section.prose else [],
        "items": [
            {"number": item.number, "words": plain(item.words), "bound_by": _said_once(item.bound_by, section)}
            for item in section.items
        ],
    }


def _said_once(bound_by: str, section: Section) -> str:
    return bound_by if bound_by != section.bound_by else ""


KEYS = {
    "edition": "The edition in force, or null when no compact is loaded.",
    "edition.standing": "adopted, or restatement: a text in other words, which nobody has signed.",
    "edition.digest": "SHA-256 of the document at edition.text_url (UTF-8), in hexadecimal digits.",
    "sections": "Every heading in order. parent is the anchor of the heading above, empty for none.",
    "sections[].kind": "prose, challenge, principle or undertaking.",
    "sections[].sector": "For undertakings: statutory or voluntary, the sector that makes them.",
    "sections[].prose": "The text below the heading without its items, in Markdown.",
    "sections[].bound_by": "Who is bound, where it is not the whole sector; empty otherwise. The same for an item.",
    "sections[].items": "The challenges, principles or undertakings under the heading.",
    "sections[].items[].anchor": "Stays the same from edition to edition.",
    "sections[].items[].number": "The place in this edition: S2.3 is statutory sector, theme 2, item 3.",
    "sections[].items[].words": "The words, in Markdown.",
    "sections[].items[].measures": "Keys of the measures that show whether it is kept; none where no record can show it.",
}


def compact_as_data(edition: Edition | None, *, on: date) -> dict[str, Any]:
    """The edition in force item by item, with what each key means: the document at /open-data/compact.json."""
    if edition is None:
        return {"keys": KEYS, "edition": None, "sections": []}
    measures: dict[str, list[str]] = {}
    for anchor, measure, from_on in EvidenceLink.objects.values_list("anchor", "measure", "from_on"):
        if from_on is None or from_on <= on:
            measures.setdefault(anchor, []).append(measure)
    reading = reading_of(edition)
    return {
        "keys": KEYS,
        "edition": _edition_as_data(edition),
        "sections": [_section_as_data(section, measures) for section in reading.sections],
    }


def _address(name: str, *args: str) -> str:
    return f"{settings.PORTAL_ADDRESS}{reverse(f'undertakings:{name}', args=args)}"


def _edition_as_data(edition: Edition) -> dict[str, Any]:
    return {
        "compact": edition.compact,
        "place": edition.place,
        "label": edition.label,
        "slug": edition.slug,
        "standing": edition.standing,
        "first_agreed": edition.first_agreed,
        "published_on": edition.published_on.isoformat() if edition.published_on else None,
        "note": edition.note,
        "digest": edition.digest,
        "url": _address("edition_detail", edition.slug),
        "text_url": _address("edition_text", edition.slug),
        "pdf_url": _address("edition_pdf", edition.slug),
    }


def _section_as_data(section: Section, measures: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "anchor": section.anchor,
        "number": section.number,
        "title": section.title,
        "level": section.level,
        "parent": section.parent,
        "kind": section.kind,
        "sector": section.sector,
        "bound_by": section.bound_by,
        "prose": section.prose,
        "items": [
            {
                "anchor": item.anchor,
                "number": item.number,
                "words": item.words,
                "bound_by": item.bound_by,
                "measures": measures.get(item.anchor, []),
                "url": settings.PORTAL_ADDRESS + places().of(section.kind, item.anchor),
            }
            for item in section.items
        ],
    }
