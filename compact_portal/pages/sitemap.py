"""The registry of public pages, for the map of the site that search engines read. Each app registers its own when it starts.

Pages that need nothing in their address register themselves: see compact_portal/site/queries. Django's own sitemaps hold
each file whole and page by OFFSET; here a part is a range of row numbers, read and sent in steps.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet

# The protocol allows 50,000 addresses a file (sitemaps.org).
MOST = 50_000


class PublicPage(NamedTuple):
    """The address of a page, and when it changed last, where somebody knows."""

    path: str
    changed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one kind, of the addresses `routes` ("funding:agreement_detail").

    `pages` takes a range of row numbers and a day, and gives the pages of the rows in it. `highest` gives the highest row
    number there is; without it there is one part, and `pages` may leave the range alone.
    """

    key: str
    routes: tuple[str, ...]
    pages: Callable[[range, date], Iterator[PublicPage]]
    highest: Callable[[], int] | None = None

    def parts(self) -> int:
        """Into how many files it goes; none where it has no row."""
        return 1 if self.highest is None else -(-self.highest() // MOST)


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Offer pages. Two sections with one key are a mistake in the program."""
    if section.key in _sections:
        raise ValueError(f"The pages {section.key!r} are registered twice.")
    _sections[section.key] = section


def sections() -> list[Section]:
    """Every section, by key."""
    return [_sections[key] for key in sorted(_sections)]


def highest_of(model: type[Model]) -> Callable[[], int]:
    """The highest row number of a model, when it is asked for."""
    return lambda: model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0


def in_part(found: QuerySet[Any], rows: range) -> QuerySet[Any]:
    """Those whose numbers are in a part, in their order."""
    return found.filter(pk__gte=rows.start, pk__lt=rows.stop).order_by("pk")


def rows_of_part(number: int) -> range:
    """The row numbers of a part, counted from 1."""
    return range((number - 1) * MOST + 1, number * MOST + 1)
