"""Who gets what from these addresses, and the rows that they need."""

from typing import Any

from django.urls import reverse

from compact_portal.lib.clock import now
from consultations.actions.redacting import hide_words
from consultations.models import QuestionCount, Response
from consultations.rules.redaction import Span
from tests.access_funding import OFFICERS_X
from tests.consultations.after import in_time, out, published, said, words_of
from tests.consultations.asking import answered
from tests.house.personas import Personas
from tests.house.routes import Answer, Args, Route, Rows, reading, signed_in


def slug(rows: Rows) -> list[object]:
    return [rows.more["outcome_of"].slug]


def an_answer(rows: Rows) -> list[object]:
    return [*slug(rows), rows.more["cited_answer"].reference]


def a_secret(rows: Rows) -> list[object]:
    return [*slug(rows), rows.more["secret_answer"].reference]


def a_theme(rows: Rows) -> list[object]:
    return [*slug(rows), rows.more["outcome_of"].themes.get().pk]


def question(rows: Rows) -> int:
    return rows.more["outcome_of"].questions.get().pk


def officers(get: Answer, post: Answer, args: Args = slug, *, others: Answer = 403) -> Route:
    """For officers of agency X; others are told why not, or nothing where the record is private."""
    return Route(signed_in(others) | dict.fromkeys(OFFICERS_X, get), signed_in(others) | dict.fromkeys(OFFICERS_X, post), args)


ROUTES: dict[str, Route] = {
    "consultations:published_answer_list": reading(slug),
    "consultations:published_answer_detail": reading(an_answer),
    "consultations:outcome_detail": reading(slug),
    "consultations:own_answer_list": officers(200, 405),
    "consultations:answers_publish": officers(200, "elsewhere"),
    "consultations:own_answer_detail": officers(200, 405, a_secret),
    "consultations:response_publish": officers(200, 422, a_secret),  # it is confidential, and stays so
    "consultations:answer_withhold": officers(200, 422, an_answer),
    "consultations:answer_tag": officers(200, "elsewhere", lambda rows: [*a_secret(rows), question(rows)]),
    "consultations:redaction_create": officers(200, 422, lambda rows: [*a_secret(rows), question(rows)]),
    "consultations:redaction_lift": officers(
        200, 422, lambda rows: [*slug(rows), rows.more["redaction"].answer.response.reference, rows.more["redaction"].pk]
    ),
    "consultations:theme_list": officers(200, 405),
    "consultations:theme_create": officers(200, 422),
    "consultations:theme_update": officers(200, 422, a_theme),
    "consultations:theme_merge": officers(200, 422, a_theme),
    "consultations:theme_delete": officers(200, 422, a_theme),
    "consultations:own_outcome_detail": officers(200, 405),
    "consultations:outcome_update": officers(200, 422, lambda rows: [*slug(rows), "said"]),
    "consultations:outcome_theme_update": officers(200, 422, a_theme),
    "consultations:outcome_preview": officers(200, 405),
    "consultations:outcome_publish": officers(200, 422),
}
NO_TEMPLATE: dict[str, str] = {}

# In answers of every kind that the public may not read.
CANARIES: dict[str, str] = {
    "canarysecret": "the words of a confidential answer",
    "canaryname": "the name of who gave it",
    "canarygroup": "the organisation that gave it",
    "canarybecause": "why it is confidential",
    "canaryunsaid": "the words of an answer without consent to publish",
    "canarylate": "the words of a late answer",
    "canarywithdrawn": "the words of a withdrawn answer",
    "canaryheld": "the words of an answer that was taken back",
    "canaryhidden": "hidden words of a published answer",
}
# What was withdrawn is read by nobody.
SHOWN_TO: dict[str, set[str]] = dict.fromkeys(OFFICERS_X, set(CANARIES) - {"canarywithdrawn"})


def ways(rows: Rows) -> list[str]:
    """The private answers under public and own addresses, and the searches for their references."""
    found = []
    for consultation in (rows.more["outcome_of"], rows.more["followed"]):
        answers = reverse("consultations:published_answer_list", args=[consultation.slug])
        own = reverse("consultations:own_answer_list", args=[consultation.slug])
        for pk, reference in Response.objects.filter(consultation=consultation).values_list("pk", "reference"):
            found += [f"{answers}{reference}/", f"{answers}?after={pk - 1}", f"{own}{reference}/", f"{own}?after={pk - 1}"]
            found += [f"/search/?q={reference}"]
        found += [f"{own}?question={consultation.questions.get().pk}", f"{own}?mark=confidential"]
    return found


def make_rows(personas: Personas, rows: dict[str, Any]) -> dict[str, Any]:
    """A closed consultation of X with a published outcome, and one answer of each kind that stays private."""
    consultation, _ = out(of=personas.partners["x"], title="Where the market should be")
    question = consultation.questions.get()
    cited = Response.objects.get(consultation=consultation)
    secret = answered(
        consultation, in_time(consultation), {question: "canarysecret"}, is_confidential=True, is_organisation=True,
        name="canaryname", organisation="canarygroup", confidential_reason="canarybecause", email="canaryname@test.invalid",
    )  # fmt: skip
    for words, mark in (
        ("canaryunsaid", {"may_publish": False}), ("canarylate", {"is_late": True}), ("canarywithdrawn", {"withdrawn_at": now()}),
        ("canaryheld", {"withheld_reason": "It quotes a letter"}),
    ):  # fmt: skip
        said(consultation, question, words, **mark)
    shown = published(said(consultation, question, "I am canaryhidden. Keep the square."))
    [redaction] = hide_words(answer=words_of(shown), spans=[Span(5, 12)], reason="It names a person", by=None, at=now())
    QuestionCount.objects.create(question=question, count=2)
    return {"outcome_of": consultation, "cited_answer": cited, "secret_answer": secret, "redaction": redaction}
