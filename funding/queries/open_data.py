"""Funding as open data, read in steps: every public agreement, a council's yearly list, a funder's 360Giving package."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Max

from compact_portal.lib.dates import london_day
from compact_portal.lib.licence import LICENCE
from compact_portal.lib.money import plain_pounds
from funding.models import Agreement
from funding.queries.addresses import agreement_address
from funding.queries.register import year_days
from funding.rules.open_data import VERSION, Grant, Org, grant_of
from signatories.models import Identifier, Partner

STEP = 1_000
WITHHELD = "Withheld"

# Every column of funding.csv, and key of funding.json, with what it says.
AGREEMENT_COLUMNS = {
    "reference": "The agreement’s reference, which never changes.",
    "address": "Its page.",
    "funder": "Name of the funder.",
    "funder_id": "The last part of the funder’s address in the directory.",
    "recipient": "Name of the recipient.",
    "recipient_id": "The last part of the recipient’s address in the directory.",
    "recipient_income": f"The recipient’s income in a year, where it has said so: {', '.join(Partner.Income.values)}.",
    "title": "What it is called.",
    "purpose": "What it is for; “Withheld” with the reason where the purpose must not be public.",
    "kind": f"One of: {', '.join(Agreement.Kind.values)}.",
    "department": "The funder’s department.",
    "fund": "The round that it was awarded from.",
    "awarded_on": "The day of the award.",
    "start_on": "The first day of its term.",
    "end_on": "The last day of its term.",
    "award": "The whole award, in pounds.",
    "paid": "Paid so far, in pounds.",
    "payment": "advance or arrears.",
    "multi_year": "yes or no, by the length recorded for the place; empty where none is recorded.",
    "full_cost": "kept, not_kept, explained or unknown.",
    "notice_served": "Whether a notice of a change was served: yes or no.",
    "common_terms": "Whether it uses the terms that funders share: yes or no.",
    "common_monitoring": "Whether it uses the monitoring form that funders share: yes or no.",
    "renewed_from": "The reference of the agreement that it follows.",
}
# The columns in which councils publish the grants of a year.
YEARLY_COLUMNS = ("Date awarded", "Time period", "Department", "Beneficiary", "Registration number", "Purpose", "Amount")


def _public_after(last: int, **wanted: Any) -> list[Agreement]:
    rows = Agreement.objects.public().filter(pk__gt=last, **wanted).order_by("pk")
    return list(rows.select_related("funder", "recipient", "fund", "renewed_from")[:STEP])


def _in_steps(**wanted: Any) -> Iterator[list[Agreement]]:
    last = 0
    while rows := _public_after(last, **wanted):
        yield rows
        last = rows[-1].pk


def purpose_of(row: Agreement) -> str:
    """The purpose as the public may have it."""
    return f"{WITHHELD}: {row.withheld_reason}" if row.purpose_withheld else row.purpose


def _yes(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def agreement_rows() -> Iterator[dict[str, Any]]:
    """Every public agreement with all of AGREEMENT_COLUMNS: one query a thousand."""
    for rows in _in_steps():
        for row in rows:
            assert row.recipient is not None
            values = (
                row.reference, settings.PORTAL_ADDRESS + agreement_address(row.reference), row.funder.name, row.funder.slug,
                row.recipient.name, row.recipient.slug, row.recipient_band, row.title, purpose_of(row), row.kind, row.department,
                row.fund.title if row.fund else "", row.awarded_on, row.start_on, row.end_on, plain_pounds(row.award_pence or 0),
                plain_pounds(row.paid_pence), row.payment, _yes(row.is_multi_year), row.full_cost, _yes(row.has_notice),
                _yes(row.common_terms), _yes(row.common_monitoring), row.renewed_from.reference if row.renewed_from else "",
            )  # fmt: skip
            yield dict(zip(AGREEMENT_COLUMNS, values, strict=True))


def yearly_rows(funder: Partner, year: str) -> Iterator[tuple[Any, ...]]:
    """A funder's awards of a financial year in the columns in which councils publish them."""
    for rows in _in_steps(funder=funder, awarded_on__range=year_days(year)):
        numbers = _identifiers(rows)
        for row in rows:
            assert row.recipient is not None
            period = f"{row.start_on:%d/%m/%Y} to {row.end_on:%d/%m/%Y}"
            number = " ".join(numbers.get(row.recipient_id or 0, []))
            yield (
                row.awarded_on, period, row.department, row.recipient.name, number, purpose_of(row),
                plain_pounds(row.award_pence or 0),
            )  # fmt: skip


def _identifiers(rows: list[Agreement]) -> dict[int, list[str]]:
    wanted = {row.recipient_id or row.funder_id for row in rows} | {row.funder_id for row in rows}
    found: dict[int, list[str]] = {}
    for number, value in Identifier.objects.filter(partner_id__in=wanted).order_by("value").values_list("partner_id", "value"):
        found.setdefault(number, []).append(value)
    return found


def grants_of(funder: Partner) -> Iterator[dict[str, Any]]:
    """A funder's agreements as 360Giving grants, a multi-year one as one grant with its total."""
    prefix = settings.PORTAL_360GIVING_PREFIX
    for rows in _in_steps(funder=funder):
        numbers = _identifiers(rows)
        changed = _changed_at(rows)
        for row in rows:
            assert row.recipient is not None
            assert row.awarded_on is not None
            funders = Org(row.funder.name, row.funder.slug, tuple(numbers.get(row.funder_id, ())), row.funder.website)
            recipient = Org(
                row.recipient.name, row.recipient.slug, tuple(numbers.get(row.recipient_id or 0, ())), row.recipient.website
            )
            grant = Grant(
                reference=row.reference, title=row.title, description=purpose_of(row), pence=row.award_pence or 0,
                awarded_on=row.awarded_on, start_on=row.start_on, end_on=row.end_on, funder=funders, recipient=recipient,
                programme=row.fund.title if row.fund else "", changed_at=changed[row.pk],
                address=settings.PORTAL_ADDRESS + agreement_address(row.reference),
            )  # fmt: skip
            yield grant_of(grant, prefix=prefix)


def _changed_at(rows: list[Agreement]) -> dict[int, datetime]:
    history = Agreement.history.filter(id__in=[row.pk for row in rows]).order_by().values("id")
    return dict(history.annotate(last=Max("history_date")).values_list("id", "last"))


def package_head(funder: Partner, *, at: datetime) -> dict[str, Any]:
    """What stands in a 360Giving package beside its grants."""
    changed = funding_changed_at(funder) or at
    publisher = {"name": funder.name, "website": funder.website or settings.PORTAL_ADDRESS}
    identifier = Identifier.objects.filter(partner=funder).order_by("value").values_list("value", flat=True).first()
    return {
        "version": VERSION,
        "title": f"Grants of {funder.name}",
        "issued": london_day(changed).isoformat(),
        "modified": changed.isoformat(),
        "publisher": publisher | ({"org_id": identifier} if identifier else {}),
        "license": LICENCE,
        "downloadURL": f"{settings.PORTAL_ADDRESS}/open-data/funding/{funder.slug}/360giving.json",
    }


def funding_changed_at(funder: Partner | None = None) -> datetime | None:
    """When an agreement changed last, of one funder or of all; None while there is none."""
    rows = Agreement.history.all()
    if funder is not None:
        rows = rows.filter(funder=funder)
    found: datetime | None = rows.aggregate(last=Max("history_date"))["last"]
    return found


def funder_called(slug: str) -> Partner | None:
    """A listed partner that has awarded something."""
    return Partner.objects.listed().filter(slug=slug, award_totals__agreements__gt=0).distinct().first()
