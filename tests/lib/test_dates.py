"""London days and calendar months, at their edges and against a second way of counting that is slow and plain."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.dates import (
    add_months,
    at_in_words,
    end_of_day,
    financial_year,
    in_words,
    london_day,
    start_of_day,
)

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 12, 31), timezones=st.just(UTC))
DAY = timedelta(days=1)
SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)  # the clocks change at 01:00 UTC


def stepped(on: date, months: int) -> date:
    """So many months on or back, a day at a time: past so many firsts of a month, then to the day or the month's end."""
    step = DAY if months >= 0 else -DAY
    first, passed = on.replace(day=1), 0
    while passed < abs(months):
        first += step
        passed += first.day == 1
    last = first
    while (last + DAY).month == first.month:
        last += DAY
    return min(first + timedelta(days=on.day - 1), last)


@given(DAYS, st.integers(-60, 60))
def test_adding_months_agrees_with_stepping_day_by_day(on: date, months: int) -> None:
    assert add_months(on, months) == stepped(on, months)


@pytest.mark.parametrize(
    ("on", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 12), 3, date(2027, 3, 12)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 5, 31), -3, date(2026, 2, 28)),
        (date(2026, 5, 31), 0, date(2026, 5, 31)),
    ],
)
def test_a_month_that_is_too_short_ends_on_its_last_day(on: date, months: int, expected: date) -> None:
    assert add_months(on, months) == expected


@given(INSTANTS)
def test_an_instant_lies_in_its_london_day(at: datetime) -> None:
    on = london_day(at)
    assert start_of_day(on) <= at < end_of_day(on)


@given(DAYS)
def test_one_day_ends_where_the_next_begins(on: date) -> None:
    assert end_of_day(on) == start_of_day(on + DAY)
    assert london_day(start_of_day(on)) == on
    assert london_day(start_of_day(on) - timedelta(microseconds=1)) == on - DAY


@pytest.mark.parametrize(("on", "hours"), [(SPRING, 23), (AUTUMN, 25), (SPRING - DAY, 24), (AUTUMN + DAY, 24)])
def test_the_day_on_which_the_clocks_change_is_an_hour_shorter_or_longer(on: date, hours: int) -> None:
    assert end_of_day(on) - start_of_day(on) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("at", "on"),
    [
        (datetime(2026, 7, 1, 22, 59, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2027, 1, 1, 0, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2027, 1, 1, 13, 0, tzinfo=timezone(timedelta(hours=14))), date(2026, 12, 31)),
    ],
)
def test_a_london_day_begins_at_londons_midnight_wherever_the_server_is(at: datetime, on: date) -> None:
    assert london_day(at) == on


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        london_day(datetime(2026, 1, 1, 12))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 3, 31), "2025-26"),
        (date(2026, 4, 1), "2026-27"),
        (date(2026, 12, 31), "2026-27"),
        (date(1999, 12, 31), "1999-00"),
        (date(2100, 3, 31), "2099-00"),
    ],
)
def test_a_financial_year_begins_on_the_first_of_april(on: date, expected: str) -> None:
    assert financial_year(on) == expected


@given(DAYS)
def test_a_financial_year_changes_on_the_first_of_april_and_on_no_other_day(on: date) -> None:
    assert (financial_year(on) != financial_year(on - DAY)) == ((on.month, on.day) == (4, 1))


def test_days_and_instants_in_words() -> None:
    assert in_words(date(2026, 11, 30)) == "Monday 30 November 2026"
    assert at_in_words(datetime(2026, 7, 1, 23, 5, tzinfo=UTC)) == "Thursday 2 July 2026 at 00:05"
