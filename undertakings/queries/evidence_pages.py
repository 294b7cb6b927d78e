"""What the pages of evidence show: every undertaking with its figures, and each measure down to its records."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from compact_portal.lib.verdicts import Figure, Outcome
from undertakings.evidence import Agency, AmountMeasure, Measure, PromiseMeasure, RecordLine, agencies
from undertakings.models import Clause, Edition, EvidenceLink, KeptAmount, Section, Threshold
from undertakings.models.evidence import EVERYBODY
from undertakings.queries.evidence import Wanted, figure_of, figures_by_agency, known_figure, top_agencies, verdict_page, verdicts
from undertakings.queries.shown import Shown, amount_shown, amounts_by_year, measures_shown, shown
from undertakings.queries.text import SectionRow, outline, places, short_words, show_evidence
from undertakings.replies import replies_to
from undertakings.rules import days_of, value_in_words

PAGE = 50
MOST_AGENCIES = 50
TONES = {"kept": "good", "not_kept": "bad", "explained": "warn", "not_due": "wait", "unknown": ""}


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record of a drill-down: what it is, whose promise, when it counts, and the verdict on it."""

    line: RecordLine
    agency: str
    agency_url: str
    counts_on: date
    year: str
    outcome: str
    words: str
    tone: str
    sentence: str
    record: int


def challenge_sections(edition: Edition, *, on: date) -> list[SectionRow]:
    """The challenges that something measures, with their evidence; a section of which nothing is measured is left out."""
    sections = outline(edition, kinds=[Section.Kind.CHALLENGE])
    show_evidence(sections, on=on)
    for section in sections:
        section["clauses"] = [clause for clause in section["clauses"] if clause["evidence"] and clause["evidence"]["measures"]]
    return [section for section in sections if section["clauses"]]


def measure_facts(measure: Measure, edition: Edition | None, *, on: date, year: str = "") -> dict[str, Any]:
    """What a measure asks and by which rule, its numbers with their sources, the undertakings that it shows, and what is said
    beside its figures, or beside that of one year."""
    return {
        "measure": measure,
        "is_amount": isinstance(measure, AmountMeasure),
        "thresholds": _thresholds(measure, on=on),
        "clauses": clauses_shown([measure.key], edition, on=on).get(measure.key, []),
        "replies": replies_to([measure.key], year=year),
    }


def _thresholds(measure: Measure, *, on: date) -> list[dict[str, Any]]:
    if not isinstance(measure, PromiseMeasure) or not measure.thresholds:
        return []
    rows = Threshold.objects.filter(rule__in=measure.thresholds).order_by("rule", "from_on")
    return [
        {
            "row": row,
            "words": value_in_words(row.value, row.unit),
            "from_on": row.from_on,
            "to_come": bool(row.from_on and row.from_on > on),
        }
        for row in rows
    ]


def clauses_shown(keys: Collection[str], edition: Edition | None, *, on: date) -> dict[str, list[dict[str, str]]]:
    """By measure, the clauses of an edition that it shows, each with its sector: two queries."""
    if edition is None:
        return {}
    links = EvidenceLink.objects.filter(measure__in=keys).values_list("measure", "anchor", "from_on")
    tied = {(measure, anchor) for measure, anchor, from_on in links if from_on is None or from_on <= on}
    rows = Clause.objects.filter(edition=edition, anchor__in={anchor for _, anchor in tied}).order_by("position")
    found = defaultdict(list)
    for row in rows.values("number", "words", "kind", "anchor", "sector"):
        label = f"{row['number']} {short_words(row['words'], most=120)}"
        clause = {"label": label, "url": places().of(row["kind"], row["anchor"]), "sector": row["sector"]}
        for key in {measure for measure, anchor in tied if anchor == row["anchor"]}:
            found[key].append(clause)
    return dict(found)


def by_agency(measure: PromiseMeasure, *, on: date, year: str = "") -> tuple[list[Shown], dict[int, Agency]]:
    """The figure of each agency, those with most records first, at most MOST_AGENCIES; and who these agencies are."""
    if not measure.by_agency:
        return [], {}
    numbers = top_agencies(measure.key, year=year, most=MOST_AGENCIES)
    counted = figures_by_agency(measure.key, on=on, agencies=numbers, year=year)
    names = agencies(numbers)
    page = reverse("undertakings:evidence_detail", args=[measure.key])
    found = [
        shown(counted[number], label=names[number].name, url=f"{page}?{urlencode({'agency': number})}#records")
        for number in numbers
        if number in names and number in counted
    ]
    return found, names


def _amounts_by_agency(measure: AmountMeasure, *, on: date) -> list[Shown]:
    if measure.totals:  # what the database adds up may have too many to name
        return []
    summed: dict[int, int] = {}
    for agency, value in _each_amount(measure, on=on):
        if agency:
            summed[agency] = summed.get(agency, 0) + value
    most = sorted(summed, key=lambda agency: (-summed[agency], agency))[:MOST_AGENCIES]
    names = agencies(most)
    return [amount_shown(summed[number], measure, label=names[number].name) for number in most if number in names]


def _each_amount(measure: AmountMeasure, *, on: date) -> Iterable[tuple[int | None, int]]:
    if measure.watches:
        return KeptAmount.objects.filter(measure=measure.key).values_list("agency", "value")
    return ((agency, value) for (agency, _), value in measure.amounts(on, None).items())


def record_page(measure: PromiseMeasure, wanted: Wanted, names: Mapping[int, Agency]) -> dict[str, Any]:
    """A page of the records that are wanted, with what leads to the next one. `names` are of agencies that are known already."""
    rows = verdict_page(wanted, PAGE + 1)
    more = len(rows) > PAGE
    found = record_rows(measure, rows[:PAGE], names)
    last = found[-1] if more else None
    return {
        "records": found,
        "next_key": f"{last.counts_on:%Y%m%d}-{last.record}" if last else "",
        "chosen_agency": agencies([wanted.agency]).get(wanted.agency) if wanted.agency != EVERYBODY else None,
    }


def record_rows(measure: PromiseMeasure, rows: Sequence[Any], names: Mapping[int, Agency]) -> list[RecordRow]:
    """Verdicts with the words of their records: two queries, however many."""
    lines = measure.lines([row.record for row in rows])
    others = agencies({row.agency for row in rows if row.agency and row.agency not in names})
    found = []
    for row in rows:
        agency = names.get(row.agency) or others.get(row.agency)
        unnamed = "A partner that is not listed" if row.agency else "Both sectors together"
        found.append(
            RecordRow(
                line=lines.get(row.record, RecordLine("A record that is not there any more")),
                agency=agency.name if agency else unnamed,
                agency_url=agency.url if agency else "",
                counts_on=row.counts_on,
                year=row.year,
                outcome=row.outcome,
                words=Outcome(row.outcome).words.capitalize(),
                tone=TONES[row.outcome],
                sentence=row.sentence,
                record=row.record,
            )
        )
    return found


def detail(measure: Measure, wanted: Wanted) -> dict[str, Any]:
    """A measure with all its years, and a page of its records."""
    found = measures_shown([measure.key], on=wanted.on)[measure.key]
    page: dict[str, Any] = {"shown": found, "now": found.now, "agencies": []}
    if isinstance(measure, AmountMeasure):
        return {**page, "agencies": _amounts_by_agency(measure, on=wanted.on)}
    if not isinstance(measure, PromiseMeasure):
        return page
    of_agencies, names = by_agency(measure, on=wanted.on)
    records = record_page(measure, replace(wanted, before=_last_year_ends(found.years, wanted.outcome)), names)
    return {**page, "agencies": of_agencies, **records, **outcomes(found.now.figure or Figure(), wanted)}


def _last_year_ends(years: Sequence[Shown], outcome: str) -> date | None:
    """The first day after the newest year that has records of an outcome; None where it does not matter or has none."""
    if not outcome:
        return None
    having = (year.label for year in years if year.figure and getattr(year.figure, outcome))
    newest = max(having, default="")
    return days_of(newest)[1] if newest else None


def year_detail(measure: Measure, wanted: Wanted) -> dict[str, Any] | None:
    """A measure in one year; None where an amount has no such year."""
    if isinstance(measure, AmountMeasure):
        value = amounts_by_year(measure, on=wanted.on).get(wanted.year)
        return None if value is None else {"now": amount_shown(value, measure)}
    if not isinstance(measure, PromiseMeasure):
        return None
    figure = (
        known_figure(wanted.key, known_on=wanted.known_on, year=wanted.year)
        if wanted.known_on
        else figure_of(wanted.key, on=wanted.on, year=wanted.year)
    )
    of_agencies, names = ([], {}) if wanted.known_on else by_agency(measure, on=wanted.on, year=wanted.year)
    return {
        "now": shown(figure),
        "agencies": of_agencies,
        **record_page(measure, wanted, names),
        **outcomes(figure, wanted),
    }


def outcomes(figure: Figure, wanted: Wanted) -> dict[str, Any]:
    """The outcomes that records have, each with how many, to choose from."""
    counts = {outcome: getattr(figure, outcome.value) for outcome in Outcome}
    return {
        "choices": [
            {"value": outcome.value, "words": outcome.words, "count": count, "chosen": outcome.value == wanted.outcome}
            for outcome, count in counts.items()
            if count
        ],
        "wanted": wanted,
    }


def table_rows(measure: PromiseMeasure, *, on: date, step: int = 1_000) -> Any:
    """Every record of a measure for a download, read in steps."""
    wanted = Wanted(measure.key, on)
    while rows := list(verdicts(wanted)[:step]):
        for one in record_rows(measure, rows, {}):
            yield (
                one.line.label, one.line.url, one.agency, one.counts_on.isoformat(), one.year, one.outcome, one.sentence,
            )  # fmt: skip
        wanted = replace(wanted, after=(rows[-1].counts_on, rows[-1].record))
