"""Consultations written by the portal's own actions, for tests."""

from datetime import date, datetime, timedelta
from typing import Any

from compact_portal.lib.clock import now, today
from compact_portal.lib.dates import start_of_day
from consultations.actions.approving import approve, submit
from consultations.actions.window import Days, set_window
from consultations.actions.writing import draft_consultation, save_question, save_step
from consultations.models import Consultation, Question, WindowEntry
from signatories.models import Partner
from tests.consultations.asking import WHOLE, agency
from undertakings.models import Threshold


def thresholds() -> None:
    """What the shipped compact and the sample year record."""
    for rule, value, unit in (("consultation-window", "56", "days"), ("outcome-published", "12", "weeks")):
        held = {"value": value, "unit": unit, "source": "the compact"}
        Threshold.objects.get_or_create(rule=rule, from_on=None, defaults=held)


def noon(on: date) -> datetime:
    """Twelve hours after that day began in London."""
    return start_of_day(on) + timedelta(hours=12)


def draft(of: Partner | None = None, title: str = "The market square", by: Any = None, **more: Any) -> Consultation:
    """A draft with everything but its window, and each finding that may come up explained."""
    row = draft_consultation(agency=of or agency(), values={**WHOLE, "title": title, **more}, by=by, on=today())
    groups = [("Sample Women", "women"), ("Sample Minority", "minority"), ("Sample Shelter", "excluded")]
    values = {"who_asked": row.who_asked, "audiences": ["groups"], "groups": groups}
    row = save_step(consultation=row, step="who", version=row.version, values=values, by=by, at=now())
    question(row, by=by)
    for key in ("holidays", "clash", "reading"):
        settle(row, key, by=by)
    return fresh(row)


def settle(row: Consultation, key: str, words: str = "We know, and give more time.", by: Any = None) -> None:
    from consultations.actions.writing import explain

    explain(consultation=row, key=key, words=words, by=by, at=now())


def question(row: Consultation, words: str = "What do you think?", kind: str = "words", *choices: str, by: Any = None) -> Question:
    place = row.questions.count() + 1
    values = {"words": words, "kind": kind, "help": "", "anchor": "", "clause": "", "is_required": False, "position": place}
    return save_question(
        consultation=row, question=None, version=None, values=values, choices=choices, by=by, at=now()
    )  # fmt: skip


def fresh(row: Consultation) -> Consultation:
    return Consultation.objects.select_related("agency").get(pk=row.pk)


def window(
    row: Consultation, opens_on: date, closes_on: date, at: datetime | None = None, by: Any = None, **more: str
) -> WindowEntry:
    """Plan or move it."""
    days = Days(opens_on, closes_on, **more)
    return set_window(consultation=row, version=fresh(row).version, days=days, by=by, at=at or now())


def planned(opens_on: date | None = None, days: int = 56, of: Partner | None = None, by: Any = None, **more: Any) -> Consultation:
    """A draft with its window."""
    row = draft(of, by=by, **more)
    opens_on = opens_on or today() + timedelta(days=10)
    window(row, opens_on, opens_on + timedelta(days=days), by=by)
    return fresh(row)


def submitted(by: Any = None, **more: Any) -> Consultation:
    row = planned(by=by, **more)
    return submit(consultation=row, version=row.version, by=by, at=now())


def public(by: Any = None, second: Any = None, **more: Any) -> Consultation:
    """An approved consultation that opens in ten days, or on `opens_on`."""
    row = submitted(by=by, **more)
    approve(consultation=row, version=row.version, by=second, at=now())
    return fresh(row)
