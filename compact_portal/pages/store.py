"""Rendered public pages, kept whole in the memory of each process.

A page is kept under its address, the number of the content version and the London day, so a change of content or the
turn of a day needs no clearing: old pages are simply asked for no more and fall out of the store.
"""

import gzip
import hashlib
import threading
from dataclasses import dataclass
from datetime import date

from cachetools import LRUCache

MOST_BYTES = 48 * 1024 * 1024
MOST_BYTES_A_PAGE = 2 * 1024 * 1024
MOST_BYTES_OF_MANY = 4 * 1024 * 1024
LONGEST_ADDRESS = 1_000  # characters; nobody asks twice for a longer one
WORTH_PACKING = 600  # bytes; below, the gzip header eats the gain

Key = tuple[str, int, date]


@dataclass(slots=True)
class Page:
    """A whole answer: what the middleware below the store made."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str
    _packed: bytes | None = None

    @property
    def size(self) -> int:
        """Bytes that it takes, with room for its packed form."""
        return len(self.body) * 3 // 2 + 1000

    def packed(self) -> bytes:
        """The body packed by gzip, b"" where that gains nothing. Made when a reader first takes it: packing a page costs as
        much as making a small one. mtime=0 keeps the bytes the same in every process."""
        if self._packed is None:
            worth = len(self.body) > WORTH_PACKING
            self._packed = gzip.compress(self.body, compresslevel=6, mtime=0) if worth else b""
        return self._packed


_pages: LRUCache[Key, Page] = LRUCache(maxsize=MOST_BYTES, getsizeof=lambda page: page.size)
# Pages without end, such as those of search, in a place of their own: however many are asked for, they push out each other.
_many: LRUCache[Key, Page] = LRUCache(maxsize=MOST_BYTES_OF_MANY, getsizeof=lambda page: page.size)
_lock = threading.Lock()


def etag_of(body: bytes) -> str:
    """A weak tag of the bytes: the packed and the plain form of one page share it."""
    return f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'


def make_page(body: bytes, headers: tuple[tuple[str, str], ...]) -> Page:
    """A page with its tag."""
    return Page(body=body, headers=headers, etag=etag_of(body))


def get(key: Key) -> Page | None:
    """The page that is kept under the key, if it still is."""
    with _lock:
        return _pages.get(key) or _many.get(key)


def put(key: Key, page: Page, *, many: bool = False) -> None:
    """Keep a page, unless it or its address is so large that it would push many others out. `many`: among those without end."""
    if page.size > MOST_BYTES_A_PAGE or len(key[0]) > LONGEST_ADDRESS:
        return
    with _lock:
        (_many if many else _pages)[key] = page


def clear() -> None:
    """For tests and benchmarks that want a cold start."""
    with _lock:
        _pages.clear()
        _many.clear()
