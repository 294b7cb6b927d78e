"""Judge the records that a change has touched, at its end and in its transaction, and keep the tallies in step.

Whoever judges holds the row of each measure, taken in the order of their keys. So two writers cannot wait for each other,
no count is lost, and whoever comes second sees what the first has committed: on PostgreSQL a statement reads what was
committed before it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from compact_portal.audit.context import Change, at_the_end, current_change
from compact_portal.lib.clock import now
from compact_portal.lib.dates import financial_year, london_day
from compact_portal.pages.actions import content_changed
from undertakings.evidence import (
    GATHERED,
    AmountMeasure,
    Measure,
    PromiseMeasure,
    kept_amounts,
    known,
    one_reading,
    promise_measures,
)
from undertakings.models import JudgedMeasure, KeptAmount, RecordVerdict, Tally
from undertakings.models.evidence import NEVER_KNOWN
from undertakings.queries.judging import STEP, Spelled, TallyKey, chunks, counted_amounts, deltas, spelled, still_to_come, stored

# Under this name a change gathers the marks of verdicts that are to be shown.
PREPARED = "prepared evidence"


def judge_touched(change: Change) -> None:
    """What follows from a change: its records are judged anew. Public pages change even where the change is not public."""
    gathered: dict[str, set[int] | None] = change.gathered.pop(GATHERED, {})
    measures = {key: measure for key in sorted(gathered) if (measure := known(key)) is not None}
    touched = {key: gathered[key] for key in measures if gathered[key] is None or gathered[key]}
    prepared = _prepared(change.gathered.pop(PREPARED, []))
    keys = set(prepared.order_by().values_list("measure", flat=True).distinct())
    if not touched and not keys:
        return
    _hold(keys.union(touched))
    at = now()
    for key in sorted(keys):
        _move_tallies(key, _counted(prepared.filter(measure=key)))
    prepared.update(known_from_at=at, known_until_at=None)
    JudgedMeasure.objects.filter(key__in=keys).update(changed_at=at)
    with one_reading():
        judged = [
            _bring_in_step(measures[key], None if numbers is None else sorted(numbers), at=at, on=london_day(at))
            for key, numbers in touched.items()
        ]
    if any((*keys, *judged)) and not change.public:
        content_changed()


def _prepared(marks: Sequence[datetime]) -> QuerySet[RecordVerdict]:
    return RecordVerdict.objects.filter(NEVER_KNOWN, known_from_at__in=marks)


def prepare(measure: PromiseMeasure, records: Sequence[int], *, mark: datetime, on: date) -> list[RecordVerdict]:
    """The verdicts on records that are nowhere judged yet, to be saved under a mark: an instant by which they are found again.

    Nobody is told of them before `show_prepared`, so records that many rows make can be judged in steps before they are seen.
    """
    return [
        _verdict(measure.key, number, one, known_from_at=mark, known_until_at=mark)
        for _, found in chunks(measure, records)
        for number, judged in found.items()
        for one in spelled(judged, on=on)
    ]


def show_prepared(mark: datetime) -> None:
    """Have the verdicts under a mark known, and counted, at the end of the change that is under way."""
    change = current_change()
    assert change is not None
    change.gathered.setdefault(PREPARED, []).append(mark)


def drop_prepared(mark: datetime, *, most: int) -> int:
    """Delete some of the verdicts under a mark. Gives how many."""
    numbers = list(_prepared([mark]).values_list("pk", flat=True)[:most])
    for start in range(0, len(numbers), STEP):
        RecordVerdict.objects.filter(pk__in=numbers[start : start + STEP]).delete()
    return len(numbers)


def follow_every_change() -> None:
    """Have records judged at the end of each change from now on."""
    at_the_end(judge_touched)


def rebuild_evidence(*, at: datetime) -> int:
    """Judge every record of every measure, and count all tallies anew. Gives how many records there are."""
    measures, amounts = promise_measures(), kept_amounts()
    with transaction.atomic():
        _hold(measure.key for measure in (*measures, *amounts))
        for amount in amounts:
            _keep(amount, None, at=at, on=london_day(at))
        for measure in measures:
            _judge(measure, None, at=at, on=london_day(at))
            _recount(measure.key)
        content_changed()
    keys = [measure.key for measure in measures]
    return RecordVerdict.objects.now_known().filter(measure__in=keys).order_by().values("measure", "record").distinct().count()


def _hold(keys: Iterable[str]) -> None:
    """Keep everybody else from judging these measures until the transaction ends."""
    wanted = sorted(keys)
    JudgedMeasure.objects.bulk_create([JudgedMeasure(key=key) for key in wanted], ignore_conflicts=True)
    list(JudgedMeasure.objects.select_for_update().filter(key__in=wanted).order_by("key"))


def _bring_in_step(measure: Measure, numbers: Sequence[int] | None, *, at: datetime, on: date) -> bool:
    if isinstance(measure, PromiseMeasure):
        return _judge(measure, numbers, at=at, on=on)
    return _keep(measure, numbers, at=at, on=on) if isinstance(measure, AmountMeasure) else False


def _keep(measure: AmountMeasure, agencies: Sequence[int] | None, *, at: datetime, on: date) -> bool:
    """Count an amount anew for these agencies (all for None), and keep it. Says whether anything differs."""
    wanted = counted_amounts(measure, agencies, on=on)
    rows = KeptAmount.objects.filter(measure=measure.key)
    if agencies is not None:
        rows = rows.filter(agency__in=agencies)
    if {(row.agency, row.year): row.value for row in rows} == wanted:
        return False
    rows.delete()
    KeptAmount.objects.bulk_create(
        (KeptAmount(measure=measure.key, agency=agency, year=year, value=value) for (agency, year), value in wanted.items()),
        batch_size=STEP,
    )
    JudgedMeasure.objects.filter(key=measure.key).update(changed_at=at)
    return True


def _judge(measure: PromiseMeasure, records: Sequence[int] | None, *, at: datetime, on: date) -> bool:
    """Judge records (all for None), and write what differs from what is known. Says whether anything did."""
    moved: Counter[TallyKey] = Counter()
    seen: set[int] = set()
    for numbers, found in chunks(measure, records):
        seen.update(numbers)
        wanted = {number: spelled(judged, on=on) for number, judged in found.items()}
        moved.update(_write(measure.key, numbers, wanted, at=at, on=on))
    if records is None:
        kept = RecordVerdict.objects.now_known().filter(measure=measure.key).order_by().values_list("record", flat=True)
        gone = sorted(set(kept.iterator()) - seen)
        for start in range(0, len(gone), STEP):
            moved.update(_write(measure.key, gone[start : start + STEP], {}, at=at, on=on))
    _move_tallies(measure.key, moved)
    if moved:
        JudgedMeasure.objects.filter(key=measure.key).update(changed_at=at)
    return bool(moved)


def _write(key: str, numbers: Sequence[int], wanted: dict[int, list[Spelled]], *, at: datetime, on: date) -> Counter[TallyKey]:
    """End what is known of these records and is not so any more, and write what is. Gives what the tallies move by.

    A count that moves by nothing is in it all the same: it says that something was written.
    """
    moved: Counter[TallyKey] = Counter()
    ended: list[int] = []
    new: list[RecordVerdict] = []
    known_now = stored(key, numbers)
    for number in numbers:
        before, after = known_now.get(number, []), wanted.get(number, [])
        if still_to_come(before, on=on) == after:
            continue
        rows = [_verdict(key, number, one, known_from_at=at) for one in after]
        moved.subtract(deltas(before))
        moved.update(deltas(rows))
        ended += [row.pk for row in before]
        new += rows
    RecordVerdict.objects.filter(pk__in=ended).update(known_until_at=at)
    RecordVerdict.objects.bulk_create(new, batch_size=STEP)
    return moved


def _verdict(key: str, number: int, one: Spelled, **known: datetime) -> RecordVerdict:
    return RecordVerdict(
        measure=key, record=number, agency=one.agency, counts_on=one.counts_on, year=financial_year(one.counts_on),
        outcome=one.outcome, sentence=one.sentence, from_on=one.from_on, until_on=one.until_on, **known,
    )  # fmt: skip


def _move_tallies(key: str, moved: Counter[TallyKey]) -> None:
    """Add to the tallies of a measure that the caller holds. A tally that has come to nothing goes."""
    changes = sorted(place for place, delta in moved.items() if delta)
    for start in range(0, len(changes), STEP):
        step = changes[start : start + STEP]
        agencies, years, outcomes, days = (set(column) for column in zip(*step, strict=True))
        rows = Tally.objects.filter(measure=key, agency__in=agencies, year__in=years, outcome__in=outcomes, on__in=days)
        kept = {(row.agency, row.year, row.outcome, row.on): row for row in rows}
        for place in step:
            if place in kept:
                kept[place].delta += moved[place]
        Tally.objects.bulk_update([kept[place] for place in step if place in kept], ["delta"], batch_size=STEP)
        Tally.objects.bulk_create(_tallies(key, {place: moved[place] for place in step if place not in kept}))
        Tally.objects.filter(measure=key, delta=0).delete()


def _recount(key: str) -> None:
    """Count the tallies of a measure anew from the verdicts that are known."""
    counted = _counted(RecordVerdict.objects.now_known().filter(measure=key))
    Tally.objects.filter(measure=key).delete()
    Tally.objects.bulk_create(_tallies(key, {place: delta for place, delta in counted.items() if delta}), batch_size=STEP)


def _counted(rows: QuerySet[RecordVerdict]) -> Counter[TallyKey]:
    """What the verdicts of a measure add to its tallies."""
    counted: Counter[TallyKey] = Counter()
    of_one: list[RecordVerdict] = []
    for row in rows.order_by("record", "from_on").iterator(2000):
        if of_one and of_one[0].record != row.record:
            counted.update(deltas(of_one))
            of_one = []
        of_one.append(row)
    counted.update(deltas(of_one))
    return counted


def _tallies(key: str, counted: dict[TallyKey, int]) -> list[Tally]:
    return [
        Tally(measure=key, agency=agency, year=year, outcome=outcome, on=on, delta=delta)
        for (agency, year, outcome, on), delta in counted.items()
    ]
