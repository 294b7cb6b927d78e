"""Pages that are put together from parts: the same bytes as without them, nothing of whoever reads, and what they cost."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from compact_portal.audit.context import change
from compact_portal.lib import clock
from compact_portal.pages import parts, store
from compact_portal.site.sample import load_sample
from tests.access_rows import make_rows
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
def sample(loaded: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, DAY)
    load_sample(at=clock.now(), on=DAY)


def test_each_page_of_the_sample_year_is_the_same_bytes_with_parts_and_without(sample: None, monkeypatch) -> None:
    addresses = [*everything(), *ASKED]
    assert len(addresses) > 400
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
    monkeypatch.setattr(parts, "of", lambda *_: nullcontext())
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


def costs(client: Client, address: str, *, forget: Callable[[], None]) -> int:
    assert client.get(address).status_code == 200
    store.clear()
    forget()
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/", 1), ("/compact/", 1), ("/compact/principles/", 1), ("/compact/undertakings/", 1),
        ("/compact/undertakings/statutory/", 1), ("/compact/undertakings/right-to-comment/", 1), ("/evidence/", 1),
        ("/jargon-buster/", 1), ("/jargon-buster/?q=vol", 1), ("/examples/", 1), ("/examples/?by=undertaking", 1),
        ("/contacts/", 1), ("/compact/codes/", 1), ("/search/?q=funding", 1), ("/search/?q=volunter", 1),
        ("/funding/", 3), ("/signatories/", 3), ("/consultations/", 5),
    ],
)  # fmt: skip
def test_out_of_its_parts_a_page_costs_the_query_for_the_version_and_its_live_rows(
    sample: None, client: Client, address: str, queries: int
) -> None:
    assert costs(client, address, forget=lambda: None) == queries


@pytest.mark.parametrize(
    ("address", "most"),
    [("/", 10), ("/compact/undertakings/", 12), ("/compact/undertakings/right-to-comment/", 15), ("/evidence/", 13),
     ("/jargon-buster/", 3), ("/search/?q=funding", 8), ("/funding/", 5), ("/signatories/", 4), ("/consultations/", 7)],
)  # fmt: skip
def test_after_a_write_each_page_costs_a_fixed_number_of_queries(sample: None, client: Client, address: str, most: int) -> None:
    assert costs(client, address, forget=parts.clear) <= most


def test_what_a_neighbour_needed_is_there_for_the_next_undertaking(sample: None, client: Client) -> None:
    """A write costs the first undertaking's page what all of them show; each of the others is then put together."""
    client.get("/compact/undertakings/right-to-comment/")
    with CaptureQueriesContext(connection) as found:
        assert client.get("/compact/undertakings/own-affairs/").status_code == 200
    assert len(found) == 1


def test_a_term_that_is_written_stands_in_every_page_at_once(loaded: Any, client: Client) -> None:
    for address in ("/jargon-buster/", "/jargon-buster/?q=otter"):
        assert b"Otter" not in client.get(address).content
    with change(by=None, why="A test"):
        Term.objects.create(slug="otter", name="Otter", sort_key="otter", meaning="It swims.", entry_html="<p>Otter swims</p>")
    for address in ("/jargon-buster/", "/jargon-buster/?q=otter"):
        assert b"Otter" in client.get(address).content
