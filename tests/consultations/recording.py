"""Appraisals and decisions made by the portal's own actions, for tests."""

from datetime import date
from typing import Any

from compact_portal.audit.context import change
from compact_portal.lib.clock import now, today
from consultations.actions.registers import draft_record, record_it
from consultations.models import Consultation, Decision, Outcome, PolicyAppraisal
from consultations.queries.registers import APPRAISALS, DECISIONS
from signatories.models import Partner
from tests.consultations.asking import agency
from undertakings.models import Threshold

DECIDED, PUBLISHED = date(2026, 5, 11), date(2026, 5, 12)
WHY = {"authorised_by": "the Chief Executive’s office"}


def working_days(days: int = 20) -> None:
    """What the sample year records."""
    with change(by=None, why="A test"):
        Threshold.objects.create(rule="decision-published", value=str(days), unit="working days", source="the portal's reading")


def drafted_decision(of: Partner | None = None, **more: Any) -> Decision:
    values: dict[str, Any] = {
        "title": "The market moves", "what": "The market moves to the yard.", "decided_by": "The Cabinet", "decided_on": DECIDED,
        "published_on": PUBLISHED, "reasons": "The lease ends.",
    }  # fmt: skip
    return draft_record(register=DECISIONS, agency=of or agency(), values=values | more, by=None, on=today())


def recorded_decision(of: Partner | None = None, **more: Any) -> Decision:
    row = drafted_decision(of, **more)
    return record_it(row=row, version=row.version, by=None, at=now(), on=today())


def drafted_appraisal(of: Partner | None = None, **more: Any) -> PolicyAppraisal:
    values: dict[str, Any] = {
        "policy": "Letting of halls", "owner": "the Property team", "dated_on": date(2026, 4, 1), "adopted_on": date(2026, 5, 1),
        "effect": "some", "on_whom": "Groups that meet in halls.", "findings": "Rents rise.", "consulted_how": "At the forum.",
    }  # fmt: skip
    return draft_record(register=APPRAISALS, agency=of or agency(), values=values | more, by=None, on=today())


def recorded_appraisal(of: Partner | None = None, **more: Any) -> PolicyAppraisal:
    row = drafted_appraisal(of, **more)
    return record_it(row=row, version=row.version, by=None, at=now(), on=today())


def outcome_of(consultation: Consultation, **days: date) -> Outcome:
    """The outcome of a consultation with its days: answers_published_on, published_on."""
    with change(by=None, why="A test"):
        outcome = Outcome.objects.create(consultation=consultation, asked="Asked.", said="Said.", done="Done.", **days)
        consultation.outcome_on = days.get("published_on")
        consultation.save()
    return outcome
