"""Published answers to one consultation, read in steps: what the public reads and nothing else.

Confidential answers, those that nobody agreed to publish, those that are not published yet, late and withdrawn ones never
come here: `Response.objects.shown()` leaves them out. Of a person no name is given; of an organisation its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from compact_portal.lib.dates import london_day
from consultations.models import Answer, Consultation, Question, Redaction, Response
from consultations.rules.redaction import Hidden, Span, in_words

STEP = 1_000

# Every column of answers.csv, and key of answers.json, with what it says.
ANSWER_COLUMNS = {
    "response": "The number of the response; all its answers have the same.",
    "received_on": "The day on which it was received, in London.",
    "manner": f"How it came, one of: {', '.join(Response.Manner.values)}.",
    "from": "organisation or person.",
    "organisation": "The organisation that answered; empty for a person, whose name is not published here.",
    "question": "The number of the question, from 1.",
    "asked": "The question.",
    "kind": f"Its kind, one of: {', '.join(Question.Kind.values)}.",
    "words": "The answer in words, as it is published: what was taken out says so in square brackets, with the reason.",
    "rating": "1 to 5, where the question asks for that; from strongly disagree to strongly agree, or so many stars.",
    "choices": "What was chosen, with a semicolon between two.",
}


@dataclass(frozen=True, slots=True)
class _Asked:
    number: int
    words: str
    kind: str


def answered_consultation(slug: str) -> Consultation | None:
    """The public consultation of that address, where answers to it may be published."""
    return Consultation.objects.public().filter(slug=slug).first()


def answer_rows(consultation: Consultation) -> Iterator[dict[str, Any]]:
    """Every published answer with all of ANSWER_COLUMNS, in the order of the responses: four queries a step."""
    questions = Question.objects.filter(consultation=consultation).order_by("position", "pk")
    asked = {one.pk: _Asked(number, one.words, one.kind) for number, one in enumerate(questions, start=1)}
    last = 0
    while responses := _responses_after(consultation, last):
        last = max(responses)
        yield from _answers_of(responses, asked)


def _responses_after(consultation: Consultation, last: int) -> dict[int, dict[str, Any]]:
    columns = ("pk", "reference", "received_at", "manner", "is_organisation", "organisation")
    rows = Response.objects.shown().filter(consultation=consultation, pk__gt=last).order_by("pk").values(*columns)[:STEP]
    return {row["pk"]: row for row in rows}


def _answers_of(responses: dict[int, dict[str, Any]], asked: dict[int, _Asked]) -> Iterator[dict[str, Any]]:
    answers = Answer.objects.filter(response__in=responses).order_by()
    rows = list(answers.values("pk", "response_id", "question_id", "words", "rating"))
    rows.sort(key=lambda row: (row["response_id"], asked[row["question_id"]].number))
    numbers = answers.values("pk")
    covered: dict[int, list[Hidden]] = {}
    redactions = Redaction.objects.filter(answer__in=numbers, lifted_at=None).order_by("answer", "start")
    for answer, start, length, reason in redactions.values_list("answer", "start", "length", "reason"):
        covered.setdefault(answer, []).append(Hidden(Span(start, length), reason))
    chosen: dict[int, list[str]] = {}
    links = Answer.choices.through.objects.filter(answer__in=numbers).order_by("choice__position")
    for answer, words in links.values_list("answer", "choice__words"):
        chosen.setdefault(answer, []).append(words)
    for row in rows:
        response, question = responses[row["response_id"]], asked[row["question_id"]]
        values = (
            response["reference"], london_day(response["received_at"]), response["manner"],
            "organisation" if response["is_organisation"] else "person", response["organisation"], question.number, question.words,
            question.kind, in_words(row["words"], covered.get(row["pk"], ())), row["rating"],
            "; ".join(chosen.get(row["pk"], ())),
        )  # fmt: skip
        yield dict(zip(ANSWER_COLUMNS, values, strict=True))


def answers_changed_at(consultation: Consultation) -> datetime | None:
    """When what is published of the answers changed last; None while nothing is."""
    shown = Response.history.filter(consultation=consultation).aggregate(last=Max("history_date"))["last"]
    covered = Redaction.objects.filter(answer__response__consultation=consultation)
    ends = covered.aggregate(made=Max("made_at"), lifted=Max("lifted_at"))
    return max((one for one in (shown, *ends.values()) if one is not None), default=None)
