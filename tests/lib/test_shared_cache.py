"""The shared cache keeps, counts and, unlike Django's, does not hide a database that fails."""

import pytest
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db


def failing(execute, sql, params, many, context):
    if sql.lstrip().upper().startswith(("INSERT", "UPDATE")):
        raise OperationalError("database or disk is full")
    return execute(sql, params, many, context)


def test_it_keeps_and_gives_back():
    assert cache.add("a", [1.5, 2.5], 60)
    assert not cache.add("a", "another", 60)
    assert cache.get("a") == [1.5, 2.5]
    cache.set("a", "another", 60)
    assert cache.get("a") == "another"
    cache.delete("a")
    assert cache.get("a") is None


@pytest.fixture
def full_disk(monkeypatch):
    """Every write of Django's own cache fails, as it does on a full disk."""
    writes = DatabaseCache._base_set

    def inside(*arguments):
        with connection.execute_wrapper(failing):
            return writes(*arguments)

    monkeypatch.setattr(DatabaseCache, "_base_set", inside)


def test_the_trap_is_there_in_djangos_own(full_disk):
    assert DatabaseCache("portal_cache", {}).add("b", 1, 60) is False


@pytest.mark.parametrize("write", ["add", "set"])
def test_a_database_that_fails_is_no_key_that_somebody_has(full_disk, write):
    with pytest.raises(OperationalError, match="full"):
        getattr(cache, write)("b", 1, 60)
    assert cache.get("b") is None


def test_what_runs_out_is_gone():
    cache.set("c", 1, -1)
    assert cache.get("c") is None
    assert cache.add("c", 2, 60)


def test_it_shares_the_transaction_that_it_is_called_in():
    with CaptureQueriesContext(connection) as seen:
        cache.set("d", 1, 60)
    assert not any(query["sql"].startswith("BEGIN") for query in seen)
