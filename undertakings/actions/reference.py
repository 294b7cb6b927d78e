"""Writes to the living reference: jargon, examples, contacts, links, codes of practice, thresholds.

One coordinator at a time writes (`hold_content`), since a change of a term sets all prose anew. What a name may be is
checked under that lock as well: the form's own check may be a moment old.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify

from compact_portal.audit.actions import free_slug, locked, remember_slug, save_version
from compact_portal.audit.context import change
from compact_portal.audit.models import OldSlug, Versioned
from compact_portal.lib.folding import fold
from compact_portal.pages.actions import hold_content
from undertakings.actions.indexing import reindex
from undertakings.actions.publishing import retypeset, set_reference
from undertakings.models import CodeOfPractice, Contact, Example, Link, Term, Threshold
from undertakings.queries.jargon import glossary

Values = Mapping[str, Any]
LONGEST_SORT_KEY = 130


def add_reference(model: type[Versioned], *, values: Values, by: Any, note: str = "") -> Versioned:
    """A new row, last in its list. Raises ValidationError, by field, when its name is taken."""
    with change(by=by, why=_why("Added", model, note)):
        hold_content()
        row = model()
        _check(row, values)
        _write(row, values)
        _follow_up(model)
    return row


def save_reference(row: Versioned, *, version: int, values: Values, by: Any, note: str = "") -> Versioned:
    """Write a row; its old address keeps working where the new values give it another.

    Raises StaleVersion when somebody has saved it since, the model's DoesNotExist when somebody has deleted it, and
    ValidationError, by field, when its name is taken.
    """
    model = type(row)
    with change(by=by, why=_why("Changed", model, note)):
        hold_content()
        fresh = locked(model, row.pk, version=version)
        _check(fresh, values)
        before = getattr(fresh, "slug", "")
        _write(fresh, values)
        if before:
            remember_slug(fresh, before, fresh.slug)  # type: ignore[attr-defined]
        _follow_up(model)
    return fresh


def delete_reference(row: Versioned, *, version: int, by: Any, note: str = "") -> None:
    """Take a row away; its history stays. Raises StaleVersion; one that is gone already is no fault."""
    model = type(row)
    with change(by=by, why=_why("Deleted", model, note)):
        hold_content()
        if not model._default_manager.filter(pk=row.pk).exists():
            return
        locked(model, row.pk, version=version).delete()
        # Its old addresses lead nowhere now, and a later row may have them.
        OldSlug.objects.filter(kind=model._meta.label_lower, row=row.pk).delete()
        _follow_up(model)


def confirm_contact(contact: Contact, *, version: int, on: date, by: Any) -> Contact:
    """Somebody has made sure that a contact is right on a day. Raises StaleVersion or Contact.DoesNotExist."""
    with change(by=by, why="Confirmed that the contact is right"):
        hold_content()
        fresh = locked(Contact, contact.pk, version=version)
        save_version(fresh, {"as_of": on})
        _follow_up(Contact)
    return fresh


def _why(did: str, model: type[models.Model], note: str) -> str:
    sentence = f"{did} the {model._meta.verbose_name}"
    return f"{sentence}: {note}" if note else sentence


def _check(row: Versioned, values: Values) -> None:
    """Refuse a name that another row has."""
    model: type[models.Model] = type(row)
    probe = model(pk=row.pk, **{name: value for name, value in values.items() if name != "see_also"})
    found = clashes(probe)
    if found:
        raise ValidationError(dict(found))


def _write(row: Versioned, values: Values) -> None:
    model = type(row)
    own = dict(values)
    see_also = own.pop("see_also", None)
    is_new = row.pk is None
    if model is Term:
        own["sort_key"] = fold(own["name"])[:LONGEST_SORT_KEY]
    if hasattr(row, "position") and is_new:
        last = model._default_manager.aggregate(last=models.Max("position"))["last"]
        own["position"] = 0 if last is None else last + 1
    if model in _SLUG_FROM:
        own["slug"] = _slug(row, own)
    if is_new:
        for name, value in own.items():
            setattr(row, name, value)
        row.save()
    else:
        save_version(row, own)
    if isinstance(row, Term) and see_also is not None:
        row.see_also.set(see_also)


def _slug(row: Any, values: Values) -> str:
    """The address that its words give. It stays where they give the same one as before."""
    words = _SLUG_FROM[type(row)]
    if row.pk is None:
        return free_slug(type(row), words(values))
    if slugify(words(vars(row))) == slugify(words(values)):
        return str(row.slug)
    return free_slug(type(row), words(values), keep=row)


_SLUG_FROM: dict[type[models.Model], Callable[[Mapping[str, Any]], str]] = {
    Term: lambda values: values["short_form"] or values["name"],
    Example: lambda values: values["title"],
    CodeOfPractice: lambda values: values["title"],
}


def _follow_up(model: type[models.Model]) -> None:
    """What readers see follows from what was written."""
    if model is Term:
        retypeset()
    elif model in (Example, CodeOfPractice):
        set_reference(glossary())
        reindex()
    elif model is not Threshold:
        reindex()


def clashes(row: models.Model) -> dict[str, str]:
    """By field, why the row cannot be called what it is called: another one is. The form and the action both ask."""
    others = type(row)._default_manager.exclude(pk=row.pk)
    return dict(_CLASHES[type(row)](row, others))


def _term_clashes(row: Any, others: models.QuerySet[Any]) -> Iterator[tuple[str, str]]:
    names: dict[str, str] = {}
    for name, short_form in others.values_list("name", "short_form"):
        for words in (name, short_form):
            if words:
                names.setdefault(fold(words), name)
    for field in ("name", "short_form"):
        words = getattr(row, field)
        if words and (other := names.get(fold(words))):
            yield field, f"The term “{other}” has this name already. Change that one, or give this one another name"


def _title_clashes(row: Any, others: models.QuerySet[Any]) -> Iterator[tuple[str, str]]:
    wanted = fold(row.title)
    other = next((title for title in others.values_list("title", flat=True) if fold(title) == wanted), None)
    if other is not None:
        yield "title", f"There is one called “{other}” already. Change that one, or give this one another title"


def _contact_clashes(row: Any, others: models.QuerySet[Any]) -> Iterator[tuple[str, str]]:
    wanted = [fold(words) for words in (row.organisation, row.role, row.name)]
    for found in others.values_list("organisation", "role", "name"):
        if [fold(words) for words in found] == wanted:
            yield "organisation", "This person or role of the organisation is in the list already. Change that entry"
            return


def _threshold_clashes(row: Any, others: models.QuerySet[Any]) -> Iterator[tuple[str, str]]:
    if others.filter(rule=row.rule, from_on=row.from_on).exists():
        since = "from that day" if row.from_on else "from the start"
        yield "rule", f"“{row.rule}” has a number {since} already. Change that one, or choose another first day"


_CLASHES: dict[type[models.Model], Callable[[Any, models.QuerySet[Any]], Iterator[tuple[str, str]]]] = {
    Term: _term_clashes,
    Example: _title_clashes,
    Contact: _contact_clashes,
    Link: _title_clashes,
    CodeOfPractice: _title_clashes,
    Threshold: _threshold_clashes,
}
