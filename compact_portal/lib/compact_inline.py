"""What may stand inside a line of a compact: emphasis, strong, links. Everything else is a fault with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from compact_portal.lib.faults import cited
from compact_portal.lib.textfile import HIDDEN, name_of

# A longer paragraph cannot be read, and the cost of reading Markdown grows faster than its length.
LONGEST_PARAGRAPH = 20_000

_HOST = re.compile(r"[\w.-]+|[0-9a-f:.]+")
_STRAY_ANCHOR = re.compile(r"(?<!\\)\{#[^{}\n]*\}?")


class Wrong(NamedTuple):
    """A fault inside a paragraph: `offset` is its line within the paragraph, from 0."""

    offset: int
    wrong: str
    mend: str


class StrictMarkdown(MarkdownIt):
    """A Markdown reader that recognises what we refuse, so that a refusal can name it."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 (the library calls it so)
        # The library would turn `[x](javascript:…)` into plain words without a sound; we want to see it.
        return True


@cache
def strict_markdown() -> MarkdownIt:
    """CommonMark with HTML, tables and strikethrough recognised. It keeps nothing from one reading to the next."""
    return StrictMarkdown("commonmark", {"html": True}).enable(["table", "strikethrough"])


class _PlacedState(StateInline):
    """Inline state whose tokens know at which character they begin (the library keeps no such record)."""

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        token.meta["at"] = self.pos
        return token


def inline_faults(source: str, *, one_line: bool = False) -> list[Wrong]:
    """What a paragraph, heading or item (without its own anchor) holds that it may not.

    `one_line`: the words will be joined on one line, so that a forced line break would be lost.
    """
    if len(source) > LONGEST_PARAGRAPH:
        wrong = f"The paragraph is longer than {LONGEST_PARAGRAPH:,} characters"
        return [Wrong(0, wrong, "Split it into several paragraphs, with an empty line between them")]
    found: dict[tuple[int, str], Wrong] = {}
    for at, wrong, mend in _findings(_tokens(source), source, one_line):
        offset = source.count("\n", 0, at)
        # `<b>x</b>` is one fault: the first of a kind in a line stands for the others.
        found.setdefault((offset, mend), Wrong(offset, wrong, mend))
    return sorted(found.values(), key=lambda each: each.offset)


def _tokens(source: str) -> list[Token]:
    markdown = strict_markdown()
    state = _PlacedState(source, markdown, {}, [])
    markdown.inline.tokenize(state)
    for rule in markdown.inline.ruler2.getRules(""):
        rule(state)
    return state.tokens


def plain_words(source: str) -> str:
    """The words of inline Markdown without its marks, on one line."""
    if len(source) > LONGEST_PARAGRAPH:
        return " ".join(source.split())
    breaks = ("softbreak", "hardbreak")
    shown = (" " if token.type in breaks else token.content for token in _tokens(source))
    return " ".join("".join(shown).split())


def _findings(tokens: list[Token], source: str, one_line: bool) -> Iterator[tuple[int, str, str]]:
    """The faults as (character, wrong, mend)."""
    for token in tokens:
        at = token.meta.get("at", 0)
        match token.type:
            case "html_inline":
                yield at, f"HTML stands in the text: {cited(token.content, 40)}", "Take it out; write plain Markdown"
            case "image":
                yield at, "A picture stands in the text", "Take it out; a compact is words only"
            case "code_inline":
                yield at, f"Words are marked as code: {cited(token.content, 40)}", "Take the backticks (`) out"
            case "s_open":
                yield at, "Words are struck out", "Take them out, or take out the ~~ around them"
            case "hardbreak" if one_line and source[at : at + 1] == "\\":
                yield at, "A line ends in a backslash", "Take the backslash out; an item is one run of words"
            case "link_open":
                if why := link_fault(str(token.attrGet("href") or "")):
                    yield at, why, "Give a whole address that begins with https://, http:// or mailto:"
            case "text_special":
                if hidden := HIDDEN.search(token.content):
                    wrong = f"The hidden character {name_of(hidden[0])} is written as {cited(token.markup, 20)}"
                    yield at, wrong, "Take it out"
    for stray in _STRAY_ANCHOR.finditer(source):
        wrong = f"The anchor {cited(stray[0], 70)} does not stand at the end of a heading or an item"
        yield stray.start(), wrong, "Move it to the end, or take it out"


def link_fault(address: str) -> str:
    """Why an address cannot stand in a public text; empty when it can: whole http, https or mailto."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return f"The link {cited(address)} is not a web address"
    if parts.scheme in ("http", "https") and host:
        return "" if _HOST.fullmatch(host) else f"The link {cited(address)} is not a web address"
    if parts.scheme == "mailto" and "@" in parts.path:
        return ""
    return f"The link {cited(address)} leads nowhere that a reader can follow"
