"""What has been kept of answers for as long as the privacy notice says."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from compact_portal.audit.context import change
from consultations.models import Answer, AnswerJourney, ConsultationLink, Response
from consultations.rules.answering import LATE_DAYS

NOBODY: dict[str, Any] = {"name": "", "organisation": "", "email": "", "confidential_reason": "", "responder": None}


@dataclass(frozen=True, slots=True)
class ForgottenAnswers:
    """How many journeys and links were taken away, and of how many answers nobody can tell any more whose they are."""

    journeys: int
    links: int
    answers: int


def forget_answers(*, at: datetime, on: date, keep_days: int) -> ForgottenAnswers:
    """Take away what was begun for consultations that closed a month ago, with every mailed link to their answers; and, so
    many days after the outcome, who answered and what was not published. Running it again takes nothing more."""
    long_ago = at - timedelta(days=LATE_DAYS)
    with change(by=None, why="Kept for as long as the privacy notice says", public=False):
        links, _ = ConsultationLink.objects.filter(response__consultation__closes_at__lt=long_ago).delete()
        old = AnswerJourney.objects.filter(consultation__closes_at__lt=long_ago)
        journeys = old.count()
        old.delete()
        answers = _forget_who(before=on - timedelta(days=keep_days)) + _forget_withdrawn(before=long_ago)
    return ForgottenAnswers(journeys, links, answers)


def _forget_who(*, before: date) -> int:
    """Of answers to consultations whose outcome was published so long ago. What is published keeps its name and words."""
    rows = Response.objects.filter(consultation__outcome_on__lt=before)
    published = list(rows.shown().exclude(email="", responder=None).values_list("pk", flat=True))
    _empty(published, {"email": "", "responder": None})
    others = rows.exclude(pk__in=rows.shown().values("pk"))
    told = others.exclude(**NOBODY).values_list("pk", flat=True)
    spoken = others.filter(answers__words__gt="").values_list("pk", flat=True)
    hidden = sorted({*told, *spoken})
    _empty(hidden, NOBODY)
    Answer.objects.filter(response__in=hidden).update(words="")
    return len(published) + len(hidden)


def _forget_withdrawn(*, before: datetime) -> int:
    """Who took an answer back, once the consultation has closed so long ago: what it said went at once."""
    rows = Response.objects.filter(withdrawn_at__isnull=False, consultation__closes_at__lt=before).exclude(**NOBODY)
    numbers = list(rows.values_list("pk", flat=True))
    _empty(numbers, NOBODY)
    return len(numbers)


def _empty(numbers: list[int], values: dict[str, Any]) -> None:
    """In the rows, and in their history."""
    Response.objects.filter(pk__in=numbers).update(**values)
    history: Any = Response.history
    history.filter(id__in=numbers).update(**values)
