"""When whoever follows is written to, and who is reminded of what: pure functions over plain values."""

from datetime import date, datetime, timedelta

from compact_portal.lib.dates import london_day, start_of_day
from compact_portal.lib.permits import ALLOWED, Permit, refused

CONFIRM_DAYS = 7
KEPT_AFTER_OUTCOME = timedelta(days=365)

NEWS_KEPT = timedelta(days=14)
"""What happened longer ago is told to nobody any more, where the letters were not sent for so long."""

LONGEST_DIGEST = timedelta(days=28)
BEFORE_CLOSE = (7, 1)
"""Days before the last day on which those who began are reminded; the first also tells followers that the end is near."""

BEFORE_OUTCOME = (4, 1)
"""Weeks before the outcome is due on which officers are reminded."""

UNTOUCHED = timedelta(days=1)
"""Whoever typed something within the last day is not reminded of it."""


def confirm_permit(*, expires_at: datetime | None, used_at: datetime | None, at: datetime) -> Permit:
    """Whether a mailed link that confirms still works: once, and up to the instant at which it runs out, exclusive."""
    if used_at is not None:
        return refused("This link has been used. Each link works once.")
    if expires_at is not None and at >= expires_at:
        return refused("This link has run out. Ask for a new one.")
    return ALLOWED


def week_begun(at: datetime) -> datetime:
    """The first instant of the week in London: what came before it belongs into that week's letter."""
    on = london_day(at)
    return start_of_day(on - timedelta(days=on.weekday()))


def close_reminder(*, closes_on: date, on: date) -> int | None:
    """Which reminder of a close is due on a day: 7 from a week before, 1 from the day before; None earlier, and after the close.

    Only the latest one counts: whoever was not written to in time does not get two letters at once.
    """
    left = (closes_on - on).days
    due = [days for days in BEFORE_CLOSE if 0 <= left <= days]
    return min(due, default=None)


def outcome_reminder(*, due_on: date, on: date) -> int | None:
    """Which reminder of an outcome is due on a day: 4 from four weeks before its last day, 1 from one week before; else None."""
    left = (due_on - on).days
    due = [weeks for weeks in BEFORE_OUTCOME if 0 <= left <= weeks * 7]
    return min(due, default=None)
