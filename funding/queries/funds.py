"""Rounds of funding as their pages show them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from compact_portal.audit.models import OldSlug
from compact_portal.lib.promises import Promise
from compact_portal.lib.verdicts import Verdict
from funding.models import Agreement, Fund, NoticeGuideline
from funding.queries.agreement import TONES
from funding.rules import catalogue, verdict_criteria_consulted, verdict_criteria_published

MOST_SHOWN = 100


def fund_verdicts(fund: Fund, *, on: date) -> list[tuple[Promise, Verdict]]:
    """What the rules say of a round on a day; nothing where it has no opening day yet."""
    if fund.opens_on is None:
        return []
    consulted = True if fund.consulted_how or fund.consultation_address else None
    return [
        (catalogue.CRITERIA_PUBLISHED, verdict_criteria_published(opens_on=fund.opens_on, published_on=fund.published_on, on=on)),
        (catalogue.CRITERIA_CONSULTED, verdict_criteria_consulted(opens_on=fund.opens_on, consulted=consulted, on=on)),
    ]


def _shown(fund: Fund, *, on: date) -> list[dict[str, Any]]:
    return [
        {"promise": promise, "verdict": verdict, "tone": TONES[verdict.outcome], "words": verdict.outcome.words.capitalize()}
        for promise, verdict in fund_verdicts(fund, on=on)
    ]


def fund_rows(*, on: date) -> Sequence[dict[str, Any]]:
    """The newest rounds with their verdicts: one query."""
    rows = Fund.objects.standing().select_related("funder")[:MOST_SHOWN]
    return [{"fund": fund, "lines": _shown(fund, on=on), "state": state_of(fund, on=on)} for fund in rows]


def state_of(fund: Fund, *, on: date) -> str:
    """Where a round stands on a day, in words."""
    if fund.opens_on is None or on < fund.opens_on:
        return "Not open yet"
    return "Open" if fund.closes_on is None or on <= fund.closes_on else "Closed"


def public_fund(slug: str) -> Fund | None:
    """The round of that address."""
    return Fund.objects.standing().select_related("funder").filter(slug=slug).first()


def fund_elsewhere(slug: str) -> Fund | None:
    """The round that had that address before."""
    old = OldSlug.objects.filter(kind=Fund._meta.label_lower, slug=slug).values_list("row", flat=True).first()
    return Fund.objects.standing().filter(pk=old).first() if old else None


def fund_page(fund: Fund, *, on: date) -> dict[str, Any]:
    """A round with its verdicts and the newest awards from it."""
    awards = Agreement.objects.public().filter(fund=fund).select_related("recipient").order_by("-awarded_on", "-id")
    shown = list(awards[: MOST_SHOWN + 1])
    return {
        "fund": fund,
        "lines": _shown(fund, on=on),
        "state": state_of(fund, on=on),
        "awards": shown[:MOST_SHOWN],
        "more": len(shown) > MOST_SHOWN,
    }


def guidelines() -> list[NoticeGuideline]:
    """Every notice guideline, those for all first, the newest of each first."""
    rows = NoticeGuideline.objects.select_related("funder").order_by("-from_on", "-pk")
    return sorted(rows, key=lambda row: row.funder.name_key if row.funder else "")
