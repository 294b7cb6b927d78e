"""A page of the public register, at the same cost however many agreements there are; and the totals beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from compact_portal.pages.parts import kept, kept_each
from compact_portal.search.queries import find_keys
from funding.models import Agreement, AwardTotal
from funding.rules.register import LARGEST, MOST_COUNTED, MOST_FOUND, NEWEST, OLDEST, PAGE, Wanted
from signatories.models import Partner

KIND = "agreement"
# What funders share, as the register is asked for it, and the column that says so.
SHARED = {"terms": "common_terms", "monitoring": "common_monitoring"}


@dataclass(frozen=True, slots=True)
class Listing:
    """A page, as the numbers of its agreements.

    `count` stops at MOST_COUNTED + 1; `before` and `after` lead on, 0 where nothing is there.
    """

    rows: Sequence[int]
    count: int
    before: int = 0
    after: int = 0
    corrected: str = ""


def year_days(year: str) -> tuple[date, date]:
    """The first and the last day of a financial year written 2026-27."""
    first = int(year[:4])
    return date(first, 4, 1), date(first + 1, 3, 31)


def _filtered(wanted: Wanted) -> QuerySet[Agreement]:
    rows: QuerySet[Agreement] = Agreement.objects.public()
    for name, value in (("kind", wanted.kind), ("recipient_band", wanted.size), ("full_cost", wanted.cost)):
        if value:
            rows = rows.filter(**{name: value})
    for name, slug in (("funder", wanted.funder), ("recipient", wanted.recipient)):
        if slug:  # one number, which an index is entered by; a join would have the database begin with the partner
            rows = rows.filter(**{name: Partner.objects.filter(slug=slug).order_by().values("pk")[:1]})
    # "In" one value: for an equal truth Django writes the bare column, which SQLite enters no index by.
    if wanted.term:
        rows = rows.filter(is_multi_year__in=[wanted.term == "multi"])
    if wanted.notice:
        rows = rows.filter(has_notice__in=[wanted.notice == "yes"])
    if wanted.shared:
        rows = rows.filter(**{SHARED[wanted.shared]: True})
    if wanted.year:
        rows = rows.filter(awarded_on__range=year_days(wanted.year))
    return rows


def listing(wanted: Wanted) -> Listing:
    """The page of the register that is asked for."""
    if wanted.words:
        return _found(wanted)
    number = wanted.before or wanted.after
    at = Agreement.objects.filter(pk=number).values_list(_column(wanted), flat=True).first() if number else None
    backwards = bool(wanted.before and at is not None)
    page = list(_front(wanted) if at is None else _beyond(wanted, at, number, backwards=backwards))
    more, page = len(page) > PAGE, page[:PAGE]
    if backwards:
        page.reverse()
    leads_back = more if backwards else at is not None
    leads_on = True if backwards else more
    return Listing(
        rows=page,
        count=_count(wanted),
        before=page[0] if page and leads_back else 0,
        after=page[-1] if page and leads_on else 0,
    )


def _column(wanted: Wanted) -> str:
    """By which the register is ordered."""
    return "award_pence" if wanted.sort == LARGEST else "awarded_on"


def _first(wanted: Wanted, rows: QuerySet[Agreement], *, rising: bool) -> tuple[int, ...]:
    """The numbers of the first of these rows: a page of them, and one more."""
    order = (_column(wanted), "id") if rising else (f"-{_column(wanted)}", "-id")
    return tuple(rows.order_by(*order).values_list("pk", flat=True)[: PAGE + 1])


def _beyond(wanted: Wanted, at: Any, number: int, *, backwards: bool) -> tuple[int, ...]:
    """The next from a place on, or against the order."""
    rising = (wanted.sort == OLDEST) != backwards
    return _first(wanted, _from(_filtered(wanted), _column(wanted), at, number, rising=rising), rising=rising)


def _front(wanted: Wanted) -> tuple[int, ...]:
    """How the register begins, of what is asked for."""
    filters = replace(wanted, after=0, before=0)
    return _fronts([filters])[filters]


@kept_each
def _fronts(each: list[Wanted]) -> dict[Wanted, tuple[int, ...]]:
    return {wanted: _first(wanted, _filtered(wanted), rising=wanted.sort == OLDEST) for wanted in each}


def _count(wanted: Wanted) -> int:
    """How many fit the filters, as far as MOST_COUNTED + 1: the same in each order, and wherever a page begins."""
    filters = replace(wanted, sort=NEWEST, after=0, before=0)
    return _counts([filters])[filters]


@kept_each
def _counts(each: list[Wanted]) -> dict[Wanted, int]:
    return {wanted: _filtered(wanted).order_by()[: MOST_COUNTED + 1].count() for wanted in each}


def agreements_shown(numbers: Sequence[int]) -> QuerySet[Agreement]:
    """The agreements of these numbers, as a list shows them. One query."""
    return Agreement.objects.filter(pk__in=numbers).select_related("funder", "recipient")


def _from(rows: QuerySet[Agreement], column: str, at: Any, number: int, *, rising: bool) -> QuerySet[Agreement]:
    """The rows beyond a place: a range that the index begins with, less those of the same value that came before."""
    way, id_way = ("gte", "lte") if rising else ("lte", "gte")
    return rows.filter(**{f"{column}__{way}": at}).exclude(**{column: at, f"id__{id_way}": number})


def _found(wanted: Wanted) -> Listing:
    """The agreements that fit the words best, and of those the ones that fit the filters; a page of them."""
    found = find_keys(wanted.words, kinds=[KIND], limit=MOST_FOUND)
    ranked = [int(key) for key in found.keys]
    fitting = set(_filtered(replace(wanted, words="")).filter(pk__in=ranked).values_list("pk", flat=True))
    numbers = [number for number in ranked if number in fitting]
    start = numbers.index(wanted.after) + 1 if wanted.after in fitting else 0
    if wanted.before in fitting:
        start = max(0, numbers.index(wanted.before) - PAGE)
    shown = numbers[start : start + PAGE]
    return Listing(
        rows=shown,
        count=len(numbers),
        before=shown[0] if start and shown else 0,
        after=shown[-1] if shown and start + PAGE < len(numbers) else 0,
        corrected=found.corrected or "",
    )


@kept
def years_and_funders() -> tuple[list[str], dict[str, str]]:
    """What the register can be asked for: the years with awards, the newest first, and the funders by slug. One query."""
    rows = list(_totals())
    years = sorted({row.year for row in rows}, reverse=True)
    funders = {row.funder.slug: row.funder.name for row in sorted(rows, key=lambda row: row.funder.name_key)}
    return years, funders


def _totals() -> QuerySet[AwardTotal]:
    return AwardTotal.objects.filter(agreements__gt=0).select_related("funder")


@dataclass(frozen=True, slots=True)
class TotalRow:
    """What one funder awarded in each year, in pence, beside the years of the table; `together` over all of them."""

    name: str
    slug: str
    cells: list[dict[str, Any]]
    together: int


def totals() -> tuple[list[str], list[TotalRow], int]:
    """The years, oldest first, a row a funder, and the largest cell in pence: for a table and the drawing of it."""
    rows = list(_totals())
    years = sorted({row.year for row in rows})
    by_funder: dict[str, dict[str, AwardTotal]] = {}
    names: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: row.funder.name_key):
        by_funder.setdefault(row.funder.slug, {})[row.year] = row
        names[row.funder.slug] = row.funder.name
    most = max((row.pence for row in rows), default=0)
    found = []
    for slug, held in by_funder.items():
        cells: list[dict[str, Any]] = [
            {"year": year, "pence": held[year].pence if year in held else 0, "count": held[year].agreements if year in held else 0}
            for year in years
        ]
        found.append(TotalRow(names[slug], slug, cells, sum(one.pence for one in held.values())))
    return years, found, most


@dataclass(frozen=True, slots=True)
class Aligned:
    """A funder and how many of its agreements use what funders share."""

    name: str
    slug: str
    agreements: int
    terms: int
    monitoring: int


def alignment() -> dict[str, Any]:
    """Each funder with its counts, and the names of those that share: one query, over what is kept by funder and year."""
    sums = {"count": Sum("agreements"), "terms": Sum("common_terms"), "monitoring": Sum("common_monitoring")}
    held = AwardTotal.objects.order_by("funder__name_key").values_list("funder__name", "funder__slug").annotate(**sums)
    rows = [Aligned(*row) for row in held if row[2]]
    return {
        "rows": rows,
        "terms": [row.name for row in rows if row.terms],
        "monitoring": [row.name for row in rows if row.monitoring],
    }
