"""Makes a compact of plain Markdown: front matter and anchors are proposed, for a person to look over."""

from __future__ import annotations

import re
from collections.abc import Iterable

from compact_portal.lib.anchors import CHALLENGES, PRINCIPLES, STATUTORY, VOLUNTARY, propose_anchor, special_anchor
from compact_portal.lib.compact_blocks import Heading, ItemList, ListItem, read_blocks, split_tail
from compact_portal.lib.compact_front import REQUIRED, read_front
from compact_portal.lib.compact_inline import plain_words, strict_markdown
from compact_portal.lib.compact_text import MOST_LINES, anchors_written
from compact_portal.lib.textfile import normalise

_CLOSING_HASHES = re.compile(r"(?:^|[ \t]+)#+[ \t]*$")
_MARKER = re.compile(r"^(\s*)[*+](?=\s)")
_PLACE = re.compile(r"(?:the\s+)?(?P<place>.+?)(?:[’']s)?(?:\s+local)?\s+compact", re.IGNORECASE)


def add_anchors(markdown: str) -> str:
    """The Markdown with an anchor proposed for each heading and clause that lacks one; those that are there stay.

    Bullets of clauses become `-`. What is wrong otherwise is left as it is, for the reader of the text to tell.
    """
    text = normalise(markdown)
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        return text
    front, _ = read_front(lines, file="")
    body = "\n" * front.ends + "\n".join(lines[front.ends :])
    _Anchoring(lines, body).run()
    return "\n".join(lines)


def add_front_matter(markdown: str) -> str:
    """The Markdown with front matter proposed where it has none: the compact by its title, the rest to be filled in."""
    text = normalise(markdown)
    if text.startswith("---\n"):
        return text
    title = _title(text.split("\n"))
    place = _PLACE.fullmatch(title)
    values = {"compact": title, "place": place["place"] if place else ""}
    front = "".join(f"{key}: {values.get(key, '')}".rstrip() + "\n" for key in REQUIRED)
    return f"---\n{front}---\n{text.lstrip()}"


def _title(lines: Iterable[str]) -> str:
    """The words of the first heading, fit for a line of front matter."""
    first = next((line.lstrip("#").strip() for line in lines if re.match(r"#{1,3}\s", line)), "")
    return plain_words(split_tail(first)[0]).replace(" #", " ")


class _Anchoring:
    """One pass over a document that writes anchors into its lines."""

    def __init__(self, lines: list[str], body: str) -> None:
        self.lines = lines
        self.body = body
        self.taken = set(anchors_written(body))
        self.section = ""
        self.theme = False

    def run(self) -> None:
        for block in read_blocks(strict_markdown(), self.body).blocks:
            match block:
                case Heading(level=2 | 3):
                    self._heading(block)
                case ItemList() if self._takes_clauses():
                    for item in block.items:
                        self._item(item, bullets=block.marker not in (".", ")"))

    def _takes_clauses(self) -> bool:
        if self.section in (STATUTORY, VOLUNTARY):
            return self.theme
        return self.section in (CHALLENGES, PRINCIPLES) and not self.theme

    def _heading(self, heading: Heading) -> None:
        words, tail = split_tail(heading.source)
        anchor = tail.anchor if tail else ""
        if tail is None:
            anchor = self._proposed(plain_words(words), level=heading.level)
            self.lines[heading.start] = f"{_CLOSING_HASHES.sub('', self.lines[heading.start].rstrip())} {{#{anchor}}}"
        self.theme = heading.level == 3
        if not self.theme:
            self.section = anchor

    def _item(self, item: ListItem, *, bullets: bool) -> None:
        if bullets:
            self.lines[item.start] = _MARKER.sub(r"\1-", self.lines[item.start])
        words, tail = split_tail(item.source or "")
        # Braces in the middle are an anchor in a wrong place: a person moves it.
        if tail is None and words and "{#" not in words:
            last = item.end - 1
            self.lines[last] = f"{self.lines[last].rstrip()} {{#{self._proposed(plain_words(words))}}}"

    def _proposed(self, words: str, *, level: int = 0) -> str:
        special = special_anchor(words) if level == 2 else ""
        if special and special not in self.taken:
            anchor = special
        else:
            anchor = propose_anchor(words, self.taken)
            if level == 3 and self.section == VOLUNTARY and anchor[-1].isdigit():
                # Both sectors often have a theme of the same name.
                anchor = propose_anchor(f"voluntary {words}", self.taken)
        self.taken.add(anchor)
        return anchor
