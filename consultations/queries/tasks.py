"""The page from which a consultation is written: each step with where it stands, and what comes next."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from compact_portal.lib.counted import counted
from compact_portal.lib.dates import in_words, london_day
from compact_portal.lib.permits import Permit
from consultations.models import Consultation
from consultations.queries.addresses import own_answers_address, own_outcome_address
from consultations.queries.checking import check
from consultations.queries.consultation import consultation_page
from consultations.queries.desk import last_words, officers_of
from consultations.queries.judging import state_of
from consultations.rules.checks import stops
from consultations.rules.states import State
from consultations.rules.writing import STEPS, TITLES, may_approve, may_change, may_take_back
from undertakings.queries.thresholds import Thresholds

OWN_PAGES = {
    "questions": "consultations:question_list", "documents": "consultations:document_list",
    "window": "consultations:window_update",
}  # fmt: skip


def may_change_now(row: Consultation, step: str, *, at: datetime) -> Permit:
    """Whether a step may be changed at an instant, with the reason where not."""
    state = state_of(row, Thresholds(), at=at)
    return may_change(step, state=state, is_submitted=row.submitted_at is not None)


def address_of(row: Consultation, step: str) -> str:
    """Where a step is written."""
    if step in OWN_PAGES:
        return reverse(OWN_PAGES[step], args=[row.slug])
    return reverse("consultations:consultation_update", args=[row.slug, step])


def hub_page(row: Consultation, person: Any, *, at: datetime) -> dict[str, Any]:
    """The context of that page on an instant, for an officer."""
    page = consultation_page(row, at=at)
    state: State = page["state"]
    is_submitted = row.submitted_at is not None
    found = check(row, on=london_day(at)) if state == State.DRAFT else []
    officers = officers_of(row.agency, on=london_day(at))
    asked_it = is_submitted and row.submitted_by_id == person.pk
    permits = {step: may_change(step, state=state, is_submitted=is_submitted) for step in STEPS}
    return page | {
        "tasks": _tasks(row, permits),
        "locked": next((permit.reason for permit in permits.values() if not permit), ""),
        "found": found,
        "left": len(stops(found)),
        "is_submitted": is_submitted,
        "approval": may_approve(is_submitted=is_submitted, is_submitter=asked_it, officers=officers),
        "takes_back": bool(may_take_back(state=state, is_submitted=is_submitted)),
        "alone": officers <= 1,
        "sent_back": last_words(row),
        "answers": own_answers_address(row.slug) if row.is_public and state != State.UPCOMING else "",
        "outcome": own_outcome_address(row.slug) if row.is_public and state not in (State.UPCOMING, State.OPEN) else "",
    }


def _tasks(row: Consultation, permits: Mapping[str, Permit]) -> list[dict[str, str]]:
    done = _done(row)
    tasks = []
    for step, title in TITLES.items():
        hint = done[step]
        tone, words = ("good", "Written") if hint is not None else ("wait", "Nothing yet")
        url = address_of(row, step) if permits[step] and row.voided_at is None else ""
        tasks.append({"label": title, "hint": hint or "", "url": url, "state": words, "tone": tone})
    return tasks


def _done(row: Consultation) -> dict[str, str | None]:
    """What each step has, in a few words; None where it has nothing. The row's parts have been read before."""
    groups, questions, documents = len(row.groups.all()), len(row.questions.all()), len(row.documents.all())
    window = f"{in_words(row.opens_on)} to {in_words(row.closes_on)}" if row.opens_on and row.closes_on else None
    return {
        "proposal": "" if row.proposal and row.why_now and row.summary else None,
        "options": "" if row.options else None,
        "effect": "" if row.effect or row.appraisal_id else None,
        "who": (counted(groups, "group") if groups else "no group by name yet") if row.audiences.all() else None,
        "formats": row.contact if row.contact and (row.contact_email or row.contact_phone) else None,
        "questions": counted(questions, "question") if questions else None,
        "documents": counted(documents, "document") if documents else None,
        "window": window,
    }
