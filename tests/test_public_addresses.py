"""What a public page says that it reads of its address is what it reads: whatever else stands there changes no byte."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import resolve

from compact_portal.pages import store
from tests.access_rows import make_rows
from tests.access_table import ROUTES
from tests.house.routes import Rows
from tests.test_leaks import body

# Every parameter that some page reads, and some that none does.
PARAMETERS = (
    "q", "kind", "after", "before", "page", "letter", "year", "by", "from", "sector", "status", "income", "next", "sort",
    "lang", "mailed", "into", "n",
)  # fmt: skip


@pytest.fixture
def rows(loaded, personas) -> Rows:
    return make_rows(personas)


def declared(rows: Rows) -> Iterator[tuple[str, frozenset[str]]]:
    """The address of each public page that says what it reads, and what that is."""
    for name, route in ROUTES.items():
        address = route.address(name, rows)
        reads = getattr(resolve(address).func, "reads", None)
        if reads is not None:
            yield address, reads


def test_what_a_page_does_not_read_changes_no_byte_of_it(rows):
    addresses = list(declared(rows))
    assert len(addresses) > 20
    wrong = []
    for address, reads in addresses:
        junk = "&".join(f"{name}=undertaking" for name in PARAMETERS if name not in reads)
        answers = []
        for asked in (address, f"{address}?{junk}"):
            store.clear()
            answers.append(body(Client().get(asked)))
        if answers[0] != answers[1]:
            wrong.append(address)
    assert wrong == []
