"""Things done at one instant, each by a thread with a database connection of its own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


def at_once(*doings: Callable[[], Any]) -> list[Any]:
    """Do all of these at one instant; gives what each returned or raised, in their order."""
    barrier, results = threading.Barrier(len(doings)), [None] * len(doings)

    def run(place: int, doing: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=30)
            results[place] = doing()
        except Exception as problem:
            results[place] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(doings)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def kinds_of(results: list[Any]) -> list[str]:
    """The names of the classes of what was returned or raised, sorted."""
    return sorted(type(result).__name__ for result in results)


def kinds_at_once(*doings: Callable[[], Any]) -> list[str]:
    """Do all of these at one instant; gives the kinds of what came of it."""
    return kinds_of(at_once(*doings))


def raised_at_once(*doings: Callable[[], Any]) -> list[Exception]:
    """Do all of these at one instant; gives what they raised, nothing for those that went well."""
    return [result for result in at_once(*doings) if isinstance(result, Exception)]
