"""When an outcome is due, and whether it came in time.

Source: field-rules, "Consultations": outcome published ≤ closes_on + 12 weeks; the weeks are the place's own.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from compact_portal.lib.counted import counted
from compact_portal.lib.dates import in_words
from compact_portal.lib.verdicts import Outcome, Verdict


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    """A consultation as the rule sees it. `weeks` is the threshold in force on the day of the close; None: none is recorded.

    `published_on` is the day of the outcome, None while there is none.
    """

    closes_on: date
    weeks: int | None
    published_on: date | None = None
    late_reason: str = ""
    authorised_by: str = ""


def outcome_due_on(closes_on: date, weeks: int) -> date:
    """The last day on which an outcome keeps its promise: so many weeks after the last day of the window."""
    return closes_on + timedelta(weeks=weeks)


def days_overdue(due_on: date | None, on: date) -> int:
    """How many days the outcome is overdue on a day; 0 while it is not, or where no time is set."""
    return max(0, (on - due_on).days) if due_on is not None else 0


def due_words(due_on: date, on: date) -> str:
    """How an outcome that is not published stands to its day, for everybody to read."""
    days = days_overdue(due_on, on)
    if days:
        return f"The outcome was due by {in_words(due_on)}. It is {counted(days, 'day')} overdue."
    return f"The outcome is due by {in_words(due_on)}."


def verdict_outcome(facts: OutcomeFacts, *, on: date) -> Verdict:
    """published_on ≤ closes_on + the set weeks; later is explained where a reason and who authorised it stand.

    An outcome counts from its day on: before that day the verdict is that of a consultation without one.
    """
    coming = facts.published_on if facts.published_on is not None and facts.published_on > on else None
    if facts.weeks is None:
        return Verdict(Outcome.UNKNOWN, "How soon after the close an outcome is due is not recorded.")
    due_on = outcome_due_on(facts.closes_on, facts.weeks)
    if facts.published_on is None or coming is not None:
        before = coming - timedelta(days=1) if coming is not None else None
        if on <= due_on:
            return Verdict(Outcome.NOT_DUE, f"Due by {in_words(due_on)}.", min(due_on, before) if before is not None else due_on)
        return Verdict(Outcome.NOT_KEPT, f"The outcome was due by {in_words(due_on)}; none is published.", before)
    late = (facts.published_on - due_on).days
    if late <= 0:
        return Verdict(Outcome.KEPT, f"Published on {in_words(facts.published_on)}; due by {in_words(due_on)}.")
    said = f"Published on {in_words(facts.published_on)}, {counted(late, 'day')} after it was due on {in_words(due_on)}."
    if facts.late_reason and facts.authorised_by:
        return Verdict(Outcome.EXPLAINED, f"{said} Authorised by {facts.authorised_by}, with a reason.")
    return Verdict(Outcome.NOT_KEPT, said)
