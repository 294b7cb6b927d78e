"""Who gets what from these addresses, and the rows that they need."""

from datetime import UTC, date, datetime
from typing import Any

from consultations.models import Decision, PolicyAppraisal
from tests.house.personas import Personas
from tests.house.routes import Answer, Route, reading, signed_in

OFFICERS_X = ("officer_x1", "officer_x2", "coordinator_of_x")


def _desk() -> Route:
    """Everybody's own agencies; who has none is told whom to ask."""
    return Route(
        signed_in(403) | dict.fromkeys((*OFFICERS_X, "officer_y"), 200),
        signed_in(405) | {"partless": 403},
    )


def _officers(get: Answer, post: Answer, args: Any, *, others: Answer = 403) -> Route:
    return Route(signed_in(others) | dict.fromkeys(OFFICERS_X, get), signed_in(others) | dict.fromkeys(OFFICERS_X, post), args)


def _of(kind: str, get: Answer = 200, post: Answer = 422, *, others: Answer = 403) -> Route:
    return _officers(get, post, lambda rows: [rows.more[kind].reference], others=others)


def _public(kind: str) -> Route:
    return reading(lambda rows: [rows.more[kind].slug])


ROUTES: dict[str, Route] = {
    "consultations:appraisal_list": reading(),
    "consultations:appraisal_detail": _public("appraisal"),
    "consultations:decision_list": reading(),
    "consultations:decision_detail": _public("made_decision"),
    "consultations:open_appraisals_csv": reading(),
    "consultations:open_decisions_csv": reading(),
    "consultations:own_appraisal_list": _desk(),
    "consultations:own_decision_list": _desk(),
    "consultations:appraisal_create": _officers(200, 422, lambda rows: ["test-x"]),
    "consultations:decision_create": _officers(200, 422, lambda rows: ["test-x"]),
    # A draft is there for nobody but the agency.
    "consultations:appraisal_update": _of("draft_appraisal", others=404),
    "consultations:decision_update": _of("draft_decision", others=404),
    "consultations:appraisal_record": _of("appraisal"),
    "consultations:decision_record": _of("made_decision"),
    "consultations:appraisal_void": _of("appraisal"),
    "consultations:decision_void": _of("made_decision"),
}
NO_TEMPLATE: dict[str, str] = {"open_appraisals_csv": "CSV", "open_decisions_csv": "CSV"}
CANARIES: dict[str, str] = {"canarydecision": "a decision’s draft", "canaryappraisal": "an appraisal’s draft"}
SHOWN_TO: dict[str, set[str]] = {name: set(CANARIES) for name in OFFICERS_X}


def make_rows(personas: Personas, rows: dict[str, Any]) -> dict[str, Any]:
    """Rows by the name under which `Rows.more` has them; `rows` are those of the parts before."""
    x, on = personas.partners["x"], date(2026, 5, 11)
    at = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
    return {
        "appraisal": PolicyAppraisal.objects.create(
            reference="DAC-2026-0201", agency=x, policy="Letting of halls", slug="letting-of-halls", owner="The Property team",
            dated_on=on, filed_on=on, effect="some", consulted_how="At the forum.", recorded_at=at,
        ),
        "draft_appraisal": PolicyAppraisal.objects.create(
            reference="DAC-2026-0202", agency=x, policy="canaryappraisal", slug="an-appraisals-draft", findings="canaryappraisal",
        ),
        "made_decision": Decision.objects.create(
            reference="DAC-2026-0203", agency=x, title="The market moves", slug="the-market-moves", what="It moves.",
            decided_by="The Cabinet", decided_on=on, published_on=on, reasons="The lease ends.", recorded_at=at,
        ),
        "draft_decision": Decision.objects.create(
            reference="DAC-2026-0204", agency=x, title="canarydecision", slug="a-draft-of-a-decision", what="canarydecision"
        ),
    }  # fmt: skip
