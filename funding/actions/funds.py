"""Writes about a funder as a whole: its rounds, its notice guideline, its own cuts; and what recipients say of a day."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from compact_portal.audit.actions import StaleVersion, free_slug, remember_slug, save_version
from compact_portal.audit.context import change
from funding.actions.locks import require_officer
from funding.actions.standing import refresh
from funding.models import Agreement, Dispute, Fund, Instalment, NoticeGuideline, OwnCut, RenewalDecision
from signatories.models import Partner
from signatories.permissions import may


def save_fund(*, funder: Partner, fund: Fund | None, version: int | None, values: dict[str, Any], by: Any) -> Fund:
    """A round of an agency, made or changed; a new title gives a new address, and the old one goes on working.

    Raises StaleVersion.
    """
    with change(by=by, why="Recorded a round of funding" if fund is None else "Changed a round of funding"):
        require_officer(funder, by=by)
        if fund is None:
            return Fund.objects.create(funder=funder, slug=free_slug(Fund, values["title"]), **values)
        row = Fund.objects.select_for_update(of=("self",)).get(pk=fund.pk, funder=funder)
        if row.version != version:
            raise StaleVersion(row)
        before = row.slug
        if values["title"] != row.title:
            values = values | {"slug": free_slug(Fund, values["title"], keep=row)}
        save_version(row, values)
        remember_slug(row, before, row.slug)
    return row


def record_guideline(*, funder: Partner | None, values: dict[str, Any], by: Any) -> NoticeGuideline:
    """The months of notice from a day on: of one agency by its officer, for all by a coordinator.

    Every notice of those days is judged by it from then on. ValidationError where one is recorded for that day.
    """
    with change(by=by, why="Recorded a notice guideline"):
        if funder is not None:
            require_officer(funder, by=by)
        elif by is not None and not (permit := may(by, "reference.edit")):
            raise PermissionDenied(permit.reason)
        try:
            with transaction.atomic():
                return NoticeGuideline.objects.create(funder=funder, **values)
        except IntegrityError:
            raise ValidationError({"from_on": "A guideline is recorded from that day already: choose another day"}) from None


def record_cut(*, funder: Partner, values: dict[str, Any], by: Any) -> OwnCut:
    """What an agency cut in a year, of its own budget and of the sector's; recorded again it takes the place of the former."""
    with change(by=by, why="Recorded what was cut"):
        require_officer(funder, by=by)
        held = OwnCut.objects.select_for_update().filter(funder=funder, year=values["year"]).first()
        row = held or OwnCut(funder=funder, version=0)
        save_version(row, values)
    return row


def say_of(*, about: Instalment | RenewalDecision, values: dict[str, Any], by: Any, at: datetime) -> Dispute:
    """A recipient confirms or disputes a recorded day. It stands beside the figure and changes nothing by itself.

    What the recipient said of it before is kept as overtaken.
    """
    agreement: Agreement = about.agreement
    name = "instalment" if isinstance(about, Instalment) else "renewal_decision"
    with change(by=by, why="Said of a recorded day whether it is right"):
        held = Agreement.objects.select_for_update(of=("self",)).select_related("funder", "recipient").get(pk=agreement.pk)
        if held.recipient is None or (by is not None and not (permit := may(by, "funding.answer", held.recipient))):
            raise PermissionDenied(permit.reason)
        for former in Dispute.objects.standing().filter(**{name: about}):
            save_version(former, {"voided_at": at, "voided_by": by, "voided_reason": "Said anew"})
        row = Dispute.objects.create(**{name: about}, said_by=by, said_at=at, **values)
        refresh([held])
    return row
