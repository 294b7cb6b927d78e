"""The times of a year in which the sector has least time: Christmas, Easter and August, as they fall in England."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import holidays


@dataclass(frozen=True, slots=True)
class HolidayTime:
    """A time with its first and last day, both inclusive."""

    name: str
    first_on: date
    last_on: date


def _easter(year: int) -> HolidayTime:
    days = holidays.country_holidays("GB", subdiv="ENG", years=year)
    by_name = {name: day for day, name in days.items()}
    return HolidayTime("Easter", by_name["Good Friday"], by_name["Easter Monday"])


def times_of(year: int) -> Iterator[HolidayTime]:
    """Those of a calendar year, in order; Christmas runs to New Year's Day."""
    yield _easter(year)
    yield HolidayTime("August", date(year, 8, 1), date(year, 8, 31))
    yield HolidayTime("Christmas", date(year, 12, 24), date(year + 1, 1, 1))


def covered(first_on: date, last_on: date) -> list[tuple[HolidayTime, int]]:
    """The holiday times that two inclusive days span, each with how many of its days lie between them."""
    found = []
    for year in range(first_on.year - 1, last_on.year + 1):
        for one in times_of(year):
            days = (min(last_on, one.last_on) - max(first_on, one.first_on) + timedelta(days=1)).days
            if days > 0:
                found.append((one, days))
    return found
