"""The clock is UTC inside and London's day outside, whatever zone the server is in."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from compact_portal.lib import clock


def test_now_is_an_instant_in_utc() -> None:
    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("at", "day"),
    [(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "2026-07-02"), (datetime(2026, 1, 1, 23, 30, tzinfo=UTC), "2026-01-01")],
)
def test_today_is_londons_day(monkeypatch: pytest.MonkeyPatch, at: datetime, day: str) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)
    assert clock.today().isoformat() == day


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_the_servers_zone_does_not_matter(zone: str) -> None:
    code = (
        "from datetime import UTC, datetime; from compact_portal.lib import clock, dates; "
        "clock.now = lambda: datetime(2026, 7, 1, 23, 30, tzinfo=UTC); print(clock.today(), dates.start_of_day(clock.today()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, env={**os.environ, "TZ": zone}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "2026-07-02 2026-07-01 23:00:00+00:00"
