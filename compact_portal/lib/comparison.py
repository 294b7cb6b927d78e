"""Two editions of a compact side by side, by anchor: what was added, removed, reworded (word by word) and moved.

What has another number only because something before it came, went or moved is not moved itself: it is renumbered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from compact_portal.lib.compact_text import CompactText, Item, Section
from compact_portal.lib.marked_words import Kind, Span, in_order, mark_words

__all__ = ["Change", "Comparison", "Kind", "SectionChanges", "Span", "compare", "mark_words"]


@dataclass(frozen=True, slots=True)
class Change:
    """One clause, or the heading and prose of one section, in two editions.

    `what`: clause or prose. `words` marks the difference (one span of `same` when nothing changed). Numbers, sections
    and titles are empty on the side on which the thing does not stand. `moved`: it stands in another section, or in
    another order among those that stood beside it; it may be reworded as well. `bound_before` and `bound_after` name who
    is bound.
    """

    what: Literal["clause", "prose"]
    anchor: str
    number_before: str
    number_after: str
    section_before: str
    section_after: str
    bound_before: str
    bound_after: str
    title: tuple[Span, ...]
    words: tuple[Span, ...]
    added: bool = False
    removed: bool = False
    moved: bool = False

    @property
    def reworded(self) -> bool:
        """Whether it stands in both editions with other words, another title or for somebody else."""
        if self.added or self.removed:
            return False
        changed = any(span.kind != "same" for span in (*self.title, *self.words))
        return changed or self.bound_before != self.bound_after

    @property
    def renumbered(self) -> bool:
        """Whether it stands in both editions, with another number."""
        return bool(self.number_before and self.number_after) and self.number_before != self.number_after

    @property
    def unchanged(self) -> bool:
        """Whether it is in both editions what and where it was; its number may be another all the same."""
        return not (self.added or self.removed or self.moved or self.reworded)


@dataclass(frozen=True, slots=True)
class SectionChanges:
    """What changed under one heading; `removed` when only the older edition has it, `added` when only the newer one."""

    anchor: str
    title: str
    level: int
    number: str
    added: bool
    removed: bool
    changes: tuple[Change, ...]

    @property
    def unchanged(self) -> bool:
        """Whether nothing changed here."""
        return all(change.unchanged for change in self.changes)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions compared, section by section of the newer; removed sections stand where they stood."""

    sections: tuple[SectionChanges, ...]

    def changes(self) -> Iterator[Change]:
        """Every clause and every section's prose, in order."""
        for section in self.sections:
            yield from section.changes

    @property
    def added(self) -> int:
        return sum(change.added for change in self.changes())

    @property
    def removed(self) -> int:
        return sum(change.removed for change in self.changes())

    @property
    def reworded(self) -> int:
        return sum(change.reworded for change in self.changes())

    @property
    def moved(self) -> int:
        return sum(change.moved for change in self.changes())

    @property
    def unchanged(self) -> int:
        return sum(change.unchanged for change in self.changes())

    @property
    def renumbered(self) -> tuple[Change, ...]:
        """What has another number and is unchanged otherwise, in order."""
        return tuple(change for change in self.changes() if change.renumbered and change.unchanged)

    @property
    def same(self) -> bool:
        """Whether nothing changed in clauses and prose, their numbers included."""
        return all(change.unchanged and not change.renumbered for change in self.changes())


def compare(before: CompactText, after: CompactText) -> Comparison:
    """The newer edition against the older, by anchor. A section or clause that keeps its anchor is the same one."""
    old = {section.anchor: section for section in before.sections}
    new = {section.anchor: section for section in after.sections}
    old_items = {item.anchor: (section, item) for section in before.sections for item in section.items}
    new_items = {item.anchor for section in after.sections for item in section.items}
    order_moved = _out_of_order([name for name in old if name in new], [name for name in new if name in old])
    sections = []
    for anchor in _merged(list(old), list(new)):
        was, now = old.get(anchor), new.get(anchor)
        changes = [_prose_change(was, now, moved=anchor in order_moved)]
        changes += _clause_changes(was, now, old_items, new_items)
        shown = now or was
        assert shown is not None  # every anchor of the merged order comes from one of the two
        sections.append(
            SectionChanges(
                anchor,
                shown.title,
                shown.level,
                shown.number,
                was is None,
                now is None,
                tuple(filter(_has_words, changes)),
            )
        )
    return Comparison(tuple(sections))


def _has_words(change: Change) -> bool:
    """Leaves out nothing but the empty prose of a section whose heading is the same in both."""
    return change.what == "clause" or bool(change.words) or not change.unchanged


def _merged(old: list[str], new: list[str]) -> list[str]:
    """The newer order, with what only the older has put after what it stood after."""
    kept = set(new)
    following: dict[str, list[str]] = {"": []}
    last = ""
    for name in old:
        if name in kept:
            last = name
        else:
            following.setdefault(last, []).append(name)
    return following[""] + [each for name in new for each in (name, *following.get(name, ()))]


def _out_of_order(old: list[str], new: list[str]) -> set[str]:
    """Which of the same names stand in another order: as few as explain the difference."""
    return set(new) - set(in_order(old, new))


def _prose_change(was: Section | None, now: Section | None, *, moved: bool) -> Change:
    """The heading and the prose of a section. `moved`: it stands in another order; so it has with another section above."""
    both = was is not None and now is not None
    numbers = (was.number if was else "", now.number if now else "")
    parents = (was.parent if was else "", now.parent if now else "")
    return Change(
        what="prose",
        anchor=now.anchor if now else was.anchor if was else "",
        number_before=numbers[0],
        number_after=numbers[1],
        section_before=parents[0],
        section_after=parents[1],
        bound_before=was.bound_by if was else "",
        bound_after=now.bound_by if now else "",
        title=mark_words(was.title if was else "", now.title if now else ""),
        words=mark_words(was.prose if was else "", now.prose if now else ""),
        added=was is None,
        removed=now is None,
        moved=both and (moved or parents[0] != parents[1]),
    )


def _clause_changes(
    was: Section | None, now: Section | None, old_items: dict[str, tuple[Section, Item]], new_items: set[str]
) -> list[Change]:
    """The clauses of a section of the newer edition in its order, with those that went where they stood."""
    changes = []
    by_anchor = {item.anchor: item for item in now.items} if now else {}
    # A clause that moved to another section is told there, not here.
    stood = [item.anchor for item in was.items if item.anchor in by_anchor or item.anchor not in new_items] if was else []
    stayed = {name: None for name in stood if name in by_anchor}
    order_moved = _out_of_order(list(stayed), [name for name in by_anchor if name in stayed])
    for anchor in _merged(stood, list(by_anchor)):
        old_section, old_item = old_items.get(anchor, (None, None))
        now_in, moved = now if anchor in by_anchor else None, anchor in order_moved
        changes.append(_clause_change(old_section, old_item, now_in, by_anchor.get(anchor), moved=moved))
    return changes


def _clause_change(was_in: Section | None, was: Item | None, now_in: Section | None, now: Item | None, *, moved: bool) -> Change:
    both = was is not None and now is not None
    numbers = (was.number if was else "", now.number if now else "")
    sections = (was_in.anchor if was_in else "", now_in.anchor if now_in else "")
    return Change(
        what="clause",
        anchor=now.anchor if now else was.anchor if was else "",
        number_before=numbers[0],
        number_after=numbers[1],
        section_before=sections[0],
        section_after=sections[1],
        bound_before=was.bound_by if was else "",
        bound_after=now.bound_by if now else "",
        title=(),
        words=mark_words(was.words if was else "", now.words if now else ""),
        added=was is None,
        removed=now is None,
        moved=both and (moved or sections[0] != sections[1]),
    )
