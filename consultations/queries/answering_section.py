"""What the public page of a consultation says of answering it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from compact_portal.lib.dates import london_day
from consultations.models import Consultation
from consultations.rules.answering import answer_permit, time_left
from consultations.rules.states import State, state_at


def answering_section(consultation: Consultation, at: datetime) -> Mapping[str, Any] | None:
    """How long there is, and the ways to answer; None before it is approved, and when nothing is taken any more. No query."""
    opens_at, closes_at, closes_on = consultation.opens_at, consultation.closes_at, consultation.closes_on
    if opens_at is None or closes_at is None or closes_on is None or not consultation.is_public:
        return None
    state = state_at(
        at, is_approved=True, opens_at=opens_at, closes_at=closes_at, outcome_on=consultation.outcome_on, outcome_due_on=None
    )
    if state is State.OUTCOME_PUBLISHED or (
        state is State.CLOSED and not answer_permit(at, opens_at=opens_at, closes_at=closes_at)
    ):
        return None
    left = time_left(closes_on, on=london_day(at))
    return {"about": consultation, "state": state.value, "left": left[0].upper() + left[1:]}
