"""The directory of partners: a page of it, at the same cost however many partners there are."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from compact_portal.pages.parts import kept, kept_each
from compact_portal.search.queries import find_keys
from signatories.models import Partner
from signatories.rules.directory import MOST_COUNTED, MOST_FOUND, PAGE, sector_of, stands_for
from signatories.rules.signing import Standing, StandingOn, standing_on
from undertakings.models import Edition

KIND = "partner"
# What a line of the directory needs.
COLUMNS = (
    "pk", "name", "slug", "sector", "kind", "income_band", "signed_edition_id", "signed_on", "withdrawn_on", "dissolved_on",
)  # fmt: skip
# Where a partner stands in it: its number and its name as it is sorted.
PLACE = ("pk", "name_key")
Placed = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Editions:
    """The editions published by a day, newest first, as number and day; and when signatures of the earlier ones lapse."""

    on: date
    known: tuple[tuple[int, date], ...]
    lapse_months: int

    def standing(self, row: Any) -> StandingOn:
        """Where a partner stands on the day, from its row as a mapping or its kept columns."""
        return standing_on(
            on=self.on,
            signed_on=row["signed_on"],
            signed_in_force=bool(self.known) and row["signed_edition_id"] == self.known[0][0],
            withdrawn_on=row["withdrawn_on"],
            in_force_since=self.known[0][1] if self.known else None,
            lapse_months=self.lapse_months,
        )

    def stands_for(self, standing: Standing) -> list[str]:
        return stands_for(standing, on=self.on, editions=self.known, lapse_months=self.lapse_months)


@kept
def editions_on(on: date) -> Editions:
    """The editions as the status ladder needs them: one query."""
    rows = Edition.objects.filter(published_on__lte=on).newest_first().values_list("pk", "published_on")
    return Editions(on, tuple((pk, day) for pk, day in rows if day), settings.PORTAL_LAPSE_MONTHS)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the directory is asked for. Empty texts ask for all; `after` and `before` are the numbers of partners."""

    words: str = ""
    sector: str = ""
    kind: str = ""
    income: str = ""
    status: str = ""
    letter: str = ""
    after: int = 0
    before: int = 0

    @property
    def is_filtered(self) -> bool:
        return bool(self.words or self.sector or self.kind or self.income or self.status)


@dataclass(frozen=True, slots=True)
class Line:
    """A partner in the directory."""

    number: int
    name: str
    slug: str
    sector: str
    kind: str
    standing: StandingOn
    dissolved_on: date | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the directory. `count` stops at MOST_COUNTED + 1; `before` and `after` lead on, 0 where nothing is there.

    For a search, `corrected` is the query as it was taken, `every_word` is False where nothing has all of it, and `cut`
    says that only the best were looked at.
    """

    lines: list[Line]
    count: int
    before: int = 0
    after: int = 0
    corrected: str = ""
    every_word: bool = True
    cut: bool = False


@dataclass(slots=True)
class _Branches:
    """The rows that are wanted, as one stretch of an index for each value of `stands`; all, where no status is wanted."""

    rows: QuerySet[Partner]
    stands: list[str] | None
    _by_name: tuple[str, str] = field(default=("name_key", "id"))

    def count(self) -> int:
        rows = self.rows if self.stands is None else self.rows.filter(stands__in=self.stands)
        return rows.order_by()[: MOST_COUNTED + 1].count()

    def first(self, most: int, *, backwards: bool = False, **seek: Any) -> list[Placed]:
        """So many partners from a place on, in the order of the names (backwards: against it)."""
        by_name = [f"-{name}" if backwards else name for name in self._by_name]
        rows = _from(self.rows, backwards=backwards, **seek).order_by(*by_name)
        if self.stands is None:
            return list(rows.values_list(*PLACE)[:most])
        if len(self.stands) == 1:
            return list(rows.filter(stands=self.stands[0]).values_list(*PLACE)[:most])
        # Each stretch is in order, all of them together are not: the front of each is enough.
        found = [pk for value in self.stands for pk in rows.filter(stands=value).values_list("pk", flat=True)[:most]]
        return list(Partner.objects.filter(pk__in=found).order_by(*by_name).values_list(*PLACE)[:most])


def _from(rows: QuerySet[Partner], *, backwards: bool, key: str = "", pk: int = 0) -> QuerySet[Partner]:
    """The rows after a name and number, or before it; a number of 0 means from that name on."""
    if not key:
        return rows
    if backwards:
        return rows.filter(name_key__lte=key).exclude(name_key=key, id__gte=pk)
    return rows.filter(name_key__gte=key).exclude(name_key=key, id__lte=pk)


def listing(wanted: Wanted, *, on: date) -> Listing:
    """The page of the directory that is asked for, on a day."""
    if wanted.words:
        return _found(wanted, editions_on(on))
    page, has_before, has_after = _page(wanted, on=on)
    filters = replace(wanted, letter="", after=0, before=0), on
    return Listing(
        lines=_lines([number for number, _ in page], on=on),
        count=_counts([filters])[filters],
        before=page[0][0] if page and has_before else 0,
        after=page[-1][0] if page and has_after else 0,
    )


@kept_each
def _counts(each: list[tuple[Wanted, date]]) -> dict[tuple[Wanted, date], int]:
    """How many fit the filters on a day, as far as MOST_COUNTED + 1: the same wherever in them a page begins."""
    return {(wanted, on): _branches(wanted, editions_on(on)).count() for wanted, on in each}


def _lines(numbers: Sequence[int], *, on: date) -> list[Line]:
    """Without one that has gone since its number was read."""
    keys = [(number, on) for number in numbers]
    found = lines_on(keys)
    return [found[key] for key in keys if key in found]


@kept_each
def lines_on(keys: list[tuple[int, date]]) -> dict[tuple[int, date], Line]:
    """Partners by their numbers as lines of the directory on a day. One query for each day."""
    found: dict[tuple[int, date], Line] = {}
    for on in {on for _, on in keys}:
        rows = Partner.objects.filter(pk__in=[number for number, day in keys if day == on]).order_by().values(*COLUMNS)
        found |= {(row["pk"], on): line(row, editions_on(on)) for row in rows}
    return found


def _branches(wanted: Wanted, editions: Editions) -> _Branches:
    rows = Partner.objects.listed()
    for column, value in (("kind", wanted.kind), ("income_band", wanted.income)):
        if value:
            rows = rows.filter(**{column: value})
    if wanted.sector and not wanted.kind:
        rows = rows.filter(sector=wanted.sector)
    elif wanted.sector:
        # A kind belongs to one sector, so the two together are that kind or nothing; the index of the kind serves both.
        rows = rows.filter(sector=wanted.sector) if sector_of(wanted.kind) == wanted.sector else rows.none()
    return _Branches(rows, editions.stands_for(Standing(wanted.status)) if wanted.status else None)


Page = tuple[list[Placed], bool, bool]


def _page(wanted: Wanted, *, on: date) -> Page:
    """The partners of the page, and whether there are some before and after it."""
    number = wanted.before or wanted.after
    at = Partner.objects.filter(pk=number).values_list("name_key", flat=True).first() if number else None
    if not at:
        key = replace(wanted, after=0, before=0), on
        return _fronts([key])[key]
    rows = _branches(wanted, editions_on(on)).first(PAGE + 1, backwards=bool(wanted.before), key=at, pk=number)
    return (rows[:PAGE][::-1], len(rows) > PAGE, True) if wanted.before else (rows[:PAGE], True, len(rows) > PAGE)


@kept_each
def _fronts(each: list[tuple[Wanted, date]]) -> dict[tuple[Wanted, date], Page]:
    """How the directory begins, or begins at a letter, of what is asked for on a day."""
    found = {}
    for wanted, on in each:
        branches = _branches(wanted, editions_on(on))
        rows = branches.first(PAGE + 1, key=wanted.letter)
        first = rows[0] if rows and wanted.letter else None
        has_before = bool(first and branches.first(1, backwards=True, key=first[1], pk=first[0]))
        found[wanted, on] = rows[:PAGE], has_before, len(rows) > PAGE
    return found


def _found(wanted: Wanted, editions: Editions) -> Listing:
    """The partners whose names fit the words best, and of those the ones that fit the filters; a page of them."""
    found = find_keys(wanted.words, kinds=[KIND], limit=MOST_FOUND)
    ranked = [int(key) for key in found.keys]
    branches = _branches(replace(wanted, words=""), editions)
    rows = branches.rows if branches.stands is None else branches.rows.filter(stands__in=branches.stands)
    fitting = set(rows.filter(pk__in=ranked).order_by().values_list("pk", flat=True))
    numbers = [number for number in ranked if number in fitting]
    start = numbers.index(wanted.after) + 1 if wanted.after in fitting else 0
    if wanted.before in fitting:
        start = max(0, numbers.index(wanted.before) - PAGE)
    shown = numbers[start : start + PAGE]
    return Listing(
        lines=_lines(shown, on=editions.on),
        count=len(numbers),
        before=shown[0] if start and shown else 0,
        after=shown[-1] if start + PAGE < len(numbers) else 0,
        corrected=found.corrected or "",
        every_word=found.every_word,
        cut=found.more or len(ranked) >= MOST_FOUND,
    )


def line(row: dict[str, Any], editions: Editions) -> Line:
    """A row as a line of the directory."""
    return Line(
        number=row["pk"],
        name=row["name"],
        slug=row["slug"],
        sector=_SECTORS[row["sector"]],
        kind=_KINDS[row["kind"]],
        standing=editions.standing(row),
        dissolved_on=row["dissolved_on"],
    )


_SECTORS: dict[str, str] = dict(Partner.Sector.choices)
_KINDS: dict[str, str] = dict(Partner.Kind.choices)


@dataclass(frozen=True, slots=True)
class Signed:
    """How many partners have signed, each counted up to MOST_COUNTED + 1: the edition in force, and an earlier one."""

    in_force: int
    earlier: int


def how_many_signed(*, on: date) -> Signed:
    """For the front page: three short reads, however many partners there are."""
    editions = editions_on(on)

    def count(standing: Standing) -> int:
        branches = _Branches(Partner.objects.listed().filter(dissolved_on=None), editions.stands_for(standing))
        return branches.count()

    return Signed(count(Standing.SIGNED), count(Standing.REAFFIRM))
