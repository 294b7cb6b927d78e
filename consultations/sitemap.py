"""The public pages of consultations, appraisals and decisions, for the map of the site."""

from collections.abc import Iterator
from datetime import date

from compact_portal.pages.sitemap import PublicPage, Section, highest_of, in_part, register
from consultations.models import Consultation, Decision, PolicyAppraisal, Response
from consultations.models.registers import RECORDED
from consultations.queries.addresses import (
    answer_address,
    answers_address,
    appraisal_address,
    consultation_address,
    decision_address,
    outcome_address,
)


def consultation_pages(rows: range, on: date) -> Iterator[PublicPage]:
    """Each public consultation, its answers once it has closed, its outcome once it is out.

    What they say changes by the day, so no day of a last change is named.
    """
    consultations = in_part(Consultation.objects.public(), rows)
    for slug, closes_on, outcome_on in consultations.values_list("slug", "closes_on", "outcome_on").iterator():
        yield PublicPage(consultation_address(slug))
        if closes_on < on:
            yield PublicPage(answers_address(slug))
        if outcome_on is not None and outcome_on <= on:
            yield PublicPage(outcome_address(slug))


def answer_pages(rows: range, on: date) -> Iterator[PublicPage]:
    """Each published answer."""
    shown = in_part(Response.objects.shown().filter(consultation__voided_at=None, consultation__closes_on__lt=on), rows)
    for slug, reference in shown.values_list("consultation__slug", "reference").iterator():
        yield PublicPage(answer_address(slug, reference))


def appraisal_pages(rows: range, on: date) -> Iterator[PublicPage]:
    """Each recorded appraisal."""
    for slug in in_part(PolicyAppraisal.objects.filter(RECORDED), rows).values_list("slug", flat=True).iterator():
        yield PublicPage(appraisal_address(slug))


def decision_pages(rows: range, on: date) -> Iterator[PublicPage]:
    """Each recorded decision."""
    for slug in in_part(Decision.objects.filter(RECORDED), rows).values_list("slug", flat=True).iterator():
        yield PublicPage(decision_address(slug))


def register_pages() -> None:
    """Offer them."""
    of_consultation = tuple(f"consultations:{name}" for name in ("consultation_detail", "published_answer_list", "outcome_detail"))
    register(Section("consultations", of_consultation, consultation_pages, highest_of(Consultation)))
    register(Section("answers", ("consultations:published_answer_detail",), answer_pages, highest_of(Response)))
    register(Section("appraisals", ("consultations:appraisal_detail",), appraisal_pages, highest_of(PolicyAppraisal)))
    register(Section("decisions", ("consultations:decision_detail",), decision_pages, highest_of(Decision)))
