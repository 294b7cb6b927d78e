"""Figures and the records behind them, for a day: sums of a few tallies, and pages of verdicts by key.

A figure of a day sums what is known now; one *as known on* a day reads what the portal knew at the end of it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Sum

from compact_portal.lib.verdicts import Figure, Outcome
from undertakings.models import RecordVerdict, Tally
from undertakings.models.evidence import EVERYBODY, START
from undertakings.rules import days_of

Years = dict[str, Figure]


def figures(keys: Collection[str], *, on: date, agency: int = EVERYBODY) -> dict[str, Years]:
    """By measure and financial year, the newest first, what the records say on a day; of one agency, or of everybody. One query."""
    rows = Tally.objects.filter(measure__in=keys, agency=agency, on__lte=on).order_by("-year")
    found: dict[str, Years] = defaultdict(dict)
    for key, year, outcome, count in rows.values_list("measure", "year", "outcome").annotate(count=Sum("delta")):
        if count:
            found[key][year] = found[key].get(year, Figure()) + Figure(**{outcome: count})
    return dict(found)


def figures_by_agency(key: str, *, on: date, agencies: Collection[int], year: str = "") -> dict[int, Figure]:
    """What the records of a measure say on a day, by the number of the agency. One query."""
    rows = Tally.objects.filter(measure=key, on__lte=on, agency__in=agencies).order_by()
    if year:
        rows = rows.filter(year=year)
    found: dict[int, Figure] = {}
    for agency, outcome, count in rows.values_list("agency", "outcome").annotate(count=Sum("delta")):
        if count:
            found[agency] = found.get(agency, Figure()) + Figure(**{outcome: count})
    return found


def total(found: Iterable[Figure]) -> Figure:
    """Figures together."""
    return sum(found, Figure())


def figure_of(key: str, *, on: date, agency: int = EVERYBODY, year: str = "") -> Figure:
    """One figure of a day: of a year, or of all."""
    years = figures([key], on=on, agency=agency).get(key, {})
    return years.get(year, Figure()) if year else total(years.values())


def known_figure(key: str, *, known_on: date, year: str = "", agency: int = EVERYBODY) -> Figure:
    """The figure as the portal knew it at the end of a London day."""
    rows = _rows(key, year=year, agency=agency).known_on(known_on).order_by()
    return total(Figure(**{outcome: count}) for outcome, count in rows.values_list("outcome").annotate(count=Count("pk")))


def top_agencies(key: str, *, year: str = "", most: int) -> list[int]:
    """The numbers of the agencies with most records, at most so many.

    A record is counted at the start, and moved from one outcome to another on later days: so the start alone says how many.
    """
    rows = Tally.objects.filter(measure=key, on=START).exclude(agency=EVERYBODY)
    if year:
        rows = rows.filter(year=year)
    counted = rows.order_by().values("agency").annotate(count=Sum("delta")).filter(count__gt=0)
    return [row["agency"] for row in counted.order_by("-count", "agency")[:most]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records of a measure, and as of when: those that hold on `on`, or as known at the end of `known_on`.

    `after` is the last record of the page before, as its day and number; `before` a day that no such record reaches, where
    somebody knows one: what turns out so only later is then not even looked at.
    """

    key: str
    on: date
    year: str = ""
    outcome: str = ""
    agency: int = EVERYBODY
    known_on: date | None = None
    after: tuple[date, int] | None = None
    before: date | None = None


def verdicts(wanted: Wanted) -> Any:
    """The verdicts that are wanted, the newest record first: one for each record."""
    rows = _rows(wanted.key, year=wanted.year, agency=wanted.agency)
    rows = rows.known_on(wanted.known_on) if wanted.known_on else rows.now_known().holding(wanted.on)
    if wanted.outcome:
        rows = rows.filter(outcome=wanted.outcome)
    if wanted.before:
        rows = rows.filter(counts_on__lt=wanted.before)
    if wanted.after:
        day, record = wanted.after
        rows = rows.filter(counts_on__lte=day).exclude(counts_on=day, record__gte=record)
    return rows.order_by("-counts_on", "-record")


def verdict_page(wanted: Wanted, most: int) -> list[RecordVerdict]:
    """The first so many verdicts that are wanted: their numbers out of an index alone, then the rows. Two queries, or three."""
    numbers: list[int] = []
    for part in _parts(wanted):
        numbers += part.values_list("pk", flat=True)[: most - len(numbers)]
        if len(numbers) == most:
            break
    return list(RecordVerdict.objects.filter(pk__in=numbers).order_by("-counts_on", "-record"))


def _parts(wanted: Wanted) -> list[Any]:
    """The wanted verdicts, apart where they are not kept: the few that count only on a later day, then all that count by now.

    Most records that count on a later day will turn red on a still later one if nobody does anything, and would all be passed
    over to come to the first that is red today.
    """
    rows = verdicts(wanted)
    if wanted.outcome != Outcome.NOT_KEPT or wanted.known_on:
        return [rows]
    return [rows.filter(red_ahead=True, counts_on__gt=wanted.on), rows.filter(counts_on__lte=wanted.on)]


def _rows(key: str, *, year: str = "", agency: int = EVERYBODY) -> Any:
    rows = RecordVerdict.objects.filter(measure=key)
    if year:
        first, after = days_of(year)
        rows = rows.filter(year=year, counts_on__gte=first, counts_on__lt=after)  # by its days, so that an index leads there
    return rows.filter(agency=agency) if agency != EVERYBODY else rows
