"""What a compact consists of, once it is read: sections and their clauses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """A clause: a challenge, a principle or an undertaking.

    `number` is such as C1, P3 or S2.4; `words` are inline Markdown on one line; `bound_by` names who is bound where it
    is not the whole sector; `line` counts from 1.
    """

    anchor: str
    number: str
    words: str
    bound_by: str
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (`level` 2, or 3 for a theme or a subsection) with what stands under it, up to the next heading.

    `kind`: prose, challenge, principle or undertaking. `sector`: statutory or voluntary for undertakings, else empty.
    `parent`: the anchor of the section above a level 3. `number`: S2 for a theme, else empty. `title` is plain words;
    `prose` is Markdown without the clauses, which are `items`.
    """

    anchor: str
    title: str
    level: int
    kind: str
    sector: str
    parent: str
    number: str
    bound_by: str
    prose: str
    items: tuple[Item, ...]
    line: int


@dataclass(frozen=True, slots=True)
class CompactText:
    """A compact without faults. `text`: the document in its one form; `digest`: its SHA-256 in hex."""

    compact: str
    place: str
    edition: str
    standing: str
    first_agreed: int | None
    title: str
    sections: tuple[Section, ...]
    text: str
    digest: str
