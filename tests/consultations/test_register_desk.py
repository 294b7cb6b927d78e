"""Writing in the registers: own_decision_list, decision_create, decision_update, decision_record, decision_void, and the same of
own_appraisal_list, appraisal_create, appraisal_update, appraisal_record, appraisal_void."""

from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from compact_portal.lib.clock import today
from consultations.models import Decision, PolicyAppraisal
from tests.consultations.asking import approved
from tests.consultations.recording import drafted_appraisal, drafted_decision, recorded_decision, working_days
from tests.undertakings.pages import read, said

pytestmark = pytest.mark.django_db
DESK = "/workspace/decisions/"


@pytest.fixture
def officer(personas) -> Client:
    return personas.client("officer_x1")


def boxes(name: str, on: date) -> dict[str, int]:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def page_of(response: Any, status: int) -> str:
    assert response.status_code == status, response.status_code
    return said(BeautifulSoup(response.content.decode(), "html.parser").main)


def test_a_decision_from_an_empty_form_to_the_public(officer: Client, personas):
    assert "Nothing is recorded yet" in said(read(officer, DESK).main)
    new = DESK + "agencies/test-x/new/"
    assert "Fill in “Title”" in page_of(officer.post(new, {}), 422)
    made = officer.post(new, {"title": "Buses at night"})
    row = Decision.objects.get()
    assert (made["Location"], row.agency, row.recorded_at) == (f"{DESK}{row.reference}/", personas.partners["x"], None)
    page = said(read(officer, made["Location"]).main)
    assert "Before it can be recorded" in page
    assert "Say what was decided" in page
    record = f"{DESK}{row.reference}/record/"
    assert "Give the reasons" in page_of(officer.post(record, {"version": row.version}), 422)
    on = today()
    values = {
        "title": "Buses at night",
        "what": "They run.",
        "decided_by": "Cabinet",
        "reasons": "Asked for.",
        "version": row.version,
    }
    assert officer.post(made["Location"], values | boxes("decided_on", on)).status_code == 302
    row.refresh_from_db()
    assert officer.post(record, {"version": row.version})["Location"] == "/decisions/buses-at-night/"
    row.refresh_from_db()
    assert row.published_on == on
    assert "They run." in said(read(Client(), "/decisions/buses-at-night/").main)


def test_the_verdict_is_shown_before_anything_is_saved(officer: Client, personas):
    working_days()
    consultation = approved(date(2026, 4, 1), date(2026, 5, 26), of=personas.partners["x"], answered=2)
    values = {"title": "Early", "consultation": consultation.pk, "check": "yes"} | boxes("decided_on", date(2026, 5, 20))
    page = page_of(officer.post(DESK + "agencies/test-x/new/", values), 200)
    assert "Decided after the answers were in: not kept. Decided on Wednesday 20 May 2026, 6 days before the consultation" in page
    assert not Decision.objects.exists()


def test_a_recorded_breach_is_not_saved_without_a_reason(officer: Client, personas):
    row = recorded_decision(personas.partners["x"])
    working_days()
    values = {
        "title": row.title, "what": row.what, "decided_by": row.decided_by, "reasons": "kept as typed", "version": row.version,
    } | boxes("decided_on", row.decided_on) | boxes("published_on", row.decided_on + timedelta(days=60))  # fmt: skip
    page = page_of(officer.post(f"{DESK}{row.reference}/", values), 422)
    assert "Say why it was published late" in page
    assert "Say which office authorised that" in page
    assert "kept as typed" in page
    explained = values | {"late_reason": "The clerk was ill", "authorised_by": "the Town Clerk"}
    assert officer.post(f"{DESK}{row.reference}/", explained).status_code == 302


def test_days_that_cannot_be_are_told_where_they_stand(officer: Client, personas):
    new = DESK + "agencies/test-x/new/"
    later = today() + timedelta(days=3)
    assert "what is to come is not decided yet" in page_of(officer.post(new, {"title": "T"} | boxes("decided_on", later)), 422)
    both = boxes("decided_on", date(2026, 5, 2)) | boxes("published_on", date(2026, 5, 1))
    assert "on or after the day of the decision" in page_of(officer.post(new, {"title": "T"} | both), 422)
    appraisals = "/workspace/policy-appraisals/agencies/test-x/new/"
    two = {"policy": "P", "consulted_how": "x", "not_consulted_reason": "y"}
    assert "only one is true" in page_of(officer.post(appraisals, two), 422)


def test_the_list_of_consultations_is_the_agencys_own(officer: Client, personas):
    approved(date(2026, 4, 1), date(2026, 5, 26), of=personas.partners["x"], title="Ours")
    other = approved(date(2026, 4, 1), date(2026, 5, 26), of=personas.partners["y"], title="Theirs")
    page = read(officer, DESK + "agencies/test-x/new/")
    assert "Ours" in said(page.find("select", attrs={"name": "consultation"}))
    assert "Theirs" not in said(page.find("select", attrs={"name": "consultation"}))
    sent = officer.post(DESK + "agencies/test-x/new/", {"title": "T", "consultation": other.pk})
    assert "Choose one of the consultations in the list" in page_of(sent, 422)


def test_what_somebody_else_saved_meanwhile_is_shown(officer: Client, personas):
    row = drafted_decision(personas.partners["x"])
    values = {"title": row.title, "what": "Mine", "version": row.version}
    assert personas.client("officer_x2").post(f"{DESK}{row.reference}/", values | {"what": "Theirs"}).status_code == 302
    page = page_of(officer.post(f"{DESK}{row.reference}/", values), 422)
    assert "Test officer_x2 has saved this" in page
    assert "Mine" in page


def test_an_appraisal_from_draft_to_mistake(officer: Client, personas):
    row = drafted_appraisal(personas.partners["x"])
    desk = "/workspace/policy-appraisals/"
    assert "Letting of halls" in said(read(officer, desk).main)
    assert "Appraised before it was adopted: kept." in said(read(officer, f"{desk}{row.reference}/").main)
    assert (
        officer.post(f"{desk}{row.reference}/record/", {"version": row.version})["Location"]
        == "/policy-appraisals/letting-of-halls/"
    )
    row.refresh_from_db()
    mistake = f"{desk}{row.reference}/mistake/"
    assert "Say why it is a mistake" in page_of(officer.post(mistake, {"version": row.version}), 422)
    assert officer.post(mistake, {"version": row.version, "reason": "Twice"})["Location"] == desk
    assert PolicyAppraisal.objects.get().voided_by == personas.people["officer_x1"]
    assert officer.get(f"{desk}{row.reference}/").status_code == 404
    assert Client().get("/policy-appraisals/letting-of-halls/").status_code == 404


def test_another_agencys_draft_is_not_there_and_its_record_says_why_not(personas):
    draft, record = drafted_decision(personas.partners["x"]), recorded_decision(personas.partners["x"], title="Open")
    other = personas.client("officer_y")
    for end in ("", "record/", "mistake/"):
        assert other.get(f"{DESK}{draft.reference}/{end}").status_code == 404
        assert other.get(f"{DESK}{record.reference}/{end}").status_code == 403
