"""Working days: Monday to Friday, without the bank holidays of England."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

_DAY = timedelta(days=1)
_SATURDAY = 5


@lru_cache(maxsize=64)
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(on: date) -> bool:
    """Whether offices are open on a day."""
    return on.weekday() < _SATURDAY and on not in _bank_holidays(on.year)


def add_working_days(on: date, days: int) -> date:
    """The day on which so many working days have passed since a day, which itself does not count. ValueError below 0."""
    if days < 0:
        raise ValueError("Working days are counted forwards.")
    while days:
        on += _DAY
        days -= is_working_day(on)
    return on


def working_days_between(first: date, last: date) -> int:
    """How many working days lie after the first day, up to the last one and with it; 0 where that is no later."""
    return sum(is_working_day(first + _DAY * number) for number in range(1, (last - first).days + 1))
