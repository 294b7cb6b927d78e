"""Who gets what from these addresses, and the rows that they need."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from compact_portal.audit.context import change
from compact_portal.lib.clock import now, today
from consultations.models import AskedGroup, Document, Explanation
from tests.consultations.asking import approved, ask, drafted
from tests.house.personas import Personas
from tests.house.routes import Answer, Route, Rows, reading, signed_in

OFFICERS_X = ("officer_x1", "officer_x2", "coordinator_of_x")


def of_agency(rows: Rows) -> list[object]:
    return ["test-x"]


def public(*more: Any) -> Any:
    """The arguments of an address below the open consultation; a name among them is that row's number."""
    return lambda rows: [rows.more["consultation"].slug, *(_number(rows, one) for one in more)]


def draft(*more: Any) -> Any:
    return lambda rows: [rows.more["draft_consultation"].slug, *(_number(rows, one) for one in more)]


def _number(rows: Rows, name: str) -> object:
    return rows.more[name].pk if name in rows.more else name


def officers(get: Answer, post: Answer, args: Any, *, others: Answer = 403) -> Route:
    """For officers of agency X; others are told why not, or nothing where the record is private."""
    return Route(signed_in(others) | dict.fromkeys(OFFICERS_X, get), signed_in(others) | dict.fromkeys(OFFICERS_X, post), args)


def of_draft(get: Answer, post: Answer, *more: Any) -> Route:
    return officers(get, post, draft(*more), others=404)


ROUTES: dict[str, Route] = {
    "consultations:consultation_list": reading(),
    "consultations:consultation_detail": reading(public()),
    "consultations:document_file": reading(public("document")),
    "consultations:consultation_desk": Route(
        signed_in(403) | dict.fromkeys((*OFFICERS_X, "officer_y"), 200), signed_in(405) | {"partless": 403}
    ),
    "consultations:own_consultation_list": officers(200, 405, of_agency),
    "consultations:consultation_create": officers(200, 422, of_agency),
    "consultations:own_consultation_detail": of_draft(200, 405),
    "consultations:consultation_preview": of_draft(200, 405),
    "consultations:consultation_update": of_draft(200, 422, "proposal"),
    "consultations:check_list": of_draft(200, 405),
    "consultations:check_explain": of_draft(200, 422, "options"),
    "consultations:consultation_submit": of_draft(200, 422),
    "consultations:consultation_approve": of_draft(200, 422),
    "consultations:consultation_return": of_draft(200, 422),
    "consultations:consultation_void": of_draft(200, 422),
    "consultations:question_list": of_draft(200, 405),
    "consultations:question_create": of_draft(200, 422),
    "consultations:question_update": of_draft(200, 422, "draft_question"),
    "consultations:question_delete": of_draft(200, 422, "draft_question"),
    "consultations:document_list": of_draft(200, 405),
    "consultations:document_create": of_draft(200, 422),
    "consultations:own_document_file": of_draft(200, 405, "draft_document"),
    "consultations:document_void": of_draft(200, 422, "draft_document"),
    "consultations:window_update": of_draft(200, 422),
    # The public knows it, so others are told why not.
    "consultations:window_close": officers(200, 422, public()),
}
NO_TEMPLATE: dict[str, str] = {
    "document_file": "a file, to be taken away",
    "own_document_file": "a file, to be taken away",
}
CANARIES: dict[str, str] = {
    "canaryconsultation": "a draft’s title",
    "canaryproposal": "what a draft proposes",
    "canaryasked": "a group that a draft asks",
    "canaryexplained": "what a draft explains",
    "canarydocument": "a document of a draft",
}
# The title is part of the draft’s address, which who asks for it knows.
SHOWN_TO: dict[str, set[str]] = {name: set(CANARIES) for name in OFFICERS_X}


def make_rows(personas: Personas, rows: dict[str, Any]) -> dict[str, Any]:
    """Rows by the name under which `Rows.more` has them: an open consultation of X, and a draft of it."""
    x, day = personas.partners["x"], today()
    consultation = approved(day - timedelta(days=7), day + timedelta(days=49), x)
    held = drafted(x, "canaryconsultation", proposal="canaryproposal")
    with change(by=None, why="A test"):
        AskedGroup.objects.create(consultation=held, name="canaryasked", speaks_for="women")
        Explanation.objects.create(consultation=held, check_key="options", words="canaryexplained", made_at=now())
    return {
        "consultation": consultation, "draft_consultation": held, "question": ask(consultation), "draft_question": ask(held),
        "document": document(consultation, "A map"), "draft_document": document(held, "canarydocument"),
    }  # fmt: skip


def document(consultation: Any, title: str, body: bytes = b"%PDF-1.7 a test") -> Document:
    """A document that is there as a file."""
    stored = default_storage.save("consultations/test.pdf", ContentFile(body))
    with change(by=None, why="A test"):
        return Document.objects.create(
            consultation=consultation, title=title, stored=stored, name="map.pdf", kind="application/pdf", size=len(body),
            digest="0" * 64,
        )  # fmt: skip
