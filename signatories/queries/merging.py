"""What merging two partners would do, shown before it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from compact_portal.lib.permits import Permit
from signatories.models import Membership, Partner, Signature
from signatories.rules.merging import Standing, doubles, may_merge

# What the partner that stays takes over where it has nothing of its own.
TAKEN = ("income_band", "website", "public_contact", "champion", "pledge")


def permit_of(gone: Partner, into: Partner) -> Permit:
    """Whether the two may be merged, as their rows are."""
    return may_merge(
        same=gone.pk == into.pk,
        sectors_agree=gone.sector == into.sector,
        gone_merged=gone.merged_into_id is not None,
        into_merged=into.merged_into_id is not None,
        into_listed=into.is_listed,
        into_dissolved=into.dissolved_on is not None,
    )


def standing_of(signatures: Iterable[Signature]) -> list[Standing]:
    """Those of the signatures that stand, as the rule takes them."""
    return [
        Standing(row.pk, row.edition_id, row.confirmed_at)
        for row in signatures
        if row.confirmed_at and not row.withdrawn_at and not row.invalidated_at
    ]


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What would follow: the signatures that move, those that end and the one that stands for each, people, numbers, texts."""

    permit: Permit
    moving: list[Signature]
    ending: list[tuple[Signature, Signature]]
    people: list[Membership]
    numbers: list[str]
    invitations: int
    texts: list[str]


def merge_preview(gone: Partner, into: Partner) -> MergePreview:
    """What merging one partner into another would do, as things are."""
    rows = Signature.objects.filter(partner__in=[gone, into]).select_related("edition", "partner").order_by("signed_at", "pk")
    signatures = {row.pk: row for row in rows}
    second = doubles(standing_of(signatures.values()))
    return MergePreview(
        permit=permit_of(gone, into),
        moving=[row for row in signatures.values() if row.partner_id == gone.pk],
        ending=[(signatures[pk], signatures[kept]) for pk, kept in second.items()],
        people=list(gone.memberships.filter(until_on=None).select_related("person")),
        numbers=list(gone.identifiers.values_list("value", flat=True)),
        invitations=gone.invitations.filter(accepted_at=None, cancelled_at=None).count(),
        texts=[_label(name) for name in TAKEN if getattr(gone, name) and not getattr(into, name)],
    )


def _label(name: str) -> str:
    field: Any = Partner._meta.get_field(name)
    return str(field.verbose_name)
