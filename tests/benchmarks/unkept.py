"""The portal with a store of pages that keeps nothing: each request puts its page together, out of parts that are kept."""

from typing import Any

from compact_portal.pages import store
from compact_portal.wsgi import application

__all__ = ["application"]


def keep_nothing(*arguments: Any, **more: Any) -> None:
    """In the place of `store.put`."""


store.put = keep_nothing
