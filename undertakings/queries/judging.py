"""What a measure says of its records now, as rows that could be stored: for writing them, and for verifying what is stored."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import QuerySet, Sum, Window
from django.db.models.functions import Lag

from compact_portal.lib.dates import financial_year, in_words
from compact_portal.lib.verdicts import Outcome, spells
from undertakings.evidence import AmountMeasure, Judged, PromiseMeasure
from undertakings.models import KeptAmount, RecordVerdict, Tally
from undertakings.models.evidence import EVERYBODY, NOBODY, START

STEP = 500

# measure's agency, financial year, outcome, day
TallyKey = tuple[int, str, str, date]
# agency, financial year, outcome, day from which on, and the outcome until then
Placed = tuple[int | None, str, str, date, str | None]


@dataclass(frozen=True, slots=True)
class Spelled:
    """A verdict with its days, and the place at which a figure counts it."""

    agency: int | None
    counts_on: date
    outcome: str
    sentence: str
    from_on: date
    until_on: date | None


def spelled(judged: Judged, *, on: date) -> list[Spelled]:
    """Every verdict on a record from a day on."""
    return [
        Spelled(judged.agency, judged.counts_on, str(spell.verdict.outcome), spell.verdict.sentence, spell.from_on, spell.until_on)
        for spell in spells(judged.judge, from_on=on)
    ]


def stored(records: Mapping[str, Collection[int]]) -> dict[tuple[str, int], list[RecordVerdict]]:
    """What is known now of records, which are given by measure: by measure and record, the verdicts in the order of their days.

    One query, which may find more than was asked for: records of one model may have the numbers of another's.
    """
    found: dict[tuple[str, int], list[RecordVerdict]] = defaultdict(list)
    numbers = set().union(*records.values())
    rows = RecordVerdict.objects.now_known().filter(measure__in=records, record__in=numbers)
    for row in rows.order_by("measure", "record", "from_on"):
        found[row.measure, row.record].append(row)
    return found


def still_to_come(rows: Iterable[RecordVerdict], *, on: date) -> list[Spelled]:
    """Of what is known of a record, what holds on a day and after."""
    return [
        Spelled(row.agency, row.counts_on, row.outcome, row.sentence, max(row.from_on, on), row.until_on)
        for row in rows
        if row.until_on is None or row.until_on >= on
    ]


def placed(rows: Iterable[RecordVerdict]) -> Iterator[Placed]:
    """What a tally asks of the verdicts on one record, which are in the order of their days."""
    before = None
    for row in rows:
        yield row.agency, row.year, row.outcome, row.from_on, before
        before = row.outcome


def placed_in(rows: QuerySet[RecordVerdict]) -> Iterator[Placed]:
    """The same of the verdicts on many records, out of the database."""
    before = Window(Lag("outcome"), partition_by=["record"], order_by="from_on")
    ordered = rows.order_by().annotate(before=before)
    return ordered.values_list("agency", "year", "outcome", "from_on", "before").iterator(2000)


def deltas(verdicts: Iterable[Placed]) -> Counter[TallyKey]:
    """What verdicts of a measure add to its tallies: of everybody, and of their agency. A record is counted once from the start,
    and then moves from one outcome to the next."""
    found: Counter[TallyKey] = Counter()
    for (agency, year, outcome, from_on, before), count in Counter(verdicts).items():
        for who in {EVERYBODY, agency} - {None}:
            assert who is not None
            found[who, year, outcome, from_on if before else START] += count
            if before:
                found[who, year, before, from_on] -= count
    return found


def chunks(measure: PromiseMeasure, records: Sequence[int] | None) -> Iterator[tuple[list[int], dict[int, Judged]]]:
    """The records of these numbers in steps, those that are the measure's judged; all for None, and then only those."""
    if records is None:
        facts = measure.facts(None)
        while step := list(islice(facts, STEP)):
            yield [judged.record for judged in step], {judged.record: judged for judged in step}
        return
    for start in range(0, len(records), STEP):
        numbers = list(records[start : start + STEP])
        yield numbers, {judged.record: judged for judged in measure.facts(numbers)}


def differences(measure: PromiseMeasure, *, on: date) -> Iterator[str]:
    """A line for each record, and for each count, of which what is kept differs from what the rule says for a day."""
    seen: set[int] = set()
    counts: Counter[tuple[int, str, str]] = Counter()
    for numbers, found in chunks(measure, None):
        seen.update(numbers)
        known = stored({measure.key: numbers})
        for number, judged in found.items():
            verdict = judged.judge(on)
            held = next(iter(still_to_come(known[measure.key, number], on=on)), None)
            wanted = (judged.agency, judged.counts_on, str(verdict.outcome), verdict.sentence)
            if held is None:
                yield f"{measure.key} {number}: nothing is kept; the rule says {verdict.outcome.words}."
            elif (held.agency, held.counts_on, held.outcome, held.sentence) != wanted:
                yield f"{measure.key} {number}: {_in_words(held)} is kept; the rule says {_said(judged, on)}."
            year = financial_year(judged.counts_on)
            for agency in {EVERYBODY, judged.agency} - {None}:
                counts[agency or EVERYBODY, year, str(verdict.outcome)] += 1
    kept_of = RecordVerdict.objects.now_known().filter(measure=measure.key).order_by().values_list("record", flat=True)
    for number in sorted(set(kept_of.iterator()) - seen):
        yield f"{measure.key} {number}: a verdict is kept; the measure has no such record."
    yield from _miscounted(measure.key, counts, on=on)


def _miscounted(key: str, counts: Counter[tuple[int, str, str]], *, on: date) -> Iterator[str]:
    rows = Tally.objects.filter(measure=key, on__lte=on).order_by().values_list("agency", "year", "outcome")
    kept = {(agency, year, outcome): total for agency, year, outcome, total in rows.annotate(total=Sum("delta")) if total}
    for agency, year, outcome in sorted(counts.keys() | kept.keys()):
        place = (agency, year, outcome)
        if kept.get(place, 0) != counts[place]:
            whose = "everybody" if agency == EVERYBODY else f"partner {agency}"
            words = Outcome(outcome).words
            yield f"{key}, {year}, {whose}: {kept.get(place, 0)} {words} are kept; the rule counts {counts[place]}."


def counted_amounts(measure: AmountMeasure, agencies: Sequence[int] | None, *, on: date) -> dict[tuple[int, str], int]:
    """What an amount measure counts, by agency and year; what comes to nothing is left out."""
    return {(agency or NOBODY, year): value for (agency, year), value in measure.amounts(on, agencies).items() if value}


def miskept(measure: AmountMeasure, *, on: date) -> Iterator[str]:
    """A line for each amount of which what is kept differs from what the records say."""
    kept = {(row.agency, row.year): row.value for row in KeptAmount.objects.filter(measure=measure.key)}
    counted = counted_amounts(measure, None, on=on)
    for agency, year in sorted(kept.keys() | counted.keys()):
        place = (agency, year)
        if kept.get(place, 0) != counted.get(place, 0):
            whose = f"partner {agency}"
            yield f"{measure.key}, {year}, {whose}: {kept.get(place, 0)} is kept; the records say {counted.get(place, 0)}."


def _said(judged: Judged, on: date) -> str:
    verdict = judged.judge(on)
    return _in_words(Spelled(judged.agency, judged.counts_on, str(verdict.outcome), verdict.sentence, on, verdict.holds_until))


def _in_words(held: Spelled) -> str:
    whose = f" of partner {held.agency}" if held.agency is not None else ""
    return f"{Outcome(held.outcome).words}{whose} ({in_words(held.counts_on)}: “{held.sentence}”)"
