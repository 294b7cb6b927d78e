"""What the promises about those who answer are judged by."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db.models import Count

from compact_portal.lib.dates import financial_year
from consultations.models import Response
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
