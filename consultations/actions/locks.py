"""Who may write to a consultation, and its lock.

The window, an answer in the closing second and an approval are all decided under the consultation's own lock.
"""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError

from compact_portal.audit.actions import StaleVersion, next_references
from compact_portal.lib.permits import Permit
from compact_portal.lib.references import reference_prefix
from consultations.models import Consultation
from signatories.models import Partner
from signatories.permissions import may
from undertakings.models import Edition


def require_officer(agency: Partner, *, by: Any) -> None:
    """PermissionDenied where somebody may not consult for an agency; `by` None is the portal itself."""
    if by is not None and not (permit := may(by, "consultations.log", agency)):
        raise PermissionDenied(permit.reason)


def locked_consultation(pk: int, *, by: Any, version: int | None = None) -> Consultation:
    """The consultation, locked for this transaction, for an officer of its agency.

    Raises StaleVersion where it is another version than the form showed, ValidationError where it was voided.
    """
    row: Consultation = Consultation.objects.select_for_update(of=("self",)).select_related("agency").get(pk=pk)
    require_officer(row.agency, by=by)
    if version is not None and row.version != version:
        raise StaleVersion(row)
    if row.voided_at is not None:
        raise ValidationError({"__all__": "This consultation was marked as a mistake, so nothing of it is changed any more"})
    return row


def require(permit: Permit, name: str = "__all__") -> None:
    """ValidationError at a field with the reason, where a permit is not given."""
    if not permit:
        raise ValidationError({name: permit.reason})


def new_reference(*, on: date) -> str:
    """A reference of a consultation, which begins as all of the place's do."""
    edition = Edition.objects.in_force(on)
    return next_references(reference_prefix(edition.place if edition else ""), on=on, count=1)[0]
