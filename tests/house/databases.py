"""A database of a test's own, and the portal's commands as processes of their own over it."""

import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def made_at_once() -> None:
    """Say of all migrations that they have run, after the tables have been made as the models say.

    Each operation of a migration sets anew every model that is related to its own, which takes half a minute over all of
    them; tables made at once take a second. tests/site/test_migrations.py holds that they are the same.
    """
    settings.MIGRATION_MODULES = {}
    call_command("createcachetable", verbosity=0)  # no model has it: a migration makes it so
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    applied = recorder.applied_migrations()
    for app, name in MigrationLoader(connection).disk_migrations:
        if (app, name) not in applied:
            recorder.record_applied(app, name)


def make_tables() -> None:
    """All tables, in an empty database."""
    settings.MIGRATION_MODULES = dict.fromkeys(app.label for app in apps.get_app_configs())
    call_command("migrate", run_syncdb=True, verbosity=0)
    made_at_once()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """pytest-django's, after which the migrations are there again for whoever looks at them."""
    with django_db_blocker.unblock():
        made_at_once()


@dataclass(frozen=True)
class Place:
    """Where one portal lives: its data folder and its database."""

    folder: Path
    environment: dict[str, str]

    def manage(self, *words: str, fails: bool = False) -> str:
        """Run a command and give what it printed; `fails` gives what it complained about."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=settings.BASE_DIR, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode != 0) == fails, done.stderr or done.stdout
        return done.stderr if fails else done.stdout

    def make_tables(self) -> None:
        """All tables as the migrations leave them, without the time that these take."""
        complaint = self.start("from tests.house.databases import make_tables; make_tables()").communicate(timeout=120)[1]
        assert complaint == ""

    def start(self, code: str) -> "subprocess.Popen[str]":
        """Run Python with the portal's models until it is stopped."""
        start = "import django; django.setup()\n"
        return subprocess.Popen(
            [sys.executable, "-c", start + code],
            cwd=settings.BASE_DIR, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip


def _server() -> Any:
    """A connection of its own to the suite's PostgreSQL, outside the test database and outside any transaction."""
    options = {name: connection.settings_dict[key] for name, key in (("user", "USER"), ("password", "PASSWORD")) if key}
    server = psycopg2.connect(
        host=connection.settings_dict["HOST"], port=connection.settings_dict["PORT"], dbname="postgres", **options
    )
    server.autocommit = True
    return server


@pytest.fixture
def new_place(tmp_path: Path) -> Iterator[Callable[[], Place]]:
    """Make an empty portal: a folder with SQLite, or a new PostgreSQL database where the suite runs on that."""
    made: list[str] = []

    def make() -> Place:
        folder = tmp_path / uuid.uuid4().hex[:8]
        folder.mkdir()
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment |= {"PORTAL_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "compact_portal.settings"}
        if connection.vendor == "postgresql":
            name = f"test_place_{uuid.uuid4().hex[:12]}"
            server = _server()
            with server.cursor() as cursor:
                cursor.execute(f"CREATE DATABASE {name}")
            server.close()
            made.append(name)
            url = os.environ["DATABASE_URL"]
            environment["DATABASE_URL"] = url.rpartition("/")[0] + f"/{name}"
        return Place(folder, environment)

    yield make
    for name in made:
        server = _server()
        with server.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        server.close()
