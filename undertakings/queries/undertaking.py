"""The page of one undertaking, theme or sector, and what became of one that is gone."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, TypedDict

from django.urls import reverse

from compact_portal.lib.dates import in_words
from compact_portal.pages.parts import kept
from undertakings.models import Clause, Edition, Section
from undertakings.queries.shown import with_replies
from undertakings.queries.text import (
    NO_RECORD,
    EvidenceLine,
    SectionRow,
    evidence_lines,
    neighbours,
    notes_to,
    outline,
    places,
    published_editions,
    short_words,
)


class Standing(TypedDict):
    """How something stands in one edition; `same` is None where no words are compared."""

    edition: Edition
    number: str
    place: str
    same: bool | None


def standings(editions: Sequence[Edition], anchor: str, *, words: str | None) -> list[Standing]:
    """How a clause (with its words) or a theme (without) stands in each edition that has the anchor, the newest first."""
    found = _stood("words" if words is not None else "title", tuple(edition.pk for edition in editions)).get(anchor, {})
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


@kept
def _stood(column: str, editions: tuple[int, ...]) -> dict[str, dict[int, dict[str, str]]]:
    """By anchor and edition, number and words of every undertaking, or number and title of every theme and sector."""
    model = Clause if column == "words" else Section
    rows = model._default_manager.filter(kind=Section.Kind.UNDERTAKING, edition__in=editions)
    found: dict[str, dict[int, dict[str, str]]] = defaultdict(dict)
    for row in rows.values("anchor", "edition_id", "number", column):
        found[row.pop("anchor")][row["edition_id"]] = row
    return dict(found)


def history_of(edition: Edition, anchor: str, *, words: str | None, on: date) -> dict[str, Any]:
    """Since which edition something stands in the text, and how it stood in the editions before this one."""
    editions = published_editions(on)
    found = standings(editions, anchor, words=words)
    return {
        "since": _as_shown(since(editions, {standing["edition"].pk for standing in found})),
        "earlier": [standing for standing in found if standing["edition"].pk != edition.pk],
    }


@kept
def _as_shown(edition: Edition | None) -> dict[str, str] | None:
    """What each page says of the edition since which something stands in the text."""
    if edition is None or edition.published_on is None:
        return None
    address = reverse("undertakings:edition_detail", args=[edition.slug])
    return {"url": address, "label": edition.label, "published": in_words(edition.published_on)}


def clause_page(edition: Edition, anchor: str, *, on: date) -> dict[str, Any] | None:
    """All that the page of one undertaking shows, or None where the edition has no undertaking of that anchor."""
    order = _undertakings(edition)
    place = next((index for index, row in enumerate(order) if row.clause.anchor == anchor), None)
    if place is None:
        return None
    clause = order[place].clause
    before, after = neighbours(order, place)
    return {
        "edition": edition,
        "clause": clause,
        "section": None,
        "title": order[place].title,
        "here": clause.number,
        "above": [(title_of(row), places().of(row.kind, row.anchor)) for row in (clause.section.parent, clause.section) if row],
        "sector": clause.section.parent,
        "theme": clause.section,
        "lead_in": clause.section.html,
        "lead_in_notes": order[place].lead_in_notes,
        "evidence": _evidence_with_replies(anchor, on=on),
        "anchors": (anchor,),
        "previous": before and before.link,
        "next": after and after.link,
        **history_of(edition, anchor, words=clause.words, on=on),
    }


@dataclass(frozen=True, slots=True)
class Undertaking:
    """An undertaking with its theme and its sector, what its page is called, and what leads there from its neighbours."""

    clause: Clause
    title: str
    link: dict[str, str]
    lead_in_notes: str


@kept
def _undertakings(edition: Edition) -> list[Undertaking]:
    """Every undertaking of an edition, in the order of the text."""
    rows = Clause.objects.filter(edition=edition, kind=Section.Kind.UNDERTAKING).order_by("position")
    return [
        Undertaking(
            clause=row,
            title=f"{row.number}: {short_words(row.words)}",
            link=_clause_link(row),
            lead_in_notes=notes_to(row.section.html, row.section.notes_html),
        )
        for row in rows.select_related("section", "section__parent")
    ]


def _evidence_with_replies(anchor: str, *, on: date) -> EvidenceLine:
    line = evidence_lines(on).get(anchor, NO_RECORD)
    return {**line, "measures": with_replies(line["measures"])}


def _clause_link(row: Clause) -> dict[str, str]:
    return {
        "url": places().of(Section.Kind.UNDERTAKING, row.anchor),
        "label": f"{row.number} {short_words(row.words, most=60)}",
    }


@kept
def undertaking_outline(edition: Edition) -> list[SectionRow]:
    """The sectors of an edition with their themes and undertakings."""
    return outline(edition, kinds=[Section.Kind.UNDERTAKING])


def section_page(edition: Edition, anchor: str, *, on: date) -> dict[str, Any] | None:
    """What the page of a sector or of a theme shows beside its words, or None where no undertakings stand under that anchor."""
    sectors = undertaking_outline(edition)
    themes = [theme for sector in sectors for theme in sector["themes"]]
    peers = sectors if any(sector["anchor"] == anchor for sector in sectors) else themes
    place = next((index for index, row in enumerate(peers) if row["anchor"] == anchor), None)
    if place is None:
        return None
    section = peers[place]
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
        "anchors": tuple(clause["anchor"] for row in (section, *section["themes"]) for clause in row["clauses"]),
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
    return places().of(row[0], anchor) if row else None


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
