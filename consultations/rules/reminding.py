"""When those who began to answer and did not finish are reminded."""

from datetime import date, timedelta

# Days before the last day, the first first.
REMINDER_DAYS = (7, 1)


def reminder_now(*, closes_on: date, saved_on: date, on: date) -> int | None:
    """How many days before the close the reminder is that is due on a day, or None.

    The last one whose day has come counts, so that a run that was missed is made up for once and never by two letters.
    Somebody who was at work on the answer on that day or after needs none. A window that moves moves its reminders.
    """
    if on > closes_on:
        return None
    due = [days for days in REMINDER_DAYS if closes_on - timedelta(days=days) <= on]
    if not due:
        return None
    last = min(due)
    return last if saved_on < closes_on - timedelta(days=last) else None
