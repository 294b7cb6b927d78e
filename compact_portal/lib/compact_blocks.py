"""The blocks of a compact (headings, paragraphs, lists) with their lines; every other block is a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from compact_portal.lib.anchors import is_anchor
from compact_portal.lib.faults import cited

_HTML = ("HTML stands in the text", "Take it out; write plain Markdown")
_REFUSED = {
    "fence": ("A block of code stands in the text", "Take it out, or take out the backticks around it"),
    "code_block": (
        "The line begins with four blanks or a tab, which shows it as code",
        "Take the blanks at its start out",
    ),
    "blockquote_open": ("A block quote stands in the text", "Take out the > at its start and write it as a paragraph"),
    "table_open": ("A table stands in the text", "Write it as paragraphs or as a list"),
    "hr": ("A line of dashes or stars stands in the text", "Take it out; a new section begins with ## and its heading"),
    "html_block": _HTML,
    "heading_open": ("A heading stands inside a list item", "Begin the line of the heading with its #"),
}
_NESTED = ("A list stands inside a list item", "Give each item a line of its own that begins with - at the margin")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. `source` is its inline Markdown with its attributes; lines from `start` (0-based) up to `end`."""

    level: int
    source: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    source: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ListItem:
    """One list item: the inline Markdown of its paragraph. None when it has none but something else (a fault tells).

    Lines from `start` (0-based) up to `end`, the end of that paragraph.
    """

    source: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list. `marker` is `-`, `*` or `+` for bullets, and `.` or `)` for a numbered list."""

    marker: str
    items: tuple[ListItem, ...]
    start: int
    end: int


Block = Heading | Paragraph | ItemList


@dataclass(slots=True)
class Blocks:
    """What a document consists of, in order, and its faults as (0-based line, wrong, mend)."""

    blocks: list[Block] = field(default_factory=list)
    faults: list[tuple[int, str, str]] = field(default_factory=list)


def read_blocks(markdown: MarkdownIt, source: str) -> Blocks:
    """The blocks of a document given as Markdown with LF line ends."""
    tokens: list[Token] = []
    env: dict[str, Any] = {}
    markdown.block.parse(source, markdown, env, tokens)
    result = Blocks()
    for group in _top_level(tokens):
        _read_group(group, result)
    # A definition such as `[1]: https://…` vanishes from the page, and its link from a clause that stands alone.
    for reference in [*env.get("references", {}).values(), *env.get("duplicate_refs", [])]:
        wrong = f"The address {cited(reference['href'])} stands apart from its link"
        result.faults.append((reference["map"][0], wrong, "Write the link in one piece: [words](address)"))
    return result


def _top_level(tokens: list[Token]) -> Iterator[list[Token]]:
    """The tokens in groups, one for each block at the lowest level of `tokens`."""
    group: list[Token] = []
    depth = 0
    for token in tokens:
        group.append(token)
        depth += token.nesting
        if depth == 0:
            yield group
            group = []


def _lines(token: Token) -> tuple[int, int]:
    start, end = token.map or (0, 0)
    return start, end


def _read_group(group: list[Token], result: Blocks) -> None:
    first = group[0]
    start, end = _lines(first)
    match first.type:
        case "heading_open" if first.markup.startswith("#"):
            result.blocks.append(Heading(int(first.tag[1]), group[1].content, start, end))
        case "heading_open":
            wrong = f"The line under {cited(group[1].content)} makes a heading of it"
            result.faults.append((start, wrong, "Write a heading with # before it; put an empty line above a line of dashes"))
            result.blocks.append(Paragraph(group[1].content, start, end))
        case "paragraph_open":
            result.blocks.append(Paragraph(group[1].content, start, end))
        case "bullet_list_open" | "ordered_list_open":
            items = tuple(_read_item(item, result) for item in _top_level(group[1:-1]))
            result.blocks.append(ItemList(first.markup, items, start, end))
        case kind:
            result.faults.append((start, *_refusal(kind)))


def _refusal(kind: str) -> tuple[str, str]:
    return _REFUSED.get(kind, ("The text holds something that is no heading, paragraph or list", "Take it out"))


def _read_item(group: list[Token], result: Blocks) -> ListItem:
    start, _end = _lines(group[0])
    inner = list(_top_level(group[1:-1]))
    words: list[str] = []
    end = start + 1
    sound = True
    for block in inner:
        line, ends = _lines(block[0])
        match block[0].type:
            case "paragraph_open" if not words:
                words.append(block[1].content)
                end = ends
            case "paragraph_open":
                sound = False
                wrong = "A list item has more than one paragraph"
                result.faults.append((line, wrong, "Join them, or make the second an item or a paragraph at the margin"))
            case "bullet_list_open" | "ordered_list_open":
                sound = False
                result.faults.append((line, *_NESTED))
            case kind:
                sound = False
                result.faults.append((line, *_refusal(kind)))
    # An item without words keeps its empty source: the reader says what it lacks.
    return ListItem(words[0] if words else "" if sound else None, start, end)


@dataclass(frozen=True, slots=True)
class Tail:
    """What stands in braces at the end of a heading or an item; `wrong` and `mend` say why it cannot be read."""

    anchor: str = ""
    bound_by: str = ""
    wrong: str = ""
    mend: str = ""


_TAIL = re.compile(r'#(?P<anchor>\S*)(?P<rest>(?:\s+[^\s="]+="[^"]*")*)')
_ATTRIBUTE = re.compile(r'([^\s="]+)="([^"]*)"')
_SHAPE = 'Write {#anchor}, or {#anchor bound_by="Name"} with straight quotation marks'
_ANCHOR_RULE = "Use small letters, digits and hyphens, a letter first, at most 60"
LONGEST_NAME = 200


def split_tail(source: str) -> tuple[str, Tail | None]:
    """The words of a heading or an item, and the braces at their end, if there are any."""
    source = source.rstrip()
    at = source.rfind("{")
    if not source.endswith("}") or at < 0 or (at and source[at - 1] == "\\"):
        return source, None
    words, tail = source[:at], _read_tail(source[at + 1 : -1])
    if words and not words[-1].isspace() and not tail.wrong:
        tail = Tail(tail.anchor, tail.bound_by, f"No blank stands before {{#{tail.anchor}}}", "Put one there")
    return words.rstrip(), tail


def _read_tail(inner: str) -> Tail:
    inner = " ".join(inner.split())
    match = _TAIL.fullmatch(inner)
    if not match:
        return Tail(wrong=f"{cited('{' + inner + '}')} at the end cannot be read", mend=_SHAPE)
    anchor = match["anchor"]
    if not is_anchor(anchor):
        return Tail(wrong=f"{cited('#' + anchor, 70)} is not an anchor", mend=_ANCHOR_RULE)
    bound_by = ""
    for key, value in _ATTRIBUTE.findall(match["rest"]):
        if key != "bound_by":
            return Tail(anchor, wrong=f"{cited(key)} is unknown beside an anchor", mend=_SHAPE)
        if bound_by or not value.strip():
            return Tail(anchor, wrong="bound_by is empty or stands twice", mend='Name who is bound, once: bound_by="Name"')
        if len(value) > LONGEST_NAME:
            return Tail(anchor, wrong=f"bound_by is longer than {LONGEST_NAME} characters", mend="Shorten the name")
        bound_by = value.strip()
    return Tail(anchor, bound_by)
