"""The one place that asks what time it is; views, commands and middleware read it once and hand it on."""

from datetime import UTC, date, datetime

from compact_portal.lib.dates import london_day


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """This day in London."""
    return london_day(now())
