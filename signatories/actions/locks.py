"""Rows locked in the one order that every write keeps: partners by number, then the signature, then the chain."""

from collections.abc import Collection

from compact_portal.audit.actions import StaleVersion, locked
from signatories.models import Partner, Signature


def locked_partner(partner: Partner, *, version: int | None = None) -> Partner:
    """The partner's row, locked. Raises StaleVersion when it is no longer the version that the form showed."""
    return locked(Partner, partner.pk, version=version)


def locked_partners(numbers: Collection[int]) -> dict[int, Partner]:
    """Several rows, locked in the order of their numbers, so that two who lock the same ones never wait crosswise."""
    rows = Partner.objects.select_for_update().filter(pk__in=numbers).order_by("pk")
    return {row.pk: row for row in rows}


def locked_signature(signature: Signature, *, version: int | None = None) -> Signature:
    """The signature's row with its partner's, both locked. Where the partner was merged meanwhile, it is the one that stays.

    Raises StaleVersion when the signature is no longer the version that the form showed.
    """
    number = signature.partner_id
    while True:
        partner = Partner.objects.select_for_update().get(pk=number)
        # A signature moves only while its partner is locked, so from here on it stays where it is.
        now = Signature.objects.filter(pk=signature.pk).values_list("partner_id", flat=True).get()
        if now == number:
            break
        number = now
    held = Signature.objects.select_for_update(of=("self",)).select_related("edition", "journey").get(pk=signature.pk)
    held.partner = partner
    if version is not None and held.version != version:
        raise StaleVersion(held)
    return held
