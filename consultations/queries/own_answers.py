"""The answers that somebody gave, and those of the organisations for which they answer."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from consultations.models import Response
from consultations.queries.answering import partners_answering

PAGE = 30


def answers_of(person: Any, *, on: date) -> QuerySet[Response]:
    """What somebody may read, change and withdraw in the workspace."""
    partners = [one.pk for one in partners_answering(person, on=on)]
    return Response.objects.filter(Q(responder=person, partner=None) | Q(partner__in=partners))


def own_answers(person: Any, *, on: date, before: int = 0) -> tuple[Sequence[Mapping[str, Any]], int]:
    """The newest answers, and the number before which there are more, 0 where there are none."""
    rows = answers_of(person, on=on).order_by("-pk")
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(
        rows.values(
            "pk", "reference", "received_at", "is_late", "withdrawn_at", "partner__name", "organisation", "is_organisation",
            "consultation__title", "consultation__closes_on",
        )[: PAGE + 1]
    )  # fmt: skip
    return found[:PAGE], found[PAGE - 1]["pk"] if len(found) > PAGE else 0


def own_answer(person: Any, reference: str, *, on: date) -> Response | None:
    """One of them."""
    rows = answers_of(person, on=on).select_related("consultation__agency", "partner")
    return rows.filter(reference=reference.upper()).first()
