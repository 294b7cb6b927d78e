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
from compact_portal.pages.parts import kept, kept_each
from compact_portal.search.queries import find_keys
from consultations.models import Audience, Consultation
from consultations.queries.judging import STATE_TONES, state_of
from consultations.queries.outcome import RULE as OUTCOME_RULE
from consultations.rules.register import MOST_COUNTED, MOST_FOUND, PAGE, Wanted
from consultations.rules.states import State
from signatories.models import Partner
from undertakings.queries.thresholds import Thresholds, thresholds

KIND = "consultation"
Rows = QuerySet[Consultation]
# What a line of the list needs.
LINE = (
    "title", "slug", "summary", "approved_at", "opens_on", "opens_at", "closes_on", "closes_at", "outcome_on", "agency__name",
)  # fmt: skip


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


@kept_each
def _rows_of(numbers: list[int]) -> dict[int, Consultation]:
    """Consultations with what a line needs of them, and no more: they have long texts."""
    return Consultation.objects.select_related("agency").only(*LINE).in_bulk(numbers)


def _filtered(wanted: Wanted) -> Rows:
    """What is asked for of agency and audience."""
    rows: Rows = Consultation.objects.public()
    if wanted.agency:
        rows = rows.filter(agency__slug=wanted.agency)
    if wanted.audience:
        rows = rows.filter(Exists(Audience.objects.filter(consultation=OuterRef("pk"), key=wanted.audience)))
    return rows


# A part of the list by its agency, its audience and its name, on a day.
Front = tuple[str, str, str, date]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the list: its name, the column by which it is ordered, whether that rises, the day at which it begins, its rows.

    The day is no condition of `rows`: a page in the middle begins at a day of its own, and of two conditions on one column
    SQLite reads its index by the first alone.
    """

    name: str
    column: str
    rising: bool
    begins_on: date
    rows: Rows

    def holds(self, row: Consultation) -> bool:
        """Whether a row stands in this part by its day."""
        day: date = getattr(row, self.column)
        return day >= self.begins_on if self.rising else day <= self.begins_on

    def from_the_first(self) -> Rows:
        """Its rows from the day at which it begins."""
        return self.rows.filter(**{f"{self.column}__{'gte' if self.rising else 'lte'}": self.begins_on})

    def after(self, row: Consultation) -> Rows:
        """Its rows after one of them."""
        day = getattr(row, self.column)
        way, id_way = ("gte", "lte") if self.rising else ("lte", "gte")
        return self.rows.filter(**{f"{self.column}__{way}": day}).exclude(**{self.column: day, f"id__{id_way}": row.pk})

    @property
    def order(self) -> tuple[str, str]:
        """How its rows stand."""
        return (self.column, "id") if self.rising else (f"-{self.column}", "-id")


def parts_of(wanted: Wanted, thresholds: Thresholds, *, on: date) -> list[Part]:
    """What is asked for, part by part: rules.states.state_at as ranges of days.

    The number of weeks for an outcome is today's: one that changed since is rare.
    """
    rows, yesterday, state = _filtered(wanted), on - timedelta(days=1), wanted.state
    weeks = thresholds.number(OUTCOME_RULE, on)
    due = on - timedelta(weeks=weeks) if weeks is not None else None  # what closed before it is overdue
    opened = Part(State.OPEN, "closes_on", True, on, rows.filter(opens_on__lte=on))
    upcoming = Part(State.UPCOMING, "opens_on", True, on + timedelta(days=1), rows)
    if not state:
        return [opened, upcoming, Part("", "closes_on", False, yesterday, rows)]
    waiting = rows.exclude(outcome_on__lte=on)
    closed = Part(State.CLOSED, "closes_on", False, yesterday, waiting.filter(closes_on__gte=due) if due else waiting)
    last_overdue, overdue_rows = (due - timedelta(days=1), waiting) if due else (on, rows.none())
    overdue = Part(State.OUTCOME_DUE, "closes_on", False, last_overdue, overdue_rows)
    published = Part(State.OUTCOME_PUBLISHED, "closes_on", False, yesterday, rows.filter(outcome_on__lte=on))
    return [next(part for part in (opened, upcoming, closed, overdue, published) if part.name == state)]


def names_of_parts(wanted: Wanted) -> tuple[str, ...]:
    """What the parts of what is asked for are called, in their order: of one state alone, or the list as a whole."""
    return (wanted.state,) if wanted.state else (State.OPEN, State.UPCOMING, "")


def _index_of(row: Consultation | None, parts: Sequence[Part], *, on: date) -> int | None:
    """In which part a row stands; None where in none."""
    if row is None or row.opens_on is None or row.closes_on is None:
        return None
    column, rising = ("closes_on", False) if row.closes_on < on else ("closes_on" if row.opens_on <= on else "opens_on", True)
    found = (number for number, one in enumerate(parts) if (one.column, one.rising) == (column, rising) and one.holds(row))
    return next(found, None)


def listing(wanted: Wanted, *, at: datetime) -> Listing:
    """The page of the list that is asked for."""
    on, numbers = london_day(at), thresholds()
    if wanted.words:
        return _found(wanted, numbers, at=at)
    names = names_of_parts(wanted)
    page: list[int] = []
    last = Consultation.objects.public().filter(pk=wanted.after).first() if wanted.after else None
    if last is not None:
        parts = parts_of(wanted, numbers, on=on)
        start = _index_of(last, parts, on=on)
        if start is not None:
            page += _first(parts[start].after(last), parts[start])
            names = names[start + 1 :]
    for key in [(wanted.agency, wanted.audience, name, on) for name in names]:
        if len(page) <= PAGE:
            page += _fronts([key])[key][: PAGE + 1 - len(page)]
    more, page = len(page) > PAGE, page[:PAGE]
    found = _rows_of(page)
    filters = replace(wanted, after=0), on
    count = _counts([filters])
    shown = [found[pk] for pk in page if pk in found]  # one may have gone since its number was read
    return Listing(lines_of(shown, numbers, at=at), count[filters], after=page[-1] if more else 0)


def _first(rows: Rows, part: Part) -> tuple[int, ...]:
    """The numbers of the first of these rows of a part: a page of them, and one more."""
    return tuple(rows.order_by(*part.order).values_list("pk", flat=True)[: PAGE + 1])


@kept_each
def _fronts(keys: list[Front]) -> dict[Front, tuple[int, ...]]:
    """How parts begin. The list as a whole shows the same as the list of each state does, and so do pages further on."""
    found = {}
    for agency, audience, name, on in keys:
        parts = parts_of(Wanted(agency=agency, audience=audience, state=name), thresholds(), on=on)
        part = next(part for part in parts if part.name == name)
        found[agency, audience, name, on] = _first(part.from_the_first(), part)
    return found


@kept_each
def _counts(each: list[tuple[Wanted, date]]) -> dict[tuple[Wanted, date], int]:
    """How many fit the filters on a day, as far as MOST_COUNTED + 1: the same wherever in them a page begins."""
    return {(wanted, on): _count(wanted, on=on) for wanted, on in each}


def _count(wanted: Wanted, *, on: date) -> int:
    """All of them where no state is asked for."""
    rows = parts_of(wanted, thresholds(), on=on)[0].from_the_first() if wanted.state else _filtered(wanted)
    return rows.order_by()[: MOST_COUNTED + 1].count()


def _found(wanted: Wanted, thresholds: Thresholds, *, at: datetime) -> Listing:
    """The consultations that fit the words best, and of those the ones that fit the filters; a page of them."""
    found = find_keys(wanted.words, kinds=[KIND], limit=MOST_FOUND)
    ranked = [int(key) for key in found.keys]
    parts = parts_of(replace(wanted, words=""), thresholds, on=london_day(at))
    fitting = {pk for part in parts for pk in part.from_the_first().filter(pk__in=ranked).values_list("pk", flat=True)}
    numbers = [number for number in ranked if number in fitting]
    start = numbers.index(wanted.after) + 1 if wanted.after in fitting else 0
    found_rows = _rows_of(numbers[start : start + PAGE])
    shown = [found_rows[number] for number in numbers[start : start + PAGE] if number in found_rows]
    after = shown[-1].pk if shown and start + PAGE < len(numbers) else 0
    return Listing(lines_of(shown, thresholds, at=at), len(numbers), after=after, corrected=found.corrected or "")


@kept
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
