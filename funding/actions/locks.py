"""Who may write to an agreement, and its lock.

Sums and overlaps are looked at under the agreement's own lock: two officers who write at once write one after the other.
"""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError

from compact_portal.audit.actions import StaleVersion, next_references
from compact_portal.lib.references import reference_prefix
from funding.models import Agreement
from signatories.models import Partner
from signatories.permissions import may
from undertakings.models import Edition


def require_officer(funder: Partner, *, by: Any) -> None:
    """PermissionDenied where somebody may not log for an agency; `by` None is the portal itself."""
    if by is not None and not (permit := may(by, "funding.log", funder)):
        raise PermissionDenied(permit.reason)


def locked_agreement(pk: int, *, by: Any, version: int | None = None) -> Agreement:
    """The agreement, locked for this transaction, for an officer of its funder.

    Raises StaleVersion where it is another version than the form showed, ValidationError where it was voided.
    """
    row: Agreement = Agreement.objects.select_for_update(of=("self",)).select_related("funder", "recipient").get(pk=pk)
    require_officer(row.funder, by=by)
    if version is not None and row.version != version:
        raise StaleVersion(row)
    if row.voided_at is not None:
        raise ValidationError({"__all__": "This agreement was marked as a mistake, so nothing is added to it any more"})
    return row


def new_references(count: int, *, on: date) -> list[str]:
    """So many references of agreements, which begin as all of the place's do."""
    edition = Edition.objects.in_force(on)
    return next_references(reference_prefix(edition.place if edition else ""), on=on, count=count)
