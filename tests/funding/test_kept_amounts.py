"""What is counted over all agreements is kept: right after every kind of write, and no page counts it."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compact_portal.audit.context import change
from compact_portal.lib import clock
from compact_portal.pages import store
from funding.actions.agreements import save_agreement, void_agreement
from funding.models import Agreement
from signatories.actions.merging import merge_partners
from tests.funding.agreeing import agency, group, recorded
from tests.undertakings.pages import edition_of, many, words_of
from undertakings.actions.evidence import rebuild_evidence
from undertakings.evidence import known, touched
from undertakings.models import KeptAmount
from undertakings.queries.shown import amounts_by_year

pytestmark = pytest.mark.django_db
ON = date(2027, 6, 1)


def shared(key: str = "common-terms", **of) -> dict[str, int]:
    return amounts_by_year(known(key), on=ON, **of)


def verified() -> str:
    out = StringIO()
    call_command("verify_evidence", stdout=out)
    return out.getvalue()


def test_it_follows_each_write():
    one = recorded(common_terms=True)
    recorded(awarded_on=date(2025, 3, 1), common_terms=True)
    recorded(common_terms=False)
    assert shared() == {"2025-26": 1, "2024-25": 1}
    one.refresh_from_db()
    save_agreement(agreement=one, version=one.version, values={"common_terms": False}, by=None, why="A test")
    assert shared() == {"2024-25": 1}
    verified()


def test_one_that_is_void_is_counted_no_more():
    one = recorded(common_terms=True, recipient=group("Small", income_band="under-10k"))
    assert (shared(), shared("small-groups-funded")) == ({"2025-26": 1}, {"2025-26": 1})
    one.refresh_from_db()
    void_agreement(agreement=one, version=one.version, reason="Twice", by=None, at=clock.now())
    assert (shared(), shared("small-groups-funded")) == ({}, {})
    verified()


def test_it_follows_a_funder_that_is_merged():
    gone, into = agency("Gone Council"), agency("Other Council")
    recorded(funder=gone, common_terms=True)
    merge_partners(gone=gone, into=into, version=gone.version, into_version=into.version, by=None, at=clock.now(), on=clock.today())
    assert (shared(agency=gone.pk), shared(agency=into.pk)) == ({}, {"2025-26": 1})
    verified()


def test_after_a_bulk_write_it_is_counted_where_somebody_says_so():
    recorded()
    with change(by=None, why="A test"):
        Agreement.objects.update(recipient_band="under-10k")
        touched(Agreement, [])
    assert shared("small-groups-funded") == {"2025-26": 1}


def test_what_is_kept_wrongly_is_named_and_can_be_built_anew():
    recorded(recipient=group("Small", income_band="under-10k"))
    KeptAmount.objects.filter(measure="small-groups-funded").update(value=7)
    out = StringIO()
    with pytest.raises(CommandError, match="1 difference"):
        call_command("verify_evidence", stdout=out)
    assert "7 is kept; the records say 1." in out.getvalue()
    rebuild_evidence(at=clock.now())
    assert shared("small-groups-funded") == {"2025-26": 1}
    verified()


@pytest.mark.parametrize("address", ["/evidence/", "/evidence/common-terms/", "/open-data/evidence.csv"])
def test_no_page_counts_agreements(client, address):
    edition_of(words_of("First", many(1)))
    recorded(common_terms=True)
    store.clear()
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    assert [query["sql"] for query in found if "funding_agreement" in query["sql"]] == []
