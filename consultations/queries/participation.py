"""What the promises about those who answer are judged by, and who is to be reminded."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Count, QuerySet

from compact_portal.lib.dates import financial_year, london_day
from consultations.models import AnswerJourney, Consultation, Response
from consultations.rules.reminding import reminder_now
from signatories.rules.evidence import SMALL


def confidentiality_of(ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """For each consultation how many answers in time are confidential, and how many of those are or were published: two
    queries. What is published and confidential cannot be stored today; the history is asked all the same."""
    rows = Response.objects.filter(consultation__in=ids, is_confidential=True, withdrawn_at=None, is_late=False)
    asked = dict(rows.order_by().values_list("consultation").annotate(count=Count("pk")))
    past = Response.history.filter(consultation__in=ids, is_confidential=True, published_at__isnull=False).order_by()
    shown = dict(past.values_list("consultation").annotate(count=Count("id", distinct=True)))
    return {pk: (asked.get(pk, 0), shown.get(pk, 0)) for pk in ids}


def small_groups_heard(agencies: Sequence[int] | None = None) -> Mapping[tuple[int | None, str], int]:
    """Answers in time by small groups, by the agency that asked and the year in which it closed: one query."""
    rows = Response.objects.standing().filter(partner__income_band__in=SMALL, consultation__voided_at=None)
    if agencies is not None:
        rows = rows.filter(consultation__agency__in=agencies)
    found: Counter[tuple[int | None, str]] = Counter()
    by_day = rows.order_by().values_list("consultation__agency", "consultation__closes_on").annotate(count=Count("pk"))
    for agency, closes_on, count in by_day:
        if closes_on:
            found[agency, financial_year(closes_on)] += count
    return found


def unfinished(consultation: Consultation) -> QuerySet[AnswerJourney]:
    """The answers that were begun, left for another day by a mailed link, and not sent. Whoever changes one has sent it."""
    return AnswerJourney.objects.filter(consultation=consultation, finished_at=None, response=None).exclude(email="")


def to_remind(consultation: Consultation, *, on: date) -> list[tuple[AnswerJourney, int]]:
    """Who is to be reminded on a day, each with the days before the close that the letter is for. Whether a letter went
    already is known by its key in the mail queue."""
    if consultation.closes_on is None:
        return []
    found = []
    for journey in unfinished(consultation).order_by("pk"):
        days = reminder_now(closes_on=consultation.closes_on, saved_on=london_day(journey.saved_at), on=on)
        if days is not None:
            found.append((journey, days))
    return found
