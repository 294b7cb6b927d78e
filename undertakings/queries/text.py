"""Reads of the text for the public pages.

HTML was made when the text was saved, so a page is a few plain queries and its template. Every function that depends on
the day takes it: an edition is visible from the day on which it was published.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from textwrap import shorten
from typing import Any, TypedDict, cast

from django.urls import reverse

from compact_portal.lib.markup import plain
from compact_portal.pages.parts import kept
from undertakings.models import Clause, Edition, EvidenceLink, Example, Section
from undertakings.queries.shown import MeasureShown, measures_shown
from undertakings.rules import key_in_words


class ClauseRow(TypedDict):
    """A clause as a page prints it.

    `binds` names who is bound where the heading above has not said so; `evidence` is there on pages that show it.
    """

    anchor: str
    number: str
    kind: str
    html: str
    binds: str
    url: str
    evidence: "EvidenceLine | None"


class SectionRow(TypedDict):
    """A heading with its prose, its clauses and the themes below it. `url` is its own page, or its place on /compact/."""

    anchor: str
    title: str
    kind: str
    sector: str
    number: str
    bound_by: str
    html: str
    notes_html: str
    url: str
    clauses: list[ClauseRow]
    themes: list["SectionRow"]


class EvidenceLine(TypedDict):
    """What stands under an undertaking: its figures; and a statement, and what it is about, where something is not measured."""

    say: str
    about: str
    measures: list[MeasureShown]


NO_RECORD: EvidenceLine = {"say": "No record can show this.", "about": "", "measures": []}


@kept
def edition_in_force(on: date) -> Edition | None:
    """The edition in force, without its text: pages print its sections, and the text may be a megabyte."""
    found = Edition.objects.defer("text").in_force(on)
    return found if isinstance(found, Edition) else None


@kept
def published_editions(on: date) -> list[Edition]:
    """Every edition published on or before the day, the newest (the one in force) first, without their texts."""
    return list(Edition.objects.published().filter(published_on__lte=on).defer("text").newest_first())


class Places:
    """Where the parts of the edition in force are read. Addresses are looked up once: ask `places` for them."""

    def __init__(self) -> None:
        self.undertakings = reverse("undertakings:undertaking_list")
        self.principles = reverse("undertakings:principle_list")
        self.compact = reverse("undertakings:compact_detail")

    def of(self, kind: str, anchor: str) -> str:
        """An undertaking, a theme and a sector have a page of their own, the rest a place on a page."""
        if kind == Section.Kind.UNDERTAKING:
            return f"{self.undertakings}{anchor}/"
        if kind in (Section.Kind.PRINCIPLE, Section.Kind.CHALLENGE):
            return f"{self.principles}#{anchor}"
        return f"{self.compact}#{anchor}"

    def near(self, kind: str, anchor: str) -> str:
        """The same on a page that prints the part itself: what has no page of its own is on this one."""
        return f"{self.undertakings}{anchor}/" if kind == Section.Kind.UNDERTAKING else f"#{anchor}"


@cache
def places() -> Places:
    """The same for every page."""
    return Places()


def in_the_text(kind: str, anchor: str) -> str:
    """Where a part of an earlier edition is read: at its place in that text, whatever it is."""
    return f"#{anchor}"


def outline(edition: Edition, *, kinds: Sequence[str] = (), own_pages: bool = True) -> list[SectionRow]:
    """The sections of an edition, themes under their section, each with its clauses: two queries whatever its length.

    `kinds` leaves out the sections of every other kind. With `own_pages`, what has a page of its own leads there, as it
    should for the edition in force; without, everything leads to its place in the text.
    """
    sections = Section.objects.filter(edition=edition).order_by("position")
    clauses = Clause.objects.filter(edition=edition).order_by("position")
    if kinds:
        sections, clauses = sections.filter(kind__in=kinds), clauses.filter(kind__in=kinds)
    rows: dict[int, SectionRow] = {}
    tops: list[SectionRow] = []
    url = places().near if own_pages else in_the_text
    for found in sections.values(*_SECTION_VALUES):
        parent = rows.get(found.pop("parent_id") or 0)
        key = found.pop("id")
        row = cast(SectionRow, {**found, "url": url(found["kind"], found["anchor"]), "clauses": [], "themes": []})
        rows[key] = row
        (parent["themes"] if parent else tops).append(row)
    for found in clauses.values(*_CLAUSE_VALUES):
        section = rows[found.pop("section_id")]
        bound_by = found.pop("bound_by")
        binds = bound_by if bound_by != section["bound_by"] else ""
        row_url = url(found["kind"], found["anchor"])
        section["clauses"].append(cast(ClauseRow, {**found, "binds": binds, "url": row_url, "evidence": None}))
    return tops


_SECTION_VALUES = (
    "id", "parent_id", "anchor", "title", "kind", "sector", "number", "bound_by", "html", "notes_html",
)  # fmt: skip
_CLAUSE_VALUES = ("section_id", "anchor", "number", "kind", "html", "bound_by")


def contents(rows: Iterable[SectionRow]) -> list[dict[str, Any]]:
    """The rows of the component contents.html for an outline: places on the page that prints it."""
    return [
        {
            "url": f"#{row['anchor']}",
            "label": row["title"],
            "children": [{"url": f"#{theme['anchor']}", "label": theme["title"]} for theme in row["themes"]],
        }
        for row in rows
    ]


@kept
def evidence_lines(on: date) -> dict[str, EvidenceLine]:
    """By anchor, what the portal can say about an undertaking on a day. An anchor without a line: NO_RECORD."""
    links = EvidenceLink.objects.order_by("position", "pk")
    keys: dict[str, list[str]] = defaultdict(list)
    for anchor, measure, from_on in links.values_list("anchor", "measure", "from_on"):
        if from_on is None or from_on <= on:
            keys[anchor].append(measure)
    offered = measures_shown(sorted({key for of_one in keys.values() for key in of_one}), on=on)
    return {anchor: _evidence_line(of_one, offered) for anchor, of_one in keys.items()}


def show_evidence(rows: Iterable[SectionRow], *, on: date) -> None:
    """Put its evidence under each clause of an outline."""
    lines = evidence_lines(on)
    for row in rows:
        for section in (row, *row["themes"]):
            for clause in section["clauses"]:
                clause["evidence"] = lines.get(clause["anchor"], NO_RECORD)


def _evidence_line(keys: list[str], offered: dict[str, MeasureShown]) -> EvidenceLine:
    missing = [key_in_words(key) for key in keys if key not in offered]
    return {
        "say": "Not measured yet." if missing else "",
        "about": f"What will show it: {'; '.join(missing)}." if missing else "",
        "measures": [offered[key] for key in keys if key in offered],
    }


def short_words(words: str, *, most: int = 70) -> str:
    """Words of Markdown as a title or a link has them: bare, on one line, at most so many characters."""
    return shorten(plain(words), most, placeholder="…")


def examples_of(anchors: Iterable[str]) -> list[dict[str, Any]]:
    """The examples that show any of these clauses, in their order. (SQLite cannot look into a list of JSON.)"""
    wanted = set(anchors)
    return [example for example in _examples() if wanted.intersection(example["clauses"])]


@kept
def _examples() -> list[dict[str, Any]]:
    return [dict(row) for row in Example.objects.values("slug", "title", "clauses")]


def neighbours(rows: Sequence[Any], place: int) -> tuple[Any | None, Any | None]:
    """The one before and the one after a place in a list."""
    before = rows[place - 1] if place > 0 else None
    return before, rows[place + 1] if place + 1 < len(rows) else None


_NOTE = re.compile(r'<div class="note" id="([^"]*)".*?</div>', re.DOTALL)


def notes_to(html: str, notes_html: str) -> str:
    """Of the notes to a section, those that a part of it leads to: for a page that shows that part alone."""
    wanted = set(re.findall(r'href="#(term-[^"]*)"', html))
    found = [note.group() for note in _NOTE.finditer(notes_html) if note[1] in wanted]
    return '<div class="notes">\n' + "\n".join(found) + "\n</div>" if found else ""


_TERM_LINK = re.compile(r'<a class="term"[^>]*>(.*?)</a>', re.DOTALL)
_NOTES = '<div class="notes"'


def without_terms(html: str) -> str:
    """Prose as it was set, with neither the links to meanings nor the notes: for a place where they stand already."""
    return _TERM_LINK.sub(r"\1", html.partition(_NOTES)[0])
