"""What the site's own pages decide, over plain values."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar
from xml.sax.saxutils import escape

from compact_portal.audit.register import Personal
from compact_portal.lib.dates import add_months

Clause = TypeVar("Clause")

# Short enough to be read at a glance on the home page. A compact without a clause that short shows its shortest.
AT_A_GLANCE = 160
SECURITY_TXT_MONTHS = 6


def of_the_day(clauses: Sequence[tuple[str, Clause]], *, on: date) -> Clause | None:
    """The clause that stands large on the home page on a day, out of (words, clause) in the order of the text.

    The short ones take turns, one a day, so that in time each is seen and nobody chooses. None when there is no clause.
    """
    if not clauses:
        return None
    short = [clause for words, clause in clauses if len(words) <= AT_A_GLANCE]
    if not short:
        return min(clauses, key=lambda pair: len(pair[0]))[1]
    return short[on.toordinal() % len(short)]


def security_txt_expires(on: date) -> date:
    """The day until which security.txt holds: half a year on (RFC 9116 wants less than a year)."""
    return add_months(on, SECURITY_TXT_MONTHS)


def kept_until(at: datetime, *, days: int) -> datetime:
    """The instant before which things are old enough to go, when they are kept for that many days."""
    return at - timedelta(days=days)


# Under which heading the privacy notice tells what an app holds, in this order.
NOTICE_HEADINGS = {
    "site": "When you report a problem with a page",
    "signatories": "When you act for an organisation or sign for it",
    "funding": "When you keep or read the records of funding",
    "consultations": "When you answer or follow a consultation",
    "undertakings": "What is published for everybody to read",
    "search": "What is published for everybody to read",
    "mail": "When the portal writes to you",
    "sessions": "When you sign in",
    "usersessions": "When you sign in",
    "account": "When you sign in",
    "socialaccount": "When you sign in",
    "mfa": "When you sign in",
    "cache": "When you sign in or send a form",
    "audit": "When you change a record",
    "admin": "When you change a record",
}
NO_HEADING = "Elsewhere"


def notice_groups(register: Mapping[str, Personal]) -> list[tuple[str, list[Personal]]]:
    """The register of personal columns ("app.model.column") as the privacy notice tells it: each entry once a heading."""
    groups: dict[str, set[Personal]] = {heading: set() for heading in (*NOTICE_HEADINGS.values(), NO_HEADING)}
    for column, entry in register.items():
        groups[NOTICE_HEADINGS.get(column.partition(".")[0], NO_HEADING)].add(entry)
    return [
        (heading, sorted(entries, key=lambda entry: (entry.kind, entry.purpose, entry.kept)))
        for heading, entries in groups.items()
        if entries
    ]


# What is personal or endless: robots are asked to keep out, and the map of the site leads nowhere in there.
NOT_CRAWLED = ("/account/", "/admin/", "/search/", "/workspace/")
SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def sitemap_index_xml(addresses: Iterable[str]) -> Iterator[str]:
    """The map of the maps, in pieces (sitemaps.org)."""
    yield f'{_XML}<sitemapindex xmlns="{SITEMAPS}">\n'
    for address in addresses:
        yield f"<sitemap><loc>{escape(address)}</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def sitemap_xml(pages: Iterable[tuple[str, date | None]]) -> Iterator[str]:
    """A map of pages, in pieces: each address with the day on which it changed last, where that is known."""
    yield f'{_XML}<urlset xmlns="{SITEMAPS}">\n'
    for address, changed_on in pages:
        lastmod = f"<lastmod>{changed_on.isoformat()}</lastmod>" if changed_on else ""
        yield f"<url><loc>{escape(address)}</loc>{lastmod}</url>\n"
    yield "</urlset>\n"
