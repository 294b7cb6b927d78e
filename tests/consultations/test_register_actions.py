"""Recording appraisals and decisions: whole, explained, once, and by the agency's own officers."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from compact_portal.audit.actions import StaleVersion
from compact_portal.audit.models import OldSlug
from compact_portal.lib.clock import now, today
from compact_portal.search.queries import find
from consultations.actions.registers import draft_record, record_it, save_record, void_record
from consultations.models import Decision, PolicyAppraisal
from consultations.queries.registers import DECISIONS
from signatories.merging import followers
from tests.consultations.asking import agency, approved
from tests.consultations.recording import (
    DECIDED,
    WHY,
    drafted_appraisal,
    drafted_decision,
    outcome_of,
    recorded_appraisal,
    recorded_decision,
    working_days,
)

pytestmark = pytest.mark.django_db


def record(row):
    return record_it(row=row, version=row.version, by=None, at=now(), on=today())


def refused(row) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        record(row)
    assert type(row).objects.get(pk=row.pk).recorded_at is None
    return refusal.value.message_dict


def test_a_draft_becomes_a_record_that_the_search_finds():
    row = recorded_decision()
    assert row.recorded_at is not None
    assert [one.title for one in find("market", kinds=["decision"]).results] == [f"The market moves ({row.reference})"]
    recorded_appraisal()
    assert find("rents", kinds=["policy-appraisal"]).results


def test_a_draft_is_found_by_nobody():
    drafted_decision(), drafted_appraisal()
    assert not find("market", kinds=["decision"]).results
    assert not find("letting", kinds=["policy-appraisal"]).results


def test_what_is_missing_is_said_by_field():
    bare = draft_record(register=DECISIONS, agency=agency(), values={"title": "Bare"}, by=None, on=today())
    assert refused(bare).keys() == {"what", "decided_by", "decided_on", "reasons"}
    assert refused(drafted_appraisal(dated_on=None, adopted_on=None, owner="", consulted_how="")).keys() == {
        "owner", "dated_on", "consulted_how",
    }  # fmt: skip


def test_recording_a_decision_publishes_it_where_no_day_is_given():
    assert recorded_decision(decided_on=today(), published_on=None).published_on == today()


def test_a_late_appraisal_needs_a_reason_and_an_office():
    late = {"dated_on": date(2026, 5, 2), "adopted_on": date(2026, 5, 1)}
    assert refused(drafted_appraisal(**late)).keys() == {"late_reason", "authorised_by"}
    assert refused(drafted_appraisal(**late, late_reason="It was urgent")).keys() == {"authorised_by"}
    assert recorded_appraisal(**late, late_reason="It was urgent", **WHY).recorded_at


def test_an_early_decision_needs_a_reason_and_an_office():
    consultation = approved(date(2026, 4, 1), date(2026, 5, 26), answered=3)
    outcome_of(consultation, answers_published_on=date(2026, 6, 1))
    (said,) = refused(drafted_decision(consultation=consultation, **WHY))["early_reason"]
    assert "15 days before the consultation closed" in said
    assert recorded_decision(consultation=consultation, early_reason="The grant ended", **WHY).recorded_at
    # After the close, but before the answers.
    values = {"consultation": consultation, "decided_on": date(2026, 5, 28), "published_on": date(2026, 5, 29)}
    assert refused(drafted_decision(**values)).keys() == {"early_reason", "authorised_by"}
    assert recorded_decision(consultation=consultation, decided_on=date(2026, 6, 1), published_on=date(2026, 6, 1)).recorded_at


def test_a_decision_that_is_published_late_needs_a_reason():
    working_days(20)
    # 20 working days after Monday 11 May 2026, with the bank holiday of 25 May, end on 9 June.
    assert recorded_decision(published_on=date(2026, 6, 9)).recorded_at
    assert refused(drafted_decision(published_on=date(2026, 6, 10))).keys() == {"late_reason", "authorised_by"}
    assert recorded_decision(published_on=date(2026, 6, 10), late_reason="The clerk was ill", **WHY).recorded_at


def test_a_recorded_one_stays_whole_and_explained():
    row = recorded_appraisal()
    with pytest.raises(ValidationError):
        save_record(row=row, version=row.version, values={"owner": ""}, by=None, on=today())
    with pytest.raises(ValidationError):
        save_record(row=row, version=row.version, values={"dated_on": date(2026, 5, 9)}, by=None, on=today())
    row.refresh_from_db()
    assert (row.owner, row.dated_on) == ("the Property team", date(2026, 4, 1))


def test_a_new_name_gives_a_new_address_and_the_old_one_leads_there(client):
    row = recorded_decision()
    changed = save_record(row=row, version=row.version, values={"title": "The market stays"}, by=None, on=today())
    assert (row.slug, changed.slug) == ("the-market-moves", "the-market-stays")
    assert client.get("/decisions/the-market-moves/")["Location"] == "/decisions/the-market-stays/"


def test_the_names_that_a_draft_had_lead_nowhere(client):
    row = drafted_decision()
    save_record(row=row, version=row.version, values={"title": "The market stays"}, by=None, on=today())
    assert not OldSlug.objects.exists()
    assert client.get("/decisions/the-market-moves/").status_code == 404


def test_what_somebody_else_has_saved_is_not_overwritten():
    row = drafted_decision()
    save_record(row=row, version=row.version, values={"what": "It stays."}, by=None, on=today())
    with pytest.raises(StaleVersion):
        save_record(row=row, version=row.version, values={"what": "It goes."}, by=None, on=today())
    assert Decision.objects.get().what == "It stays."


def test_it_is_recorded_once():
    row = recorded_decision()
    with pytest.raises(ValidationError, match="recorded already"):
        record_it(row=row, version=row.version, by=None, at=now(), on=today())


def test_a_mistake_leaves_the_register_and_keeps_its_reason():
    row = recorded_decision()
    void_record(row=row, version=row.version, reason="Typed twice", by=None, at=now())
    row.refresh_from_db()
    assert (row.voided_reason, row.voided_at is not None) == ("Typed twice", True)
    assert not find("market", kinds=["decision"]).results
    with pytest.raises(ValidationError):
        save_record(row=row, version=row.version, values={"what": "It goes."}, by=None, on=today())


def test_only_an_officer_of_the_agency_writes(personas):
    x, y = personas.partners["x"], personas.people["officer_y"]
    with pytest.raises(PermissionDenied):
        draft_record(register=DECISIONS, agency=x, values={"title": "Ours"}, by=y, on=today())
    row = drafted_decision(x)
    for call in (
        lambda: save_record(row=row, version=1, values={"what": "x"}, by=y, on=today()),
        lambda: record_it(row=row, version=1, by=y, at=now(), on=today()),
        lambda: void_record(row=row, version=1, reason="x", by=y, at=now()),
    ):
        with pytest.raises(PermissionDenied):
            call()
    assert record_it(row=row, version=1, by=personas.people["officer_x1"], at=now(), on=today()).recorded_at


def test_a_decision_follows_a_consultation_of_its_own_agency():
    other = approved(date(2026, 1, 1), date(2026, 3, 1), of=agency("Other Council"))
    with pytest.raises(ValidationError, match="your own agency"):
        drafted_decision(consultation=other)


def test_the_history_says_who_and_why(personas):
    x, officer = personas.partners["x"], personas.people["officer_x1"]
    row = draft_record(register=DECISIONS, agency=x, values={"title": "Ours"}, by=officer, on=today())
    (entry,) = Decision.history.filter(id=row.pk)
    assert (entry.history_user, entry.history_change_reason) == (officer, "Drafted the decision")


def test_records_follow_an_agency_that_is_merged():
    gone, into = agency("Old Council"), agency("New Council")
    recorded_decision(gone), recorded_appraisal(gone)
    for label in ("consultations.Decision", "consultations.PolicyAppraisal"):
        followers()[label](gone, into, DECIDED)
    assert {Decision.objects.get().agency, PolicyAppraisal.objects.get().agency} == {into}
    assert find("new council", kinds=["decision"]).results
