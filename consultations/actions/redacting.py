"""Words of an answer that the public does not read. The original stays; what is hidden may be shown again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from compact_portal.audit.context import change
from consultations.actions.locks import locked_consultation
from consultations.models import Answer, Redaction, Response
from consultations.rules.publishing import may_hide_words
from consultations.rules.redaction import Span, merged


def hide_words(*, answer: Answer, spans: Sequence[Span], reason: str, by: Any, at: datetime) -> list[Redaction]:
    """Hide these places of an answer. ValidationError where it may still change, or a place lies outside its words."""
    with change(by=by, why=f"Hid words of an answer: {reason}"):
        row = _locked_answer(answer, by=by, at=at)
        places = merged(spans)
        if not places or places[-1].end > len(row.words):
            raise ValidationError({"words": "Choose words that stand in the answer"})
        return [
            Redaction.objects.create(
                answer=row, start=one.start, length=one.length, reason=reason, made_at=at, made_by=by
            )
            for one in places
        ]  # fmt: skip


def lift_redaction(*, redaction: Redaction, reason: str, by: Any, at: datetime) -> Redaction:
    """Show again what was hidden; the row stays and says why. ValidationError where that is done already."""
    with change(by=by, why=f"Showed hidden words of an answer again: {reason}"):
        _locked_answer(redaction.answer, by=by, at=at)
        row = Redaction.objects.select_for_update(of=("self",)).get(pk=redaction.pk)
        if row.lifted_at is not None:
            raise ValidationError({"__all__": "These words are shown again already"})
        row.lifted_at, row.lifted_by, row.lifted_reason = at, by, reason
        row.save()
    return row


def _locked_answer(answer: Answer, *, by: Any, at: datetime) -> Answer:
    """The answer as it is under the locks of its consultation and its response."""
    response = Response.objects.get(pk=answer.response_id)
    consultation = locked_consultation(response.consultation_id, by=by)
    Response.objects.select_for_update().get(pk=response.pk)
    if not (permit := may_hide_words(at=at, closes_at=consultation.closes_at)):
        raise ValidationError({"__all__": permit.reason})
    return Answer.objects.get(pk=answer.pk)
