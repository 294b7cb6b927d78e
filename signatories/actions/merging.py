"""Merge two partners that are one: everything follows to the one that stays, nothing is lost, nothing rewritten."""

from datetime import date, datetime
from typing import Any

from compact_portal.audit.actions import StaleVersion, save_version
from compact_portal.audit.context import change
from compact_portal.lib.dates import in_words
from signatories.actions.chain import append_event
from signatories.actions.locks import locked_partners
from signatories.actions.signing import SigningRefused
from signatories.actions.standing import refresh_standing
from signatories.merging import followers
from signatories.models import EvidenceReply, Invitation, Membership, Partner, Signature, SignatureEvent
from signatories.queries.merging import TAKEN, permit_of, standing_of
from signatories.rules.merging import doubles


def merge_partners(*, gone: Partner, into: Partner, version: int, into_version: int, by: Any, at: datetime, on: date) -> Partner:
    """Merge `gone` into `into`, and give the partner that stays.

    Signatures, memberships, invitations and numbers follow. Where both have a standing signature of one edition the
    older one stands; the other is withdrawn, with this as its reason. The chain gets an entry for each signature that
    moves. Raises StaleVersion with the row that has changed, and SigningRefused ("merge") where the rule forbids it.
    """
    with change(by=by, why=f"Merged {gone.name} into {into.name}"):
        rows = locked_partners({gone.pk, into.pk})
        gone, into = rows[gone.pk], rows[into.pk]
        _refuse(gone, into)
        for row, seen in ((gone, version), (into, into_version)):
            if row.version != seen:
                raise StaleVersion(row)
        moved, ended = _move_signatures(gone, into, by=by, at=at, on=on)
        _move_memberships(gone, into, on=on)
        _move_invitations(gone, into, at=at)
        _move_replies(gone, into, by=by, at=at)
        for number in gone.identifiers.all():
            number.partner = into
            number.save()
        for follow in followers().values():
            follow(gone, into, on)
        save_version(into, {name: getattr(into, name) or getattr(gone, name) for name in TAKEN})
        save_version(gone, {"merged_into": into, "merged_on": on})
        refresh_standing(gone)
        refresh_standing(into)
        for signature in moved:
            append_event(kind=SignatureEvent.Kind.MERGED, signature=signature, at=at, merged_from=gone.name)
        for signature in ended:
            append_event(kind=SignatureEvent.Kind.WITHDRAWN, signature=signature, at=at)
    return into


def _refuse(gone: Partner, into: Partner) -> None:
    if not (permit := permit_of(gone, into)):
        raise SigningRefused("merge", permit.reason)


def _move_signatures(gone: Partner, into: Partner, *, by: Any, at: datetime, on: date) -> tuple[list[Signature], list[Signature]]:
    """The confirmed signatures that moved, and those that no longer stand since the other partner's is older."""
    rows = Signature.objects.select_for_update(of=("self",)).select_related("edition")
    signatures = {row.pk: row for row in rows.filter(partner__in=[gone, into]).order_by("pk")}
    second = doubles(standing_of(signatures.values()))
    moved, ended = [], []
    # Those that end come first: no two standing ones of an edition may ever be with one partner.
    for row in sorted(signatures.values(), key=lambda each: (each.pk not in second, each.pk)):
        values: dict[str, Any] = {"partner": into}
        if row.pk in second:
            kept = signatures[second[row.pk]]
            reason = (
                f"{gone.name} was merged into {into.name} on {in_words(on)}. Both had signed the same text; "
                f"the older signature, {kept.reference}, stands for both."
            )
            values |= {"withdrawn_at": at, "withdrawn_by": by, "withdrawn_reason": reason}
            ended.append(row)
        if row.partner_id == gone.pk:
            if row.confirmed_at:
                moved.append(row)
        elif row.pk not in second:
            continue
        save_version(row, values)
    return moved, ended


def _move_memberships(gone: Partner, into: Partner, *, on: date) -> None:
    """Parts follow. Who has the same part in both keeps the one in the partner that stays; the other ends."""
    held = set(into.memberships.filter(until_on=None).values_list("person_id", "role"))
    for row in Membership.objects.select_for_update().filter(partner=gone).order_by("pk"):
        if row.until_on is None and (row.person_id, row.role) in held:
            save_version(row, {"until_on": max(on, row.from_on)})
        else:
            save_version(row, {"partner": into})


def _move_invitations(gone: Partner, into: Partner, *, at: datetime) -> None:
    """Invitations follow. Of two open ones of a person to the same part the one to the partner that stays goes on."""
    open_ = {"accepted_at": None, "cancelled_at": None}
    held = set(into.invitations.filter(**open_).values_list("email", "role"))
    for row in Invitation.objects.select_for_update().filter(partner=gone).order_by("pk"):
        is_open = row.accepted_at is None and row.cancelled_at is None
        if is_open and (row.email, row.role) in held:
            save_version(row, {"cancelled_at": at})
        else:
            save_version(row, {"partner": into})


def _move_replies(gone: Partner, into: Partner, *, by: Any, at: datetime) -> None:
    """Replies beside figures follow. Of two to one figure that of the partner that stays goes on."""
    held = set(into.evidence_replies.standing().values_list("measure", "year"))
    for row in EvidenceReply.objects.select_for_update().filter(partner=gone).order_by("pk"):
        values: dict[str, Any] = {"partner": into}
        if row.withdrawn_at is None and (row.measure, row.year) in held:
            values |= {"withdrawn_at": max(at, row.said_at), "withdrawn_by": by}
        save_version(row, values)
