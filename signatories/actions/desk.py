"""The coordinator's desk: signatures checked, refused and found invalid, and partners corrected or dissolved.

Who asks is checked by the view; what is asked is checked here, under the locks.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from compact_portal.audit.actions import free_slug, remember_slug, save_version
from compact_portal.audit.context import change
from signatories.actions.chain import append_event
from signatories.actions.desk_mail import mail_ended, mail_refused
from signatories.actions.locks import locked_partner, locked_signature
from signatories.actions.signing import SigningRefused, complete
from signatories.actions.standing import refresh_standing
from signatories.models import Identifier, Membership, Partner, Signature, SignatureEvent
from signatories.rules.directory import sector_of

# The slug keeps some characters free for a number behind it.
_MOST_SLUG = 70


def accept_signature(*, signature: Signature, version: int, by: Any, at: datetime, on: date) -> Signature:
    """A coordinator has checked a signature: it counts from now on, and a partner that was proposed with it is listed.

    Raises StaleVersion, and SigningRefused: "settled" where it waits for no check, "signed" where the partner has a
    standing signature of the same edition.
    """
    with change(by=by, why="Checked the signature: it counts"):
        held = _waiting(signature, version=version)
        partner = held.partner
        if partner.signatures.standing().filter(edition=held.edition).exists():
            raise SigningRefused("signed", f"{partner} has signed this edition already. Refuse this signature, saying so.")
        if partner.refused_at:
            raise SigningRefused("refused", f"{partner} was refused as a partner. Refuse this signature, saying so.")
        if partner.proposed_at and not partner.checked_at:
            save_version(partner, {"checked_at": at})
        held.checked_at, held.checked_by = at, by
        complete(signature=held, at=at, on=on)
    return held


def refuse_signature(*, signature: Signature, version: int, reason: str, by: Any, at: datetime) -> Signature:
    """A coordinator does not take a signature up. The signer is mailed the reason.

    A partner that was proposed with it, and for which nothing else waits, is refused with it. Nothing of it is in the
    chain: it never counted. Raises StaleVersion, and SigningRefused ("settled") where it waits for no check.
    """
    with change(by=by, why=f"Refused the signature: {reason}", public=False):
        held = _waiting(signature, version=version)
        partner = held.partner
        values = {
            "checked_at": at, "checked_by": by, "invalidated_at": at, "invalidated_by": by, "invalidated_reason": reason,
        }  # fmt: skip
        save_version(held, values)
        unchecked = partner.proposed_at and not partner.checked_at and not partner.refused_at
        if unchecked and not partner.signatures.pending(at).exists():
            save_version(partner, {"refused_at": at, "refused_reason": reason})
        mail_refused(held, at=at)
    return held


def _waiting(signature: Signature, *, version: int) -> Signature:
    held = locked_signature(signature, version=version)
    if not Signature.objects.to_check().filter(pk=held.pk).exists():
        raise SigningRefused("settled", "This signature waits for no check any more. Its page shows what became of it.")
    return held


def invalidate_signature(*, signature: Signature, version: int, reason: str, by: Any, at: datetime, on: date) -> Signature:
    """A signature that counts is found invalid: somebody had no authority, or it was made by mistake. The row stays.

    Raises StaleVersion, and SigningRefused ("settled") where it does not stand.
    """
    with change(by=by, why=f"Found the signature invalid: {reason}"):
        held = locked_signature(signature, version=version)
        if not Signature.objects.standing().filter(pk=held.pk).exists():
            raise SigningRefused("settled", "This signature does not stand, so there is nothing to invalidate.")
        save_version(held, {"invalidated_at": at, "invalidated_by": by, "invalidated_reason": reason})
        refresh_standing(held.partner)
        append_event(kind=SignatureEvent.Kind.INVALIDATED, signature=held, at=at)
        mail_ended(held, at=at, on=on)
    return held


def save_partner(
    *, partner: Partner, version: int, values: dict[str, Any], by: Any, why: str, identifiers: Sequence[str] | None = None
) -> Partner:
    """Write a partner's row; where the name changes, its address does, and the old one goes on working.

    `identifiers` in their one spelling take the place of those it has; None leaves them. Raises StaleVersion, and
    ValidationError by field: a number that belongs to another partner, a kind that is not of the sector, a sector that
    its officers do not allow.
    """
    with change(by=by, why=why):
        row = locked_partner(partner, version=version)
        _check_values(row, values)
        before = row.slug
        if "name" in values and values["name"] != row.name:
            values = values | {"slug": free_slug(Partner, values["name"], keep=row, most=_MOST_SLUG)}
        save_version(row, values)
        remember_slug(row, before, row.slug)
        if identifiers is not None:
            _put_identifiers(row, identifiers)
        refresh_standing(row)
    return row


def _check_values(row: Partner, values: dict[str, Any]) -> None:
    sector, kind = values.get("sector", row.sector), values.get("kind", row.kind)
    if sector_of(kind) != sector:
        raise ValidationError({"kind": "Choose a kind of the same sector, or choose the other sector"})
    officers = row.memberships.filter(role=Membership.Role.OFFICER, until_on=None)
    if sector != Partner.Sector.STATUTORY and officers.exists():
        raise ValidationError({"sector": "It has officers, whom only a public agency has. End their parts first"})


def _put_identifiers(row: Partner, wanted: Sequence[str]) -> None:
    taken = Identifier.objects.filter(value__in=wanted).exclude(partner=row).select_related("partner").first()
    if taken is not None:
        raise ValidationError({"identifiers": f"{taken.value} belongs to {taken.partner}. Take it out, or merge the two"})
    held = {one.value: one for one in row.identifiers.all()}
    for value in held.keys() - set(wanted):
        held[value].delete()
    for value in sorted(set(wanted) - held.keys()):
        Identifier.objects.create(partner=row, value=value)


def dissolve_partner(*, partner: Partner, version: int, dissolved_on: date, by: Any) -> Partner:
    """The partner is no more from a day on. What it signed stays on record. Raises StaleVersion."""
    with change(by=by, why="Recorded that the partner was dissolved"):
        row = locked_partner(partner, version=version)
        save_version(row, {"dissolved_on": dissolved_on})
        refresh_standing(row)
    return row


def revive_partner(*, partner: Partner, version: int, by: Any) -> Partner:
    """Takes back that a partner was dissolved. Raises StaleVersion."""
    with change(by=by, why="Took back that the partner was dissolved"):
        row = locked_partner(partner, version=version)
        save_version(row, {"dissolved_on": None})
        refresh_standing(row)
    return row
