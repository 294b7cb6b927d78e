"""The registers as open data, streamed."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import condition

from compact_portal.lib import clock
from compact_portal.lib.dates import start_of_day
from compact_portal.lib.tabular import csv_lines
from compact_portal.pages.decorators import public_page
from compact_portal.pages.streaming import streamed, tag_of
from consultations.queries import open_registers


def _changed(request: HttpRequest, *args: Any, **kwargs: Any) -> datetime | None:
    """Verdicts turn with the day, so nothing is older than the day is."""
    found = open_registers.registers_changed_at()
    return max(found, start_of_day(clock.today())) if found else None


@public_page(reads=())
@condition(etag_func=tag_of, last_modified_func=_changed)
def open_appraisals_csv(request: HttpRequest) -> HttpResponseBase:
    """Every public policy appraisal as a table."""
    rows = (tuple(row.values()) for row in open_registers.appraisal_rows(on=clock.today()))
    lines = csv_lines(tuple(open_registers.APPRAISAL_COLUMNS), rows)
    return streamed(lines, "text/csv; charset=utf-8", "policy-appraisals.csv")


@public_page(reads=())
@condition(etag_func=tag_of, last_modified_func=_changed)
def open_decisions_csv(request: HttpRequest) -> HttpResponseBase:
    """Every public decision as a table."""
    rows = (tuple(row.values()) for row in open_registers.decision_rows(on=clock.today()))
    return streamed(csv_lines(tuple(open_registers.DECISION_COLUMNS), rows), "text/csv; charset=utf-8", "decisions.csv")
