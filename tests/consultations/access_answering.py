"""Who gets what from these addresses, and the rows that they need."""

from typing import Any
from uuid import UUID

from compact_portal.lib.clock import now
from compact_portal.lib.tokens import token_digest
from consultations.models import Answer, AnswerJourney, Consultation, ConsultationLink
from tests.consultations.asking import answered, ask, opened
from tests.house.personas import Personas
from tests.house.routes import ELSEWHERE, Route, Rows, everybody, signed_in
from tests.house.routes import Answer as Gives

OFFICERS_X = ("officer_x1", "officer_x2", "coordinator_of_x")
# Who answers for partner A: its members, each of whom reads and changes its answer.
MEMBERS_A = ("signatory_a", "contributor_a")
TOKEN = "mailed-to-the-writer"  # a made-up token of a link


def asked(rows: Rows) -> list[object]:
    return [rows.more["answering"].slug]


def linked(rows: Rows) -> list[object]:
    return [rows.more["answering"].slug, TOKEN]


def _on_the_way(get: Gives, post: Gives, *more: Any) -> Route:
    """A step of answering: everybody's, with or without an account."""
    return Route(everybody(get), everybody(post), lambda rows: [rows.more["answering"].slug, *more])


def _of_writers(get: Gives, post: Gives) -> Route:
    """An answer of partner A: of others nobody learns that it is there."""

    def args(rows: Rows) -> list[object]:
        return [rows.more["response"].reference]

    return Route(signed_in(404) | dict.fromkeys(MEMBERS_A, get), signed_in(404) | dict.fromkeys(MEMBERS_A, post), args)


ROUTES: dict[str, Route] = {
    # Answering takes no account. The first row's POST begins a journey in that browser; the steps after it are on its way.
    "consultations:answer_start": _on_the_way(200, ELSEWHERE),
    "consultations:answer_who": _on_the_way(200, 422),
    "consultations:answer_question": _on_the_way(200, 422, 1),
    "consultations:answer_you": _on_the_way(200, ELSEWHERE),  # it can be left empty
    "consultations:answer_publish": _on_the_way(200, 422),
    "consultations:answer_check": _on_the_way(ELSEWHERE, ELSEWHERE),
    "consultations:answer_sent": _on_the_way(ELSEWHERE, 405),
    "consultations:answer_copy": _on_the_way(ELSEWHERE, 405),
    "consultations:answer_later": _on_the_way(200, 422),
    "consultations:answer_later_sent": _on_the_way(200, 405),
    "consultations:answer_resume": _on_the_way(404, 405, "unknown"),
    # Who has the link that was mailed is the writer, whoever is signed in.
    "consultations:answer_change": Route(everybody(200), everybody(ELSEWHERE), linked),
    "consultations:answer_link_copy": Route(everybody(200), everybody(405), linked),
    "consultations:answer_withdraw": Route(everybody(200), everybody(ELSEWHERE), linked),
    "consultations:given_answer_list": Route(signed_in(200), signed_in(405)),
    "consultations:given_answer_copy": _of_writers(200, 405),
    "consultations:given_answer_detail": _of_writers(200, 409),  # the row before but two has withdrawn it
    "consultations:given_answer_withdraw": _of_writers(200, ELSEWHERE),
    "consultations:answer_create": Route(
        signed_in(403) | dict.fromkeys(OFFICERS_X, 200), signed_in(403) | dict.fromkeys(OFFICERS_X, 422), asked
    ),
}
NO_TEMPLATE: dict[str, str] = {
    "answer_copy": "a PDF, made by typst",
    "answer_link_copy": "a PDF, made by typst",
    "given_answer_copy": "a PDF, made by typst",
}
CANARIES: dict[str, str] = {
    "canaryanswer": "what a confidential answer says",
    "canaryreason": "why it is confidential",
    "canarywriter": "who wrote it",
    "canarybegun": "what somebody has typed and not sent",
}
SAID = {"canaryanswer", "canaryreason", "canarywriter"}
SHOWN_TO: dict[str, set[str]] = dict.fromkeys(MEMBERS_A, SAID)
# Who holds the mailed link is the writer.
BY_ADDRESS: dict[str, set[str]] = dict.fromkeys(
    ("consultations:answer_change", "consultations:answer_link_copy", "consultations:answer_withdraw"), SAID
)


def make_rows(personas: Personas, rows: dict[str, Any]) -> dict[str, Any]:
    """Rows by the name under which `Rows.more` has them; `rows` are those of the parts before.

    An open consultation of X, with a confidential answer of A that a link changes, and one that was begun.
    """
    about = opened(of=personas.partners["x"], title="Where we meet")
    question = ask(about, "Where should we meet?", is_required=True)
    response = answered(
        about, said={question: "canaryanswer"}, is_organisation=True, partner=personas.partners["a"], name="canarywriter",
        organisation=personas.partners["a"].name, responder=personas.people["signatory_a"], email="canarywriter@test.invalid",
        is_confidential=True, confidential_reason="canaryreason",
    )  # fmt: skip
    Consultation.objects.filter(pk=about.pk).update(answered=1)
    at = now()
    key = UUID("5b1a8a5e-52a1-4b5c-9f3a-0000000000bb")
    typed = {"who": {"who": "person"}, "page-1": {f"q{question.pk}": "canarybegun"}}
    AnswerJourney.objects.create(key=key, consultation=about, answers=typed, started_at=at, saved_at=at)
    ConsultationLink.objects.create(purpose="change", token_digest=token_digest(TOKEN), response=response, made_at=at)
    assert Answer.objects.filter(response=response).count() == 1
    return {"answering": about, "response": response}
