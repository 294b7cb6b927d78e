"""Load a folder that has been read without fault: its text becomes an edition, its files become the reference."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from compact_portal.audit.actions import free_slug
from compact_portal.audit.context import change
from compact_portal.lib.compact_folder import Folder
from compact_portal.lib.folding import fold
from compact_portal.pages.actions import hold_content
from undertakings.actions.publishing import publish, retypeset
from undertakings.evidence import known
from undertakings.models import CodeOfPractice, Contact, Edition, EvidenceLink, Example, Link, Term, Threshold

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did, in one line, and what is worth knowing."""

    edition: Edition
    sentence: str
    warnings: tuple[str, ...]


def load(*, folder: Folder, by: Any, on: date, note: str = "", replace: bool = False) -> Loaded:
    """Bring the portal to what the folder says, all or nothing. Loading the same folder again changes nothing.

    A text with another digest than every edition becomes a new edition, published `on` that day. Reference rows are
    matched by their key: new ones are added, differing ones updated, and rows that the folder does not name stay. A row
    that a person has edited in the workspace is kept as it is, unless `replace` is set. Raises AlreadyPublished when the
    text is new but its edition's name is not.
    """
    with change(by=by, why="Loaded from a folder"):
        hold_content()
        tally = _Tally(replace=replace)
        _load_terms(folder, tally)
        _load_reference(folder, tally)
        edition = Edition.objects.published().filter(digest=folder.compact.digest).newest_first().first()
        is_new = edition is None
        if edition is None:
            edition = publish(reading=folder.compact, by=by, on=on, note=note)
        if tally.touched or is_new:
            retypeset()
    return Loaded(edition, _sentence(edition, is_new=is_new, tally=tally), tuple(_warnings(folder, tally)))


class _Tally:
    def __init__(self, *, replace: bool) -> None:
        self.replace = replace
        self.added = self.updated = 0
        self.kept: list[str] = []

    @property
    def touched(self) -> bool:
        return bool(self.added or self.updated)


def _sync(
    model: type[models.Model],
    rows: Iterable[tuple[Values, Values]],
    tally: _Tally,
    *,
    slug_from: Callable[[Values], str] | None = None,
) -> None:
    """Bring rows to pairs of key and values. A key that is new gets a row, with a slug where the model has one."""
    manager = model._default_manager
    edited = set(model.history.filter(history_user__isnull=False).values_list("id", flat=True))  # type: ignore[attr-defined]
    for key, values in rows:
        row = manager.filter(**key).first()
        if row is None:
            extra = {"slug": free_slug(model, slug_from({**key, **values}))} if slug_from else {}
            manager.create(**key, **values, **extra)
            tally.added += 1
        elif any(getattr(row, name) != value for name, value in values.items()):
            if row.pk in edited and not tally.replace:
                tally.kept.append(str(row))
                continue
            for name, value in values.items():
                setattr(row, name, value)
            if hasattr(row, "version"):
                row.version += 1
            row.save()
            tally.updated += 1


def _load_terms(folder: Folder, tally: _Tally) -> None:
    rows = [
        (
            {"name": term.term},
            {
                "short_form": term.short_form,
                "also_written": "\n".join(term.also_written),
                "meaning": term.meaning,
                "added_by": "compact" if term.added_by == "the compact" else "portal",
                "sort_key": fold(term.term)[:130],
            },
        )
        for term in folder.terms
    ]
    _sync(Term, rows, tally, slug_from=lambda values: values["short_form"] or values["name"])
    by_name = {name: term for term in Term.objects.all() for name in (fold(term.short_form), fold(term.name)) if name}
    for read in folder.terms:
        wanted = {by_name[fold(name)] for name in read.see_also}
        term = by_name[fold(read.term)]
        if not wanted <= set(term.see_also.all()):
            term.see_also.add(*wanted)


def _load_reference(folder: Folder, tally: _Tally) -> None:
    _sync(Example, [
        ({"title": row.title}, {
            "position": place, "words": row.words, "clauses": list(row.clauses),
            "from_year": row.from_year, "to_year": row.to_year,
        }) for place, row in enumerate(folder.examples)
    ], tally, slug_from=lambda values: values["title"])  # fmt: skip
    _sync(Contact, [
        ({"organisation": row.organisation, "role": row.role}, {
            "position": place, "name": row.name, "telephone": row.telephone, "email": row.email, "as_of": row.as_of,
        }) for place, row in enumerate(folder.contacts)
    ], tally)  # fmt: skip
    _sync(Link, [
        ({"title": row.title}, {
            "position": place, "address": row.address, "about": row.about, "archived": row.archived,
        }) for place, row in enumerate(folder.links)
    ], tally)  # fmt: skip
    _sync(CodeOfPractice, [
        ({"title": row.title}, {
            "position": place, "standing": row.standing, "about": row.about, "address": row.address,
        }) for place, row in enumerate(folder.codes)
    ], tally, slug_from=lambda values: values["title"])  # fmt: skip
    load_thresholds(folder.thresholds, tally)
    _sync(EvidenceLink, [
        ({"anchor": row.anchor, "measure": row.measure}, {"position": place, "from_on": row.from_on})
        for place, row in enumerate(folder.evidence)
    ], tally)  # fmt: skip


def load_thresholds(rows: Iterable[Any], tally: _Tally | None = None) -> int:
    """Bring thresholds to the rows of a thresholds file. Gives how many were added or updated."""
    tally = tally or _Tally(replace=False)
    before = tally.added + tally.updated
    _sync(Threshold, [
        ({"rule": row.rule, "from_on": row.from_on}, {
            "value": f"{row.value:f}", "unit": row.unit, "agreed_by": row.agreed_by, "source": row.source,
        }) for row in rows
    ], tally)  # fmt: skip
    return tally.added + tally.updated - before


def _sentence(edition: Edition, *, is_new: bool, tally: _Tally) -> str:
    clauses = edition.clauses.count()
    did = "Published" if is_new else "Already there:"
    return (
        f"{did} {edition.compact}, {edition.label} ({clauses} clauses, digest {edition.digest[:12]}…); "
        f"reference: {tally.added} added, {tally.updated} updated, {len(tally.kept)} kept as edited here."
    )


def _warnings(folder: Folder, tally: _Tally) -> Iterable[str]:
    missing = [row for row in folder.evidence if known(row.measure) is None]
    if len(missing) == 1:
        row = missing[0]
        what = f"nothing offers the measure {row.measure} yet, so {row.anchor} says “not measured yet”"
        yield f"evidence.csv, line {row.line}: {what}."
    elif missing:
        # One line for all: a compact that is ahead of the portal would otherwise bury what was done.
        listed = ", ".join(f"{row.line} {row.measure}" for row in missing)
        what = "nothing offers these measures yet, so their undertakings say “not measured yet”"
        yield f"evidence.csv: {what} (line, measure): {listed}."
    for name in tally.kept:
        yield f"{name} was edited in the workspace and stays as it is; --replace overwrites it."
