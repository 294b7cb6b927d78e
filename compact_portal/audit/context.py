"""Who is changing something, and why: held for the time of one action, and written to every history row it makes."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from compact_portal.pages.actions import content_changed


@dataclass(frozen=True, slots=True)
class Change:
    """`by` is a person, or None for the portal itself (a command, the sample year)."""

    by: Any
    why: str
    public: bool


_current: ContextVar[Change | None] = ContextVar("change", default=None)


def current_change() -> Change | None:
    """The change that is under way here, if any."""
    return _current.get()


@contextmanager
def change(*, by: Any, why: str, public: bool = True) -> Iterator[None]:
    """One write, whole or not at all, with its author and its reason.

    Every function in an `actions.py` that writes does so inside. `public=False` is for what the public cannot read; else
    the content version goes up, last, so that its lock is held shortest. Inside another change the outer one's author
    stands, and only the outermost counts up.
    """
    outer = _current.get()
    token = _current.set(outer or Change(by=by, why=why, public=public))
    try:
        with transaction.atomic():
            yield
            if public and (outer is None or not outer.public):
                content_changed()
    finally:
        _current.reset(token)
