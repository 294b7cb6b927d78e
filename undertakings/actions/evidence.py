"""Judge the records that a change has touched, at its end and in its transaction, and keep the tallies in step.

Whoever judges holds the row of each measure, taken in the order of their keys. So two writers cannot wait for each other,
no count is lost, and whoever comes second sees what the first has committed: on PostgreSQL a statement reads what was
committed before it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
    Judged,
    Measure,
    PromiseMeasure,
    kept_amounts,
    known,
    one_reading,
    promise_measures,
)
from undertakings.models import JudgedMeasure, KeptAmount, RecordVerdict, Tally
from undertakings.models.evidence import NEVER_KNOWN
from undertakings.queries.judging import (
    STEP,
    Spelled,
    TallyKey,
    chunks,
    counted_amounts,
    deltas,
    placed,
    placed_in,
    spelled,
    still_to_come,
    stored,
)

# Under this name a change gathers the marks of verdicts that are to be shown.
PREPARED = "prepared evidence"

# By measure and record, the verdicts that shall be known; and by measure, what its tallies move by.
Wanted = dict[str, dict[int, list[Spelled]]]
Moves = dict[str, Counter[TallyKey]]


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
    on = london_day(at)
    _move_tallies({key: deltas(placed_in(prepared.filter(measure=key))) for key in keys})
    prepared.update(known_from_at=at, known_until_at=None)
    JudgedMeasure.objects.filter(key__in=keys).update(changed_at=at)
    with one_reading():
        written = {key for key, numbers in touched.items() if _keep(measures[key], numbers, at=at, on=on)}
        promises = [(measure, numbers) for key, numbers in touched.items() if isinstance(measure := measures[key], PromiseMeasure)]
        written |= _judge(_some_of(promises, on=on), at=at, on=on)
    if keys | written and not change.public:
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
            _judge(_all_of(measure, on=london_day(at)), at=at, on=london_day(at))
            _recount(measure.key)
        content_changed()
    keys = [measure.key for measure in measures]
    return RecordVerdict.objects.now_known().filter(measure__in=keys).order_by().values("measure", "record").distinct().count()


def _hold(keys: Iterable[str]) -> None:
    """Keep everybody else from judging these measures until the transaction ends."""
    wanted = sorted(keys)
    JudgedMeasure.objects.bulk_create([JudgedMeasure(key=key) for key in wanted], ignore_conflicts=True)
    list(JudgedMeasure.objects.select_for_update().filter(key__in=wanted).order_by("key"))


def _keep(measure: Measure, agencies: Collection[int] | None, *, at: datetime, on: date) -> bool:
    """Count an amount anew for these agencies (all for None), and keep it. Says whether anything differs."""
    if not isinstance(measure, AmountMeasure):
        return False
    wanted = counted_amounts(measure, None if agencies is None else sorted(agencies), on=on)
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


def _judge(steps: Iterable[Wanted], *, at: datetime, on: date) -> set[str]:
    """Write what differs from what is known, step by step, and move the tallies. Gives the measures of which anything did."""
    moves: Moves = {}
    for wanted in steps:
        _write(wanted, moves, at=at, on=on)
    _move_tallies(moves)
    JudgedMeasure.objects.filter(key__in=moves).update(changed_at=at)
    return set(moves)


def _some_of(touched: Iterable[tuple[PromiseMeasure, Collection[int] | None]], *, on: date) -> Iterator[Wanted]:
    """The verdicts on these records, or on all for None. What measures say of a few is written together: one record may concern
    many of them."""
    step: Wanted = {}
    room = STEP
    for measure, records in touched:
        if records is None:
            yield from _all_of(measure, on=on)
            continue
        for numbers, found in chunks(measure, sorted(records)):
            if len(numbers) > room:
                yield step
                step, room = {}, STEP
            step.setdefault(measure.key, {}).update(_wanted(numbers, found, on=on))
            room -= len(numbers)
    if step:
        yield step


def _all_of(measure: PromiseMeasure, *, on: date) -> Iterator[Wanted]:
    """The verdicts on every record of a measure, then nothing for each that it judges no more."""
    seen: set[int] = set()
    for numbers, found in chunks(measure, None):
        seen.update(numbers)
        yield {measure.key: _wanted(numbers, found, on=on)}
    kept = RecordVerdict.objects.now_known().filter(measure=measure.key).order_by().values_list("record", flat=True)
    gone = sorted(set(kept.iterator()) - seen)
    for start in range(0, len(gone), STEP):
        yield {measure.key: _wanted(gone[start : start + STEP], {}, on=on)}


def _wanted(numbers: Sequence[int], found: Mapping[int, Judged], *, on: date) -> dict[int, list[Spelled]]:
    return {number: spelled(found[number], on=on) if number in found else [] for number in numbers}


def _write(wanted: Wanted, moves: Moves, *, at: datetime, on: date) -> None:
    """End what is known of these records and is not so any more, and write what is; `moves` gets what the tallies move by.

    A count that moves by nothing is in it all the same: it says that something was written.
    """
    ended: list[int] = []
    new: list[RecordVerdict] = []
    known_now = stored(wanted)
    for key, records in wanted.items():
        for number, after in records.items():
            before = known_now.get((key, number), [])
            if still_to_come(before, on=on) == after:
                continue
            rows = [_verdict(key, number, one, known_from_at=at) for one in after]
            moved = moves.setdefault(key, Counter())
            moved.subtract(deltas(placed(before)))
            moved.update(deltas(placed(rows)))
            ended += [row.pk for row in before]
            new += rows
    RecordVerdict.objects.filter(pk__in=ended).update(known_until_at=at)
    RecordVerdict.objects.bulk_create(new, batch_size=STEP)


def _verdict(key: str, number: int, one: Spelled, **known: datetime) -> RecordVerdict:
    return RecordVerdict(
        measure=key, record=number, agency=one.agency, counts_on=one.counts_on, year=financial_year(one.counts_on),
        outcome=one.outcome, sentence=one.sentence, from_on=one.from_on, until_on=one.until_on, **known,
    )  # fmt: skip


def _move_tallies(moves: Moves) -> None:
    """Add to the tallies of measures that the caller holds. A tally that has come to nothing goes."""
    changes = sorted((key, place) for key, moved in moves.items() for place, delta in moved.items() if delta)
    for start in range(0, len(changes), STEP):
        step = changes[start : start + STEP]
        agencies, years, outcomes, days = (set(column) for column in zip(*(place for _, place in step), strict=True))
        rows = Tally.objects.filter(
            measure__in={key for key, _ in step}, agency__in=agencies, year__in=years, outcome__in=outcomes, on__in=days
        )
        kept = {(row.measure, (row.agency, row.year, row.outcome, row.on)): row for row in rows}
        became = {(key, place): moves[key][place] + (kept[key, place].delta if (key, place) in kept else 0) for key, place in step}
        Tally.objects.bulk_create(
            (tally for (key, place), delta in became.items() if delta for tally in _tallies(key, {place: delta})),
            update_conflicts=True, unique_fields=["measure", "agency", "year", "outcome", "on"], update_fields=["delta"],
        )  # fmt: skip
        Tally.objects.filter(pk__in=[kept[place].pk for place, delta in became.items() if not delta]).delete()


def _recount(key: str) -> None:
    """Count the tallies of a measure anew from the verdicts that are known."""
    counted = deltas(placed_in(RecordVerdict.objects.now_known().filter(measure=key)))
    Tally.objects.filter(measure=key).delete()
    Tally.objects.bulk_create(_tallies(key, {place: delta for place, delta in counted.items() if delta}), batch_size=STEP)


def _tallies(key: str, counted: dict[TallyKey, int]) -> list[Tally]:
    return [
        Tally(measure=key, agency=agency, year=year, outcome=outcome, on=on, delta=delta)
        for (agency, year, outcome, on), delta in counted.items()
    ]
