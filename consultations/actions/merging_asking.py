"""What becomes of consultations, and of groups asked by name, when two partners are merged: they follow to the one that stays."""

from datetime import date

from consultations.models import AskedGroup, Consultation
from signatories.merging import follows
from signatories.models import Partner


def follow_asking() -> None:
    """Say of each model of asking that names a partner what becomes of its rows."""
    follows("consultations.Consultation", _consultations)
    follows("consultations.AskedGroup", _groups)


def _consultations(gone: Partner, into: Partner, on: date) -> None:
    for row in Consultation.objects.filter(agency=gone):
        row.agency = into
        row.save()


def _groups(gone: Partner, into: Partner, on: date) -> None:
    """Under the name by which it was asked."""
    for row in AskedGroup.objects.filter(partner=gone):
        row.partner = into
        row.save()
