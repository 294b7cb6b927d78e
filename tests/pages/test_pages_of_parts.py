"""Pages that are put together from parts: the same bytes as without them, nothing of whoever reads, and what they cost."""

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from compact_portal.audit.context import change
from compact_portal.lib import clock
from compact_portal.pages import parts, store
from tests.access_rows import make_rows
from tests.house.content import load_sample_year
from tests.house.personas import ANONYMOUS, Personas
from tests.site.test_sitemap import everything
from tests.test_leaks import body, public_addresses
from tests.undertakings.pages import set_day
from undertakings.models import Term

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 26)
# Beside the pages of the map: what people ask of them.
ASKED = (
    "/examples/?by=undertaking", "/jargon-buster/?q=vol", "/jargon-buster/?q=zzzz", "/search/?q=funding", "/search/?q=LSP",
    "/search/?q=county+council", "/search/?q=volunter", "/search/?q=the", "/search/?q=fund&kind=agreement", "/search/?q=a+sample",
    "/funding/?q=sample", "/funding/?term=multi", "/signatories/?sector=voluntary", "/signatories/?q=sample",
    "/signatories/?letter=s", "/consultations/?state=open", "/consultations/?q=sample",
)  # fmt: skip


@pytest.fixture
def sample(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, DAY)
    load_sample_year(at=clock.now(), on=DAY)


def _some_of_each_route(addresses: Iterable[str], *, most: int = 8) -> Iterator[str]:
    """Spread over the addresses of a route, so that its first and its last are among them."""
    routes: dict[str, list[str]] = {}
    for address in addresses:
        routes.setdefault(resolve(address).view_name, []).append(address)
    for ones in routes.values():
        step = max(1, (len(ones) - 1) / (most - 1))
        yield from (ones[round(number * step)] for number in range(min(most, len(ones))))


def test_each_page_of_the_sample_year_is_the_same_bytes_with_parts_and_without(sample: None, monkeypatch) -> None:
    addresses = [*_some_of_each_route(everything()), *ASKED]
    assert len(addresses) > 100
    client = Client()

    def bodies() -> dict[str, bytes]:
        found = {}
        for address in addresses:
            store.clear()
            found[address] = body(client.get(address))
        return found

    first = bodies()  # as parts are made, in one order
    addresses.reverse()
    assert [address for address, bytes_ in bodies().items() if first[address] != bytes_] == []  # out of parts alone
    monkeypatch.setattr(parts, "of", lambda *_, **__: nullcontext())
    assert [address for address, bytes_ in bodies().items() if first[address] != bytes_] == []


@pytest.mark.parametrize("persona", ["coordinator", "officer_x1"])
def test_no_part_knows_who_made_it(persona: str, loaded: Any, personas: Personas) -> None:
    """Parts that somebody signed in has made, for nobody; and the other way round."""
    rows = make_rows(personas)
    wrong = []
    for address in public_addresses(rows):
        if address.endswith((".xlsx", ".pdf")):  # they have the instant in them
            continue
        seen = set()
        for order in ((persona, ANONYMOUS), (ANONYMOUS, persona)):
            parts.clear()
            for one in order:
                store.clear()
                seen.add(body(personas.client(one).get(address)))
        if len(seen) > 1:
            wrong.append(address)
    assert wrong == []


# Out of its parts a page costs the query for the version alone; right after a write at most so many.
COSTS = {
    "/": (1, 10), "/compact/": (1, 4), "/compact/principles/": (1, 4), "/compact/undertakings/": (1, 12),
    "/compact/undertakings/statutory/": (1, 16), "/compact/undertakings/right-to-comment/": (1, 15), "/evidence/": (1, 14),
    "/jargon-buster/": (1, 2), "/jargon-buster/?q=vol": (1, 2), "/examples/": (1, 4), "/examples/?by=undertaking": (1, 4),
    "/contacts/": (1, 3), "/compact/codes/": (1, 3), "/search/?q=funding": (1, 7), "/search/?q=volunter": (1, 9),
    "/funding/": (1, 5), "/signatories/": (1, 5), "/consultations/": (1, 8),
}  # fmt: skip


def cost(client: Client, address: str) -> int:
    store.clear()
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_what_a_page_costs_out_of_its_parts_and_right_after_a_write(sample: None, client: Client) -> None:
    found = {}
    client.get("/")  # the process knows the words of the index and the compact's name
    client.get("/search/?q=funding")
    for address in COSTS:
        parts.clear()
        after = cost(client, address)
        found[address] = (cost(client, address), after)
    wrong = {
        address: (out_of_parts, after)
        for address, (out_of_parts, after) in found.items()
        if out_of_parts != COSTS[address][0] or after > COSTS[address][1]
    }
    assert wrong == {}
    # What the first undertaking's page needs is there for the next one.
    client.get("/compact/undertakings/right-to-comment/")
    assert cost(client, "/compact/undertakings/own-affairs/") <= 2  # its examples have links of their own
    assert cost(client, "/compact/undertakings/own-affairs/") == 1


def test_a_term_that_is_written_stands_in_every_page_at_once(loaded: Any, client: Client) -> None:
    for address in ("/jargon-buster/", "/jargon-buster/?q=otter"):
        assert b"Otter" not in client.get(address).content
    with change(by=None, why="A test"):
        Term.objects.create(slug="otter", name="Otter", sort_key="otter", meaning="It swims.", entry_html="<p>Otter swims</p>")
    for address in ("/jargon-buster/", "/jargon-buster/?q=otter"):
        assert b"Otter" in client.get(address).content
