"""What becomes of a partner's answers when it is merged into another: they follow to the one that stays."""

from datetime import date

from consultations.models import Response
from signatories.merging import follows
from signatories.models import Partner


def follow_answers() -> None:
    """Say it."""
    follows("consultations.Response", _answers)


def _answers(gone: Partner, into: Partner, on: date) -> None:
    """A partner answers once: where both have answered, that of the one that goes stays under the name it was given in."""
    for row in Response.objects.filter(partner=gone):
        standing = Response.objects.filter(consultation=row.consultation_id, partner=into, is_late=row.is_late, withdrawn_at=None)
        row.partner = None if row.withdrawn_at is None and standing.exists() else into
        row.version += 1
        row.save()
