"""Where a consultation stands. Nothing is stored: it follows from its instants and the day of its outcome."""

from datetime import date, datetime
from enum import StrEnum

from compact_portal.lib.dates import london_day


class State(StrEnum):
    """One of six. The value is what addresses and open data say."""

    DRAFT = "draft"
    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"
    OUTCOME_DUE = "outcome-due"
    OUTCOME_PUBLISHED = "outcome-published"

    @property
    def words(self) -> str:
        """As a page says it."""
        return {"outcome-due": "Outcome overdue", "outcome-published": "Outcome published"}.get(self.value, self.value.capitalize())


def is_open(at: datetime, *, opens_at: datetime | None, closes_at: datetime | None) -> bool:
    """Whether an answer received at an instant is in time: half-open, opens_at ≤ at < closes_at. Source: field-rules."""
    return opens_at is not None and closes_at is not None and opens_at <= at < closes_at


def state_at(
    at: datetime,
    *,
    is_approved: bool,
    opens_at: datetime | None,
    closes_at: datetime | None,
    outcome_on: date | None,
    outcome_due_on: date | None,
) -> State:
    """The state at an instant. `outcome_due_on` is the last day on which the outcome keeps its promise; None: none is set."""
    if not is_approved or opens_at is None or closes_at is None:
        return State.DRAFT
    if at < opens_at:
        return State.UPCOMING
    if at < closes_at:
        return State.OPEN
    if outcome_on is not None and outcome_on <= london_day(at):
        return State.OUTCOME_PUBLISHED
    if outcome_due_on is not None and london_day(at) > outcome_due_on:
        return State.OUTCOME_DUE
    return State.CLOSED
