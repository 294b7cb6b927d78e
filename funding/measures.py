"""What the records of funding show: each promise of the catalogue as a measure, and amounts that have no verdict.

Every verdict comes from `queries.judging`, which the agreement's page and the desk use too.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Count, QuerySet

from compact_portal.lib.dates import financial_year, in_words
from compact_portal.lib.money import in_pounds
from compact_portal.lib.promises import Promise
from compact_portal.lib.verdicts import Verdict
from funding.models import (
    Agreement,
    AwardTotal,
    ChangeNotice,
    Fund,
    Instalment,
    MonitoringReturn,
    OtherSupport,
    OwnCut,
    YearAllocation,
)
from funding.queries.addresses import agreement_address, desk_addresses, fund_address, fund_desk_addresses
from funding.queries.funds import fund_verdicts
from funding.queries.judging import MONEY, NOTICES, RETURNS, TERM, Guidance, Records, judge, records_of, year_starts
from funding.queries.open_data import AGREEMENT_COLUMNS, funding_changed_at
from funding.rules import catalogue, verdict_fair_cuts
from signatories.rules.evidence import SMALL
from undertakings import open_data
from undertakings.evidence import AmountMeasure, Judged, PromiseMeasure, RecordLine, Watch, read_once, register
from undertakings.open_data import Entry

STEP = 500
BARE = RecordLine("A record that is not public")


@dataclass(frozen=True, slots=True)
class Judging:
    """How a promise of the catalogue becomes a measure: the group of its verdicts, the model of its records, the day that
    puts one into a year, and (`sector`) whether it is the recipient's promise."""

    promise: Promise
    group: str
    model: type[Any]
    counts_on: Callable[[Records, int], date]
    watched: tuple[str, ...]
    sector: str = "funder"


def _days_of(name: str, column: str) -> Callable[[Records, int], date]:
    """The day of the record of that number among an agreement's rows of a kind."""

    def found(records: Records, number: int) -> date:
        day: date = next(getattr(row, column) for row in getattr(records, name) if row.pk == number)
        return day

    return found


def _agreements_day(column: str) -> Callable[[Records, int], date]:
    def found(records: Records, number: int) -> date:
        day: date = getattr(records.agreement, column)
        return day

    return found


def _years_day(records: Records, number: int) -> date:
    year = next(row.year for row in records.allocations if row.pk == number)
    return year_starts(records.agreement.start_on or date.min, year)


JUDGING = (
    Judging(catalogue.NOTICE, NOTICES, ChangeNotice, _days_of("notices", "written_on"), ("NoticeGuideline",)),
    Judging(catalogue.REASONED, NOTICES, ChangeNotice, _days_of("notices", "written_on"), ()),
    Judging(catalogue.TOLD, TERM, Agreement, _agreements_day("end_on"), ("RenewalDecision",)),
    Judging(catalogue.MULTI_YEAR, TERM, Agreement, _agreements_day("awarded_on"), ()),
    Judging(catalogue.INDICATORS, TERM, Agreement, _agreements_day("start_on"), ("Objective", "Indicator")),
    Judging(catalogue.EVALUATION, TERM, Agreement, _agreements_day("start_on"), ("Evaluation",)),
    Judging(catalogue.LIAISON, TERM, Agreement, _agreements_day("start_on"), ("LiaisonAssignment",)),
    Judging(catalogue.FULL_COST, MONEY, Agreement, _agreements_day("awarded_on"), ("CostLine",)),
    Judging(catalogue.PAYMENT, MONEY, Instalment, _days_of("instalments", "due_on"), ()),
    Judging(catalogue.UP_FRONT, MONEY, YearAllocation, _years_day, ("Instalment",)),
    Judging(catalogue.MONITORING, RETURNS, MonitoringReturn, _days_of("returns", "due_on"), (), "recipient"),
)


RELATED = {
    ChangeNotice: "notices",
    Instalment: "instalments",
    YearAllocation: "allocations",
    MonitoringReturn: "monitoring_returns",
}


def _numbers_of(model: type[Any], ids: Sequence[int] | None) -> QuerySet[Agreement]:
    """The public agreements to which records of a model belong."""
    rows: QuerySet[Agreement] = Agreement.objects.public()
    if ids is None:
        return rows
    if model is Agreement:
        return rows.filter(pk__in=ids)
    names = {
        ChangeNotice: "notices",
        Instalment: "instalments",
        YearAllocation: "allocations",
        MonitoringReturn: "monitoring_returns",
    }
    return rows.filter(**{f"{names[model]}__in": list(ids)}).distinct()


def facts(judging: Judging, ids: Sequence[int] | None) -> Iterator[Judged]:
    """Each record with its rule, a fixed number of queries for STEP agreements."""
    guidance, wanted = read_once("guidance", None, Guidance), None if ids is None else set(ids)
    for records in _records(judging, ids):
        yield from _judged(judging, records, guidance, wanted)


def _records(judging: Judging, ids: Sequence[int] | None) -> Iterable[Records]:
    """Agreements with the rows that a group of rules looks at. Of given numbers they are read once for all of the group."""

    def read() -> Iterator[Records]:
        for step in _in_steps(_numbers_of(judging.model, ids)):
            yield from records_of(step, groups=[judging.group])

    if ids is None:
        return read()
    return read_once(f"{judging.model._meta.label} for {judging.group}", tuple(ids), lambda: list(read()))


def _in_steps(rows: QuerySet[Agreement]) -> Iterator[list[Agreement]]:
    last = 0
    while step := list(rows.filter(pk__gt=last).order_by("pk")[:STEP]):
        yield step
        if len(step) < STEP:
            return
        last = step[-1].pk


def _judged(judging: Judging, records: Records, guidance: Guidance, wanted: set[int] | None) -> Iterator[Judged]:
    agreement = records.agreement
    agency = agreement.funder_id if judging.sector == "funder" else agreement.recipient_id
    verdicts = Verdicts(judging, records, guidance)
    for number in verdicts.on(agreement.start_on or date.min):
        if wanted is None or number in wanted:
            yield Judged(number, agency, judging.counts_on(records, number), partial(verdicts.of, number))


class Verdicts:
    """The verdicts of a promise on the records of one agreement. All of a day are found together, and kept: each record of
    an agreement is judged for the same days, and what is judged for one is judged for all."""

    def __init__(self, judging: Judging, records: Records, guidance: Guidance) -> None:
        self._judging, self._records, self._guidance = judging, records, guidance
        self._found: dict[date, dict[int, Verdict]] = {}

    def on(self, day: date) -> dict[int, Verdict]:
        """By the number of the record."""
        if day not in self._found:
            judgements = judge(self._records, self._guidance, on=day, groups=[self._judging.group])
            self._found[day] = {one.record: one.verdict for one in judgements if one.promise is self._judging.promise}
        return self._found[day]

    def of(self, number: int, day: date) -> Verdict:
        """The verdict on one record."""
        return self.on(day)[number]


def _belonging(model: type[Any], row: Any) -> Iterable[int]:
    """The records of a model that belong to the agreement of a row."""
    number = row.pk if isinstance(row, Agreement) else row.agreement_id
    if model is Agreement:
        return [number] if number else []
    if model is MonitoringReturn:
        return list(MonitoringReturn.objects.filter(agreements=number).values_list("pk", flat=True))
    return list(model._default_manager.filter(agreement=number).values_list("pk", flat=True))


def _of_indicator(row: Any) -> Iterable[int]:
    return [row.objective.agreement_id]


def watches_of(judging: Judging) -> dict[str, Watch]:
    """What touches the records of a measure: the records themselves, their agreement, and what the rule looks at besides."""
    found: dict[str, Watch] = {"funding.Agreement": partial(_belonging, judging.model)}
    if judging.model is not Agreement:
        found[judging.model._meta.label] = _itself
    for name in judging.watched:
        if name == "NoticeGuideline":
            found["funding.NoticeGuideline"] = _everything
        else:
            found[f"funding.{name}"] = _of_indicator if name == "Indicator" else partial(_belonging, judging.model)
    return found


def _itself(row: Any) -> Iterable[int]:
    return [row.pk]


def _everything(row: Any) -> None:
    return None


def lines(model: type[Any], ids: Sequence[int]) -> dict[int, RecordLine]:
    """Each record by what it is and its agreement; what the public does not read is bare."""
    if model is MonitoringReturn:
        return _return_lines(ids)
    rows = model._default_manager.filter(pk__in=ids)
    rows = rows if model is Agreement else rows.select_related("agreement")
    found = {row.pk: _line(row, row if model is Agreement else row.agreement) for row in rows}
    return {number: found.get(number, BARE) for number in ids}


def _return_lines(ids: Sequence[int]) -> dict[int, RecordLine]:
    found: dict[int, RecordLine] = {}
    links = MonitoringReturn.agreements.through.objects.filter(monitoringreturn__in=ids).order_by("-agreement")
    for link in links.select_related("monitoringreturn", "agreement"):
        found[link.monitoringreturn_id] = _line(link.monitoringreturn, link.agreement)
    return {number: found.get(number, BARE) for number in ids}


def _line(row: Any, agreement: Agreement) -> RecordLine:
    if not agreement.is_public:
        return BARE
    said = ""
    if isinstance(row, Instalment):
        said = f"{in_pounds(row.pence)} due {in_words(row.due_on)}: "
    elif isinstance(row, ChangeNotice):
        said = f"{row.get_kind_display()} from {in_words(row.effective_on)}: "
    elif isinstance(row, YearAllocation):
        said = f"{row.year}: "
    elif isinstance(row, MonitoringReturn):
        said = f"Return due {in_words(row.due_on)}: "
    return RecordLine(f"{said}{agreement.title}", agreement_address(agreement.reference))


def measure_of(judging: Judging) -> PromiseMeasure:
    """A promise of the catalogue as a measure."""
    promise = judging.promise
    return PromiseMeasure(
        key=promise.key, question=promise.question, source=promise.source, rule=promise.formula,
        model=judging.model._meta.label, facts=partial(facts, judging), lines=partial(lines, judging.model),
        watches=watches_of(judging), thresholds=[promise.threshold] if promise.threshold else [], to_do=promise.to_do,
        desk=partial(desk_addresses, judging.model) if judging.sector == "funder" else None,
    )  # fmt: skip


# Rounds and cuts


def fund_facts(promise: Promise, ids: Sequence[int] | None) -> Iterator[Judged]:
    """Rounds that have an opening day."""
    rows = Fund.objects.standing().filter(opens_on__isnull=False)
    for fund in rows if ids is None else rows.filter(pk__in=ids):
        assert fund.opens_on is not None
        yield Judged(fund.pk, fund.funder_id, fund.opens_on, partial(_fund_verdict, promise, fund))


def _fund_verdict(promise: Promise, fund: Fund, on: date) -> Verdict:
    return next(verdict for one, verdict in fund_verdicts(fund, on=on) if one is promise)


def fund_lines(ids: Sequence[int]) -> dict[int, RecordLine]:
    """Each round by its title."""
    rows = Fund.objects.standing().filter(pk__in=ids)
    found = {row.pk: RecordLine(row.title, fund_address(row.slug)) for row in rows}
    return {number: found.get(number, BARE) for number in ids}


def _of_fund(promise: Promise) -> PromiseMeasure:
    return PromiseMeasure(
        key=promise.key, question=promise.question, source=promise.source, rule=promise.formula, model="funding.Fund",
        facts=partial(fund_facts, promise), lines=fund_lines, watches={"funding.Fund": _itself},
        to_do=promise.to_do, desk=fund_desk_addresses,
    )  # fmt: skip


def cut_facts(ids: Sequence[int] | None) -> Iterator[Judged]:
    """What each funder cut in each year."""
    for row in OwnCut.objects.all() if ids is None else OwnCut.objects.filter(pk__in=ids):
        yield Judged(row.pk, row.funder_id, date(int(row.year[:4]), 4, 1), partial(_cut_verdict, row))


def _cut_verdict(row: OwnCut, on: date) -> Verdict:
    return verdict_fair_cuts(own=row.own_per_cent, sector=row.sector_per_cent, reason=row.reason)


def cut_lines(ids: Sequence[int]) -> dict[int, RecordLine]:
    """Each by the funder's name and the year."""
    rows = OwnCut.objects.filter(pk__in=ids).select_related("funder")
    found = {row.pk: RecordLine(f"{row.funder.name}, {row.year}") for row in rows}
    return {number: found.get(number, BARE) for number in ids}


FAIR_CUTS = PromiseMeasure(
    key=catalogue.FAIR_CUTS.key,
    question=catalogue.FAIR_CUTS.question,
    source=catalogue.FAIR_CUTS.source,
    rule=catalogue.FAIR_CUTS.formula,
    model="funding.OwnCut",
    facts=cut_facts,
    lines=cut_lines,
    watches={"funding.OwnCut": _itself},
)


# Amounts


def support_given(on: date, agencies: Sequence[int] | None) -> Mapping[tuple[int | None, str], int]:
    """Pence of other support by funder and year, for each financial year that it has touched by a day."""
    rows = OtherSupport.objects.standing().filter(yearly_pence__gt=0, from_on__lte=on)
    if agencies is not None:
        rows = rows.filter(funder_id__in=agencies)
    found: Counter[tuple[int | None, str]] = Counter()
    for funder, pence, from_on, until_on in rows.values_list("funder_id", "yearly_pence", "from_on", "until_on"):
        first, last = (int(financial_year(day)[:4]) for day in (from_on, min(until_on or on, on)))
        for year in range(first, last + 1):
            found[funder, financial_year(date(year, 4, 1))] += pence or 0
    return found


def on_common_terms(on: date, agencies: Sequence[int] | None) -> Mapping[tuple[int | None, str], int]:
    """Agreements on the terms that funders share, as the totals by funder and year hold them: a row for each, not one for an
    agreement."""
    rows = AwardTotal.objects.filter(common_terms__gt=0)
    if agencies is not None:
        rows = rows.filter(funder_id__in=agencies)
    return {(funder, year): count for funder, year, count in rows.values_list("funder_id", "year", "common_terms")}


def small_groups_funded(on: date, agencies: Sequence[int] | None) -> Mapping[tuple[int | None, str], int]:
    """Agreements whose recipient is a small group, counted by funder and the year of their award."""
    rows = Agreement.objects.public().filter(recipient_band__in=SMALL)
    if agencies is not None:
        rows = rows.filter(funder_id__in=agencies)
    counted = rows.order_by().values_list("funder_id", "counted_year").annotate(count=Count("pk"))
    return {(funder, year): count for funder, year, count in counted}


# What is counted over agreements one by one is kept by funder.
FUNDERS: dict[str, Watch] = {"funding.Agreement": lambda row: [row.funder_id]}
AMOUNTS = (
    AmountMeasure(
        key="other-support", question="How much other support is given: premises, rate relief, gifts in kind?",
        source="the compact", rule="What recorded support is worth in a year, in each financial year in which it was given.",
        unit="pence", amounts=support_given,
    ),
    AmountMeasure(
        key="common-terms", question="How many agreements use the terms that funders share?", source="the compact",
        rule="Public agreements that are marked as using the common terms, by the year of their award.",
        unit="agreements on common terms", one="agreement on common terms", amounts=on_common_terms,
    ),
    AmountMeasure(
        key="small-groups-funded", question="How many awards go to small groups?", source="the compact",
        rule="Public agreements whose recipient has an income of under £100,000 a year, by the year of their award.",
        unit="awards to small groups", one="award to a small group", amounts=small_groups_funded, watches=FUNDERS,
    ),
)  # fmt: skip

# Stand-ins for what is filled in: the slug that a funder's page has in its address, and a financial year.
FUNDER = {"slug": "FUNDER"}
FUNDER_AND_YEAR = {"slug": "FUNDER", "year": "YEAR"}

FUNDING = Entry(
    "Funding agreements",
    "Every public agreement: who funds whom, for what, how much, and how the promises about it stand. Updated with each record.",
    (("CSV", "funding:open_funding_csv"), ("JSON", "funding:open_funding_json")),
    AGREEMENT_COLUMNS,
    place=40,
    changed_at=lambda _: funding_changed_at(),
    patterns=(
        ("For each funder, its grants as a 360Giving package (where the portal has a prefix):", "funding:open_giving_json", FUNDER),
        ("For each funder and year, the yearly list of grants that councils publish:", "funding:open_grants_csv", FUNDER_AND_YEAR),
    ),
)


def offer() -> None:
    """Register what this app measures, and its open data."""
    for judging in JUDGING:
        register(measure_of(judging))
    for promise in (catalogue.CRITERIA_PUBLISHED, catalogue.CRITERIA_CONSULTED):
        register(_of_fund(promise))
    for measure in (FAIR_CUTS, *AMOUNTS):
        register(measure)
    open_data.register(FUNDING)
