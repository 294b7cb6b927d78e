"""A consultation on its way to the public: approval is asked for, given by a second officer, or sent back; a mistake is voided."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from compact_portal.audit.actions import save_version
from compact_portal.audit.context import change
from compact_portal.lib.dates import london_day
from consultations.actions.locks import locked_consultation, require
from consultations.actions.outcomes import index_outcome
from consultations.actions.rounds import tell_now
from consultations.actions.standing import refresh
from consultations.actions.telling import tell_sent_back, tell_submitted
from consultations.models import Consultation
from consultations.queries.checking import check
from consultations.queries.desk import SENT_BACK, officers_of
from consultations.queries.judging import state_of
from consultations.rules.checks import stops
from consultations.rules.states import State
from consultations.rules.writing import may_approve, may_take_back
from undertakings.queries.thresholds import Thresholds


def submit(*, consultation: Consultation, version: int, by: Any, at: datetime) -> Consultation:
    """Ask for approval. Raises StaleVersion, and ValidationError for what is neither mended nor explained."""
    with change(by=by, why="Asked for approval", public=False):
        row = locked_consultation(consultation.pk, by=by, version=version)
        if row.submitted_at is not None:
            raise ValidationError({"__all__": "Somebody has asked for its approval already"})
        _require_checked(row, at=at)
        save_version(row, {"submitted_at": at, "submitted_by": by})
        tell_submitted(row, at=at)
    return row


def _require_checked(row: Consultation, *, at: datetime) -> None:
    if found := stops(check(row, on=london_day(at))):
        raise ValidationError({"__all__": [f"{one.title}. {one.mend}" for one in found]})


def approve(*, consultation: Consultation, version: int, by: Any, at: datetime) -> Consultation:
    """From now on the public reads it. Raises StaleVersion, and ValidationError where it may not be approved.

    The checks are made again: since approval was asked for, a day may have passed or another agency have opened a window.
    """
    with change(by=by, why="Approved the consultation"):
        row = locked_consultation(consultation.pk, by=by, version=version)
        if row.approved_at is not None:
            raise ValidationError({"__all__": "Somebody has approved it already"})
        alone = by is not None and row.submitted_by_id == by.pk
        officers = officers_of(row.agency, on=london_day(at))
        require(may_approve(is_submitted=row.submitted_at is not None, is_submitter=alone, officers=officers))
        _require_checked(row, at=at)
        save_version(row, {"approved_at": at, "approved_by": by, "approved_alone": alone})
        refresh(row)
        tell_now(row, at=at)  # where it was public before with other days
    return row


def send_back(*, consultation: Consultation, version: int, words: str, by: Any, at: datetime) -> Consultation:
    """A draft again, with words that say why: the public reads it no longer, its ledger stays. Until it opens.

    Raises StaleVersion, and ValidationError where it has opened.
    """
    with change(by=by, why=f"{SENT_BACK}{words}"):
        row = locked_consultation(consultation.pk, by=by, version=version)
        state = state_of(row, Thresholds(), at=at)
        require(may_take_back(state=state, is_submitted=row.submitted_at is not None))
        asked = row.submitted_by
        none: dict[str, Any] = dict.fromkeys(("submitted_at", "submitted_by", "approved_at", "approved_by"))
        save_version(row, none | {"approved_alone": False})
        refresh(row)
        if asked is not None and asked != by and asked.is_active:
            tell_sent_back(row, asked, words=words, at=at)
    return row


def void_consultation(*, consultation: Consultation, version: int, reason: str, by: Any, at: datetime) -> Consultation:
    """A mistake: it leaves every list and figure, and the row stays with the reason. Raises StaleVersion.

    ValidationError where people have answered: what they said is not taken away from under them.
    """
    with change(by=by, why=f"Marked the consultation as a mistake: {reason}"):
        row = locked_consultation(consultation.pk, by=by, version=version)
        state = state_of(row, Thresholds(), at=at)
        if state not in (State.DRAFT, State.UPCOMING) and row.responses.filter(withdrawn_at=None).exists():
            raise ValidationError(
                {"__all__": "People have answered it, so it stays. Close it early on its window’s page, and say why"}
            )
        save_version(row, {"voided_at": at, "voided_by": by, "voided_reason": reason})
        refresh(row)
        index_outcome(row)
    return row
