"""Small compacts of any length, published, and pages read as a reader's browser does: by what stands in them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from compact_portal.audit.context import change
from compact_portal.lib import clock
from compact_portal.lib.compact_text import read_compact
from compact_portal.lib.folding import fold
from compact_portal.pages import middleware, parts, store
from undertakings.actions import evidence
from undertakings.actions.publishing import publish, retypeset
from undertakings.models import Edition, Term

DAY = date(2026, 11, 2)
LATER = date(2027, 3, 1)


def words_of(
    edition: str,
    items: Sequence[tuple[str, str]],
    *,
    standing: str = "adopted",
    principles: Sequence[tuple[str, str]] = (),
    introduction: str = "Two sectors, one place.",
) -> str:
    """A compact with one theme of undertakings, given as pairs of anchor and words."""
    listed = "\n".join(f"- {words} {{#{anchor}}}" for anchor, words in items)
    held = "\n".join(f"- {words} {{#{anchor}}}" for anchor, words in principles)
    before = f"## What we hold {{#principles}}\n\n{held}\n\n" if principles else ""
    return (
        f"---\ncompact: Small Compact\nplace: Smallplace\nedition: {edition}\nstanding: {standing}\n---\n# Small Compact\n\n"
        f"## Introduction {{#introduction}}\n\n{introduction}\n\n{before}"
        f"## What agencies promise {{#statutory}}\n\n### Money {{#money}}\n\nBefore the list.\n\n{listed}\n"
    )


def edition_of(text: str, *, on: date = DAY, note: str = "") -> Edition:
    """The text as a published edition."""
    reading, faults = read_compact(text.encode())
    assert reading, faults
    return publish(reading=reading, by=None, on=on, note=note)


def many(count: int) -> list[tuple[str, str]]:
    """So many undertakings."""
    return [(f"item-{number}", f"Promise number {number} is kept.") for number in range(1, count + 1)]


def add_terms(*rows: tuple[str, str], **values: Any) -> None:
    """Terms as pairs of name and meaning, with everything typeset anew, as the workspace does it."""
    with change(by=None, why="A test"):
        for name, meaning in rows:
            Term.objects.create(name=name, slug=fold(name).replace(" ", "-"), meaning=meaning, sort_key=fold(name), **values)
        retypeset()


def read(client: Client, address: str, status: int = 200) -> BeautifulSoup:
    """The page at an address, parsed."""
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return BeautifulSoup(response.content.decode(), "html.parser")


def said(found: Tag | BeautifulSoup | None) -> str:
    """The words of a part of a page, with single spaces."""
    assert found is not None
    return " ".join(found.get_text().split())


def heading_levels(soup: BeautifulSoup) -> list[int]:
    return [int(tag.name[1]) for tag in soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]


def set_instant(monkeypatch: Any, at: datetime) -> None:
    """Make it that instant for views, for the store of pages, and for what is judged at the end of a change."""
    monkeypatch.setattr(clock, "now", lambda: at)
    monkeypatch.setattr(evidence, "now", lambda: at)
    monkeypatch.setattr(middleware, "now", lambda: at)


def set_day(monkeypatch: Any, on: date) -> None:
    """Make it noon of that day."""
    set_instant(monkeypatch, datetime.combine(on, time(12), tzinfo=UTC))


def queries_of(client: Client, address: str) -> int:
    """How many queries a page costs of which neither it nor a part is kept, on a process that knows the compact's name."""
    assert client.get(address).status_code == 200
    parts.clear()
    store.clear()
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)
