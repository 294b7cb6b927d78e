"""Where the records of consultations are read, answered and worked on: one place for pages, letters, feeds and evidence."""

from django.conf import settings
from django.urls import reverse

CONSULTATIONS = "/consultations/"


def _at(name: str, *parts: str) -> str:
    return reverse(f"consultations:{name}", args=parts)


def consultation_address(slug: str) -> str:
    """The public page of a consultation."""
    return _at("consultation_detail", slug)


def own_address(slug: str) -> str:
    """Its page in the workspace, from which all parts are written."""
    return _at("own_consultation_detail", slug)


def answering_address(slug: str) -> str:
    """Where somebody answers."""
    return _at("answer_start", slug)


def resuming_address(slug: str, token: str) -> str:
    """Where somebody goes on with an answer that they began."""
    return _at("answer_resume", slug, token)


def answers_address(slug: str) -> str:
    """Its published answers."""
    return _at("published_answer_list", slug)


def answer_address(slug: str, reference: str) -> str:
    """One published answer."""
    return _at("published_answer_detail", slug, reference)


def own_answers_address(slug: str) -> str:
    """Where officers read what was answered."""
    return _at("own_answer_list", slug)


def outcome_address(slug: str) -> str:
    """The public page of its outcome."""
    return _at("outcome_detail", slug)


def own_outcome_address(slug: str) -> str:
    """Where officers write the outcome."""
    return _at("own_outcome_detail", slug)


def follow_address(slug: str) -> str:
    """Where somebody asks to be told."""
    return f"{consultation_address(slug)}follow/"


def decision_address(slug: str) -> str:
    """The public page of a decision."""
    return _at("decision_detail", slug)


def appraisal_address(slug: str) -> str:
    """The public page of a policy appraisal."""
    return _at("appraisal_detail", slug)


def whole(path: str) -> str:
    """An address of the portal as it is written outside of it."""
    return f"{settings.PORTAL_ADDRESS}{path}"
