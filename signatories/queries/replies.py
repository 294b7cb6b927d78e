"""Replies beside figures: which figures concern a partner, what it said of them, and what the public reads."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from signatories.models import EvidenceReply, Partner
from signatories.rules.replies import concerns
from undertakings.evidence import AmountMeasure, Measure, PromiseMeasure, all_measures
from undertakings.models import Tally
from undertakings.queries.evidence import figures
from undertakings.queries.evidence_pages import clauses_shown
from undertakings.queries.shown import amounts_by_year
from undertakings.queries.text import edition_in_force
from undertakings.replies import Reply

PAGE = 30
REPLY_COLUMNS = {
    "measure": "The key of the measure beside whose figure it stands.",
    "year": "The financial year of that figure; empty where the reply is about all years.",
    "partner": "Who replies.",
    "signed as": "In which post, or under which name, it is signed.",
    "said at": "When it was said.",
    "words": "What it says. Empty where it was withdrawn or is hidden.",
    "withdrawn at": "When its partner withdrew it.",
    "hidden at": "When a coordinator hid it.",
    "why hidden": "The published reason.",
}


@dataclass(frozen=True, slots=True)
class Concerning:
    """A measure whose figures concern a partner, with the clauses of the edition in force that it shows."""

    measure: Measure
    clauses: list[dict[str, str]]


def measures_concerning(partner: Partner, *, on: date) -> list[Concerning]:
    """The measures whose figures concern a partner, by key: a fixed number of queries, and one for each amount."""
    measures = all_measures()
    shown = clauses_shown([measure.key for measure in measures], edition_in_force(on), on=on)
    counted = set(Tally.objects.filter(agency=partner.pk).order_by().values_list("measure", flat=True).distinct())
    found = (Concerning(measure, shown.get(measure.key, [])) for measure in measures)
    return [
        one
        for one in found
        if concerns(
            counted=one.measure.key in counted
            or (isinstance(one.measure, AmountMeasure) and bool(one.measure.amounts(on, [partner.pk]))),
            bound_sectors=frozenset(clause["sector"] for clause in one.clauses),
            sector=partner.sector,
        )
    ]


def years_of(measure: Measure, *, on: date) -> list[str]:
    """The years of which a measure has a figure, the newest first."""
    if isinstance(measure, AmountMeasure):
        return list(amounts_by_year(measure, on=on))
    return list(figures([measure.key], on=on).get(measure.key, {})) if isinstance(measure, PromiseMeasure) else []


def own_replies(partner: Partner) -> list[EvidenceReply]:
    """The standing replies of a partner, the newest first: one at most beside each figure."""
    return list(EvidenceReply.objects.standing().newest_first().filter(partner=partner))


def reply_of(pk: int) -> EvidenceReply | None:
    """The reply of that number with its partner."""
    return EvidenceReply.objects.select_related("partner").filter(pk=pk).first()


def public_replies(measures: Collection[str], year: str, most: int) -> list[Reply]:
    """What the public reads beside figures, the newest first: one query."""
    rows = EvidenceReply.objects.standing().newest_first().filter(measure__in=measures)
    rows = rows.filter(year=year) if year else rows
    return [
        Reply(
            measure=row.measure,
            year=row.year,
            partner=row.partner.name,
            url=reverse("signatories:partner_detail", args=[row.partner.slug]),
            signed_as=row.signed_as,
            said_at=row.said_at,
            words="" if row.hidden_at else row.words,
            hidden_at=row.hidden_at,
            hidden_reason=row.hidden_reason,
        )
        for row in rows.select_related("partner")[:most]
    ]


def reply_rows(step: int = 1_000) -> Iterator[tuple[str, ...]]:
    """Every reply for a download, in the order in which they were said, read in steps."""
    last = 0
    rows = EvidenceReply.objects.select_related("partner").order_by("pk")
    while found := list(rows.filter(pk__gt=last)[:step]):
        for row in found:
            words = "" if row.withdrawn_at or row.hidden_at else row.words
            yield (
                row.measure, row.year, row.partner.name, row.signed_as, row.said_at.isoformat(), words,
                _instant(row.withdrawn_at), _instant(row.hidden_at), row.hidden_reason,
            )  # fmt: skip
        last = found[-1].pk


def _instant(at: datetime | None) -> str:
    return at.isoformat() if at else ""


@dataclass(frozen=True, slots=True)
class ReplyPage:
    """Replies for a coordinator, and the number after which there are older ones (0: none)."""

    replies: list[EvidenceReply]
    more_after: int


def reply_page(*, after: int = 0) -> ReplyPage:
    """Standing replies, the newest first, a page of them: by key, so that the last page costs what the first does."""
    rows: Any = EvidenceReply.objects.standing().newest_first().select_related("partner")
    last = EvidenceReply.objects.filter(pk=after).values_list("said_at", "pk").first() if after else None
    if last:
        rows = rows.filter(said_at__lte=last[0]).exclude(said_at=last[0], pk__gte=last[1])
    found = list(rows[: PAGE + 1])
    return ReplyPage(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else 0)
