"""Showing answers to the public, by consent and after the close; and taking one back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F

from compact_portal.audit.actions import save_version
from compact_portal.audit.context import change
from compact_portal.lib.dates import london_day
from consultations.actions.locks import locked_consultation
from consultations.models import Consultation, Outcome, Response
from consultations.queries.publishing import facts_of, publishable
from consultations.rules.publishing import is_closed, may_be_published
from undertakings.evidence import touched

STEP = 500
# So many at one press: what a request does stays short, and the next press goes on.
MOST_AT_ONCE = 5_000
WHY = "Published the answer"


@dataclass(frozen=True, slots=True)
class Published:
    """How many answers a press has published, and whether there are more."""

    count: int
    more: bool


def publish_response(*, response: Response, by: Any, at: datetime) -> Response:
    """Show one answer to the public. ValidationError with the reason where it may not be."""
    with change(by=by, why=WHY):
        consultation = locked_consultation(response.consultation_id, by=by)
        row = Response.objects.select_for_update().get(pk=response.pk)
        if not (permit := may_be_published(facts_of(row), at=at, closes_at=consultation.closes_at)):
            raise ValidationError({"__all__": permit.reason})
        save_version(row, {"published_at": at, "published_by": by, "withheld_reason": ""})
        _keep_first_day(consultation, at=at)
    return row


def publish_all(*, consultation: Consultation, by: Any, at: datetime, most: int = MOST_AT_ONCE) -> Published:
    """Show every answer that may be shown, except those that an officer took back; at most so many at once.

    ValidationError before the close.
    """
    with change(by=by, why=WHY):
        held = locked_consultation(consultation.pk, by=by)
        if not is_closed(at, closes_at=held.closes_at):
            raise ValidationError({"__all__": "Answers are published after the close: until then they may still change"})
        rows = list(publishable(held).select_for_update().order_by("pk")[: most + 1])
        more, rows = len(rows) > most, rows[:most]
        for start in range(0, len(rows), STEP):
            _publish_step(rows[start : start + STEP], by=by, at=at)
        if rows:
            _keep_first_day(held, at=at)
    return Published(len(rows), more)


def _publish_step(rows: list[Response], *, by: Any, at: datetime) -> None:
    numbers = [row.pk for row in rows]
    Response.objects.filter(pk__in=numbers).update(published_at=at, published_by=by, version=F("version") + 1)
    for row in rows:
        row.published_at, row.published_by, row.version = at, by, row.version + 1
    Response.history.bulk_history_create(rows, update=True, default_user=by, default_change_reason=WHY)
    touched(Response, numbers)


def withhold_response(*, response: Response, reason: str, by: Any, at: datetime) -> Response:
    """Take a published answer back from the public. ValidationError where it is not published."""
    with change(by=by, why=f"Took the answer back from the public: {reason}"):
        locked_consultation(response.consultation_id, by=by)
        row = Response.objects.select_for_update().get(pk=response.pk)
        if row.published_at is None:
            raise ValidationError({"__all__": "It is not published"})
        save_version(row, {"published_at": None, "published_by": None, "withheld_reason": reason})
    return row


def _keep_first_day(consultation: Consultation, *, at: datetime) -> None:
    """The day on which answers were first public stands with the outcome: a decision is to come after it."""
    outcome, _ = Outcome.objects.select_for_update().get_or_create(consultation=consultation)
    if outcome.answers_published_on is None:
        # Not a new version: who writes the outcome at this moment has not missed any words of it.
        outcome.answers_published_on = london_day(at)
        outcome.save()
