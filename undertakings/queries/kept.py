"""The reference as a coordinator keeps it: how many rows of each kind, and the rows of one."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import models

from compact_portal.lib.folding import fold
from undertakings.models import Contact, Term
from undertakings.rules import contact_standing

MOST_ROWS = 200


def counts(kinds: Iterable[type[models.Model]]) -> dict[type[models.Model], int]:
    """How many rows each kind has: one query a kind."""
    return {model: model._default_manager.count() for model in kinds}


def rows_of(
    model: type[models.Model],
    wanted: str,
    *,
    title: Callable[[Any], str],
    about: Callable[[Any], str],
    on: date,
) -> tuple[list[dict[str, Any]], int]:
    """The rows whose title or line about them holds the words wanted, at most MOST_ROWS, and how many more there are.

    Capitals and accents do not count. One query, whatever is wanted: a kind has few rows beside what pages hold.
    """
    needle = fold(wanted)
    found: list[dict[str, Any]] = []
    for row in model._default_manager.all():
        shown = {"row": row, "title": title(row), "about": about(row), "standing": None}
        if needle in fold(f"{shown['title']} {shown['about']}"):
            found.append(shown)
    for shown in found[:MOST_ROWS]:
        if isinstance(shown["row"], Contact):
            shown["standing"] = contact_standing(shown["row"].as_of, on=on)
    return found[:MOST_ROWS], max(0, len(found) - MOST_ROWS)


def used_by(row: Any) -> str:
    """A sentence on what points at a row and would point at it no more, "" where nothing does."""
    if not isinstance(row, Term):
        return ""
    names = list(row.seen_from.values_list("name", flat=True)[:6])
    if not names:
        return ""
    more = " and others" if len(names) > 5 else ""
    return f"“See also” leads here from {', '.join(names[:5])}{more}."
