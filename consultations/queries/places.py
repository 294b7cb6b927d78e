"""Where the records of consultations are read, for letters, feeds and open data."""

from django.conf import settings
from django.urls import reverse

CONSULTATIONS = "/consultations/"


def consultation_address(slug: str) -> str:
    """The public page of a consultation."""
    return f"{CONSULTATIONS}{slug}/"


def answering_address(slug: str) -> str:
    """Where a consultation is answered."""
    return f"{consultation_address(slug)}respond/"


def outcome_address(slug: str) -> str:
    """Where the outcome of a consultation is read."""
    return f"{consultation_address(slug)}outcome/"


def resuming_address(token: str) -> str:
    """Where somebody goes on with an answer that they began."""
    return f"{CONSULTATIONS}respond/resume/{token}/"


def decision_address(slug: str) -> str:
    """The public page of a decision."""
    return reverse("consultations:decision_detail", args=[slug])


def appraisal_address(slug: str) -> str:
    """The public page of a policy appraisal."""
    return reverse("consultations:appraisal_detail", args=[slug])


def whole(path: str) -> str:
    """An address of the portal as it is written outside of it."""
    return f"{settings.PORTAL_ADDRESS}{path}"
