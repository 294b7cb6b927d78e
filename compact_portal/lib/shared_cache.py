"""The cache that all processes share, in the database: rate limits count in it."""

from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError, connection, transaction


class SharedCache(DatabaseCache):
    """Django's, but it says so when the database fails.

    Django's takes a full disk or a lock for a key that somebody else has set in the same instant. A rate limit then
    believes that its turn has not come, and tells people that they tried too often, where nothing could be saved.
    """

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        failures: list[OperationalError] = []

        def watch(execute: Callable[..., Any], *statement: Any) -> Any:
            try:
                return execute(*statement)
            except OperationalError as failure:
                failures.append(failure)
                raise

        # The transaction stands outside, so that a commit that fails is not taken for anything else either.
        with transaction.atomic(), connection.execute_wrapper(watch):
            done = super()._base_set(mode, key, value, timeout)  # type: ignore[misc]
            if failures:
                raise failures[0]
        return bool(done)
