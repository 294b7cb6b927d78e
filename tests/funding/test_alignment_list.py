"""Which funders share terms and monitoring: counted as agreements are written, each count open to its agreements."""

from datetime import date

import pytest

from compact_portal.lib.clock import now
from funding.actions.agreements import save_agreement, void_agreement
from funding.models import AwardTotal
from signatories.actions.merging import merge_partners
from tests.funding.agreeing import agency, drafted, recorded, thresholds
from tests.undertakings.pages import queries_of, read, said

pytestmark = pytest.mark.django_db
PAGE = "/funding/shared-ways/"


@pytest.fixture(autouse=True)
def _numbers(db):
    thresholds()


def rows(client) -> dict[str, str]:
    soup = read(client, PAGE)
    return {said(row.th): " ".join(said(cell) for cell in row.find_all("td")) for row in soup.select("tbody tr")}


def test_without_agreements_it_says_so(client):
    assert "Nothing is recorded yet" in said(read(client, PAGE).main)


def test_each_funder_with_what_it_shares_and_who_shares_it(client):
    recorded(common_terms=True, common_monitoring=True)
    recorded(common_terms=True)
    recorded(agency("Sample Health"), common_terms=True)
    recorded(agency("Sample Police"))
    drafted(agency("Sample Police"), common_terms=True)
    found = rows(client)
    assert found["Sample Council"].startswith("2 all on the shared terms")
    assert "1 of 2 on the shared form" in found["Sample Council"]
    assert found["Sample Police"] == "1 its own its own"
    assert [said(part) for part in read(client, PAGE).select("dd")] == ["Sample Council, Sample Health", "Sample Council"]


def test_a_count_leads_to_its_agreements(client):
    recorded(title="Shared", common_monitoring=True)
    recorded(title="Alone")
    link = read(client, PAGE).select_one('td[data-label="Monitoring"] a')["href"]
    listed = said(read(client, link).select_one("tbody"))
    assert "Shared" in listed
    assert "Alone" not in listed


def test_counts_follow_every_change(client):
    agreement = recorded(common_terms=True)
    agreement = save_agreement(agreement=agreement, version=agreement.version, values={"common_terms": False}, by=None, why="x")
    assert AwardTotal.objects.get().common_terms == 0
    values = {"common_terms": True, "common_monitoring": True, "awarded_on": date(2027, 5, 1)}
    agreement = save_agreement(agreement=agreement, version=agreement.version, values=values, by=None, why="x")
    assert list(AwardTotal.objects.values_list("year", "common_terms", "common_monitoring")) == [
        ("2027-28", 1, 1),
        ("2025-26", 0, 0),
    ]
    void_agreement(agreement=agreement, version=agreement.version, reason="Twice", by=None, at=now())
    assert not AwardTotal.objects.exclude(common_terms=0, common_monitoring=0).exists()


def test_counts_follow_a_funder_into_the_one_that_it_is_merged_with(client):
    gone, into = agency("Sample Council"), agency("Sample Councils")
    recorded(gone, common_terms=True)
    recorded(into, common_terms=True)
    merge_partners(gone=gone, into=into, version=gone.version, into_version=into.version, by=None, on=date(2026, 11, 1), at=now())
    assert AwardTotal.objects.get().common_terms == 2


@pytest.mark.parametrize("count", [1, 30])
def test_it_costs_the_same_however_many_funders_there_are(client, count):
    for number in range(count):
        recorded(agency(f"Sample Council {number}"), common_terms=True)
    assert queries_of(client, PAGE) <= 5
