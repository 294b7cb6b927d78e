"""The right of reply: what agencies and partners say beside a figure that concerns them. It changes no figure.

This app knows no partner, so the app that does registers who tells the replies, as it does for their names.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from compact_portal.pages.parts import kept

# So many replies stand on one page; all of them are in the open data.
SHOWN = 30


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply as the public reads it: `year` is "" where it is about all years, `words` "" where they are hidden."""

    measure: str
    year: str
    partner: str
    url: str
    signed_as: str
    said_at: datetime
    words: str
    hidden_at: datetime | None = None
    hidden_reason: str = ""


# Takes measures, a year ("" for all of them), and how many at most; gives the newest first.
Loader = Callable[[Collection[str], str, int], list[Reply]]

_loaders: list[Loader] = []


def told_by(loader: Loader) -> None:
    """Say who tells the replies. The last one to say so is asked."""
    _loaders[:] = [loader]


def replies_to(measures: Collection[str], *, year: str = "", most: int = SHOWN) -> list[Reply]:
    """What is said beside the figures of measures, or beside those of one year, the newest first: one query."""
    return _told(tuple(measures), year, most) if _loaders and measures else []


@kept
def _told(measures: tuple[str, ...], year: str, most: int) -> list[Reply]:
    return _loaders[0](measures, year, most)
