"""A compact as one Markdown document: read strictly, with every fault on its line, and digested.

What is exported is byte for byte what was read: `CompactText.text` is the document in its one form (NFC, LF), and the
digest is that of its UTF-8 bytes.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from compact_portal.lib.compact_front import read_front
from compact_portal.lib.compact_reader import Reader
from compact_portal.lib.compact_shapes import CompactText, Item, Section
from compact_portal.lib.faults import Fault, in_line_order
from compact_portal.lib.textfile import normalise, read_text

__all__ = [
    "CompactText",
    "Item",
    "Section",
    "Understood",
    "anchors_written",
    "digest_of",
    "normalise",
    "read_compact",
    "understand",
]

# No compact comes near it, and reading so many lines takes two seconds.
MOST_LINES = 20_000

_WRITTEN_ANCHOR = re.compile(r"\{#([a-z][a-z0-9-]{0,59})(?=[\s}])")


def digest_of(text: str) -> str:
    """The SHA-256 of a text's UTF-8 bytes, as 64 hexadecimal digits. Give the normalised text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def anchors_written(text: str) -> frozenset[str]:
    """Every well-formed anchor that a text mentions, also where the text has faults."""
    return frozenset(_WRITTEN_ANCHOR.findall(text))


@dataclass(frozen=True, slots=True)
class Understood:
    """What could be read of a text, and what is wrong with it. `compact` is None where there is any fault."""

    compact: CompactText | None
    sections: tuple[Section, ...]
    faults: tuple[Fault, ...]


def read_compact(data: bytes, *, file: str = "compact.md") -> tuple[CompactText | None, list[Fault]]:
    """The compact in a file's bytes, or None and every fault of the file in line order. Never raises."""
    found = understand(data, file=file)
    return found.compact, list(found.faults)


def understand(data: bytes, *, file: str = "compact.md") -> Understood:
    """The same, with the sections that could be read despite the faults, for somebody who is mending them."""
    text, faults = read_text(data, file=file)
    if text is None:
        return Understood(None, (), tuple(in_line_order(faults)))
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        faults.append(Fault(file, MOST_LINES + 1, f"The text has more than {MOST_LINES:,} lines", "Shorten it"))
        return Understood(None, (), tuple(faults))
    front, found = read_front(lines, file=file)
    faults += found
    # Blank lines instead of the front matter keep the line numbers right.
    body = "\n" * front.ends + "\n".join(lines[front.ends :])
    reader = Reader(file, lines, anchors_written(body))
    reader.read(body)
    faults += reader.faults
    sections = tuple(draft.finished(lines) for draft in reader.drafts)
    if faults:
        return Understood(None, sections, tuple(in_line_order(faults)))
    compact = CompactText(
        compact=front.get("compact"),
        place=front.get("place"),
        edition=front.get("edition"),
        standing=front.get("standing") or "adopted",
        first_agreed=front.first_agreed,
        title=reader.title,
        sections=sections,
        text=text,
        digest=digest_of(text),
    )
    return Understood(compact, sections, ())
