"""What becomes of the records of funding when two partners are merged: they follow to the one that stays."""

from datetime import date
from typing import Any

from django.db.models import F

from funding.models import (
    Agreement,
    AwardTotal,
    ColumnMapping,
    Fund,
    ImportBatch,
    MonitoringReturn,
    NoticeGuideline,
    OtherSupport,
    OwnCut,
    Report,
)
from signatories.merging import follows
from signatories.models import Partner

# Where both have a row of the same key, the one of the partner that stays holds, and the other is only in the history.
_KEYED: dict[type[Any], tuple[str, str]] = {
    NoticeGuideline: ("funder", "from_on"),
    OwnCut: ("funder", "year"),
    ColumnMapping: ("agency", "headings"),
}


def follow_all() -> None:
    """Say of each model that names a partner what becomes of its rows."""
    follows("funding.Agreement", _agreements)
    follows("funding.AwardTotal", _totals)
    follows("funding.Fund", _moving(Fund, "funder"))
    follows("funding.OtherSupport", _moving(OtherSupport, "funder", "recipient"))
    follows("funding.MonitoringReturn", _moving(MonitoringReturn, "recipient"))
    follows("funding.Report", _reports)
    follows("funding.ImportBatch", _moving(ImportBatch, "agency"))
    for model, (name, key) in _KEYED.items():
        follows(model._meta.label, _moving_keyed(model, name, key))


def _save_all(rows: Any, name: str, into: Partner) -> None:
    for row in rows:
        setattr(row, name, into)
        row.save()


def _moving(model: Any, *names: str) -> Any:
    def move(gone: Partner, into: Partner, on: date) -> None:
        for name in names:
            _save_all(model.objects.filter(**{name: gone}), name, into)

    return move


def _moving_keyed(model: Any, name: str, key: str) -> Any:
    def move(gone: Partner, into: Partner, on: date) -> None:
        held = set(model.objects.filter(**{name: into}).values_list(key, flat=True))
        rows = model.objects.filter(**{name: gone})
        for row in rows.filter(**{f"{key}__in": held}):
            row.delete()
        _save_all(rows.exclude(**{f"{key}__in": held}), name, into)

    return move


def _agreements(gone: Partner, into: Partner, on: date) -> None:
    own = Agreement.objects.standing().filter(funder=into).exclude(own_reference="").values_list("own_reference", flat=True)
    both = set(own)
    for row in Agreement.objects.filter(funder=gone):
        if row.own_reference in both:
            row.own_reference = ""  # the one of the partner that stays has it
        row.funder = into
        row.save()
    rows = Agreement.objects.filter(recipient=gone)
    for row in rows:
        row.recipient, row.recipient_band = into, into.income_band or gone.income_band
        row.save()


def _reports(gone: Partner, into: Partner, on: date) -> None:
    """What was sent stays sent. Of two drafts that of the partner that stays goes on, the other is only in the history."""
    if Report.objects.filter(recipient=into, sent_at=None).exists():
        for draft in Report.objects.filter(recipient=gone, sent_at=None):
            draft.delete()
    _save_all(Report.objects.filter(recipient=gone), "recipient", into)


def _totals(gone: Partner, into: Partner, on: date) -> None:
    for total in AwardTotal.objects.filter(funder=gone):
        kept, _ = AwardTotal.objects.get_or_create(funder=into, year=total.year)
        names = ("agreements", "pence", "common_terms", "common_monitoring")
        AwardTotal.objects.filter(pk=kept.pk).update(**{name: F(name) + getattr(total, name) for name in names})
        total.delete()
