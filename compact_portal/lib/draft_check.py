"""What a draft of a compact says, for the page that shows it beside its text: what was understood, what is wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby

from compact_portal.lib.compact_front import read_front
from compact_portal.lib.compact_text import CompactText, Section, understand
from compact_portal.lib.faults import Fault, in_line_order
from compact_portal.lib.glossary import Glossary, unexplained
from compact_portal.lib.textfile import unix_lines

# A text that is no compact at all has a fault on each line; a person mends the first ones and looks again.
MOST_LINES_SHOWN = 60
LONGEST_LINE_SHOWN = 240

_FILE = "compact.md"
_EDITION = re.compile(r"edition\s*:")
_COUNTED = (
    ("challenge", "", "challenge", "challenges"),
    ("principle", "", "principle", "principles"),
    ("undertaking", "statutory", "undertaking by the statutory sector", "undertakings by the statutory sector"),
    ("undertaking", "voluntary", "undertaking by the voluntary and community sector",
     "undertakings by the voluntary and community sector"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FaultyLine:
    """A line of the draft, counted from 1, as it is written (cut where it is very long), and what is wrong in it."""

    number: int
    words: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """A draft, read. `compact` is None where the text has faults; `sections` are what was understood all the same.

    `lines` are those with a fault, the first MOST_LINES_SHOWN. `counts` are pairs such as (16, "undertakings by the
    statutory sector"); `unexplained` are abbreviations that neither the draft nor a term explains.
    """

    compact: CompactText | None
    sections: tuple[Section, ...]
    faults: tuple[Fault, ...]
    lines: tuple[FaultyLine, ...]
    counts: tuple[tuple[int, str], ...]
    unexplained: tuple[str, ...]

    @property
    def more_lines(self) -> int:
        """How many lines with faults are left out of `lines`."""
        return len({fault.line for fault in self.faults}) - len(self.lines)


def check_draft(text: str, *, glossary: Glossary, names_taken: Collection[str] = ()) -> DraftCheck:
    """Read a draft. `names_taken` are the names of the published editions."""
    found = understand(text.encode("utf-8", "surrogatepass"), file=_FILE)
    lines = unix_lines(text).split("\n")
    faults = list(found.faults)
    edition = read_front(lines, file=_FILE)[0].get("edition")
    if edition in names_taken:
        faults.append(_name_taken(edition, lines))
    faults = in_line_order(faults)
    return DraftCheck(
        compact=found.compact,
        sections=found.sections,
        faults=tuple(faults),
        lines=tuple(_faulty_lines(lines, faults))[:MOST_LINES_SHOWN],
        counts=tuple(_counts(found.sections)),
        unexplained=tuple(unexplained(text, glossary)),
    )


def _name_taken(name: str, lines: list[str]) -> Fault:
    line = next((number for number, words in enumerate(lines, start=1) if _EDITION.match(words)), 1)
    return Fault(_FILE, line, f"An edition called “{name}” is published already", "Write another name on this line")


def _faulty_lines(lines: list[str], faults: Iterable[Fault]) -> Iterable[FaultyLine]:
    for number, own in groupby(faults, key=lambda fault: fault.line):
        words = lines[number - 1] if number <= len(lines) else ""
        if len(words) > LONGEST_LINE_SHOWN:
            words = words[: LONGEST_LINE_SHOWN - 1] + "…"
        yield FaultyLine(number, words, tuple(own))


def _counts(sections: Iterable[Section]) -> Iterable[tuple[int, str]]:
    own = list(sections)
    for kind, sector, one, many in _COUNTED:
        count = sum(len(section.items) for section in own if section.kind == kind and section.sector == sector)
        if count:
            yield count, one if count == 1 else many
