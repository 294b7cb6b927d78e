"""Record signatures that were made on paper, from a list: all of it or nothing."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection
from django.utils.text import slugify
from simple_history.utils import bulk_create_with_history

from compact_portal.audit.actions import next_references
from compact_portal.audit.context import change
from compact_portal.audit.models import OldSlug
from compact_portal.lib.dates import start_of_day
from compact_portal.lib.references import reference_prefix
from signatories.actions.chain import append_events
from signatories.actions.indexing import index_new
from signatories.actions.locks import locked_partners
from signatories.models import Identifier, Partner, Signature, SignatureEvent
from signatories.queries.matching import STEP
from signatories.queries.paper import MATCHED, NEW, Plan, PlanRow, own_partners, read_paper
from signatories.queries.standing import kept_of, standing_columns
from undertakings.evidence import touched
from undertakings.models import Edition

WHY = "Recorded from a list of paper signatures"
# One number that stands for the imports among PostgreSQL's advisory locks: two of one list would make each partner twice.
_IMPORT_LOCK = 5_202_003
_MOST_SLUG = 70


class PlanChanged(Exception):
    """What would be done is not what was shown, since something changed meanwhile. `plan` is how it is now."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("Something has changed here since you looked at the list. It stands below as it is now: look again.")
        self.plan = plan


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded."""

    signatures: int
    partners: int


def record_paper(*, data: bytes, digest: str, by: Any, at: datetime, on: date) -> Recorded:
    """Record the signatures of a file as they were shown: `digest` is that of the plan on the page.

    Raises PlanChanged, with nothing recorded, where the plan is another one by now or does not fit.
    """
    try:
        with change(by=by, why=WHY):
            _lock()
            own = own_partners(by, on=on)
            plan = read_paper(data, on=on, own=own, look=False)
            locked_partners([row.partner.pk for row in plan.rows if row.partner and row.what == MATCHED])
            plan = read_paper(data, on=on, own=own, look=False)  # once more: now nobody else changes them
            if plan.digest == digest and plan.fits:
                return _record(plan, by=by, at=at, on=on)
    except IntegrityError:  # somebody has taken a number or an address in this instant
        own = own_partners(by, on=on)
    raise PlanChanged(read_paper(data, on=on, own=own))


def _lock() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_IMPORT_LOCK])


def _record(plan: Plan, *, by: Any, at: datetime, on: date) -> Recorded:
    rows = [row for row in plan.rows if row.what in (NEW, MATCHED)]
    made = _new_partners([row for row in rows if row.what == NEW])
    in_force = Edition.objects.only("place").in_force(on)
    references = next_references(reference_prefix(in_force.place if in_force else ""), on=on, count=len(rows))
    signatures = [_signature(row, made, number, by=by, at=at) for row, number in zip(rows, references, strict=True)]
    _keep_new(made, rows, signatures, by=by)
    for signature in signatures:
        signature.partner = signature.partner  # once more: the new ones have their numbers now
    bulk_create_with_history(signatures, Signature, batch_size=STEP, default_user=by, default_change_reason=WHY)
    _refresh_known({row.partner.pk for row in rows if row.partner}, by=by)
    touched(Partner, {signature.partner.pk for signature in signatures})  # rows that are written many at a time tell nobody
    append_events(kind=SignatureEvent.Kind.RECORDED, signatures=signatures, at=at)
    return Recorded(len(signatures), len(made))


def _new_partners(rows: Sequence[PlanRow]) -> dict[str, Partner]:
    """The partners to make, by key, not saved yet."""
    first: dict[str, PlanRow] = {}
    for row in rows:
        first.setdefault(row.key, row)
    slugs = _free_slugs([row.name for row in first.values()])
    return {
        key: Partner(name=row.name, slug=slug, sector=row.sector, kind=row.kind, website=row.website)
        for (key, row), slug in zip(first.items(), slugs, strict=True)
    }


def _keep_new(made: dict[str, Partner], rows: Sequence[PlanRow], signatures: Sequence[Signature], *, by: Any) -> None:
    """Save the new partners with what follows from their signatures, their numbers, and what the search has of them."""
    own: dict[str, list[Signature]] = defaultdict(list)
    numbers: dict[str, str] = {}
    for row, signature in zip(rows, signatures, strict=True):
        own[row.key].append(signature)
        if row.identifier and row.what == NEW:
            numbers[row.key] = row.identifier
    for key, partner in made.items():
        for name, value in kept_of(partner, own[key]).items():
            setattr(partner, name, value)
    told = {"batch_size": STEP, "default_user": by, "default_change_reason": WHY}
    bulk_create_with_history(list(made.values()), Partner, **told)
    bulk_create_with_history([Identifier(partner=made[key], value=value) for key, value in numbers.items()], Identifier, **told)
    index_new(made.values())


def _free_slugs(names: Sequence[str]) -> list[str]:
    """An address for each name that no partner has or had, and no two of them share."""
    taken = set(Partner.objects.values_list("slug", flat=True))
    taken |= set(OldSlug.objects.filter(kind=Partner._meta.label_lower).values_list("slug", flat=True))
    slugs = []
    for name in names:
        stem = slugify(name)[:_MOST_SLUG].strip("-") or "partner"
        slug, number = stem, 1
        while slug in taken:
            number += 1
            slug = f"{stem}-{number}"
        taken.add(slug)
        slugs.append(slug)
    return slugs


def _signature(row: PlanRow, made: dict[str, Partner], reference: str, *, by: Any, at: datetime) -> Signature:
    partner = row.partner or made[row.key]
    assert row.signed_on is not None  # the plan fits
    then = start_of_day(row.signed_on)
    return Signature(
        reference=reference, partner=partner, edition=row.edition, digest=row.edition.digest if row.edition else "",
        method=Signature.Method.PAPER, signer_name=row.signer, signer_role=row.role, authority=row.authority,
        signed_at=then, expires_at=then, checked_at=at, checked_by=by, confirmed_at=then,
    )  # fmt: skip


def _refresh_known(numbers_of: Collection[int], *, by: Any) -> None:
    """What `refresh_standing` does for one partner, for many: those to which the same happened are written together."""
    numbers = sorted(numbers_of)
    for start in range(0, len(numbers), STEP):
        alike: dict[tuple[tuple[str, object], ...], list[Partner]] = defaultdict(list)
        for partner in Partner.objects.filter(pk__in=numbers[start : start + STEP]).prefetch_related("signatures__edition"):
            values = standing_columns(partner)
            values.pop("name_key")  # the names stay
            if any(getattr(partner, name) != value for name, value in values.items()):
                for name, value in values.items():
                    setattr(partner, name, value)
                alike[tuple(values.items())].append(partner)
        for same, partners in alike.items():
            Partner.objects.filter(pk__in=[partner.pk for partner in partners]).update(**dict(same))
            Partner.history.bulk_history_create(partners, update=True, default_user=by, default_change_reason=WHY)
