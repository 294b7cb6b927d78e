"""The public pages that need nothing in their address, whichever app has them, for the map of the site."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from compact_portal.pages.sitemap import PublicPage, Section, register
from compact_portal.site.rules import NOT_CRAWLED

# The mail of the sample year. For the rest: no page ends otherwise than in a slash.
LEFT_OUT = ("mail:outbox_list", "mail:outbox_detail")


def public_routes() -> Iterator[tuple[str, URLPattern]]:
    """Every address of a public page, with its name."""

    def walk(patterns: Any, space: str) -> Iterator[tuple[str, URLPattern]]:
        for entry in patterns:
            if isinstance(entry, URLResolver):
                yield from walk(entry.url_patterns, f"{entry.namespace}:" if entry.namespace else space)
            elif getattr(entry.callback, "is_public_page", False):
                yield f"{space}{entry.name}", entry

    yield from walk(get_resolver().url_patterns, "")


@cache
def plain_addresses() -> tuple[str, ...]:
    """The addresses themselves, in order."""
    names = [name for name, entry in public_routes() if not entry.pattern.converters and name not in LEFT_OUT]
    paths = (reverse(name) for name in names)
    return tuple(sorted(path for path in paths if path.endswith("/") and not path.startswith(NOT_CRAWLED)))


def plain_pages(rows: range, on: date) -> Iterator[PublicPage]:
    """Each of them."""
    return (PublicPage(path) for path in plain_addresses())


def register_pages() -> None:
    """Offer them."""
    register(Section("pages", (), plain_pages))
