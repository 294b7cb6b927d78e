"""The measures of funding, against a table worked out by hand, and right after every kind of write."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compact_portal.lib.verdicts import Figure
from funding import measures
from funding.actions.agreements import save_agreement, void_agreement
from funding.actions.funds import record_cut, record_guideline, save_fund
from funding.actions.parts import void_part
from funding.models import Agreement
from tests.funding.agreeing import START, add, agency, change_part, group, guideline, recorded, thresholds
from tests.undertakings.pages import read, said, set_day
from undertakings.evidence import known
from undertakings.models import EvidenceLink, Threshold
from undertakings.queries.evidence import Wanted, figure_of, verdicts

ON = date(2027, 6, 1)
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(monkeypatch, db):
    set_day(monkeypatch, ON)
    thresholds()


def figure(key: str) -> Figure:
    return figure_of(key, on=ON)


def agrees() -> str:
    """What verify_evidence says; it fails where anything differs."""
    out = StringIO()
    call_command("verify_evidence", stdout=out)
    return out.getvalue()


def test_payments_one_of_each_outcome():
    agreement = recorded()
    on_time = {"paid_on": START, "paid_pence": 1_00}
    add(agreement, "instalments", due_on=START, pence=1_00, **on_time)
    late = {"paid_on": START + 2 * DAY, "paid_pence": 1_00}
    add(agreement, "instalments", due_on=START, pence=1_00, **late)
    add(agreement, "instalments", due_on=START, pence=1_00, **late, late_reason="Bank", authorised_by="Head of finance")
    add(agreement, "instalments", due_on=ON, pence=1_00)
    add(agreement, "instalments", due_on=ON - DAY, pence=1_00)
    assert figure("payment-on-time") == Figure(kept=1, not_kept=2, explained=1, not_due=1)
    agrees()


def test_without_a_threshold_payments_are_not_known():
    Threshold.objects.filter(rule="payment").delete()
    agreement = recorded()
    add(agreement, "instalments", due_on=START, pence=1_00, paid_on=START, paid_pence=1_00)
    assert figure("payment-on-time") == Figure(unknown=1)


def test_notices_are_judged_anew_when_a_guideline_is_recorded():
    agreement = recorded()
    add(agreement, "notices", kind="end", written_on=date(2026, 11, 1), effective_on=date(2027, 1, 15), reason="x")
    assert figure("notice-given") == Figure(unknown=1)
    guideline(3)
    assert figure("notice-given") == Figure(not_kept=1)
    values = {"months": 2, "from_on": date(2026, 10, 1), "agreed_by": "the Portfolio Holder", "consulted": ""}
    record_guideline(funder=agency(), values=values, by=None)
    assert figure("notice-given") == Figure(kept=1)
    assert figure("change-reasoned") == Figure(unknown=1)


def test_a_figure_follows_every_kind_of_write():
    agreement = recorded()
    row = add(agreement, "instalments", due_on=START, pence=1_00)
    assert figure("payment-on-time") == Figure(not_kept=1)
    row = change_part(agreement, row, paid_on=START, paid_pence=1_00)
    assert figure("payment-on-time") == Figure(kept=1)
    at = row.agreement.history.first().history_date
    void_part(agreement=agreement, row=row, version=row.version, reason="Twice", by=None, at=at)
    assert figure("payment-on-time") == Figure()
    assert figure("multi-year") == Figure(kept=1)
    agreement.refresh_from_db()
    save_agreement(agreement=agreement, version=agreement.version, values={"end_on": date(2027, 3, 31)}, by=None, why="x")
    assert figure("multi-year") == Figure(not_kept=1)
    agreement.refresh_from_db()
    void_agreement(agreement=agreement, version=agreement.version, reason="Twice", by=None, at=at)
    assert figure("multi-year") == Figure()
    agrees()


def test_a_draft_is_in_no_figure():
    agreement = recorded()
    Agreement.objects.filter(pk=agreement.pk).update(state="draft")
    call_command("refresh_evidence", stdout=StringIO())
    for judging in measures.JUDGING:
        assert figure(judging.promise.key) == Figure(), judging.promise.key


def test_rounds_and_cuts():
    funder = agency()
    values = {"title": "Round", "opens_on": START, "published_on": START + DAY, "consulted_how": "A meeting"}
    fund = save_fund(funder=funder, fund=None, version=None, values=values, by=None)
    assert figure("criteria-published") == Figure(not_kept=1)
    assert figure("criteria-consulted") == Figure(kept=1)
    save_fund(funder=funder, fund=fund, version=fund.version, values=values | {"consulted_how": ""}, by=None)
    assert figure("criteria-consulted") == Figure(unknown=1)
    cut = {"year": "2025-26", "own_per_cent": 2, "sector_per_cent": 3, "source": "", "reason": ""}
    record_cut(funder=funder, values=cut, by=None)
    assert figure("fair-cuts") == Figure(not_kept=1)
    record_cut(funder=funder, values=cut | {"own_per_cent": 3}, by=None)
    assert figure("fair-cuts") == Figure(kept=1)


def test_a_monitoring_return_is_the_recipients_promise():
    agreement = recorded()
    add(agreement, "returns", due_on=START, received_on=START + DAY)
    add(agreement, "returns", due_on=START, received_on=START)
    assert figure("monitoring-on-time") == Figure(kept=1, not_kept=1)
    own = figure_of("monitoring-on-time", on=ON, agency=agreement.recipient_id or 0)
    assert own == Figure(kept=1, not_kept=1)


def test_amounts_are_summed_by_year():
    agreement = recorded(recipient=group("Small", income_band="under-10k"), common_terms=True)
    support = {"kind": "premises", "what": "Rooms", "how_valued": "", "relief_per_cent": None, "until_on": None}
    add(agreement, "support", yearly_pence=500_00, from_on=START, **support)
    funder = agreement.funder_id
    assert measures.support_given(ON, None) == {(funder, "2026-27"): 500_00, (funder, "2027-28"): 500_00}
    assert measures.on_common_terms(ON, [funder]) == {(funder, "2025-26"): 1}
    assert measures.small_groups_funded(ON, None) == {(funder, "2025-26"): 1}
    assert measures.small_groups_funded(ON, [funder + 999]) == {}


def test_a_drill_down_lists_its_records_with_their_agreements():
    agreement = recorded(title="Advice for all")
    add(agreement, "instalments", due_on=START, pence=1_00)
    rows = verdicts(Wanted("payment-on-time", on=ON))
    assert [row.record for row in rows] == [agreement.instalments.get().pk]
    line = measures.lines(measures.Instalment, [rows[0].record])[rows[0].record]
    assert (line.label, line.url) == (
        "£1 due Wednesday 1 April 2026: Advice for all", f"/funding/agreements/{agreement.reference}/",
    )  # fmt: skip


def test_the_page_of_a_measure_says_what_the_agreements_page_says(client):
    agreement = recorded(title="Advice for all")
    add(agreement, "instalments", due_on=START, pence=1_00)
    words = said(read(client, "/evidence/payment-on-time/").main)
    sentence = "Due by Wednesday 1 April 2026 and not paid yet"
    assert sentence in words
    assert sentence in said(read(client, f"/funding/agreements/{agreement.reference}/").main)


def test_every_key_of_the_shipped_compact_is_offered_or_waits_for_its_records(loaded):
    wanted = set(EvidenceLink.objects.values_list("measure", flat=True))
    offered = {key for key in wanted if known(key)}
    funding = {judging.promise.key for judging in measures.JUDGING} | {one.key for one in measures.AMOUNTS}
    assert funding | {"criteria-published", "criteria-consulted", "fair-cuts"} <= offered


def test_an_agreement_that_is_saved_has_its_rows_read_once_for_all_its_measures():
    agreement = recorded()
    with CaptureQueriesContext(connection) as asked:
        save_agreement(agreement=agreement, version=agreement.version, values={"title": "New"}, by=None, why="x")
    for table in ("funding_evaluation", "funding_objective", "undertakings_threshold", "funding_noticeguideline"):
        assert sum(f'FROM "{table}"' in one["sql"] for one in asked.captured_queries) <= 2, table
