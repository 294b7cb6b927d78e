"""Goes through the blocks of a compact once and makes sections, clauses and faults of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from compact_portal.lib.anchors import (
    CHALLENGES,
    PRINCIPLES,
    SPECIAL,
    STATUTORY,
    VOLUNTARY,
    propose_anchor,
    special_anchor,
)
from compact_portal.lib.compact_blocks import (
    LONGEST_NAME,
    Heading,
    ItemList,
    ListItem,
    Paragraph,
    Tail,
    read_blocks,
    split_tail,
)
from compact_portal.lib.compact_inline import inline_faults, plain_words, strict_markdown
from compact_portal.lib.compact_shapes import Item, Section
from compact_portal.lib.faults import Fault, cited

# Numbers such as S99.999 still fit their margin.
MOST_THEMES = 99
MOST_ITEMS = 999

_KINDS = {CHALLENGES: "challenge", PRINCIPLES: "principle", STATUTORY: "undertaking", VOLUNTARY: "undertaking"}
_LETTERS = {CHALLENGES: "C", PRINCIPLES: "P", STATUTORY: "S", VOLUNTARY: "V"}


@dataclass(slots=True)
class _Draft:
    """A section while it is read. `chunks` are the ranges of lines of its prose."""

    anchor: str
    title: str
    level: int
    parent: str
    number: str
    bound_by: str
    line: int
    items: list[Item] = field(default_factory=list)
    chunks: list[tuple[int, int]] = field(default_factory=list)

    @property
    def sector(self) -> str:
        return next((name for name in (self.anchor, self.parent) if name in (STATUTORY, VOLUNTARY)), "")

    @property
    def kind(self) -> str:
        return "undertaking" if self.sector else _KINDS.get(self.anchor, "prose")

    @property
    def takes_clauses(self) -> bool:
        """Whether list items here are clauses. Undertakings stand under a theme."""
        return self.level == 3 if self.sector else self.anchor in (CHALLENGES, PRINCIPLES)

    @property
    def prefix(self) -> str:
        """What stands before an item's own number: C, P or S2. ."""
        return f"{self.number}." if self.sector else _LETTERS.get(self.anchor, "")

    def finished(self, lines: list[str]) -> Section:
        chunks = ("\n".join(lines[start:end]).strip("\n").rstrip() for start, end in self.chunks)
        prose = "\n\n".join(chunk for chunk in chunks if chunk)
        return Section(
            self.anchor,
            self.title,
            self.level,
            self.kind,
            self.sector,
            self.parent,
            self.number,
            self.bound_by,
            prose,
            tuple(self.items),
            self.line,
        )


class Reader:
    """One reading of a document given as lines. `written` are the anchors that stand in it, well or badly placed."""

    def __init__(self, file: str, lines: list[str], written: frozenset[str]) -> None:
        self.file = file
        self.lines = lines
        self.faults: list[Fault] = []
        self.drafts: list[_Draft] = []
        self.title = ""
        self._title_line = 0
        self._parent = ""
        self._has_section = False
        self._themes = {STATUTORY: 0, VOLUNTARY: 0}
        self._anchors: dict[str, int] = {}
        self._taken = set(written)
        self._stray_told = False

    def read(self, body: str) -> None:
        found = read_blocks(strict_markdown(), body)
        for start, wrong, mend in found.faults:
            self._fault(start, wrong, mend)
        for block in found.blocks:
            match block:
                case Heading():
                    self._heading(block)
                case Paragraph():
                    self._inline(block.source, block.start)
                    self._prose(block)
                case ItemList():
                    self._list(block)
        self._whole()

    def _fault(self, start: int, wrong: str, mend: str) -> None:
        self.faults.append(Fault(self.file, start + 1, wrong, mend))

    def _inline(self, source: str, start: int, *, one_line: bool = False) -> None:
        for offset, wrong, mend in inline_faults(source, one_line=one_line):
            self._fault(start + offset, wrong, mend)

    # Headings

    def _heading(self, heading: Heading) -> None:
        words, tail = split_tail(heading.source)
        self._inline(words, heading.start)
        title = plain_words(words)
        self._words_of_heading(title, heading.start)
        if heading.level == 1:
            self._document_title(title, tail, heading.start)
        elif heading.level > 3:
            hashes = "#" * heading.level
            self._fault(heading.start, f"The heading {cited(title)} is too deep ({hashes})", "Use ## or ###, not more")
            if tail:
                self._anchor(tail, title, heading.start, level=heading.level)
        else:
            self._section(heading, title, tail)

    def _words_of_heading(self, title: str, start: int) -> None:
        if not title:
            self._fault(start, "A heading has no words", "Write its words after the #, or take it out")
        elif len(title) > LONGEST_NAME:
            self._fault(start, f"The heading is longer than {LONGEST_NAME} characters", "Shorten it")

    def _document_title(self, title: str, tail: Tail | None, start: int) -> None:
        if self._title_line:
            wrong = f"A second title, {cited(title)}; the first is on line {self._title_line}"
            self._fault(start, wrong, "Keep one heading with a single #; begin sections with ##")
            return
        self.title, self._title_line = title, start + 1
        if self.drafts:
            self._fault(start, "The title stands after a section", "Put it before every section")
        if tail:
            self._fault(start, "The title has braces at its end", "Take them out; only sections and items have an anchor")

    def _section(self, heading: Heading, title: str, tail: Tail | None) -> None:
        if heading.level == 2:
            self._has_section = True
        elif not self._has_section:
            wrong = f"The heading {cited(title)} (###) stands under no section"
            self._fault(heading.start, wrong, "Begin with a ## heading, then use ### under it")
        anchor = self._anchor(tail, title, heading.start, level=heading.level)
        parent = self._parent if heading.level == 3 else ""
        if heading.level == 2:
            self._parent = anchor
        number = ""
        if parent in self._themes:
            self._themes[parent] += 1
            if self._themes[parent] == MOST_THEMES + 1:
                self._fault(heading.start, f"A sector has more than {MOST_THEMES} themes", "Join some of them")
            number = f"{_LETTERS[parent]}{self._themes[parent]}"
        bound_by = tail.bound_by if tail else ""
        if bound_by and not number:
            wrong = "bound_by stands on a heading that is no theme of undertakings"
            self._fault(heading.start, wrong, "Take it out, or put it on a ### theme or on a single item")
        self.drafts.append(_Draft(anchor, title, heading.level, parent, number, bound_by, heading.start + 1))

    def _anchor(self, tail: Tail | None, words: str, start: int, *, level: int = 0) -> str:
        """The anchor of a heading (`level` 2 or 3) or an item (0), noted; empty, with a fault, when there is none."""
        what = "heading" if level else "item"
        if tail is None:
            proposed = special_anchor(words) if level == 2 else ""
            if not proposed or proposed in self._taken:
                proposed = propose_anchor(words, self._taken)
            self._taken.add(proposed)
            wrong = f"The {what} {cited(words)} has no anchor" if words else f"The {what} has no anchor"
            self._fault(start, wrong, f"Add one at its end, for example {{#{proposed}}}")
            return ""
        if tail.wrong:
            self._fault(start, tail.wrong, tail.mend)
        anchor = tail.anchor
        if not anchor:
            return ""
        if anchor in SPECIAL and level != 2:
            self._fault(start, f"The anchor {anchor} belongs to a ## heading", "Give this one another anchor")
        if anchor in self._anchors:
            wrong = f"The anchor {anchor} stands twice; the first is on line {self._anchors[anchor]}"
            self._fault(start, wrong, f"Change one of them, for example to {{#{propose_anchor(anchor, self._taken)}}}")
        self._anchors.setdefault(anchor, start + 1)
        return anchor

    # What stands under them

    def _prose(self, block: Paragraph | ItemList) -> None:
        if self.drafts:
            self.drafts[-1].chunks.append((block.start, block.end))
        elif not self._stray_told:
            # One fault is enough: everything before the first section is astray for the same reason.
            self._stray_told = True
            place = "after the title" if self._title_line else "before the title"
            wrong = f"Words stand {place}, before the first section"
            self._fault(
                block.start,
                wrong,
                "Put them under a ## heading with an anchor, such as ## Introduction {#introduction}",
            )

    def _list(self, block: ItemList) -> None:
        section = self.drafts[-1] if self.drafts else None
        if section and section.takes_clauses:
            self._clauses(section, block)
            return
        if section and section.sector:
            wrong = f"A list stands under {cited(section.title)} before any theme"
            self._fault(block.start, wrong, "Put it under a theme, a ### heading with an anchor")
        self._prose_list(block, tell_anchors=not (section and section.sector))
        self._prose(block)

    def _prose_list(self, block: ItemList, *, tell_anchors: bool) -> None:
        told = not tell_anchors
        for item in block.items:
            words, tail = split_tail(item.source or "")
            self._inline(words, item.start)
            if tail is None:
                continue
            if tail.anchor:
                self._anchors.setdefault(tail.anchor, item.start + 1)
            if not told:
                told = True
                wrong = "A list in a wrong place: its items have anchors, but this section is prose"
                mend = "Take the anchors out, or move the list under challenges, principles or a theme of undertakings"
                self._fault(item.start, wrong, mend)

    def _clauses(self, section: _Draft, block: ItemList) -> None:
        if block.marker in (".", ")"):
            self._fault(block.start, "The list is numbered", "Begin each item with -; the portal numbers them")
        elif block.marker != "-":
            self._fault(block.start, f"The list is written with {block.marker}", "Begin each item with -")
        for item in block.items:
            self._clause(section, item)

    def _clause(self, section: _Draft, item: ListItem) -> None:
        number = f"{section.prefix}{len(section.items) + 1}"
        if len(section.items) == MOST_ITEMS:
            self._fault(item.start, f"{cited(section.title)} has more than {MOST_ITEMS} items", "Split the section")
        source, tail = split_tail(item.source or "")
        words = " ".join(line.strip() for line in source.split("\n")).strip()
        if item.source is None:
            anchor = ""
        else:
            self._inline(source, item.start, one_line=True)
            if not words:
                self._fault(item.start, "A list item has no words", "Write its words after the -, or take it out")
            stray_told = tail is None and "{#" in source
            anchor = "" if stray_told else self._anchor(tail, words, item.start)
        bound_by = (tail.bound_by if tail else "") or section.bound_by
        section.items.append(Item(anchor, number, words, bound_by, item.start + 1))

    def _whole(self) -> None:
        """What the document as a whole lacks."""
        line = max(self._title_line - 1, 0)
        if not self._title_line:
            self._fault(line, "The document has no title", "Begin it, after the front matter, with # and its title")
        undertakings = [draft for draft in self.drafts if draft.sector]
        if not any(draft.items for draft in undertakings):
            line = undertakings[0].line - 1 if undertakings else line
            mend = "Put at least one list item under a ### theme of a section with the anchor {#statutory} or {#voluntary}"
            self._fault(line, "The compact has no undertaking", mend)
