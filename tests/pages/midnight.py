"""Instants on both sides of London's midnight, in summer and in winter, and whether another day begins between them."""

from datetime import UTC, datetime

import pytest

around_midnight = pytest.mark.parametrize(
    ("before", "after", "anew"),
    [
        (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), datetime(2026, 7, 1, 23, 0, tzinfo=UTC), True),
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), datetime(2026, 7, 2, 0, 0, tzinfo=UTC), False),
        (datetime(2026, 12, 1, 23, 59, tzinfo=UTC), datetime(2026, 12, 2, 0, 0, tzinfo=UTC), True),
    ],
)
