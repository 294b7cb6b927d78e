"""A page of the public list, at the same cost however many consultations there are.

Open ones stand first, those that close soonest before the others; then those that will open; then the closed, the newest
first. Each of the three is a range of an index, so that the last page costs what the first does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from compact_portal.lib.dates import in_words, london_day
from compact_portal.search.queries import find
from consultations.models import Audience, Consultation
from consultations.queries.judging import OUTCOME_RULE, STATE_TONES, state_of
from consultations.rules.register import MOST_COUNTED, MOST_FOUND, PAGE, Wanted
from consultations.rules.states import State
from signatories.models import Partner
from undertakings.queries.thresholds import Thresholds

KIND = "consultation"
Rows = QuerySet[Consultation]


@dataclass(frozen=True, slots=True)
class Line:
    """A consultation as a list shows it: `when` says its days as they stand today."""

    row: Consultation
    state: State
    tone: str
    when: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A page. `count` stops at MOST_COUNTED + 1; `after` leads on, 0 where nothing is there."""

    lines: Sequence[Line]
    count: int
    after: int = 0
    corrected: str = ""


def when_in_words(row: Any, state: State, *, on: date) -> str:
    """Its days as they stand on a day: "closes in 8 days, at the end of Monday 30 November 2026"."""
    if state == State.DRAFT:
        return f"to open on {in_words(row.opens_on)}" if row.opens_on else ""
    if state == State.UPCOMING:
        return f"opens on {in_words(row.opens_on)}, closes at the end of {in_words(row.closes_on)}"
    if state == State.OPEN:
        return _closing(row.closes_on, on=on)
    if state == State.OUTCOME_PUBLISHED:
        return f"closed on {in_words(row.closes_on)}, outcome published on {in_words(row.outcome_on)}"
    return f"closed on {in_words(row.closes_on)}"


def left_in_words(closes_on: date, *, on: date) -> str:
    """closes today, closes tomorrow, closes in 8 days."""
    days = (closes_on - on).days
    return "closes " + {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def lines_of(rows: Sequence[Consultation], thresholds: Thresholds, *, at: datetime) -> list[Line]:
    """Rows of public consultations with where each stands."""
    on = london_day(at)
    found = []
    for row in rows:
        state = state_of(row, thresholds, at=at)
        found.append(Line(row, state, STATE_TONES[state], when_in_words(row, state, on=on)))
    return found


def _filtered(wanted: Wanted, thresholds: Thresholds, *, on: date) -> Rows:
    rows: Rows = Consultation.objects.public()
    if wanted.agency:
        rows = rows.filter(agency__slug=wanted.agency)
    if wanted.audience:
        rows = rows.filter(Exists(Audience.objects.filter(consultation=OuterRef("pk"), key=wanted.audience)))
    if wanted.state:
        rows = _in_state(rows, wanted.state, thresholds, on=on)
    return rows


def _in_state(rows: Rows, state: str, thresholds: Thresholds, *, on: date) -> Rows:
    """What rules.states.state_at says, as ranges of days. The number of weeks is today's: one that changed since is rare."""
    weeks = thresholds.number(OUTCOME_RULE, on)
    if state == State.UPCOMING:
        return rows.filter(opens_on__gt=on)
    if state == State.OPEN:
        return rows.filter(opens_on__lte=on, closes_on__gte=on)
    if state == State.OUTCOME_PUBLISHED:
        return rows.filter(closes_on__lt=on, outcome_on__lte=on)
    waiting = rows.filter(closes_on__lt=on).exclude(outcome_on__lte=on)
    due = on - timedelta(weeks=weeks) if weeks is not None else None
    if state == State.OUTCOME_DUE:
        return waiting.filter(closes_on__lt=due) if due else waiting.none()
    return waiting.filter(closes_on__gte=due) if due else waiting


def _parts(rows: Rows, *, on: date) -> list[tuple[str, bool, Rows]]:
    """The three parts of the list in order: the column each is ordered by, whether it rises, its rows."""
    return [
        ("closes_on", True, rows.filter(opens_on__lte=on, closes_on__gte=on)),
        ("opens_on", True, rows.filter(opens_on__gt=on)),
        ("closes_on", False, rows.filter(closes_on__lt=on)),
    ]


def _part_of(row: Consultation, *, on: date) -> int:
    assert row.opens_on is not None
    assert row.closes_on is not None
    if row.closes_on < on:
        return 2
    return 0 if row.opens_on <= on else 1


def listing(wanted: Wanted, *, at: datetime) -> Listing:
    """The page of the list that is asked for."""
    on, thresholds = london_day(at), Thresholds()
    if wanted.words:
        return _found(wanted, thresholds, at=at)
    rows = _filtered(wanted, thresholds, on=on)
    count = rows.order_by()[: MOST_COUNTED + 1].count()
    last = Consultation.objects.public().filter(pk=wanted.after).first() if wanted.after else None
    first = _part_of(last, on=on) if last else 0
    page: list[Consultation] = []
    for number, (column, rising, part) in enumerate(_parts(rows, on=on)):
        if number < first or len(page) > PAGE:
            continue
        if last is not None and number == first:
            way, id_way = ("gte", "lte") if rising else ("lte", "gte")
            value = getattr(last, column)
            part = part.filter(**{f"{column}__{way}": value}).exclude(**{column: value, f"id__{id_way}": last.pk})
        order = (column, "id") if rising else (f"-{column}", "-id")
        page += part.select_related("agency").order_by(*order)[: PAGE + 1 - len(page)]
    more, page = len(page) > PAGE, page[:PAGE]
    return Listing(lines_of(page, thresholds, at=at), count, after=page[-1].pk if more else 0)


def _found(wanted: Wanted, thresholds: Thresholds, *, at: datetime) -> Listing:
    """The consultations that fit the words best, and of those the ones that fit the filters; a page of them."""
    found = find(wanted.words, kinds=[KIND], limit=MOST_FOUND)
    ranked = [int(result.key) for result in found.results]
    rows = _filtered(replace(wanted, words=""), thresholds, on=london_day(at)).filter(pk__in=ranked).select_related("agency")
    by_number = {row.pk: row for row in rows}
    numbers = [number for number in ranked if number in by_number]
    start = numbers.index(wanted.after) + 1 if wanted.after in by_number else 0
    shown = [by_number[number] for number in numbers[start : start + PAGE]]
    after = shown[-1].pk if shown and start + PAGE < len(numbers) else 0
    return Listing(lines_of(shown, thresholds, at=at), len(numbers), after=after, corrected=found.corrected or "")


def asking_agencies() -> dict[str, str]:
    """The agencies that have consulted, by slug, in the order of their names. One query."""
    asked = Consultation.objects.public().filter(agency=OuterRef("pk"))
    rows = Partner.objects.filter(Exists(asked), sector=Partner.Sector.STATUTORY).order_by("name_key")
    return dict(rows.values_list("slug", "name"))


def open_now(*, on: date, most: int = 3) -> list[dict[str, Any]]:
    """What is open on a day, what closes soonest first: for the home page. One query."""
    rows = Consultation.objects.public().filter(opens_on__lte=on, closes_on__gte=on).order_by("closes_on", "id")
    found = rows.values("title", "slug", "summary", "closes_on", "agency__name")[:most]
    return [{**row, "when": _closing(row["closes_on"], on=on)} for row in found]


def _closing(closes_on: date | None, *, on: date) -> str:
    return f"{left_in_words(closes_on, on=on)}, at the end of {in_words(closes_on)}" if closes_on else ""
