"""A compact's folder: the text and the tables beside it, read as one, with every fault of every file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Generic, TypeVar

from compact_portal.lib import tabular, textfile
from compact_portal.lib.compact_cells import Cells
from compact_portal.lib.compact_text import CompactText, anchors_written, read_compact
from compact_portal.lib.faults import Fault, cited, in_line_order

TEXT = "compact.md"
SOURCES = ("the compact", "local guideline", "national practice", "the portal's reading")
UNITS = ("days", "weeks", "months", "working days", "ratio", "years")
ADDED_BY = ("the compact", "the portal")
STANDINGS = ("published", "planned")
AS_PUBLISHED = "as published"
LONGEST_TERM = 120
LONGEST_SHORT_FORM = 30


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """Which measure shows whether an undertaking (or a theme) is kept; from a day, or since the edition (None)."""

    anchor: str
    measure: str
    from_on: date | None
    line: int


@dataclass(frozen=True, slots=True)
class ThresholdRow:
    """A figure that a rule needs, in its unit, from a day (None: always), who agreed it and where it comes from."""

    rule: str
    value: Decimal
    unit: str
    from_on: date | None
    agreed_by: str
    source: str
    line: int


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term of the jargon buster."""

    term: str
    short_form: str
    also_written: tuple[str, ...]
    meaning: str
    see_also: tuple[str, ...]
    added_by: str
    line: int


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """An example of the compact at work, tied to anchors and years."""

    title: str
    words: str
    clauses: tuple[str, ...]
    from_year: int | None
    to_year: int | None
    line: int


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact, true on a day; None: as published."""

    organisation: str
    role: str
    name: str
    telephone: str
    email: str
    as_of: date | None
    line: int


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link to further information."""

    title: str
    address: str
    about: str
    archived: bool
    line: int


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code of practice, published or planned."""

    title: str
    standing: str
    about: str
    address: str
    line: int


@dataclass(frozen=True, slots=True)
class Folder:
    """A compact with all that stands beside it, without a fault."""

    compact: CompactText
    evidence: tuple[EvidenceRow, ...] = ()
    thresholds: tuple[ThresholdRow, ...] = ()
    terms: tuple[TermRow, ...] = ()
    examples: tuple[ExampleRow, ...] = ()
    contacts: tuple[ContactRow, ...] = ()
    links: tuple[LinkRow, ...] = ()
    codes: tuple[CodeRow, ...] = ()


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Table(Generic[T]):
    """How one CSV file is read: its columns (a * marks those that are never empty) and what makes a row of it."""

    file: str
    columns: str
    build: Callable[[Cells], T]

    @property
    def names(self) -> list[str]:
        return [name.rstrip("*") for name in self.columns.split(",")]

    @property
    def never_empty(self) -> list[str]:
        return [name.rstrip("*") for name in self.columns.split(",") if name.endswith("*")]


def _evidence(cells: Cells) -> EvidenceRow:
    anchor, measure = cells.anchor("anchor"), cells.key("measure")
    cells.only_once("evidence", f"{anchor} with {measure}", (anchor, measure))
    return EvidenceRow(anchor, measure, cells.day("from"), cells.line)


def _threshold(cells: Cells) -> ThresholdRow:
    rule, from_on = cells.key("rule"), cells.day("from")
    cells.only_once("threshold", f"{rule} from {from_on or 'the beginning'}", (rule, from_on))
    unit, source = cells.one_of("unit", UNITS), cells.one_of("source", SOURCES)
    return ThresholdRow(rule, cells.number("value"), unit, from_on, cells.words("agreed by"), source, cells.line)


def _term(cells: Cells) -> TermRow:
    term, short_form = cells.words("term", most=LONGEST_TERM), cells.words("short form", most=LONGEST_SHORT_FORM)
    for name in dict.fromkeys(name.casefold() for name in (term, short_form) if name):
        cells.only_once("term", name, name)
    also_written, see_also = cells.several("also written"), cells.several("see also")
    added_by = cells.one_of("added by", ADDED_BY)
    return TermRow(term, short_form, also_written, cells["meaning"], see_also, added_by, cells.line)


def _example(cells: Cells) -> ExampleRow:
    title = cells.words("title")
    cells.only_once("example", title, title.casefold())
    clauses = tuple(cells.known_anchor(anchor, "clauses") for anchor in cells.several("clauses"))
    from_year, to_year = cells.year("from year"), cells.year("to year")
    if from_year and to_year and to_year < from_year:
        cells.fault(f"to year {to_year} is before from year {from_year}", "Swap them, or mend the wrong one")
    return ExampleRow(title, cells["words"], clauses, from_year, to_year, cells.line)


def _contact(cells: Cells) -> ContactRow:
    as_of = None if cells["as of"] == AS_PUBLISHED else cells.day("as of", instead=AS_PUBLISHED)
    return ContactRow(
        organisation=cells.words("organisation"),
        role=cells.words("role"),
        name=cells.words("name"),
        telephone=cells.telephone("telephone"),
        email=cells.email("email"),
        as_of=as_of,
        line=cells.line,
    )


def _link(cells: Cells) -> LinkRow:
    title = cells.words("title")
    cells.only_once("link", title, title.casefold())
    archived = cells.one_of("archived", ("yes", "no")) == "yes"
    return LinkRow(title, cells.address("address"), cells["about"], archived, cells.line)


def _code(cells: Cells) -> CodeRow:
    title = cells.words("title")
    cells.only_once("code of practice", title, title.casefold())
    standing = cells.one_of("standing", STANDINGS)
    return CodeRow(title, standing, cells["about"], cells.address("address"), cells.line)


_EVIDENCE = _Table("evidence.csv", "anchor*,measure*,from", _evidence)
_THRESHOLDS = _Table("thresholds.csv", "rule*,value*,unit*,from,agreed by,source*", _threshold)
_TERMS = _Table("jargon.csv", "term*,short form,also written,meaning*,see also,added by*", _term)
_EXAMPLES = _Table("examples.csv", "title*,words*,clauses,from year,to year", _example)
_CONTACTS = _Table("contacts.csv", "organisation*,role,name,telephone,email,as of*", _contact)
_LINKS = _Table("links.csv", "title*,address*,about,archived*", _link)
_CODES = _Table("codes.csv", "title*,standing*,about,address", _code)
_TABLES = (_EVIDENCE, _THRESHOLDS, _TERMS, _EXAMPLES, _CONTACTS, _LINKS, _CODES)
FILES = (TEXT, *(table.file for table in _TABLES))


def read_folder(files: Mapping[str, bytes]) -> tuple[Folder | None, list[Fault]]:
    """The folder in `files` (name to content), or None and every fault: compact.md first, each file in line order.

    Only compact.md is required. Other files are ignored, but a `.csv` or `.md` whose name nobody reads is a fault.
    """
    faults = [
        Fault(
            name,
            1,
            f"No file of this name ({cited(name)}) is read",
            f"Take it out, or name it one of {', '.join(FILES)}",
        )
        for name in sorted(files)
        if name not in FILES and name.lower().endswith((".csv", ".md"))
    ]
    if TEXT not in files:
        missing = Fault(TEXT, 1, "The file is missing", f"Put the text of the compact into {TEXT}")
        compact, found = None, [missing]
    else:
        compact, found = read_compact(files[TEXT], file=TEXT)
    anchors = _anchors(compact, files)

    def table(kind: _Table[T]) -> tuple[T, ...]:
        rows, wrong = _read(kind, files, anchors)
        found.extend(wrong)
        return rows

    evidence, thresholds, terms = table(_EVIDENCE), table(_THRESHOLDS), table(_TERMS)
    # Where a row of terms could not be read, a term that seems to be missing may stand in it.
    if all(fault.file != _TERMS.file for fault in found):
        found += _see_also_faults(terms)
    examples, contacts, links, codes = table(_EXAMPLES), table(_CONTACTS), table(_LINKS), table(_CODES)
    faults = found + faults
    if faults or compact is None:
        return None, faults
    return Folder(compact, evidence, thresholds, terms, examples, contacts, links, codes), []


def read_folder_path(folder: Path) -> tuple[Folder | None, list[Fault]]:
    """The same for a folder on disk. A file that is too large is refused before it is read."""
    if not folder.is_dir():
        return None, [Fault(folder.name, 1, "There is no such folder", f"Name a folder that holds {TEXT}")]
    files: dict[str, bytes] = {}
    unreadable: list[Fault] = []
    for path in sorted(folder.iterdir()):
        name = path.name
        if not path.is_file() or not name.lower().endswith((".csv", ".md")) or name.startswith("."):
            continue
        try:
            files[name] = _content(path) if name in FILES else b""
        except OSError as error:
            unreadable.append(Fault(name, 1, f"The file cannot be read ({error.strerror})", "Allow reading it"))
    found, faults = read_folder(files)
    return (None, unreadable + faults) if unreadable else (found, faults)


def _content(path: Path) -> bytes:
    """A file's bytes, of a file that is too large only as many as show that it is."""
    most = textfile.MOST_BYTES if path.name == TEXT else tabular.MOST_BYTES
    with path.open("rb") as stream:
        return stream.read(most + 1)


def _anchors(compact: CompactText | None, files: Mapping[str, bytes]) -> frozenset[str] | None:
    """The anchors that the text has, or mentions when it has faults; None when it cannot be read at all."""
    if compact is not None:
        sections = {section.anchor for section in compact.sections}
        return frozenset(sections | {item.anchor for section in compact.sections for item in section.items})
    text, _ = textfile.read_text(files.get(TEXT, b""), file=TEXT)
    return anchors_written(text) if text is not None else None


def _read(kind: _Table[T], files: Mapping[str, bytes], anchors: frozenset[str] | None) -> tuple[tuple[T, ...], list[Fault]]:
    if kind.file not in files:
        return (), []
    rows, faults = tabular.read_table(files[kind.file], file=kind.file, required=kind.names, never_empty=kind.never_empty)
    seen: dict[object, int] = {}
    built = []
    for row in rows:
        cells = Cells(kind.file, row, anchors, seen)
        built.append(kind.build(cells))
        faults += cells.faults
    return tuple(built), in_line_order(faults)


def _see_also_faults(terms: tuple[TermRow, ...]) -> list[Fault]:
    known = {name.casefold() for row in terms for name in (row.term, row.short_form, *row.also_written) if name}
    return [
        Fault(
            _TERMS.file,
            row.line,
            f"see also names {cited(name)}, which is no term here",
            "Add that term, or take it out",
        )
        for row in terms
        for name in row.see_also
        if name.casefold() not in known
    ]
