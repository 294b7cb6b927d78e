"""A spreadsheet brought, checked, brought in whole, and taken back: what is recorded, and what nobody sees meanwhile."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command

from compact_portal.audit.actions import StaleVersion
from compact_portal.lib.clock import now, today
from compact_portal.search.queries import find
from funding.actions import ahead, bringing
from funding.actions.agreements import save_agreement, void_agreement
from funding.actions.bringing import start_bringing, step, undo
from funding.actions.importing import bring_file, check_again, leave_file, leave_old_files, say_recipients
from funding.models import Agreement, AwardTotal, ColumnMapping, ImportBatch, ImportRow, Instalment
from funding.rules.importing import HIDDEN
from signatories.actions.merging import merge_partners
from tests.funding.agreeing import START, add, agency, change_part, group, guideline, recorded, thresholds
from tests.funding.sheets import (
    AGREEMENTS,
    PAYMENTS,
    bring,
    brought,
    brought_in,
    checked,
    choir,
    csv_of,
    faults_of,
    go_on,
    many,
)
from undertakings.evidence import promise_measures
from undertakings.models import RecordVerdict
from undertakings.queries.judging import differences

pytestmark = pytest.mark.django_db
PAID = ("G-1", "INV-1", "1/4/2026", "3,000", "2026-04-09", "£3,000.00")


@pytest.fixture(autouse=True)
def _numbers(db):
    thresholds()
    guideline(3)


def taken_back(batch: ImportBatch, by=None) -> ImportBatch:
    return go_on(undo(batch=batch, version=batch.version, by=by, at=now()))


def evidence_is_right() -> bool:
    wrong = [line for measure in promise_measures() for line in differences(measure, on=today())]
    assert wrong == []
    return RecordVerdict.objects.now_known().exists()


def test_a_row_becomes_an_agreement_with_its_history_its_totals_its_evidence_and_its_place_in_the_search():
    batch = brought_in(choir())
    assert batch.state == "done"
    made = Agreement.objects.get()
    assert made.is_public
    assert (made.title, made.award_pence, made.end_on) == ("Advice", 9_000_00, date(2029, 3, 31))
    assert (made.is_multi_year, made.counted_year, str(made.notice_by)) == (True, "2025-26", "2029-01-01")
    (row,) = made.history.all()
    assert (row.history_type, row.voided_at, row.award_pence) == ("+", None, 9_000_00)
    assert row.history_change_reason == "Brought in with the file grants.csv"
    assert list(AwardTotal.objects.values_list("year", "agreements", "pence")) == [("2025-26", 1, 9_000_00)]
    assert [one.title for one in find("advice", kinds=["agreement"]).results] == [f"Advice ({made.reference})"]
    assert evidence_is_right()


def test_a_payment_finds_its_agreement_in_the_same_file_or_among_those_recorded():
    brought_in(choir())
    batch = brought_in(PAID, headings=PAYMENTS)
    assert batch.counts == {"made payment": 1}
    one = Instalment.objects.get()
    assert (one.due_on, one.pence, one.paid_on, one.paid_pence) == (START, 3_000_00, date(2026, 4, 9), 3_000_00)
    assert Agreement.objects.get().paid_pence == 3_000_00
    assert one.history.get().history_type == "+"
    assert evidence_is_right()


BOTH = (*AGREEMENTS, *PAYMENTS[1:])


def both(*cells: str) -> tuple[str, ...]:
    return (cells[0], *[""] * (len(AGREEMENTS) - 1), *cells[1:])


def test_agreements_and_their_payments_come_in_one_file():
    batch = brought_in(both(*PAID), choir() + ("",) * 5, headings=BOTH)
    assert batch.state == "done"
    assert Agreement.objects.get().paid_pence == 3_000_00
    assert Instalment.objects.standing().count() == 1
    assert evidence_is_right()


def test_the_same_file_twice_changes_nothing():
    rows = [choir() + ("",) * 5, both(*PAID), both("G-1", "", "1/7/2026", "3,000", "", "")]
    brought_in(*rows, headings=BOTH)
    before = (Agreement.history.count(), Instalment.history.count(), list(Agreement.objects.values()))
    batch = checked(*rows, headings=BOTH)
    assert batch.counts == {"same agreement": 1, "same payment": 2}
    with pytest.raises(ValidationError, match="nothing to bring in"):
        start_bringing(batch=batch, version=batch.version, by=None)
    assert (Agreement.history.count(), Instalment.history.count(), list(Agreement.objects.values())) == before


def test_a_row_changes_what_differs_and_an_empty_cell_nothing():
    brought_in(choir())
    batch = checked(choir(Title="Advice and help", Purpose="", Award="10,000"))
    (row,) = batch.rows.all()
    assert row.effect["changes"] == [["Title", "Advice", "Advice and help"], ["Award", "£9,000", "£10,000"]]
    assert bring(batch).state == "done"
    made = Agreement.objects.get()
    assert (made.title, made.purpose, made.award_pence, made.version) == ("Advice and help", "Advice for all", 10_000_00, 2)
    assert [one.award_pence for one in made.history.order_by("history_id")] == [9_000_00, 10_000_00]
    assert AwardTotal.objects.get().pence == 10_000_00
    assert evidence_is_right()


def test_a_payment_that_was_promised_is_marked_as_paid():
    agreement = recorded(own_reference="G-1")
    promised = add(agreement, "instalments", due_on=START, pence=3_000_00)
    brought_in(("G-1", "3,000", "2026-04-01"), headings=("Reference", "Amount paid", "Date paid"))
    promised.refresh_from_db()
    assert (promised.paid_on, promised.paid_pence, promised.version) == (START, 3_000_00, 2)
    assert Instalment.objects.count() == 1
    assert evidence_is_right()


def test_nothing_is_seen_until_all_is_there(client):
    batch = checked(*many(3))
    batch = start_bringing(batch=batch, version=batch.version, by=None)
    step(batch, at=now(), on=today())
    assert Agreement.objects.filter(voided_reason=HIDDEN).count() == 3
    assert not Agreement.objects.public().exists()
    assert not AwardTotal.objects.exists()
    assert not RecordVerdict.objects.exists()
    assert not Agreement.history.exists()
    assert not find("advice", kinds=["agreement"]).results
    for path in ("/funding/", "/open-data/funding.csv", f"/funding/agreements/{Agreement.objects.first().reference}/"):
        answer = client.get(path)
        assert "Advice" not in (b"".join(answer) if answer.streaming else answer.content).decode()
    go_on(batch)
    assert Agreement.objects.public().count() == 3


def test_a_row_at_fault_keeps_all_out():
    batch = checked(choir(), choir(Our_reference="G-2", Award="lots", End_date="31/2/2029"))
    assert batch.state == "faulty"
    assert [fault[:2] for fault in faults_of(batch)] == [(3, "End date"), (3, "Award")]
    with pytest.raises(ValidationError, match="To be mended"):
        start_bringing(batch=batch, version=batch.version, by=None)
    assert not Agreement.objects.exists()


def test_taking_back_voids_what_was_made_and_restores_what_was_changed():
    brought_in(choir())
    first = Agreement.objects.get()
    batch = brought_in(choir(Award="8,000") + ("",) * 5, *[one + ("",) * 5 for one in many(3)[1:]], both(*PAID), headings=BOTH)
    assert AwardTotal.objects.get().pence == (8_000 + 2 * 9_000) * 100
    batch = taken_back(batch)
    assert batch.state == "undone"
    first.refresh_from_db()
    assert (first.award_pence, first.paid_pence, first.voided_at) == (9_000_00, 0, None)
    gone = Agreement.objects.exclude(pk=first.pk)
    assert {one.voided_reason for one in gone} == {"Taken back with the file grants.csv"}
    assert Instalment.objects.get().voided_at is not None
    assert list(AwardTotal.objects.values_list("agreements", "pence")) == [(1, 9_000_00)]
    assert len(find("advice", kinds=["agreement"]).results) == 1
    assert [one.history_type for one in gone[0].history.order_by("history_id")] == ["+", "~"]
    assert not batch.rows.exists()
    assert evidence_is_right()


def test_what_was_taken_back_can_be_brought_again():
    batch = taken_back(brought_in(choir()))
    again = brought_in(choir())
    assert again.digest == batch.digest
    assert again.counts == {"made agreement": 1}
    assert Agreement.objects.public().count() == 1
    assert evidence_is_right()


def changed(made: Agreement) -> None:
    save_agreement(agreement=made, version=made.version, values={"title": "Mended"}, by=None, why="A test")


@pytest.mark.parametrize(
    "meddle",
    [
        changed,
        lambda made: add(made, "evaluations", held_on=today()),
        lambda made: add(made, "instalments", due_on=today(), pence=1_00),
        lambda made: change_part(made, made.instalments.get(), paid_pence=1_00),
        lambda made: void_agreement(agreement=made, version=made.version, reason="Wrong", by=None, at=now()),
    ],
)
def test_taking_back_is_refused_where_somebody_has_changed_a_record(meddle):
    batch = brought_in(choir() + ("",) * 5, both(*PAID), headings=BOTH)
    made = Agreement.objects.get()
    meddle(made)
    with pytest.raises(ValidationError, match=made.reference):
        undo(batch=batch, version=batch.version, by=None, at=now())
    batch.refresh_from_db()
    assert batch.state == "done"


def test_what_was_changed_since_the_check_stops_all_of_it_and_all_is_checked_again():
    agreement = recorded(own_reference="G-1", title="Old")
    batch = checked(choir(), *many(3)[1:])
    batch = start_bringing(batch=batch, version=batch.version, by=None)
    step(batch, at=now(), on=today())
    agreement.refresh_from_db()
    save_agreement(agreement=agreement, version=agreement.version, values={"title": "Newer"}, by=None, why="A test")
    batch = go_on(batch)
    assert batch.state == "ready"
    assert batch.counts["meanwhile"] == f"{agreement.reference} was changed"
    assert Agreement.objects.count() == 1
    assert batch.rows.get(target=agreement.pk).effect["changes"][0] == ["Title", "Newer", "Advice"]
    assert bring(batch).state == "done"
    assert Agreement.objects.public().count() == 3


def test_a_payment_added_since_the_check_stops_it_too():
    agreement = recorded(own_reference="G-1")
    batch = checked(PAID, headings=PAYMENTS)
    batch = start_bringing(batch=batch, version=batch.version, by=None)
    add(agreement, "instalments", due_on=START, pence=3_000_00)
    batch = go_on(batch)
    assert batch.counts["meanwhile"] == f"A payment was added to {agreement.reference}"
    assert batch.rows.get().what == "changed"


def test_a_reference_that_was_given_meanwhile_stops_it_too():
    batch = checked(choir())
    batch = start_bringing(batch=batch, version=batch.version, by=None)
    recorded(own_reference="G-1")
    batch = go_on(batch)
    assert batch.state == "ready"
    assert "reference" in batch.counts["meanwhile"]
    assert Agreement.objects.count() == 1


def test_payments_stay_within_the_award():
    brought_in(choir())
    rows = [("G-1", f"INV-{number}", "1/4/2026", "4,000", "", "") for number in range(3)]
    batch = checked(*rows, headings=PAYMENTS)
    assert batch.state == "faulty"
    assert faults_of(batch) == [(4, "Amount due", "The instalments come to £12,000, £3,000 more than the award of £9,000")]


def test_an_award_is_not_cut_below_what_is_promised():
    add(recorded(own_reference="G-1"), "instalments", due_on=START, pence=8_000_00)
    (fault,) = faults_of(checked(choir(Award="7,000")))
    assert "£1,000 more than the award of £7,000" in fault[2]


def test_headings_are_remembered_for_the_agencys_next_file():
    checked(choir())
    batch = bring_file(agency=agency(), name="next.csv", data=csv_of(AGREEMENTS, choir(Award="1")), by=None, at=now())
    assert batch.state == "staging"
    assert ColumnMapping.objects.count() == 1
    other = agency("Other Council")
    assert bring_file(agency=other, name="x.csv", data=csv_of(AGREEMENTS, choir()), by=None, at=now()).state == "mapping"


def test_a_name_that_is_nearly_right_is_asked_for_and_the_answer_is_remembered():
    group("Riverside Choir")
    batch = checked(choir(Beneficiary="Riverside Chior"))
    assert (batch.state, batch.counts) == ("faulty", {"asked": 1})
    (row,) = batch.rows.all()
    ((number, name),) = row.effect["alike"]
    assert name == "Riverside Choir"
    batch = go_on(say_recipients(batch=batch, version=batch.version, answers={"Riverside Chior": number}, by=None))
    assert batch.counts == {"made agreement": 1}
    assert checked(choir(Our_reference="G-9", Beneficiary="riverside  chior")).counts == {"made agreement": 1}


def test_none_of_those_offered_leaves_the_row_to_be_mended():
    group("Riverside Choir")
    batch = checked(choir(Beneficiary="Riverside Chior"))
    assert batch.counts == {"asked": 1}
    batch = go_on(say_recipients(batch=batch, version=batch.version, answers={"Riverside Chior": 0}, by=None))
    assert [fault[1] for fault in faults_of(batch)] == ["Beneficiary"]


def test_bringing_in_can_be_stopped_and_leaves_nothing_behind():
    batch = checked(*many(3))
    batch = start_bringing(batch=batch, version=batch.version, by=None)
    step(batch, at=now(), on=today())
    assert Agreement.objects.count() == 3
    batch = go_on(check_again(batch=batch, version=batch.version, by=None))
    assert (batch.state, batch.counts) == ("ready", {"made agreement": 3})
    assert not Agreement.objects.exists()
    assert not Agreement.history.exists()


def test_a_file_is_left_with_all_its_rows():
    batch = checked(choir())
    leave_file(batch=batch, version=batch.version, by=None)
    assert not ImportBatch.objects.exists()
    assert not ImportRow.objects.exists()


def test_what_is_in_is_not_left():
    batch = brought_in(choir())
    with pytest.raises(ValidationError):
        leave_file(batch=batch, version=batch.version, by=None)


def test_when_it_is_in_no_row_of_the_file_is_kept_but_what_taking_back_needs():
    brought_in(choir())
    batch = brought_in(choir(Title="Other"), *many(3)[1:])
    (row,) = batch.rows.all()
    assert (row.what, row.cells, row.effect["before"]) == ("changed", [], {"title": "Advice"})


def test_only_an_officer_of_the_agency_brings(personas):
    with pytest.raises(PermissionDenied):
        brought(csv_of(AGREEMENTS, choir()), funder=personas.partners["x"], by=personas.people["officer_y"])
    batch = checked(choir(), funder=personas.partners["x"], by=personas.people["officer_x1"])
    for action in (start_bringing, check_again, leave_file):
        with pytest.raises(PermissionDenied):
            action(batch=batch, version=batch.version, by=personas.people["officer_y"])


def test_an_old_version_of_a_batch_does_nothing():
    batch = checked(choir())
    with pytest.raises(StaleVersion):
        start_bringing(batch=batch, version=batch.version - 1, by=None)


def test_a_long_file_is_followed_up_in_steps(monkeypatch):
    for module in (ahead, bringing):
        monkeypatch.setattr(module, "FOLLOWED", 2)
    batch = checked(*many(5))
    batch = start_bringing(batch=batch, version=batch.version, by=None)
    states = []
    while batch.state != "done":
        step(batch, at=now(), on=today())
        batch.refresh_from_db()
        judged, found = RecordVerdict.objects.now_known(), find("advice", kinds=["agreement"]).results
        states.append((batch.state, judged.values("record").distinct().count(), len(found)))
    assert states == [("writing", 0, 0)] * 4 + [("counting", 5, 2), ("counting", 5, 4), ("done", 5, 5)]
    assert evidence_is_right()


def test_a_file_of_which_nothing_was_brought_in_goes_after_a_while():
    old, young, done = checked(choir()), checked(choir()), brought_in(*many(2)[1:])
    ImportBatch.objects.filter(pk__in=[old.pk, done.pk]).update(brought_at=now() - timedelta(days=31))
    assert leave_old_files(before=now() - timedelta(days=30)) == 1
    assert set(ImportBatch.objects.values_list("pk", flat=True)) == {young.pk, done.pk}


def test_the_command_works_at_what_waits_and_says_where_it_is():
    batch = brought(csv_of(AGREEMENTS, *many(3)))
    out, err = StringIO(), StringIO()
    call_command("run_imports", stdout=out, stderr=err)
    assert out.getvalue() == "Spreadsheets: 1 worked at: grants.csv is “Ready to bring in”.\n"
    assert "3 of 6" in err.getvalue()
    batch.refresh_from_db()
    start_bringing(batch=batch, version=batch.version, by=None)
    call_command("run_imports", stdout=StringIO(), stderr=StringIO())
    assert Agreement.objects.public().count() == 3
    out = StringIO()
    call_command("run_imports", stdout=out)
    assert out.getvalue() == "Spreadsheets: 0 worked at.\n"


def test_of_two_agencies_that_become_one_each_reference_stays_once():
    one, other = agency(), agency("Other Council")
    kept, gone = recorded(one, own_reference="G-1"), recorded(other, own_reference="G-1")
    second = recorded(other, own_reference="G-2")
    merge_partners(gone=other, into=one, version=other.version, into_version=one.version, by=None, at=now(), on=today())
    for row in (kept, gone, second):
        row.refresh_from_db()
    assert [(row.funder_id, row.own_reference) for row in (kept, gone, second)] == [(one.pk, "G-1"), (one.pk, ""), (one.pk, "G-2")]
