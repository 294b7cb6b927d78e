"""The page of one undertaking, theme or sector, and what became of one that is gone."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any, TypedDict

from django.urls import reverse

from undertakings.models import Clause, Edition, Section
from undertakings.queries.shown import with_replies
from undertakings.queries.text import (
    NO_RECORD,
    EvidenceLine,
    Places,
    SectionRow,
    contents,
    evidence_lines,
    examples_of,
    neighbours,
    notes_to,
    outline,
    published_editions,
    short_words,
    show_evidence,
)


class Standing(TypedDict):
    """How something stands in one edition; `same` is None where no words are compared."""

    edition: Edition
    number: str
    place: str
    same: bool | None


def standings(editions: Sequence[Edition], anchor: str, *, words: str | None) -> list[Standing]:
    """How a clause (with its words) or a theme (without) stands in each edition that has the anchor, the newest first."""
    model = Clause if words is not None else Section
    column = "words" if words is not None else "title"
    found = {
        row["edition_id"]: row
        for row in model._default_manager.filter(
            anchor=anchor, kind=Section.Kind.UNDERTAKING, edition__in=[edition.pk for edition in editions]
        ).values("edition_id", "number", column)
    }
    return [
        {
            "edition": edition,
            "number": found[edition.pk]["number"],
            "place": f"{reverse('undertakings:edition_detail', args=[edition.slug])}#{anchor}",
            "same": found[edition.pk]["words"] == words if words is not None else None,
        }
        for edition in editions
        if edition.pk in found
    ]


def history_of(edition: Edition, anchor: str, *, words: str | None, on: date) -> dict[str, Any]:
    """Since which edition something stands in the text, and how it stood in the editions before this one."""
    editions = published_editions(on)
    found = standings(editions, anchor, words=words)
    return {
        "since": since(editions, {standing["edition"].pk for standing in found}),
        "earlier": [standing for standing in found if standing["edition"].pk != edition.pk],
    }


def clause_page(edition: Edition, anchor: str, *, on: date) -> dict[str, Any] | None:
    """All that the page of one undertaking shows, or None where the edition has no undertaking of that anchor."""
    clause = (
        Clause.objects.filter(edition=edition, anchor=anchor, kind=Section.Kind.UNDERTAKING)
        .select_related("section", "section__parent")
        .first()
    )
    if clause is None:
        return None
    order = list(
        Clause.objects.filter(edition=edition, kind=Section.Kind.UNDERTAKING)
        .order_by("position")
        .values("anchor", "number", "words")
    )
    before, after = neighbours(order, [row["anchor"] for row in order].index(anchor))
    places = Places()
    return {
        "edition": edition,
        "clause": clause,
        "section": None,
        "title": f"{clause.number}: {short_words(clause.words)}",
        "here": clause.number,
        "above": [(title_of(row), places.of(row.kind, row.anchor)) for row in (clause.section.parent, clause.section) if row],
        "sector": clause.section.parent,
        "theme": clause.section,
        "lead_in": clause.section.html,
        "lead_in_notes": notes_to(clause.section.html, clause.section.notes_html),
        "evidence": _evidence_with_replies(anchor, on=on),
        "examples": examples_of([anchor]),
        "previous": before and _clause_link(before, places),
        "next": after and _clause_link(after, places),
        **history_of(edition, anchor, words=clause.words, on=on),
    }


def _evidence_with_replies(anchor: str, *, on: date) -> EvidenceLine:
    line = evidence_lines(on, anchors=[anchor]).get(anchor, NO_RECORD)
    return {**line, "measures": with_replies(line["measures"])}


def _clause_link(row: dict[str, str], places: Places) -> dict[str, str]:
    label = f"{row['number']} {short_words(row['words'], most=60)}"
    return {"url": places.of(Section.Kind.UNDERTAKING, row["anchor"]), "label": label}


def section_page(edition: Edition, anchor: str, *, on: date) -> dict[str, Any] | None:
    """All that the page of a sector or of a theme shows, or None where no undertakings stand under that anchor."""
    sectors = outline(edition, kinds=[Section.Kind.UNDERTAKING])
    themes = [theme for sector in sectors for theme in sector["themes"]]
    peers = sectors if any(sector["anchor"] == anchor for sector in sectors) else themes
    place = next((index for index, row in enumerate(peers) if row["anchor"] == anchor), None)
    if place is None:
        return None
    section = peers[place]
    anchors = [clause["anchor"] for row in (section, *section["themes"]) for clause in row["clauses"]]
    show_evidence([section], on=on, anchors=anchors)
    sector = next((sector for sector in sectors if section in sector["themes"]), None)
    before, after = neighbours(peers, place)
    return {
        "edition": edition,
        "clause": None,
        "section": section,
        "title": section_title(section),
        "here": section_title(section),
        "above": [(sector["title"], sector["url"])] if sector else [],
        "sector": sector,
        "theme": None,
        "contents": contents([section])[0]["children"],
        "examples": examples_of(anchors),
        "previous": before and {"url": before["url"], "label": section_title(before)},
        "next": after and {"url": after["url"], "label": section_title(after)},
        **history_of(edition, anchor, words=None, on=on),
    }


def section_title(section: SectionRow) -> str:
    """A theme with its number, so that "Funding" of one sector is told from "Funding" of the other."""
    return f"{section['number']} {section['title']}".strip()


def place_in(edition: Edition, anchor: str) -> str | None:
    """The address of something in an edition in force that is no undertaking: a principle, a challenge, a heading."""
    row = (
        Clause.objects.filter(edition=edition, anchor=anchor).values_list("kind").first()
        or Section.objects.filter(edition=edition, anchor=anchor).values_list("kind").first()
    )
    return Places().of(row[0], anchor) if row else None


def title_of(section: Section) -> str:
    """The same for a row of the database."""
    return f"{section.number} {section.title}".strip()


def where_it_stood(anchor: str, *, on: date) -> tuple[Edition, str] | None:
    """For an undertaking that an earlier edition had: the newest such edition, and its number and its words or heading there."""
    for model, column in ((Clause, "words"), (Section, "title")):
        row = (
            model._default_manager.filter(anchor=anchor, kind=Section.Kind.UNDERTAKING, edition__published_on__lte=on)
            .select_related("edition")
            .order_by("-edition__published_on", "-edition__pk")
            .first()
        )
        if row is not None:
            return row.edition, f"{row.number} “{short_words(getattr(row, column), most=200)}”".strip()
    return None


def since(editions: Sequence[Edition], having: set[int]) -> Edition | None:
    """The edition since which something stands in the text without a gap, given all editions, the newest first."""
    if not editions or editions[0].pk not in having:
        return None
    for newer, older in pairwise(editions):
        if older.pk not in having:
            return newer
    return editions[-1]
