"""What public pages are put together from, kept in the memory of each process for one content version and one London day.

A part is what a function makes of its arguments and of public content: a piece of HTML, or the rows behind it. The first page
that needs it makes it, and whoever needs it next has it, at whatever address. A write raises the content version, so nothing
has to be cleared: a part of an older version is asked for no more and falls out.
"""

import pickle
import threading
from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import Any, Generic, ParamSpec, TypeVar

from cachetools import LRUCache

MOST_BYTES = 24 * 1024 * 1024
MOST_BYTES_A_SHELF = 4 * 1024 * 1024

P = ParamSpec("P")
T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Moment:
    """What a request for a public page stands on. The version was read before anything else, so no part is newer than it says.

    `words` is the number of the jargon buster at that version.
    """

    version: int
    day: date
    words: int = 0


_moment: ContextVar[Moment | None] = ContextVar("moment", default=None)
_parts: LRUCache[Hashable, tuple[Any, int]] = LRUCache(maxsize=MOST_BYTES, getsizeof=lambda kept: kept[1])
_lock = threading.Lock()


@contextmanager
def of(version: int, day: date, *, words: int = 0) -> Iterator[None]:
    """While this lasts, parts are kept, and found, under this content version and day; under version 0 none are."""
    before = _moment.set(Moment(version, day, words) if version else None)
    try:
        yield
    finally:
        _moment.reset(before)


def moment() -> Moment | None:
    """The version and the day of the request that is under way; None where nothing is kept: in commands, in the workspace."""
    return _moment.get()


def kept(make: Callable[P, T]) -> Callable[P, T]:
    """Make the function's answer once for each of its arguments, content version and day.

    For what everybody may read and a write to public content changes: nothing of the reader goes in. Arguments can be hashed,
    the answer can be pickled (so it holds no query that nobody has asked yet), and whoever gets it leaves it as it is.
    """
    name = f"{make.__module__}.{make.__qualname__}"

    @wraps(make)
    def inner(*args: P.args, **kwargs: P.kwargs) -> T:
        at = _moment.get()
        if at is None:
            return make(*args, **kwargs)
        key = (name, at.version, at.day, args, tuple(sorted(kwargs.items())))
        with _lock:
            found = _parts.get(key)
        if found is None:
            found = (made := make(*args, **kwargs)), size_of(made)
            if found[1] <= MOST_BYTES:
                with _lock:
                    _parts[key] = found
        part: T = found[0]
        return part

    return inner


def kept_each(make: Callable[[list[K]], dict[K, V]]) -> Callable[[Collection[K]], dict[K, V]]:
    """The same for a function that is asked for many things at once: it makes only those that are missing.

    For things without end, such as the words that people look for: each such function has a shelf of its own, which is
    emptied when it is full, so they push out no part of the text.
    """
    shelf: _Shelf[K, V] = _Shelf(None)
    _shelves.append(shelf)

    @wraps(make)
    def inner(keys: Collection[K]) -> dict[K, V]:
        at = _moment.get()
        if at is None:
            return make(list(keys))
        with _lock:
            if shelf.moment != at:
                shelf.empty(at)
            things = shelf.things
        found = {key: things[key] for key in keys if key in things}
        if len(found) < len(keys):
            made = make([key for key in keys if key not in found])
            shelf.add(at, made)
            found |= made
        return found

    return inner


@dataclass(slots=True)
class _Shelf(Generic[K, V]):
    """What is kept of one such function, for one moment."""

    moment: Moment | None
    things: dict[K, V] = field(default_factory=dict)
    size: int = 0

    def empty(self, at: Moment | None) -> None:
        """Another dictionary: whoever looks into the one before may go on."""
        self.moment, self.things, self.size = at, {}, 0

    def add(self, at: Moment, made: dict[K, V]) -> None:
        """Put things on it, unless another request has meanwhile begun one for a later moment."""
        size = size_of(made)
        with _lock:
            if self.moment != at or size > MOST_BYTES_A_SHELF:
                return
            if self.size + size > MOST_BYTES_A_SHELF:
                self.empty(at)
            self.things.update(made)
            self.size += size


_shelves: list[_Shelf[Any, Any]] = []


def size_of(part: object) -> int:
    """About how many bytes a part takes in memory. Rows take some four times of what they take on their way to a file."""
    if isinstance(part, str | bytes):
        return len(part) * (2 if isinstance(part, str) else 1) + 500
    return len(pickle.dumps(part)) * 4 + 500


def clear() -> None:
    """For tests and benchmarks that want a cold start."""
    with _lock:
        _parts.clear()
        for shelf in _shelves:
            shelf.empty(None)
