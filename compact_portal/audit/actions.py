"""Writes that every app needs: references, versions, slugs."""

from datetime import date
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.text import slugify

from compact_portal.audit.models import OldSlug, ReferenceCounter, Versioned

Row = TypeVar("Row", bound=Versioned)


class StaleVersion(Exception):
    """Somebody else has saved the row since the form was made. `row` is the row as it is now."""

    def __init__(self, row: Any) -> None:
        super().__init__("The row has changed since the form was made.")
        self.row = row


def next_reference(prefix: str, *, on: date) -> str:
    """The next public reference, such as DAC-2026-0042. Numbers are never given twice; a gap is possible, a double is not."""
    return next_references(prefix, on=on, count=1)[0]


def next_references(prefix: str, *, on: date, count: int) -> list[str]:
    """So many references at once, in order, for a write of many rows."""
    with transaction.atomic():
        ReferenceCounter.objects.get_or_create(prefix=prefix, year=on.year)
        counter = ReferenceCounter.objects.select_for_update().get(prefix=prefix, year=on.year)
        first = counter.last + 1
        counter.last += count
        counter.save(update_fields=["last"])
    return [str(ReferenceCounter(prefix=prefix, year=on.year, last=number)) for number in range(first, first + count)]


def locked(model: type[Row], pk: int, *, version: int | None) -> Row:
    """The row, locked for this transaction. Raises StaleVersion when it is no longer the version that the form showed."""
    row: Row = model._default_manager.select_for_update().get(pk=pk)
    if version is not None and row.version != version:
        raise StaleVersion(row)
    return row


def save_version(row: Versioned, values: dict[str, Any]) -> None:
    """Write the values to a locked row and count its version up."""
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()


def free_slug(model: type[models.Model], words: str, *, keep: models.Model | None = None, most: int = 80) -> str:
    """A slug made of the words that no other row has or had; a number is added where it is taken."""
    stem = slugify(words)[:most].strip("-") or "item"
    others = model._default_manager.exclude(pk=keep.pk) if keep is not None else model._default_manager.all()
    taken = set(others.filter(slug__startswith=stem).values_list("slug", flat=True))
    old = OldSlug.objects.filter(kind=model._meta.label_lower, slug__startswith=stem)
    taken |= set((old.exclude(row=keep.pk) if keep is not None else old).values_list("slug", flat=True))
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def remember_slug(row: models.Model, old: str, new: str) -> None:
    """Keep the old address of a row working after its slug has changed, and free the new one where it was its own before."""
    if old == new:
        return
    kind = row._meta.label_lower
    OldSlug.objects.filter(kind=kind, slug=new, row=row.pk).delete()
    OldSlug.objects.get_or_create(kind=kind, slug=old, defaults={"row": row.pk})


def row_by_old_slug(model: type[models.Model], slug: str) -> Any | None:
    """The row that once had this slug, or None."""
    found = OldSlug.objects.filter(kind=model._meta.label_lower, slug=slug).first()
    return model._default_manager.filter(pk=found.row).first() if found else None
