"""Working days of England: weekends and bank holidays do not count."""

from datetime import date

import pytest

from compact_portal.lib.working_days import add_working_days, is_working_day, working_days_between


@pytest.mark.parametrize(
    ("on", "works"),
    [
        (date(2026, 4, 2), True),
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 4), False),  # a Saturday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 12, 28), False),  # Boxing Day, kept on the Monday
        (date(2026, 11, 30), True),  # Saint Andrew's Day is Scotland's
    ],
)
def test_a_day_works_or_does_not(on, works):
    assert is_working_day(on) is works


def test_twenty_working_days_over_easter():
    assert add_working_days(date(2026, 3, 20), 20) == date(2026, 4, 21)
    assert working_days_between(date(2026, 3, 20), date(2026, 4, 21)) == 20
    assert working_days_between(date(2026, 4, 21), date(2026, 3, 20)) == 0
