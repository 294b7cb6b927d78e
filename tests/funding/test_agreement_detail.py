"""One agreement's page: what was promised and paid, and each verdict with its rule and source."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from funding.actions.agreements import allocate, years_of
from funding.actions.parts import put_costs
from funding.models import Agreement
from tests.funding.agreeing import END, START, add, agency, group, guideline, recorded, thresholds
from tests.undertakings.pages import DAY, queries_of, read, said, set_day

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _numbers(db, monkeypatch):
    thresholds()
    guideline(3)
    set_day(monkeypatch, DAY)


def address(agreement: Agreement) -> str:
    return f"/funding/agreements/{agreement.reference}/"


def test_it_says_what_was_promised_and_paid_and_how_each_promise_stands(client):
    agreement = recorded(award_pence=900_00)
    allocate(agreement=agreement, version=agreement.version, by=None, years=[(year, 300_00, True) for year in years_of(START, END)])
    add(agreement, "instalments", due_on=START, pence=300_00, paid_on=START + timedelta(days=3), paid_pence=300_00)
    words = said(read(client, address(agreement)).main)
    for part in (
        "£300 is promised in instalments, £300 has been paid",
        "Paid on Saturday 4 April 2026, 3 days after Wednesday 1 April 2026",
        "Multi-year funding Kept",
        "Full cost recovery Not known No costing is recorded.",
        "In force here: 24 months; the compact.",
        "Source: The compact: prompt payment.",
    ):
        assert part in words, part


def test_a_breach_stands_with_its_reason_and_who_authorised_it(client):
    agreement = recorded()
    add(
        agreement, "notices", kind="reduce", written_on=date(2026, 10, 1), effective_on=date(2026, 11, 1), reason="Budget",
        breach_reason="Our own grant ended", authorised_by="Portfolio Holder",
    )  # fmt: skip
    words = said(read(client, address(agreement)).main)
    assert "31 days of notice; the guideline is three months; the earliest day that keeps it is Friday 1 January 2027" in words
    assert "Our own grant ended Authorised by Portfolio Holder" in words
    assert "no consultation with the recipient is recorded" in words.lower() or "The day of the decision is not recorded" in words


def test_a_withheld_purpose_is_not_there_and_says_why(client):
    agreement = recorded(purpose="hiddenstreet", purpose_withheld=True, withheld_reason="People could be found")
    page = client.get(address(agreement)).content.decode()
    assert "hiddenstreet" not in page
    assert "The purpose is withheld: People could be found" in page


def test_the_gap_stands_in_pounds(client):
    agreement = recorded(award_pence=100_00)
    lines = [{"kind": "direct", "label": "Staff", "pence": 150_50, "part": None, "whole": None}]
    put_costs(agreement=agreement, version=agreement.version, lines=lines, by=None)
    assert "£50.50 is paid for by nobody" in said(read(client, address(agreement)).main)


def test_drafts_and_unknown_references_are_not_there(client):
    agreement = recorded()
    Agreement.objects.update(state="draft")
    assert client.get(address(agreement)).status_code == 404
    assert client.get("/funding/agreements/XXX-2026-0001/").status_code == 404


def test_its_cost_does_not_grow_with_what_belongs_to_it(client):
    agreement = recorded(award_pence=100_000_00)
    add(agreement, "instalments", due_on=START, pence=1_00)
    few = queries_of(client, address(agreement))
    for number in range(30):
        add(agreement, "instalments", due_on=START + timedelta(days=number), pence=1_00)
    assert queries_of(client, address(agreement)) == few


def test_both_partners_pages_show_it(client):
    recorded(title="Advice for all")
    for slug in (agency().slug, group().slug):
        assert "Advice for all" in said(read(client, f"/signatories/{slug}/").main)


def test_totals_are_those_of_the_register_and_lead_to_it(client):
    recorded(award_pence=100_00)
    recorded(award_pence=50_00)
    page = read(client, reverse("funding:award_total_list"))
    row = page.select_one("tbody tr")
    assert [said(cell) for cell in row.select("th, td")][:3] == ["2025-26", "2", "£150"]
    assert page.select_one('a[href="/funding/?funder=sample-council"]')
