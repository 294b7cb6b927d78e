"""What is held about one person, found by what the register says of each model; and when rows changed last."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.dateparse import parse_datetime
from django.utils.module_loading import import_string

from compact_portal.audit.register import HOLDINGS, PERSONAL, Holding


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom it is about: the number of the account (None where there is none), each address and each name it has had."""

    person: int | None
    addresses: frozenset[str]
    names: frozenset[str]


def personal_columns(label: str) -> list[str]:
    """The personal columns of a model, as the register has them."""
    model = apps.get_model(label)
    return [field.name for field in model._meta.concrete_fields if f"{label}.{field.name}".lower() in PERSONAL]


def history_model(label: str) -> type[Model] | None:
    """The table that keeps a model's history, or None."""
    manager = getattr(apps.get_model(label), "history", None)
    return getattr(manager, "model", None)


def last_changes(*models: Any) -> list[datetime | None]:
    """When a row of each of these models was last added, changed or deleted; None where none ever was.

    One statement, written by hand: public pages ask it, and one aggregate a model costs more than the page.
    """
    statement = _last_changes(models)
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [_instant(value) for value in cursor.fetchone()]


@cache
def _last_changes(models: tuple[Any, ...]) -> str:
    """The statement. Made once: asking a model for its history makes a manager and a query each time."""
    tables = (connection.ops.quote_name(model.history.model._meta.db_table) for model in models)
    return "SELECT " + ", ".join(f"(SELECT MAX(history_date) FROM {table})" for table in tables)  # noqa: S608  tables of ours


def _instant(value: str | datetime | None) -> datetime | None:
    """What the database gives for an instant: SQLite has no type of its own for it, and keeps UTC in words."""
    found = parse_datetime(value) if isinstance(value, str) else value
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found


def rows_about(label: str, subject: Subject) -> QuerySet[Any]:
    """The rows of a model that are about somebody."""
    holding, model = HOLDINGS[label], apps.get_model(label)
    if holding.finder:
        found: QuerySet[Any] = import_string(holding.finder)(subject)
        return found
    return _matching(model, holding, subject)


def history_about(label: str, subject: Subject) -> QuerySet[Any] | None:
    """The rows of a model's history that are about somebody: of rows that are shared, only those that said so themselves,
    since the row may have been about somebody else before. None where the model keeps no history."""
    model, holding = history_model(label), HOLDINGS[label]
    if model is None:
        return None
    of_rows = model._default_manager.filter(id__in=rows_about(label, subject).values("pk"))
    if holding.finder:
        return of_rows
    said_so = _matching(model, holding, subject)
    return said_so if holding.shared else said_so | of_rows


def _matching(model: type[Model], holding: Holding, subject: Subject) -> QuerySet[Any]:
    rows = model._default_manager.all()
    wanted = Q(pk__in=[])
    if subject.person is not None:
        for lookup in holding.person:
            wanted |= Q(**{lookup: subject.person})
    for column in holding.words:
        rows = rows.annotate(**{f"{column}_words": Cast(column, TextField())})
    for address in subject.addresses:
        for column in holding.address:
            wanted |= Q(**{f"{column}__iexact": address})
        for column in holding.words:
            wanted |= Q(**{f"{column}_words__icontains": address})
    # A join to several rows would give a row more than once.
    return model._default_manager.filter(pk__in=rows.filter(wanted).values("pk"))


def sessions_of(subject: Subject) -> QuerySet[Session]:
    """The sessions in which somebody is signed in, or in which their address stands. Reads every session there is."""
    keys = [session.session_key for session in Session.objects.iterator(chunk_size=500) if _is_of(session, subject)]
    return Session.objects.filter(session_key__in=keys)


def _is_of(session: Session, subject: Subject) -> bool:
    data = session.get_decoded()
    if subject.person is not None and data.get("_auth_user_id") == str(subject.person):
        return True
    words = json.dumps(data, default=str, ensure_ascii=False).casefold()
    return any(address.casefold() in words for address in subject.addresses)


def all_held() -> Iterator[tuple[str, Holding]]:
    """Each model that may hold something about somebody."""
    yield from HOLDINGS.items()
