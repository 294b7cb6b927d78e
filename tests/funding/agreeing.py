"""Agreements made by the portal's own actions, for tests."""

from datetime import date, timedelta
from typing import Any

from compact_portal.audit.context import change
from compact_portal.lib.clock import today
from funding.actions.agreements import draft_agreement, record_agreement
from funding.actions.funds import record_guideline
from funding.actions.parts import PARTS, save_part
from funding.models import Agreement
from signatories.actions.people import add_partner
from signatories.models import Partner
from undertakings.models import Threshold

START, END = date(2026, 4, 1), date(2029, 3, 31)


def thresholds() -> None:
    """What the shipped compact and the sample year record."""
    rows = (
        ("payment", "0", "days"), ("next-year-told", "0", "months"), ("full-cost", "1", "ratio"),
        ("evaluation-gap", "12", "months"), ("multi-year", "24", "months"),
    )  # fmt: skip
    with change(by=None, why="A test"):
        for rule, value, unit in rows:
            Threshold.objects.create(rule=rule, value=value, unit=unit, source="the compact")


def guideline(months: int = 3, funder: Partner | None = None, from_on: date = date(2020, 4, 1)) -> None:
    values = {"months": months, "from_on": from_on, "agreed_by": "the Portfolio Holder", "consulted": ""}
    record_guideline(funder=funder, values=values, by=None)


def agency(name: str = "Sample Council") -> Partner:
    return Partner.objects.filter(name=name).first() or add_partner(
        name=name, sector="statutory", kind="council", by=None, why="A test"
    )


def group(name: str = "Sample Group", **more: Any) -> Partner:
    found = Partner.objects.filter(name=name).first()
    return found or add_partner(name=name, sector="voluntary", kind="charity", by=None, why="A test", **more)


def drafted(funder: Partner | None = None, recipient: Partner | None = None, **more: Any) -> Agreement:
    values: dict[str, Any] = {
        "recipient": recipient or group(), "title": "Advice for all", "purpose": "Advice to everybody who asks.", "kind": "core",
        "start_on": START, "end_on": END, "awarded_on": date(2026, 3, 1), "award_pence": 9_000_00, "payment": "advance",
    }  # fmt: skip
    return draft_agreement(funder=funder or agency(), values=values | more, by=None, on=date(2026, 3, 1))


def recorded(funder: Partner | None = None, recipient: Partner | None = None, **more: Any) -> Agreement:
    agreement = drafted(funder, recipient, **more)
    return record_agreement(agreement=agreement, version=agreement.version, by=None)


def add(agreement: Agreement, part: str, **values: Any) -> Any:
    """A part of an agreement, by the action."""
    extra: dict[str, Any] = {"agreement": agreement}
    if part == "returns":
        extra = {"recipient": agreement.recipient}
    if part == "support":
        extra |= {"funder": agreement.funder, "recipient": agreement.recipient}
    return save_part(agreement=agreement, row=PARTS[part](**extra), version=None, values=values, by=None, why="A test")


def change_part(agreement: Agreement, row: Any, **values: Any) -> Any:
    return save_part(agreement=agreement, row=row, version=row.version, values=values, by=None, why="A test")


def of_day(name: str, on: date) -> dict[str, int]:
    """A day as the three boxes of a form send it."""
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def days_from_now(days: int) -> date:
    return today() + timedelta(days=days)
