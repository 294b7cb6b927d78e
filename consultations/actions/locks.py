"""Who may write to a consultation, and its lock: two who write at once write one after the other."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError

from compact_portal.audit.actions import StaleVersion
from consultations.models import Consultation
from signatories.models import Partner
from signatories.permissions import may


def require_officer(agency: Partner, *, by: Any) -> None:
    """PermissionDenied where somebody may not work on an agency's consultations; `by` None is the portal itself."""
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
        raise ValidationError({"__all__": "This consultation was marked as a mistake, so nothing is added to it any more"})
    return row
