"""Words of an answer that are not shown: where they stand, and what is left when they are taken out.

Places are characters of the original, which is never changed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# A sentence ends with its mark and what closes around it, or with the line.
_SENTENCE = re.compile(r"[^\n.!?…]*[.!?…]+[\"'”’)\]]*|[^\n.!?…]+")
MOST_SENTENCES = 200


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """`length` characters from `start`."""

    start: int
    length: int

    @property
    def end(self) -> int:
        """The first character after it."""
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class Hidden:
    """A span that is not shown, and why."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an answer. With a reason it is hidden; its words are empty then, but for who reads the original."""

    words: str
    reason: str = ""

    @property
    def is_hidden(self) -> bool:
        """Whether the public misses words here."""
        return bool(self.reason)


def sentences(words: str) -> list[Span]:
    """Where the sentences of an answer stand, without the blanks around them; the first MOST_SENTENCES."""
    found = []
    for match in _SENTENCE.finditer(words):
        said = match.group()
        start = match.start() + len(said) - len(said.lstrip())
        if length := len(said.strip()):
            found.append(Span(start, length))
        if len(found) == MOST_SENTENCES:
            break
    return found


def places_of(part: str, words: str) -> list[Span]:
    """Everywhere that pasted words stand in an answer. Blanks and line ends may differ, as they do when one copies from a page."""
    pieces = part.split()
    if not pieces:
        return []
    pattern = re.compile(r"\s+".join(re.escape(piece) for piece in pieces))
    return [Span(match.start(), len(match.group())) for match in pattern.finditer(words)]


def uncovered(spans: Iterable[Span], hidden: Sequence[Span]) -> list[Span]:
    """Those of the spans of which something is still shown."""
    covered = merged(hidden)
    return [span for span in spans if not any(one.start <= span.start and span.end <= one.end for one in covered)]


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same characters as spans that neither touch nor overlap, in order."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end) - found[-1].start)
        else:
            found.append(span)
    return found


def as_marked(words: str, hidden: Sequence[Hidden]) -> list[Part]:
    """The original in pieces, for who may read it: each hidden stretch with its words and why they are hidden."""
    parts: list[Part] = []
    at = 0
    for stretch in merged(one.span for one in hidden):
        if stretch.start >= len(words):
            break
        if stretch.start > at:
            parts.append(Part(words[at : stretch.start]))
        reasons = dict.fromkeys(one.reason for one in hidden if stretch.start <= one.span.start < stretch.end)
        parts.append(Part(words[stretch.start : stretch.end], "; ".join(reasons)))
        at = stretch.end
    if at < len(words):
        parts.append(Part(words[at:]))
    return parts


def as_shown(words: str, hidden: Sequence[Hidden]) -> list[Part]:
    """An answer as the public reads it. Nothing of a hidden character is in it, nor how many there are."""
    return [Part("", part.reason) if part.is_hidden else part for part in as_marked(words, hidden)]


def in_words(words: str, hidden: Sequence[Hidden]) -> str:
    """The same in one string, for files: each hidden stretch is replaced by why it is hidden."""
    return "".join(f"[taken out: {part.reason}]" if part.is_hidden else part.words for part in as_shown(words, hidden))


def shortened(parts: Sequence[Part], most: int) -> list[Part]:
    """The beginning of an answer, so many characters of it; "…" where more follows."""
    found: list[Part] = []
    for part in parts:
        if len(part.words) > most:
            return [*found, Part(part.words[:most].rstrip() + "…")]
        found.append(part)
        most -= len(part.words)
    return found
