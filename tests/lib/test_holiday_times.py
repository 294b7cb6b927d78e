"""Christmas, Easter and August as they fall, against an independent calculation of Easter."""

from datetime import date, timedelta

import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.holiday_times import covered, times_of

days = st.dates(date(2020, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize("year", range(2020, 2060))
def test_easter_is_where_the_calendar_has_it(year):
    found = next(one for one in times_of(year) if one.name == "Easter")
    assert (found.first_on, found.last_on) == (easter(year) - timedelta(days=2), easter(year) + timedelta(days=1))


def test_christmas_runs_into_the_new_year():
    assert [(one.name, count) for one, count in covered(date(2027, 1, 1), date(2027, 1, 10))] == [("Christmas", 1)]
    assert covered(date(2027, 1, 2), date(2027, 1, 10)) == []


def test_a_window_over_the_summer_covers_all_of_august():
    assert [(one.name, count) for one, count in covered(date(2026, 7, 6), date(2026, 8, 31))] == [("August", 31)]


@given(days, st.integers(0, 400))
def test_each_day_is_counted_as_often_as_a_day_by_day_count_has_it(first_on, length):
    last_on = first_on + timedelta(days=length)
    times = [one for year in range(first_on.year - 1, last_on.year + 1) for one in times_of(year)]
    by_day = sum(one.first_on <= first_on + timedelta(days=number) <= one.last_on for number in range(length + 1) for one in times)
    assert sum(count for _, count in covered(first_on, last_on)) == by_day
