"""One source, two parts: a mail's little Markdown as HTML and as plain text that says the same.

The text is read off the HTML that lib/markup.py has made safe, so neither part can say what the other does not. A mail
is read outside the portal: an address that starts with "/" gets the portal's address in front, and an address that stands
bare in the words becomes a link. Line ends are kept, since people who write letters mean them.
"""

import re
import textwrap
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from compact_portal.lib.folding import clean
from compact_portal.lib.markup import prose

WIDTH = 72
"""Characters a line of the text part; an address is never broken, whatever its length."""

_BARE = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
# Tokens in addresses may begin or end with "_", which is emphasis; what stands in <…> is taken as it is anyway.
_ADDRESS = re.compile(r"(?<!<)https?://[^\s<>]+", re.IGNORECASE)
_EMPHASIS = re.compile(r"(?<!\\)([_*`])")
_ENDS = ".,;:!?'\")]}’”"
_MARKS = re.compile(r"([!-/:-@\[-`{-~])")
_BLOCKS = {"p", "h2", "h3", "h4", "li"}
_LISTS = {"ul", "ol"}


@dataclass(frozen=True, slots=True)
class Parts:
    """The same words twice: `html` is safe to print, `text` is plain and ends without a line end."""

    html: str
    text: str


def parts(markdown: str, *, address: str) -> Parts:
    """Return both parts of a mail's body. `address` is the portal's, without a slash at its end."""
    shielded = _ADDRESS.sub(lambda found: _EMPHASIS.sub(r"\\\1", found.group()), clean(markdown))
    lines = shielded.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    reader = _Reader(address)
    reader.feed(prose("  \n".join(line.rstrip() for line in lines), headings=True))
    reader.close()
    return Parts(html="".join(reader.html), text=reader.text())


def as_typed(words: str) -> str:
    """Return what somebody typed as Markdown that shows exactly that: no emphasis, no list, no link under other words.

    For names, answers and whatever else comes from outside and is put into a mail. Indentation is not kept.
    """
    return "\n".join(_MARKS.sub(r"\\\1", line.strip()) for line in clean(words).splitlines())


@dataclass(slots=True)
class _Block:
    """A paragraph, heading or list item: its lines, how deep it stands in lists, and the mark in front of it."""

    lines: list[str]
    depth: int
    mark: str


class _Reader(HTMLParser):
    """Reads the HTML that `prose` made, which is all there can be in it: blocks, lists, emphasis, links, line ends."""

    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.html: list[str] = []
        self._blocks: list[_Block] = []
        self._words: list[str] = []
        self._lists: list[int | None] = []  # the next number of each list that is open; None where it has dots
        self._mark = ""
        self._link: str | None = None
        self._link_from = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _BLOCKS | _LISTS:
            self._end_block()
        if tag in _LISTS:
            self._lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            self._mark = self._next_mark()
        elif tag == "br":
            self._words.append("\n")
        elif tag == "a":
            self._link = self._whole(given.get("href") or "")
            self._link_from = len(self._words)
            self.html.append(f'<a href="{escape(self._link)}">')
            return
        self.html.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._link is not None:
            self._end_link(self._link)
        if tag in _BLOCKS | _LISTS:
            self._end_block()
        if tag in _LISTS:
            self._lists.pop()
        elif tag == "li":
            self._mark = ""  # an empty item leaves none to the block after it
        self.html.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._words.append(data)
        self.html.append(escape(data, quote=False) if self._link is not None else _linked(data))

    def text(self) -> str:
        """The blocks below each other; items of a list stand close, all else has an empty line between."""
        self._end_block()
        lines: list[str] = []
        before: _Block | None = None
        for block in self._blocks:
            close = before is not None and before.depth and block.depth and block.mark
            if before is not None and not close:
                lines.append("")
            lines.extend(_set(block))
            before = block
        return "\n".join(lines)

    def _whole(self, href: str) -> str:
        return self.address + href if href.startswith("/") else href

    def _end_link(self, link: str) -> None:
        words = "".join(self._words[self._link_from :]).strip()
        bare = link.removeprefix("mailto:")
        if words not in (link, bare):
            self._words.append(f" <{bare}>" if words else bare)
        self._link = None

    def _next_mark(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return "- "
        self._lists[-1] = number + 1
        return f"{number}. "

    def _end_block(self) -> None:
        lines = [" ".join(line.split()) for line in "".join(self._words).split("\n")]
        self._words = []
        if any(lines):
            self._blocks.append(_Block(lines=lines, depth=len(self._lists), mark=self._mark))
            self._mark = ""


def _set(block: _Block) -> list[str]:
    """The block's lines, folded; what follows a list's mark is indented to stand under it."""
    indent = "  " * max(block.depth - 1, 0)
    under = indent + " " * (len(block.mark) or (2 if block.depth else 0))
    lines: list[str] = []
    for line in block.lines:
        first = under if lines or not block.mark else indent + block.mark
        lines += textwrap.wrap(
            line, WIDTH, initial_indent=first, subsequent_indent=under, break_long_words=False, break_on_hyphens=False
        )
    return lines


def _linked(words: str) -> str:
    """The words as HTML, with a link around each address that stands bare in them."""
    made, at = [], 0
    for found in _BARE.finditer(words):
        link = _trimmed(found.group())
        made += [escape(words[at : found.start()], quote=False), f'<a href="{escape(link)}">{escape(link)}</a>']
        at = found.start() + len(link)
    return "".join((*made, escape(words[at:], quote=False)))


def _trimmed(link: str) -> str:
    """Without the full stop or bracket that belongs to the sentence and not to the address."""
    while link[-1] in _ENDS and not (link[-1] == ")" and link.count("(") >= link.count(")")):
        link = link[:-1]
    return link
