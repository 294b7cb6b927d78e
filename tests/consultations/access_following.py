"""Who gets what from these addresses, and the rows that they need."""

from datetime import UTC, datetime
from typing import Any

from compact_portal.lib.tokens import token_digest
from consultations.models import ConsultationLink, Follow, Redaction
from tests.access_funding import OFFICERS_X
from tests.consultations.asking import answered, approved, ask
from tests.house.personas import Personas
from tests.house.routes import ELSEWHERE, Route, Rows, everybody, reading

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
TOKEN, END = "a-token-that-confirms", "a-token-that-ends"


def _followed(rows: Rows) -> list[object]:
    return [rows.more["followed"].slug]


ROUTES: dict[str, Route] = {
    "consultations:follow_create": Route(everybody(200), everybody(422), _followed),
    "consultations:follow_create_all": Route(everybody(200), everybody(422)),
    "consultations:follow_sent": reading(),
    "consultations:follow_confirm": Route(everybody(200), everybody(ELSEWHERE), lambda rows: [TOKEN]),
    "consultations:follow_end": Route(everybody(200), everybody(200), lambda rows: [END]),
    "consultations:open_consultations_csv": reading(),
    "consultations:open_consultations_xlsx": reading(),
    "consultations:open_consultations_json": reading(),
    "consultations:open_consultations_feed": reading(),
    "consultations:open_consultations_atom": reading(),
    "consultations:open_consultations_ics": reading(),
    "consultations:open_answers_csv": reading(_followed),
    "consultations:open_answers_xlsx": reading(_followed),
    "consultations:open_answers_json": reading(_followed),
}
NO_TEMPLATE: dict[str, str] = {
    "open_consultations_csv": "CSV",
    "open_consultations_xlsx": "a spreadsheet",
    "open_consultations_json": "JSON",
    "open_consultations_feed": "JSON",
    "open_consultations_atom": "Atom",
    "open_consultations_ics": "a calendar",
    "open_answers_csv": "CSV",
    "open_answers_xlsx": "a spreadsheet",
    "open_answers_json": "JSON",
}
CANARIES: dict[str, str] = {
    "canaryconfidential": "a confidential answer",
    "canaryunpublished": "an answer that is not published",
    "canaryresponder": "the name of a person whose answer is published",
    "canarytakenout": "words that were taken out of an answer",
}
SHOWN_TO: dict[str, set[str]] = {name: set(CANARIES) for name in OFFICERS_X}


def make_rows(personas: Personas, rows: dict[str, Any]) -> dict[str, Any]:
    """Rows by the name under which `Rows.more` has them; `rows` are those of the parts before."""
    day = AT.date()
    followed = approved(day.replace(month=3), day.replace(month=6), of=personas.partners["x"], title="What is followed")
    question = ask(followed)
    shown = answered(
        followed, at=AT, said={question: "canarytakenout, and more"}, name="canaryresponder", may_publish=True, published_at=AT
    )
    Redaction.objects.create(answer=shown.answers.get(), start=0, length=14, reason="names a person", made_at=AT)
    answered(followed, at=AT, said={question: "canaryconfidential"}, is_confidential=True)
    answered(followed, at=AT, said={question: "canaryunpublished"}, may_publish=True)
    follow = Follow.objects.create(consultation=followed, email="follower@test.invalid", asked_at=AT, confirmed_at=AT)
    for token, purpose in ((TOKEN, "confirm"), (END, "end")):
        ConsultationLink.objects.create(purpose=purpose, token_digest=token_digest(token), follow=follow, made_at=AT)
    return {"followed": followed}
