"""The window ledger. Once the public could read a window it only grows: each move is an entry with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from compact_portal.audit.actions import save_version
from compact_portal.audit.context import change
from compact_portal.lib.dates import in_words, london_day
from compact_portal.lib.permits import Permit
from consultations.actions.answering import rejudge_answers
from consultations.actions.locks import locked_consultation
from consultations.actions.rounds import tell_now
from consultations.actions.standing import refresh
from consultations.actions.writing import open_step
from consultations.models import Consultation, WindowEntry
from consultations.queries.judging import was_public, window_days
from consultations.rules.window import earliest_close, is_short, kind_of_move, may_move, may_plan
from undertakings.queries.thresholds import Thresholds

EXPLAIN = "Say why the window is short and who authorised it, or choose {day} or a later day"


@dataclass(frozen=True, slots=True)
class Days:
    """Both days of a window as they are to be, with what is published where that is short; `reason` says why it moved."""

    opens_on: date
    closes_on: date
    reason: str = ""
    short_reason: str = ""
    authorised_by: str = ""


def set_window(*, consultation: Consultation, version: int, days: Days, by: Any, at: datetime) -> WindowEntry:
    """Plan the window of a draft, or move that of a public consultation: before it opens, longer, shorter, closed early.

    Raises StaleVersion, and ValidationError by field. Who follows or has answered is told of a public window's move.
    """
    with change(by=by, why=days.reason or "Planned the window", public=consultation.is_public):
        row = locked_consultation(consultation.pk, by=by, version=version)
        open_step(row, "window", at=at)
        on = london_day(at)
        entry = _moved(row, days, on=on) if row.approved_at else _planned(row, days, on=on)
        _check_length(entry)
        entry.made_at, entry.made_by = at, by
        entry.save()
        save_version(row, {})
        refresh(row)
        if row.approved_at:
            rejudge_answers(consultation=row, by=by)
            tell_now(row, at=at)
    return entry


def close_early(*, consultation: Consultation, version: int, days: Days, by: Any, at: datetime) -> WindowEntry:
    """Close at the end of today. `days` brings the reasons; its days do not count. Raises as `set_window` does."""
    on = london_day(at)
    own = Days(consultation.opens_on or on, on, days.reason, days.short_reason, days.authorised_by)
    return set_window(consultation=consultation, version=version, days=own, by=by, at=at)


def _planned(row: Consultation, days: Days, *, on: date) -> WindowEntry:
    """A draft's window. What nobody could read yet takes the place of the former plan; else it is one more entry."""
    _refuse(may_plan(opens_on=days.opens_on, closes_on=days.closes_on, on=on))
    if not was_public(row):
        WindowEntry.objects.filter(consultation=row).delete()
        return _entry(row, days, WindowEntry.Kind.PLANNED, position=1)
    _require_reason(days)
    return _entry(row, days, WindowEntry.Kind.MOVED)


def _moved(row: Consultation, days: Days, *, on: date) -> WindowEntry:
    assert row.opens_on is not None
    assert row.closes_on is not None
    has_opened = row.opens_on <= on
    _refuse(
        may_move(
            opens_on=days.opens_on, closes_on=days.closes_on, from_opens_on=row.opens_on, from_closes_on=row.closes_on,
            has_opened=has_opened, on=on,
        )
    )  # fmt: skip
    _require_reason(days)
    kind = kind_of_move(closes_on=days.closes_on, from_closes_on=row.closes_on, has_opened=has_opened, on=on)
    return _entry(row, days, WindowEntry.Kind(kind))


def _refuse(permits: Mapping[str, Permit]) -> None:
    if wrong := {name: permit.reason for name, permit in permits.items() if not permit}:
        raise ValidationError(wrong)


def _require_reason(days: Days) -> None:
    if not days.reason:
        raise ValidationError({"reason": "Say why the dates change: it is published, and mailed to everybody who follows"})


def _entry(row: Consultation, days: Days, kind: WindowEntry.Kind, *, position: int | None = None) -> WindowEntry:
    if position is None:
        last = WindowEntry.objects.filter(consultation=row).order_by("-position").values_list("position", flat=True).first()
        position = (last or 0) + 1
    return WindowEntry(
        consultation=row, position=position, kind=kind, opens_on=days.opens_on, closes_on=days.closes_on,
        reason=days.reason, short_reason=days.short_reason, authorised_by=days.authorised_by,
    )  # fmt: skip


def _check_length(entry: WindowEntry) -> None:
    """A window shorter than the compact's is saved only with its reason and who authorised it; else it needs neither."""
    asked = window_days(Thresholds(), entry.opens_on)
    if not is_short(entry.opens_on, entry.closes_on, asked):
        entry.short_reason = entry.authorised_by = ""
        return
    assert asked is not None
    said = EXPLAIN.format(day=in_words(earliest_close(entry.opens_on, asked)))
    if wanted := [name for name in ("short_reason", "authorised_by") if not getattr(entry, name)]:
        raise ValidationError(dict.fromkeys(wanted, said))
