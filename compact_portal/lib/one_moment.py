"""Reads that see the rows of one moment, however long they take, and hold up no writer."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """All reads inside see the rows of one moment, and hold up no writer.

    PostgreSQL: REPEATABLE READ. SQLite in WAL mode: a plain BEGIN; Django's own would take the write lock.
    """
    if connection.in_atomic_block:
        yield  # a test's transaction is one moment already
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
