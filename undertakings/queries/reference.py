"""The living reference as its pages show it: jargon, examples, contacts, links, codes of practice, thresholds."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from string import ascii_uppercase
from typing import Any, TypedDict

from django.conf import settings
from django.urls import reverse

from compact_portal.audit.queries import last_changes
from compact_portal.lib.folding import fold
from compact_portal.pages.parts import kept
from undertakings.models import Clause, CodeOfPractice, Contact, Edition, Example, Link, Section, Term, Threshold
from undertakings.queries.text import places, short_words, without_terms
from undertakings.rules import contact_standing, is_web_address, key_in_words, telephone_address, value_in_words

OTHER = "0–9"
LETTERS = (*ascii_uppercase, OTHER)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of the A to Z, how many terms stand under it, and their entries as HTML."""

    letter: str
    count: int
    html: str


def letters_of_terms(wanted: str = "") -> list[Letter]:
    """The terms by their first letter, in the order of the alphabet; with `wanted`, those in which all its words occur.

    A word is looked for in the name, the other spellings and the meaning, without regard to case and accents.
    """
    entries: dict[str, list[str]] = defaultdict(list)
    for sort_key, html in _entries(fold(wanted[:MOST_WANTED]).split()):
        entries[first_letter(sort_key)].append(html)
    return [Letter(letter, len(entries[letter]), "\n".join(entries[letter])) for letter in LETTERS if letter in entries]


def _entries(words: list[str]) -> Iterable[tuple[str, str]]:
    if not words:
        return Term.objects.order_by("sort_key", "pk").values_list("sort_key", "entry_html")
    return ((sort_key, html) for sort_key, html, said in _folded_terms() if _has_all(words, said))


@kept
def _folded_terms() -> list[tuple[str, str, str]]:
    """Each term's place in the alphabet, its entry, and all that is said of it, folded: for whatever is looked for next."""
    columns = ("sort_key", "entry_html", "name", "short_form", "also_written", "meaning")
    rows = Term.objects.order_by("sort_key", "pk").values_list(*columns)
    return [(sort_key, html, fold(" ".join(said))) for sort_key, html, *said in rows]


MOST_WANTED = 200


def _has_all(words: Iterable[str], text: str) -> bool:
    return all(word in text for word in words)


def first_letter(sort_key: str) -> str:
    """The letter of the A to Z under which a folded name stands; what begins with none stands under 0–9."""
    letter = sort_key[:1].upper()
    return letter if letter in ascii_uppercase and letter else OTHER


def letters(found: Iterable[Letter]) -> list[dict[str, str]]:
    """The A to Z as links to the letters that have a term."""
    having = {one.letter for one in found}
    return [{"label": letter, "url": f"#letter-{letter}" if letter in having else ""} for letter in LETTERS]


def uses_of(term: Term, edition: Edition | None) -> list[dict[str, str]]:
    """Where the edition in force uses a term, in the order of the text: links with the words around it.

    Setting the text marked every use with the id of its note, so finding them is no guess.
    """
    if edition is None:
        return []
    ending = f'-{term.slug}"'
    sections = Section.objects.filter(edition=edition, notes_html__contains=ending).order_by("position")
    clauses = Clause.objects.filter(edition=edition, alone_notes_html__contains=ending).order_by("position")
    by_section: dict[int, list[dict[str, str]]] = {}
    for clause in clauses:
        if f'id="term-{clause.anchor}-{term.slug}"' in clause.alone_notes_html:
            label = f"{clause.number} {short_words(clause.words)}"
            link = {"url": places().of(clause.kind, clause.anchor), "label": label}
            by_section.setdefault(clause.section_id, []).append(link)
    return [use for section in sections for use in _uses_in(section, term, by_section.get(section.pk, []))]


def _uses_in(section: Section, term: Term, of_clauses: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    if f'href="#term-{section.anchor}-{term.slug}"' in section.html:
        yield {"url": f"{reverse('undertakings:compact_detail')}#{section.anchor}", "label": section.title}
    yield from of_clauses


def examples_by_year(edition: Edition | None) -> list[dict[str, Any]]:
    """The examples by the years that they are from, the earliest first, those without a year last."""
    anchors = clauses_by_anchor(edition)
    groups: dict[tuple[int, int], dict[str, Any]] = {}
    for example in Example.objects.all():
        years = (example.from_year or NO_YEAR, example.to_year or example.from_year or NO_YEAR)
        label = years_in_words(example) or "Without a year"
        group = groups.setdefault(years, {"label": label, "anchor": f"years-{years[0]}-{years[1]}", "examples": []})
        shows = [anchors[anchor] for anchor in example.clauses if anchor in anchors]
        group["examples"].append({"example": example, "shows": shows})
    return [group for _, group in sorted(groups.items(), key=_first)]


NO_YEAR = 9999


def _first(group: tuple[tuple[int, int], Any]) -> tuple[int, int]:
    return group[0]


def years_in_words(example: Example) -> str:
    """2006, or 2002 to 2007, or "" where no year is known."""
    if example.from_year is None:
        return ""
    if example.to_year is None or example.to_year == example.from_year:
        return str(example.from_year)
    return f"{example.from_year} to {example.to_year}"


def examples_by_clause(edition: Edition | None) -> list[dict[str, Any]]:
    """What the edition in force says, in its order, each with the examples that show it; an example may stand under several.

    The same prose is printed several times, so its terms are no links here: ids stand once on a page.
    """
    showing: dict[str, list[dict[str, str]]] = {}
    rest = []
    anchors = clauses_by_anchor(edition)
    for example in Example.objects.all():
        shown = {
            "title": example.title, "html": without_terms(example.html), "years": years_in_words(example),
            "url": f"{reverse('undertakings:example_list')}#example-{example.slug}",
        }  # fmt: skip
        known = [anchor for anchor in example.clauses if anchor in anchors]
        for anchor in known:
            showing.setdefault(anchor, []).append(shown)
        if not known:
            rest.append(shown)
    groups = [
        {**clause, "anchor": f"shows-{anchor}", "examples": showing[anchor]}
        for anchor, clause in anchors.items()
        if anchor in showing
    ]
    if rest:
        groups.append(
            {"number": "", "label": "Not tied to a part of the text", "url": "", "anchor": "shows-none", "examples": rest}
        )
    return groups


def clauses_by_anchor(edition: Edition | None) -> dict[str, dict[str, str]]:
    """Each clause of an edition, in order: its number, its words as a label and its address. {} without an edition."""
    rows = Clause.objects.filter(edition=edition).order_by("position").values("anchor", "kind", "number", "words")
    return {
        row["anchor"]: {
            "number": row["number"],
            "label": short_words(row["words"], most=90),
            "url": places().of(row["kind"], row["anchor"]),
        }
        for row in rows
    }


def contact_rows(*, on: date) -> list[dict[str, Any]]:
    """The contacts with the address to ring, and whether somebody confirmed them within a year of the day."""
    return [
        {
            "contact": contact,
            "telephone": telephone_address(contact.telephone),
            "standing": contact_standing(contact.as_of, on=on),
        }
        for contact in Contact.objects.all()
    ]


def link_rows() -> list[dict[str, Any]]:
    """Further information; `url` is "" where the address is archived, or is none that a browser should follow."""
    return [
        {"link": link, "url": link.address if not link.archived and is_web_address(link.address) else ""}
        for link in Link.objects.all()
    ]


def code_rows() -> list[dict[str, Any]]:
    """The codes of practice; `url` is "" where the address is none that a browser should follow."""
    return [{"code": code, "url": code.address if is_web_address(code.address) else ""} for code in CodeOfPractice.objects.all()]


class ThresholdRow(TypedDict):
    """A number behind a promise. `state`: in force, from a day to come, or replaced."""

    rule: str
    value: str
    from_on: date | None
    agreed_by: str
    source: str
    state: str


def threshold_rows(*, on: date) -> list[ThresholdRow]:
    """The numbers that rules use, by rule and day; of each rule the newest that has begun is in force."""
    rows = list(Threshold.objects.all())
    in_force = {row.rule: row.pk for row in sorted(rows, key=_begins) if row.from_on is None or row.from_on <= on}
    return [
        {
            "rule": key_in_words(row.rule).capitalize(),
            "value": value_in_words(row.value, row.unit),
            "from_on": row.from_on,
            "agreed_by": row.agreed_by,
            "source": row.get_source_display(),
            "state": _state(row, in_force.get(row.rule), on),
        }
        for row in sorted(rows, key=lambda row: (row.rule, _begins(row)))
    ]


def _begins(row: Threshold) -> date:
    return row.from_on or date.min


def _state(row: Threshold, in_force: int | None, on: date) -> str:
    if row.pk == in_force:
        return "in force"
    return "not begun" if row.from_on and row.from_on > on else "replaced"


# Every column of jargon.csv with what it says.
JARGON_COLUMNS = {
    "term": "The term.",
    "short form": "Its abbreviation, where it has one.",
    "also written": "Other ways to write it, with a semicolon between two.",
    "meaning": "What it means, in Markdown.",
    "see also": "Terms that have to do with it, with a semicolon between two.",
    "added by": "Whether the compact explains it, or the portal added it.",
    "address": "Its page.",
}


def jargon_rows() -> Iterator[tuple[str, ...]]:
    """The terms as rows of a table, in the order of the alphabet."""
    terms = Term.objects.order_by("sort_key", "pk").prefetch_related("see_also")
    for term in terms:
        yield (
            term.name,
            term.short_form,
            "; ".join(term.also_written.splitlines()),
            term.meaning,
            "; ".join(other.name for other in term.see_also.all()),
            term.get_added_by_display(),
            settings.PORTAL_ADDRESS + reverse("undertakings:term_detail", args=[term.slug]),
        )


def last_change(*models: Any) -> datetime | None:
    """When a row of any of these models was last added, changed or deleted; None where none ever was."""
    return max((day for day in last_changes(*models) if day is not None), default=None)
