"""healthz: alive, database reachable, migrations applied; without a session and without a query on people."""

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from compact_portal.site import queries


@pytest.mark.django_db
def test_healthz_says_that_all_is_well_without_a_session(client: Client) -> None:
    with CaptureQueriesContext(connection) as seen:
        response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"alive": True, "database": True, "migrations": True}
    assert "no-store" in response.headers["Cache-Control"]
    assert not response.cookies
    tables = " ".join(query["sql"] for query in seen)
    assert "session" not in tables
    assert "signatories" not in tables


@pytest.mark.django_db
def test_healthz_asks_for_the_migrations_once(client: Client) -> None:
    client.get("/healthz")
    with CaptureQueriesContext(connection) as seen:
        client.get("/healthz")
    assert not any("django_migrations" in query["sql"] for query in seen)


@pytest.mark.django_db
def test_healthz_says_when_a_migration_is_missing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "_migrated", False)
    monkeypatch.setattr("compact_portal.site.queries.MigrationExecutor.migration_plan", lambda self, targets: ["one"])
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"alive": True, "database": True, "migrations": False}
    assert queries.migrations_applied() is False


def test_healthz_says_when_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """No database is allowed in this test, and the cursor fails as one does whose server is gone."""

    def gone(*args: Any) -> None:
        raise OperationalError("no such server")

    monkeypatch.setattr(connection, "cursor", gone)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"alive": True, "database": False, "migrations": False}
    assert b"no such server" not in response.content


def test_healthz_takes_nothing(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
