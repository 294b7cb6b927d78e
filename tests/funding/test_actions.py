"""Writes to agreements: sums that fit, days that do not overlap, mistakes that stay, kept columns that agree with their rows."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from compact_portal.audit.actions import StaleVersion
from compact_portal.lib.verdicts import Outcome
from funding.actions.agreements import allocate, copy_agreement, record_agreement, save_agreement, void_agreement, years_of
from funding.actions.funds import record_cut, say_of
from funding.actions.parts import put_costs, put_objective, put_schedule, save_part, void_part
from funding.models import (
    Agreement,
    AwardTotal,
    ChangeNotice,
    Dispute,
    Fund,
    Instalment,
    NoticeGuideline,
    OtherSupport,
    YearAllocation,
)
from funding.queries.judging import Guidance, judge, records_of
from funding.rules import Due, catalogue
from tests.funding.agreeing import END, START, add, agency, change_part, drafted, group, guideline, recorded, thresholds

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _numbers(db):
    thresholds()


def outcomes(agreement: Agreement, on: date) -> dict[str, list[Outcome]]:
    found: dict[str, list[Outcome]] = {}
    for one in judge(records_of([agreement])[0], Guidance(), on=on):
        found.setdefault(one.promise.key, []).append(one.verdict.outcome)
    return found


def test_a_draft_is_recorded_only_when_it_is_whole():
    agreement = drafted(title="", award_pence=None)
    with pytest.raises(ValidationError) as refusal:
        record_agreement(agreement=agreement, version=agreement.version, by=None)
    assert refusal.value.message_dict.keys() == {"title", "award_pence"}
    agreement.refresh_from_db()
    assert agreement.state == "draft"


def test_a_recorded_agreement_stays_whole():
    agreement = recorded()
    with pytest.raises(ValidationError):
        save_agreement(agreement=agreement, version=agreement.version, values={"purpose": ""}, by=None, why="x")


def test_instalments_stay_within_the_award_to_the_penny():
    agreement = recorded(award_pence=100_00)
    add(agreement, "instalments", due_on=START, pence=60_00)
    with pytest.raises(ValidationError, match=r"£0\.01 more than the award"):
        add(agreement, "instalments", due_on=START, pence=40_01)
    add(agreement, "instalments", due_on=START, pence=40_00)
    assert Instalment.objects.count() == 2


def test_an_award_is_not_cut_below_its_instalments():
    agreement = recorded(award_pence=100_00)
    add(agreement, "instalments", due_on=START, pence=100_00)
    agreement.refresh_from_db()
    with pytest.raises(ValidationError):
        save_agreement(agreement=agreement, version=agreement.version, values={"award_pence": 99_99}, by=None, why="x")


def test_years_add_up_to_the_award():
    agreement = recorded(award_pence=300_00)
    years = years_of(START, END)
    assert years == ["2026-27", "2027-28", "2028-29"]
    rows = [(year, 100_00, True) for year in years]
    with pytest.raises(ValidationError, match="make them the same"):
        allocate(agreement=agreement, version=agreement.version, years=rows[:2], by=None)
    allocate(agreement=agreement, version=agreement.version, years=rows, by=None)
    assert YearAllocation.objects.count() == 3


def test_a_schedule_makes_instalments_and_is_refused_whole():
    agreement = recorded(award_pence=100_00)
    with pytest.raises(ValidationError):
        put_schedule(agreement=agreement, version=agreement.version, due=[Due(START, 60_00), Due(START, 60_00)], by=None)
    assert not Instalment.objects.exists()
    put_schedule(agreement=agreement, version=agreement.version, due=[Due(START, 60_00)], by=None)
    with pytest.raises(StaleVersion):
        put_schedule(agreement=agreement, version=agreement.version, due=[Due(START, 10_00)], by=None)


def test_liaison_officers_do_not_overlap():
    agreement = recorded()
    add(agreement, "liaison", name="Sample one", role="Officer", from_on=START, until_on=date(2026, 12, 31))
    with pytest.raises(ValidationError, match="Sample one is liaison officer"):
        add(agreement, "liaison", name="Sample two", role="Officer", from_on=date(2026, 12, 31))
    add(agreement, "liaison", name="Sample two", role="Officer", from_on=date(2027, 1, 1))
    agreement.refresh_from_db()
    assert agreement.uncovered_on is None


def test_a_short_notice_is_saved_only_with_reason_and_authoriser():
    guideline(3)
    agreement = recorded()
    said = {"kind": "reduce", "written_on": date(2026, 11, 1), "effective_on": date(2027, 1, 31), "reason": "Less money"}
    with pytest.raises(ValidationError, match="Monday 1 February 2027 or a later day") as refusal:
        add(agreement, "notices", **said)
    assert refusal.value.message_dict.keys() == {"breach_reason", "authorised_by"}
    assert not ChangeNotice.objects.exists()
    add(agreement, "notices", **said, breach_reason="Our grant ended", authorised_by="Portfolio Holder")
    assert outcomes(agreement, date(2027, 5, 1))["notice-given"] == [Outcome.EXPLAINED]
    agreement.refresh_from_db()
    assert agreement.has_notice


def test_without_a_guideline_a_notice_is_saved_and_not_judged():
    agreement = recorded()
    add(agreement, "notices", kind="end", written_on=date(2026, 11, 1), effective_on=date(2026, 11, 2), reason="x")
    assert outcomes(agreement, date(2027, 5, 1))["notice-given"] == [Outcome.UNKNOWN]


def test_the_guideline_of_the_day_counts_and_the_funders_own_goes_before():
    funder = agency()
    guideline(3)
    guideline(6, funder, date(2026, 10, 1))
    guidance = Guidance()
    months = [guidance.guideline(funder.pk, day).months for day in (date(2026, 9, 30), date(2026, 10, 1))]
    assert months == [3, 6]
    with pytest.raises(ValidationError, match="recorded from that day"):
        guideline(4, funder, date(2026, 10, 1))
    assert NoticeGuideline.objects.count() == 2


def test_an_officer_writes_only_for_the_own_agency(personas):
    agreement = recorded(personas.partners["x"], personas.partners["a"])
    for name in ("officer_y", "signatory_a", "coordinator"):
        with pytest.raises(PermissionDenied):
            save_part(
                agreement=agreement, row=Instalment(agreement=agreement), version=None, by=personas.people[name], why="x",
                values={"due_on": START, "pence": 1},
            )  # fmt: skip
    assert not Instalment.objects.exists()


def test_the_second_of_two_officers_is_told():
    agreement = recorded()
    row = add(agreement, "instalments", due_on=START, pence=1_00)
    change_part(agreement, row, pence=2_00)
    row.version = 1
    with pytest.raises(StaleVersion) as stale:
        change_part(agreement, row, pence=3_00)
    assert stale.value.row.pence == 2_00


def test_a_mistake_stays_and_counts_in_nothing():
    agreement = recorded(award_pence=100_00)
    row = add(agreement, "instalments", due_on=START, pence=100_00, paid_on=START, paid_pence=100_00)
    agreement.refresh_from_db()
    assert agreement.paid_pence == 100_00
    void_part(agreement=agreement, row=row, version=row.version, reason="Typed twice", by=None, at=AT)
    agreement.refresh_from_db()
    assert agreement.paid_pence == 0
    assert Instalment.objects.get().voided_reason == "Typed twice"
    with pytest.raises(ValidationError, match="marked as a mistake"):
        change_part(agreement, Instalment.objects.get(), pence=1)
    add(agreement, "instalments", due_on=START, pence=100_00)


def test_a_voided_agreement_leaves_register_and_totals():
    agreement = recorded(award_pence=100_00)
    other = recorded(award_pence=50_00)
    assert list(AwardTotal.objects.values_list("year", "agreements", "pence")) == [("2025-26", 2, 150_00)]
    void_agreement(agreement=agreement, version=agreement.version, reason="Twice", by=None, at=AT)
    assert list(Agreement.objects.public()) == [other]
    assert list(AwardTotal.objects.values_list("agreements", "pence")) == [(1, 50_00)]
    with pytest.raises(ValidationError):
        add(agreement, "instalments", due_on=START, pence=1)


def test_totals_follow_the_award_and_its_year():
    agreement = recorded(award_pence=100_00)
    values = {"award_pence": 70_00, "awarded_on": date(2026, 4, 1)}
    save_agreement(agreement=agreement, version=agreement.version, values=values, by=None, why="x")
    found = {(row.year, row.agreements, row.pence) for row in AwardTotal.objects.all()}
    assert found == {("2025-26", 0, 0), ("2026-27", 1, 70_00)}


def test_a_copy_begins_the_day_after_and_is_as_long():
    agreement = recorded()
    direct = {"kind": "direct", "label": "Staff", "pence": 5, "part": None, "whole": None}
    put_costs(agreement=agreement, version=agreement.version, lines=[direct], by=None)
    indicator = {"words": "Counted", "unit": "people", "target": 4, "due_on": END, "agreed_on": START}
    put_objective(agreement=agreement, objective=None, version=None, words="Help", indicator=indicator, by=None)
    copied = copy_agreement(agreement=agreement, by=None, on=date(2028, 12, 1))
    assert (copied.state, copied.start_on, copied.end_on) == ("draft", date(2029, 4, 1), date(2032, 3, 31))
    assert copied.renewed_from == agreement
    assert copied.cost_lines.get().pence == 5
    assert copied.objectives.get().indicators.get().agreed_on is None


def test_what_a_recipient_says_changes_no_figure(personas):
    agreement = recorded(personas.partners["x"], personas.partners["a"])
    row = add(agreement, "instalments", due_on=START, pence=1_00, paid_on=START, paid_pence=1_00)
    before = outcomes(agreement, date(2027, 1, 1))
    values = {"stance": "disputed", "says_on": START + 9 * DAY, "words": "It came later"}
    say_of(about=row, values=values, by=personas.people["contributor_a"], at=AT)
    say_of(about=row, values={"stance": "confirmed", "says_on": None, "words": ""}, by=personas.people["signatory_a"], at=AT)
    assert outcomes(agreement, date(2027, 1, 1)) == before
    assert Dispute.objects.standing().get().stance == "confirmed"
    assert Dispute.objects.count() == 2
    for name in ("signatory_b", "officer_x1", "coordinator"):
        with pytest.raises(PermissionDenied):
            say_of(about=row, values=values, by=personas.people[name], at=AT)


def test_every_promise_has_its_verdict():
    """One agreement with a record of each kind; each outcome worked out by hand."""
    guideline(3)
    agreement = recorded(award_pence=900_00)
    allocate(agreement=agreement, version=agreement.version, by=None, years=[(year, 300_00, True) for year in years_of(START, END)])
    add(agreement, "instalments", due_on=START, pence=300_00, paid_on=START + DAY, paid_pence=300_00)
    add(agreement, "evaluations", held_on=date(2027, 3, 1))
    add(agreement, "returns", due_on=date(2027, 3, 20), received_on=date(2027, 3, 21))
    add(agreement, "next-year", decision="renewed", told_on=date(2029, 3, 31))
    agreement.refresh_from_db()
    lines = [{"kind": "direct", "label": "Staff", "pence": 900_01, "part": None, "whole": None}]
    put_costs(agreement=agreement, version=agreement.version, lines=lines, by=None)
    assert outcomes(agreement, date(2028, 4, 1)) == {
        "next-year-told": [Outcome.KEPT],
        "multi-year": [Outcome.KEPT],
        "indicators-agreed": [Outcome.UNKNOWN],
        "yearly-evaluation": [Outcome.NOT_KEPT],
        "liaison-officer": [Outcome.NOT_KEPT],
        "full-cost": [Outcome.NOT_KEPT],
        "payment-on-time": [Outcome.NOT_KEPT],
        "core-up-front": [Outcome.NOT_KEPT, Outcome.NOT_KEPT, Outcome.NOT_DUE],
        "monitoring-on-time": [Outcome.NOT_KEPT],
    }
    assert {promise.key for promise in catalogue.OF_AN_AGREEMENT} >= outcomes(agreement, END).keys()


def test_kept_columns_agree_with_the_rows_they_follow_from():
    guideline(3)
    agreement = recorded(agency(), group("Small", income_band="under-10k"))
    assert (agreement.recipient_band, agreement.is_multi_year, agreement.full_cost) == ("under-10k", True, "unknown")
    assert (agreement.tell_by, agreement.notice_by) == (END, date(2029, 1, 1))
    assert (agreement.evaluate_by, agreement.uncovered_on) == (date(2027, 4, 1), START)
    add(agreement, "evaluations", held_on=date(2026, 10, 1))
    add(agreement, "next-year", decision="ended", told_on=date(2026, 11, 1))
    agreement.refresh_from_db()
    assert (agreement.tell_by, agreement.notice_by, agreement.evaluate_by) == (None, None, date(2027, 10, 1))


def test_a_cut_recorded_again_takes_the_place_of_the_former():
    funder = agency()
    for own in (3, 4):
        values = {"year": "2025-26", "own_per_cent": own, "sector_per_cent": 2, "source": "", "reason": ""}
        row = record_cut(funder=funder, values=values, by=None)
    assert (row.own_per_cent, funder.own_cuts.count()) == (4, 1)


@pytest.mark.parametrize(
    "make",
    [
        lambda one: Agreement.objects.filter(pk=one.pk).update(end_on=START - DAY),
        lambda one: Agreement.objects.filter(pk=one.pk).update(award_pence=-1),
        lambda one: Agreement.objects.filter(pk=one.pk).update(title=""),
        lambda one: Agreement.objects.filter(pk=one.pk).update(purpose_withheld=True),
        lambda one: Agreement.objects.filter(pk=one.pk).update(recipient=one.funder),
        lambda one: Agreement.objects.filter(pk=one.pk).update(voided_at=AT),
        lambda one: Instalment.objects.create(agreement=one, due_on=START, pence=0),
        lambda one: Instalment.objects.create(agreement=one, due_on=START, pence=1, paid_on=START),
        lambda one: Instalment.objects.create(agreement=one, due_on=START, pence=1, late_reason="x"),
        lambda one: YearAllocation.objects.create(agreement=one, year="2026-27", pence=-1),
        lambda one: Fund.objects.create(funder=one.funder, title="x", slug="x", opens_on=END, closes_on=START),
        lambda one: one.cost_lines.create(kind="premises", label="x", pence=1, part=3, whole=2),
        lambda one: one.notices.create(kind="end", written_on=START, effective_on=END, breach_reason="x"),
        lambda one: OtherSupport.objects.create(
            funder=one.funder, recipient=one.recipient, kind="premises", what="x", from_on=START, relief_per_cent=20
        ),
    ],
)
def test_the_database_refuses_what_may_never_be(make):
    agreement = recorded()
    with pytest.raises(IntegrityError), transaction.atomic():
        make(agreement)
