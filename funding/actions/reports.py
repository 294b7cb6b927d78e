"""Writes to reports: begun, kept as a draft, sent. Only members of the recipient write them, and nobody after they are sent."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError

from compact_portal.audit.actions import StaleVersion, save_version
from compact_portal.audit.context import change
from compact_portal.lib.dates import london_day
from funding.models import Measurement, MonitoringReturn, Report
from funding.queries.reports import asking
from funding.rules import permit_send
from signatories.models import Partner
from signatories.permissions import may

SENT = "This report was sent meanwhile, so it stays as it is. Take what you typed into a new one"


def _require_member(recipient: Partner, *, by: Any) -> None:
    if by is not None and not (permit := may(by, "funding.answer", recipient)):
        raise PermissionDenied(permit.reason)


def _locked_draft(report: Report, *, version: int, by: Any) -> Report:
    """The draft, locked. Raises StaleVersion, and ValidationError where it was sent."""
    row: Report = Report.objects.select_for_update(of=("self",)).select_related("recipient").get(pk=report.pk)
    _require_member(row.recipient, by=by)
    if row.sent_at is not None:
        raise ValidationError({"__all__": SENT})
    if row.version != version:
        raise StaleVersion(row)
    return row


def begin_report(*, recipient: Partner, by: Any) -> Report:
    """The draft of a recipient: a new one, or the one that somebody has begun already."""
    with change(by=by, why="Began a report to funders", public=False):
        _require_member(recipient, by=by)
        # Under the recipient's lock, so that two who begin at once begin one.
        Partner.objects.select_for_update(of=("self",)).get(pk=recipient.pk)
        held = Report.objects.filter(recipient=recipient, sent_at=None).first()
        return held or Report.objects.create(recipient=recipient)


def save_report(
    *,
    report: Report,
    version: int,
    values: Mapping[str, Any],
    answers: Collection[int],
    measured: Mapping[int, tuple[Decimal | None, str]],
    by: Any,
    on: date,
) -> Report:
    """Keep a draft: its own columns, the returns that it answers, and what it says of each indicator (value, note).

    What is no longer asked for on that day falls away. Raises StaleVersion, and ValidationError where it was sent.
    """
    with change(by=by, why="Wrote on a report to funders", public=False):
        row = _locked_draft(report, version=version, by=by)
        asked = asking(row.recipient, on=on)
        save_version(row, dict(values))
        row.agreements.set(asked.agreements)
        row.answers.set({one.number for one in asked.owed} & set(answers))
        _put_measured(row, {number: said for number, said in measured.items() if number in asked.indicators})
    return row


def _put_measured(report: Report, measured: Mapping[int, tuple[Decimal | None, str]]) -> None:
    held = {one.indicator_id: one for one in Measurement.objects.filter(report=report)}
    for number, (value, note) in measured.items():
        one = held.pop(number, None)
        if value is None and not note:
            if one is not None:
                one.delete()
        elif one is None or (one.value, one.note) != (value, note):
            save_version(one or Measurement(report=report, indicator_id=number, version=0), {"value": value, "note": note})
    for one in held.values():
        one.delete()


def send_report(*, report: Report, version: int, by: Any, at: datetime) -> Report:
    """To the funders of all its agreements at once; each return that it answers is received on that day.

    A return that an officer has marked as received meanwhile keeps that day. Raises StaleVersion, and ValidationError where
    it was sent or says nothing yet.
    """
    on = london_day(at)
    with change(by=by, why="Sent a report to funders"):
        row = _locked_draft(report, version=version, by=by)
        asked = asking(row.recipient, on=on)
        said = Measurement.objects.filter(report=row)
        for gone in said.exclude(indicator__in=asked.indicators):
            gone.delete()
        says = bool(row.words) or said.exists()
        permit = permit_send(up_to_on=row.up_to_on, on=on, says=says, agreements=[one.pk for one in asked.agreements])
        if not permit:
            raise ValidationError({"__all__": permit.reason})
        save_version(row, {"sent_at": at, "sent_by": by})
        row.agreements.set(asked.agreements)
        for owed in _still_owed(row, {one.number for one in asked.owed}):
            save_version(owed, {"received_on": on})
    return row


def _still_owed(report: Report, owed: Collection[int]) -> list[MonitoringReturn]:
    """The returns that a report answers and nobody has received yet, locked; what it cannot answer any more falls away."""
    chosen = list(report.answers.filter(pk__in=owed).values_list("pk", flat=True))
    rows = MonitoringReturn.objects.select_for_update().filter(pk__in=chosen).order_by("pk")
    found = [one for one in rows if one.received_on is None and one.voided_at is None]
    report.answers.set(found)
    return found
