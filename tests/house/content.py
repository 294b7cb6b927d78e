"""The compact that ships with the portal, and the sample year: made once in a session, and copied from memory into each test."""

import os
import pickle
from collections.abc import Callable
from datetime import date, datetime
from fcntl import LOCK_EX, flock
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

from compact_portal.lib.compact_folder import read_folder_path
from compact_portal.site.sample import load_sample
from undertakings.actions.loading import load
from undertakings.management.commands.load_compact import SHIPPED

# Each table by its name, with its columns and its rows: on PostgreSQL as bytes of its own COPY.
Copy = list[tuple[str, list[str], list[tuple[Any, ...]] | bytes]]
_kept: dict[str, Copy] = {}
# Where the workers of a run leave their copies to each other.
_shared: list[Path] = []
# Before any day that a test plays: a text published on the day on the wall is not out yet on a day that a test has fixed.
PUBLISHED = date(2020, 1, 1)


@pytest.fixture(scope="session", autouse=True)
def _shared_copies(tmp_path_factory: pytest.TempPathFactory) -> None:
    of_the_run = tmp_path_factory.getbasetemp()
    _shared[:] = [of_the_run.parent if "PYTEST_XDIST_WORKER" in os.environ else of_the_run]


# Where the text is, and where all that is ours is.
TEXT = ("undertakings", "search", "pages", "audit")
ALL = (*TEXT, "signatories", "funding", "consultations", "site", "mail", "account", "mfa")


def _models(labels: tuple[str, ...]) -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in labels]


def _read(labels: tuple[str, ...]) -> Copy:
    copy: Copy = []
    with connection.cursor() as cursor:
        for model in _models(labels):
            columns = [field.column for field in model._meta.concrete_fields if not field.generated]
            names = ", ".join(connection.ops.quote_name(column) for column in columns)
            table = connection.ops.quote_name(model._meta.db_table)
            if connection.vendor == "postgresql":
                cursor.copy_expert(f"COPY {table} ({names}) TO STDOUT", sent := BytesIO())
                copy.append((model._meta.db_table, columns, sent.getvalue()))
            else:
                cursor.execute(f"SELECT {names} FROM {table}")
                copy.append((model._meta.db_table, columns, cursor.fetchall()))
    return copy


def _write(copy: Copy, labels: tuple[str, ...]) -> None:
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for table, _, _ in copy:
            cursor.execute(f"DELETE FROM {quote(table)}")
        for table, columns, rows in copy:
            marks = ", ".join(["%s"] * len(columns))
            names = ", ".join(quote(column) for column in columns)
            if isinstance(rows, bytes):
                cursor.copy_expert(f"COPY {quote(table)} ({names}) FROM STDIN", BytesIO(rows))
            elif rows:
                cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})", rows)
        for statement in connection.ops.sequence_reset_sql(no_style(), _models(labels)):
            cursor.execute(statement)


def once(name: str, make: Callable[[], None], labels: tuple[str, ...] = ALL) -> None:
    """The rows that `make` leaves in the tables of these apps. The first call of a name in a run makes them, the others copy."""
    if name not in _kept:
        place = _shared[0] / f"{name.replace(' ', '-')}.copy"
        with place.with_suffix(".lock").open("w") as lock:
            flock(lock, LOCK_EX)  # of several workers one makes them
            if not place.exists():
                make()
                _kept[name] = _read(labels)
                place.write_bytes(pickle.dumps(_kept[name]))
                return
        _kept[name] = pickle.loads(place.read_bytes())
    _write(_kept[name], labels)


def load_dacorum() -> None:
    """The shipped content as `manage.py load_compact` leaves it."""

    def make() -> None:
        content, _ = read_folder_path(SHIPPED)
        assert content is not None
        load(folder=content, by=None, on=PUBLISHED, note="", replace=False)

    once("dacorum", make, TEXT)


def load_sample_year(*, at: datetime, on: date) -> None:
    """The sample year as `manage.py load_sample` leaves it on a day, over the shipped content."""

    def make() -> None:
        load_dacorum()
        load_sample(at=at, on=on)

    once(f"sample year of {on}", make)


@pytest.fixture
def loaded(db: None) -> None:
    """The compact that ships with the portal is in the database."""
    load_dacorum()
