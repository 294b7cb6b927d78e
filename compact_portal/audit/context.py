"""Who is changing something, and why: held for the time of one action, and written to every history row it makes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from compact_portal.pages.actions import content_changed


@dataclass(frozen=True, slots=True)
class Change:
    """`by` is a person, or None for the portal itself (a command, the sample year).

    `gathered` is for what follows from the change at its end: each who listens has a key of its own in it.
    """

    by: Any
    why: str
    public: bool
    gathered: dict[str, Any] = field(default_factory=dict, compare=False)


_finishers: list[Callable[[Change], None]] = []


def at_the_end(finish: Callable[[Change], None], *, first: bool = False) -> None:
    """Have something done at the end of each outermost change, in its transaction. Once, however often it is asked for.

    `first` puts it before the others: who locks records of an app has to do so before evidence locks its measures.
    """
    if finish not in _finishers:
        _finishers.insert(0 if first else len(_finishers), finish)


_current: ContextVar[Change | None] = ContextVar("change", default=None)


def current_change() -> Change | None:
    """The change that is under way here, if any."""
    return _current.get()


@contextmanager
def change(*, by: Any, why: str, public: bool = True) -> Iterator[None]:
    """One write, whole or not at all, with its author and its reason.

    Every function in an `actions.py` that writes does so inside. `public=False` is for what the public cannot read; else
    the content version goes up, last, so that its lock is held shortest. Inside another change the outer one's author
    stands, and only the outermost counts up, after what has to follow from it (`at_the_end`) is done.
    """
    outer = _current.get()
    under_way = outer or Change(by=by, why=why, public=public)
    token = _current.set(under_way)
    try:
        with transaction.atomic():
            yield
            if outer is None:
                for finish in _finishers:
                    finish(under_way)
            if public and (outer is None or not outer.public):
                content_changed()
    finally:
        _current.reset(token)
