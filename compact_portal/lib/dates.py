"""London days and calendar months.

A name that ends in `_on` is a London day, inclusive; one that ends in `_at` is an instant with a zone.
"""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
# Folded names and their short forms: "march" and "mar" are 3.
MONTH_NAMES = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name} | {
    name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name
}


def london_day(at: datetime) -> date:
    """The day in London at an instant. A naive datetime is an error: it does not say which instant is meant."""
    if at.tzinfo is None:
        raise ValueError("An instant needs a time zone.")
    return at.astimezone(LONDON).date()


def start_of_day(on: date) -> datetime:
    """The first instant of a London day, in UTC."""
    return datetime.combine(on, time.min, tzinfo=LONDON).astimezone(UTC)


def end_of_day(on: date) -> datetime:
    """The first instant after a London day, in UTC: the half-open end of everything that lasts through that day."""
    return start_of_day(on + timedelta(days=1))


def add_months(on: date, months: int) -> date:
    """The same day of the month, that many calendar months later (or earlier); else the last day of that month."""
    year, month0 = divmod(on.year * 12 + on.month - 1 + months, 12)
    last = calendar.monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(on.day, last))


def financial_year(on: date) -> str:
    """1 April to 31 March, written 2026-27."""
    first = on.year if (on.month, on.day) >= (4, 1) else on.year - 1
    return f"{first}-{(first + 1) % 100:02d}"


def in_words(on: date) -> str:
    """Monday 30 November 2026."""
    return f"{on:%A} {on.day} {on:%B %Y}"


def at_in_words(at: datetime) -> str:
    """Monday 30 November 2026 at 14:05, in London."""
    return f"{in_words(london_day(at))} at {at.astimezone(LONDON):%H:%M}"
