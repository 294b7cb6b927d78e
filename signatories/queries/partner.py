"""A partner's own page: what is public about it, and what it has signed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from compact_portal.audit.actions import row_by_old_slug
from compact_portal.lib.dates import london_day
from signatories.models import Partner, Signature
from signatories.queries.directory import Editions, editions_on
from signatories.rules.proof import FateOn, fate_of
from signatories.rules.signing import StandingOn
from undertakings.rules import is_web_address


@dataclass(frozen=True, slots=True)
class SignedEdition:
    """A confirmed signature in a list: `edition` is its label ("" for a text that is not held)."""

    reference: str
    edition: str
    edition_slug: str
    on: date
    fate: FateOn


@dataclass(frozen=True, slots=True)
class PartnerPage:
    """What a partner's page shows. `website` is "" where it is none that a browser should follow."""

    partner: Partner
    standing: StandingOn
    website: str
    identifiers: list[str]
    signed: list[SignedEdition]
    merged_from: list[str]


def listed_partner(slug: str) -> Partner | None:
    """The partner of an address that the public may see."""
    return Partner.objects.listed().filter(slug=slug).first()


def partner_elsewhere(slug: str) -> Partner | None:
    """The partner to which an address leads that is no longer its own: renamed, or merged into another one."""
    partner = Partner.objects.filter(slug=slug).first() or row_by_old_slug(Partner, slug)
    seen: set[int] = set()
    while partner is not None and partner.merged_into_id and partner.pk not in seen:
        seen.add(partner.pk)
        partner = partner.merged_into
    if partner is None or not Partner.objects.listed().filter(pk=partner.pk).exists():
        return None
    return partner


def partner_page(partner: Partner, *, on: date) -> PartnerPage:
    """What is public about a listed partner on a day: four queries, however much it has signed."""
    editions = editions_on(on)
    standing = standing_of(partner, editions)
    return PartnerPage(
        partner=partner,
        standing=standing,
        website=partner.website if is_web_address(partner.website) else "",
        identifiers=list(partner.identifiers.values_list("value", flat=True)),
        signed=signed_editions(partner, editions, standing),
        merged_from=list(partner.merged_from.order_by("name_key").values_list("name", flat=True)),
    )


def standing_of(partner: Partner, editions: Editions) -> StandingOn:
    """Where a partner stands."""
    row: dict[str, Any] = {name: getattr(partner, name) for name in ("signed_edition_id", "signed_on", "withdrawn_on")}
    return editions.standing(row)


def signed_editions(partner: Partner, editions: Editions, standing: StandingOn) -> list[SignedEdition]:
    """The partner's confirmed signatures, newest first, and what became of each."""
    rows = list(partner.signatures.filter(confirmed_at__isnull=False).select_related("edition").order_by("-confirmed_at", "-pk"))
    return [
        SignedEdition(
            reference=row.reference,
            edition=row.edition.label if row.edition else "",
            edition_slug=row.edition.slug if row.edition else "",
            on=london_day(row.confirmed_at),
            fate=fate(row, rows, editions, standing),
        )
        for row in rows
        if row.confirmed_at
    ]


def fate(signature: Signature, others: list[Signature], editions: Editions, standing: StandingOn) -> FateOn:
    """What became of a signature, told by the partner's other confirmed ones."""
    order = {number: place for place, (number, _) in enumerate(editions.known)}
    place = order.get(signature.edition_id or 0, len(order))
    later = [
        other
        for other in others
        if other.pk != signature.pk
        and not other.withdrawn_at
        and not other.invalidated_at
        and order.get(other.edition_id or 0, len(order)) < place
    ]
    newest = min(later, key=lambda other: order[other.edition_id or 0], default=None)
    return fate_of(
        withdrawn_on=london_day(signature.withdrawn_at) if signature.withdrawn_at else None,
        invalidated_on=london_day(signature.invalidated_at) if signature.invalidated_at else None,
        superseded_by=newest.edition.label if newest and newest.edition else "",
        of_edition_in_force=not editions.known or place == 0,
        partner_stands=standing.sentence,
    )
