"""A checked spreadsheet recorded, all of it or nothing in what anybody sees; and taken back in one action.

On SQLite, which has one writer, one transaction over 20,000 rows would keep everybody else from writing for a minute; on
PostgreSQL it would hold, as long, the rows that every funder's write needs: the counter of references, the totals, the
measures. So both work alike. New records are written in short steps, **hidden**: marked as voided with the reason HIDDEN,
which every page, sum, search and measure leaves out already. One short transaction then looks again at all that the file
names, shows them all at once, writes what is changed, moves the totals and gives each row its history. New agreements and
their payments are judged in steps before that (actions.ahead), and their verdicts and figures are shown with them. The verdicts
on agreements that were here before, and what the search finds, follow in short steps, the first of them in that same
transaction: those on up to FOLLOWED agreements stand at the instant at which the file is in, the others within the minute.

Where something changed since the check, nothing is shown: the hidden rows are deleted in steps and every row is checked anew.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from compact_portal.audit.actions import save_version
from compact_portal.audit.context import change
from funding.actions.ahead import FOLLOWED, NOT_VOIDED, hidden, judge_ahead, mark_of
from funding.actions.bulk import delete_each, update_each, write_history
from funding.actions.importing import MovedOn, State, What, begin_check, check_step, locked_batch
from funding.actions.locks import new_references, require_officer
from funding.actions.standing import count, kept_columns, make_findable, move_totals, refresh
from funding.measures import RELATED
from funding.models import Agreement, ImportBatch, ImportRow, Instalment
from funding.queries.batches import added_to, changed_since
from funding.queries.importing import values_in
from funding.queries.judging import Guidance, Records, numbers_seen
from funding.rules.importing import AGREEMENT, HIDDEN, PAYMENT
from signatories.models import Partner
from undertakings.actions.evidence import drop_prepared, show_prepared
from undertakings.evidence import touched

STEP = 250


class Moved(Exception):
    """Something that the file names has changed since it was checked. The message says what."""


def start_bringing(*, batch: ImportBatch, version: int, by: Any) -> ImportBatch:
    """An officer says that the file is to be brought in; from here on it goes by itself. Raises StaleVersion."""
    with change(by=by, why=_why(batch), public=False):
        require_officer(batch.agency, by=by)
        held = locked_batch(batch, states=[State.READY], version=version)
        if not any(held.counts.get(f"{what} {kind}") for what in (What.MADE, What.CHANGED) for kind in (AGREEMENT, PAYMENT)):
            raise ValidationError("There is nothing to bring in: everything in the file is here already")
        # Each new record is written, and each new agreement is judged.
        steps = sum(held.counts.get(f"{What.MADE} {kind}", 0) for kind in (AGREEMENT, AGREEMENT, PAYMENT))
        save_version(held, {"state": State.WRITING, "done_by": by, "done_count": 0, "all_count": steps, "cursor": 0})
    return held


def step(batch: ImportBatch, *, at: datetime, on: date) -> None:
    """The next step of a batch in whatever state it is."""
    try:
        match batch.state:
            case State.STAGING:
                check_step(batch, on=on)
            case State.WRITING:
                _write_step(batch, at=at, on=on)
            case State.CLEARING:
                _clear_step(batch)
            case State.COUNTING | State.UNDOING:
                _follow_step(batch)
    except MovedOn:
        return  # somebody else has taken this step meanwhile


def _why(batch: ImportBatch) -> str:
    return f"Brought in with the file {batch.name}"


# Writing


def _write_step(batch: ImportBatch, *, at: datetime, on: date) -> None:
    """Take one step further. Where something has moved meanwhile, nothing is shown, and all is checked again."""
    said = ""
    try:
        if not _write_some(batch, at=at, on=on):
            _show_all(batch, at=at)
    except IntegrityError:
        said = "A reference of the file was given to another record"
    except Moved as moved:
        said = str(moved)
    if said:
        with change(by=batch.done_by, why=_why(batch), public=False):
            held = locked_batch(batch, states=[State.WRITING])
            save_version(held, {"state": State.CLEARING, "counts": {"meanwhile": said}, "done_count": 0})


def _write_some(batch: ImportBatch, *, at: datetime, on: date) -> bool:
    """Write some of the new records, hidden: agreements first, then payments; or judge some. Says whether there were any."""
    with change(by=batch.done_by, why=_why(batch), public=False):
        held = locked_batch(batch, states=[State.WRITING])
        rows = list(held.rows.filter(what=What.MADE, target=None).order_by("kind", "number")[:STEP])
        agreements = [row for row in rows if row.kind == AGREEMENT]
        rows = agreements or rows
        if not rows:
            return judge_ahead(held, on=on)
        made = _agreements(held, rows, at=at, on=on) if agreements else _payments(held, rows, at=at)
        pairs = zip(rows, made, strict=True)
        update_each(ImportRow, ((row.pk, {"target": record.pk}) for row, record in pairs), count_up=False)
        ImportBatch.objects.filter(pk=held.pk).update(done_count=F("done_count") + len(rows))
    return True


def _agreements(batch: ImportBatch, rows: Sequence[ImportRow], *, at: datetime, on: date) -> list[Agreement]:
    """New agreements, with what lists filter by as it will be."""
    guidance, totals = Guidance(), Counter[tuple[int, str, str]]()
    recipients = Partner.objects.in_bulk({row.effect["values"]["recipient_id"] for row in rows})
    paying = batch.rows.filter(what=What.MADE, kind=PAYMENT, key__in=[row.key for row in rows]).order_by().values("key")
    paid = dict(paying.annotate(paid=Sum("paid_pence")).values_list("key", "paid"))
    made = []
    for row, reference in zip(rows, new_references(len(rows), on=on), strict=True):
        one = Agreement(funder=batch.agency, batch=batch, reference=reference, **values_in(Agreement, row.effect["values"]))
        one.recipient = recipients[row.effect["values"]["recipient_id"]]
        kept = kept_columns(Records(one), guidance) | {"paid_pence": paid.get(row.key) or 0}
        for name, value in kept.items():
            setattr(one, name, value)
        count(one, totals)  # what the totals will hold of it; they are moved when it is shown
        one.voided_at, one.voided_reason = at, HIDDEN
        made.append(one)
    return Agreement.objects.bulk_create(made)


def _payments(batch: ImportBatch, rows: Sequence[ImportRow], *, at: datetime) -> list[Instalment]:
    """New payments, of agreements that are here or that the file makes."""
    keys = [row.key for row in rows if row.parent is None]
    parents: dict[str, Any] = dict(batch.rows.filter(kind=AGREEMENT, key__in=keys).values_list("key", "target"))
    return Instalment.objects.bulk_create(
        Instalment(
            agreement_id=row.parent or parents[row.key], batch=batch, voided_at=at, voided_reason=HIDDEN,
            **values_in(Instalment, row.effect["values"]),
        )
        for row in rows
    )  # fmt: skip


# Showing


def _show_all(batch: ImportBatch, *, at: datetime) -> None:
    """The instant at which the file is in. Raises Moved, and IntegrityError where a reference was given to another record."""
    with change(by=batch.done_by, why=_why(batch)):
        held = locked_batch(batch, states=[State.WRITING])
        _look_again(held)
        _show(held, at=at)
        counting = {"state": State.COUNTING, "done_at": at, "done_count": 0, "all_count": held.rows_count, "cursor": 0}
        save_version(held, counting)
        _follow(held)


def _changed_rows(batch: ImportBatch, kind: str) -> list[ImportRow]:
    return list(batch.rows.filter(what=What.CHANGED, kind=kind).order_by("target"))


def _parents(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Rows that write a payment of an agreement which was here before."""
    return batch.rows.filter(kind=PAYMENT, what__in=[What.MADE, What.CHANGED], parent__isnull=False)


def _look_again(batch: ImportBatch) -> None:
    """Lock what is here and will be changed or added to, in one order, and compare it with what was looked at."""
    seen = dict(_parents(batch).values_list("parent", "parent_version"))
    seen |= {row.target: row.target_version for row in _changed_rows(batch, AGREEMENT)}
    _compare(Agreement, seen)
    _compare(Instalment, {row.target: row.target_version for row in _changed_rows(batch, PAYMENT)})
    added = Instalment.objects.filter(agreement__in=_parents(batch).values("parent"), pk__gt=batch.seen_instalment)
    other = added.exclude(batch=batch).values_list("agreement__reference", flat=True).first()
    if other:
        raise Moved(f"A payment was added to {other}")


def _compare(model: Any, seen: dict[Any, int]) -> None:
    numbers = sorted(seen)
    for start in range(0, len(numbers), STEP):
        step_ = numbers[start : start + STEP]
        rows = model.objects.standing().select_for_update(of=("self",)).filter(pk__in=step_).order_by("pk")
        found = dict(rows.values_list("pk", "version"))
        for number in step_:
            if found.get(number) != seen[number]:
                raise Moved(f"{model.objects.get(pk=number)} was changed")


def _show(batch: ImportBatch, *, at: datetime) -> None:
    for model, kind in ((Agreement, AGREEMENT), (Instalment, PAYMENT)):
        changed = _changed_rows(batch, kind)
        update_each(model, ((row.target or 0, values_in(model, row.effect["values"])) for row in changed))
        hidden(model, batch).update(**NOT_VOIDED)
        _note(model, batch, model.objects.filter(batch=batch), made=True, at=at)
        _note_changed(model, batch, kind, at=at)
    _put_paid(_parents(batch).values("parent"))
    move_totals(_totals(batch, 1))
    show_prepared(mark_of(batch))
    touched(Agreement, [])
    # Asked last: who writes such a number meanwhile waits for the records above, or has made this transaction wait for it.
    if numbers_seen() != batch.seen_numbers:
        raise Moved("A number that promises are judged by was changed")


def _note(model: Any, batch: ImportBatch, rows: QuerySet[Any], *, made: bool, at: datetime) -> None:
    by = batch.undone_by if batch.state == State.UNDOING else batch.done_by
    write_history(rows, made=made, by=by, why=_undone(batch) if batch.state == State.UNDOING else _why(batch), at=at)


def _note_changed(model: Any, batch: ImportBatch, kind: str, *, at: datetime) -> None:
    numbers = batch.rows.filter(what=What.CHANGED, kind=kind).values("target")
    _note(model, batch, model.objects.filter(pk__in=numbers), made=False, at=at)


def _put_paid(numbers: Any) -> None:
    """What is paid of agreements, which their instalments say."""
    of_one = Instalment.objects.standing().filter(agreement=OuterRef("pk")).order_by().values("agreement")
    paid = of_one.annotate(paid=Sum("paid_pence")).values("paid")
    Agreement.objects.filter(pk__in=numbers).update(paid_pence=Coalesce(Subquery(paid), 0))


def _totals(batch: ImportBatch, sign: int) -> Counter[tuple[int, str, str]]:
    """What the batch's own agreements add to the totals by funder and year, or take from them."""
    moves: Counter[tuple[int, str, str]] = Counter()
    rows = Agreement.objects.filter(batch=batch).exclude(counted_year="").order_by().values("funder_id", "counted_year")
    for row in rows.annotate(agreements=Count("pk"), pence=Sum("counted_pence")):
        for name in ("agreements", "pence"):
            moves[row["funder_id"], row["counted_year"], name] = sign * row[name]
    return moves


# What follows


def _affected(batch: ImportBatch) -> list[int]:
    """The next agreements to follow up, after the cursor."""
    found: set[int] = set()
    for numbers in (
        Agreement.objects.filter(batch=batch).order_by("pk").values_list("pk", flat=True),
        Instalment.objects.filter(batch=batch).order_by("agreement").values_list("agreement", flat=True).distinct(),
        _parents(batch).order_by("parent").values_list("parent", flat=True).distinct(),
        batch.rows.filter(what=What.CHANGED, kind=AGREEMENT).order_by("target").values_list("target", flat=True),
    ):
        field = numbers.query.values_select[0]
        found.update(number for number in numbers.filter(**{f"{field}__gt": batch.cursor})[:FOLLOWED] if number)
    return sorted(found)[:FOLLOWED]


def _follow_step(batch: ImportBatch) -> None:
    undoing = batch.state == State.UNDOING
    by, why = (batch.undone_by, _undone(batch)) if undoing else (batch.done_by, _why(batch))
    with change(by=by, why=why):
        held = locked_batch(batch, states=[State.COUNTING, State.UNDOING])
        if held.cursor == batch.cursor:
            _follow(held)


def _follow(batch: ImportBatch) -> None:
    """Bring some agreements' kept columns, verdicts and search in step. When none is left, the batch is done."""
    numbers = _affected(batch)
    if not numbers:
        _end(batch)
        return
    own = list(Agreement.objects.filter(pk__in=numbers).select_related("funder", "recipient"))
    changed = set(batch.rows.filter(what=What.CHANGED, kind=AGREEMENT, target__in=numbers).values_list("target", flat=True))
    refresh([row for row in own if row.pk in changed])
    make_findable([row for row in own if row.pk not in changed])
    judged = batch.state == State.COUNTING  # before they were shown, those that the file made
    old = [row.pk for row in own if not (judged and row.batch_id == batch.pk)]
    touched(Agreement, old)
    for model, name in RELATED.items():
        touched(model, Agreement.objects.filter(pk__in=old, **{f"{name}__isnull": False}).values_list(name, flat=True))
    batch.cursor = numbers[-1]
    ImportBatch.objects.filter(pk=batch.pk).update(cursor=batch.cursor, done_count=F("done_count") + len(numbers))
    if len(numbers) < FOLLOWED:
        _end(batch)


def _end(batch: ImportBatch) -> None:
    """Of the rows only what taking back needs is kept, and after that nothing."""
    if batch.state == State.UNDOING:
        batch.rows.all().delete()
        save_version(batch, {"state": State.UNDONE})
    else:
        batch.rows.exclude(what=What.CHANGED).delete()
        batch.rows.update(cells=[], faults=[])
        save_version(batch, {"state": State.DONE})


def _clear_step(batch: ImportBatch) -> None:
    """Delete some of the hidden rows, which nobody has seen; when none is left, all is checked again."""
    with change(by=None, why=_why(batch), public=False):
        held = locked_batch(batch, states=[State.CLEARING])
        if drop_prepared(mark_of(held), most=10 * STEP):
            return
        for model in (Instalment, Agreement):
            numbers = list(hidden(model, held).values_list("pk", flat=True)[:STEP])
            if numbers:
                delete_each(model, numbers)
                return
        begin_check(held, held.mapping, said=held.counts.get("meanwhile", ""))


# Taking back


def _undone(batch: ImportBatch) -> str:
    return f"Taken back with the file {batch.name}"


def undo(*, batch: ImportBatch, version: int, by: Any, at: datetime) -> ImportBatch:
    """Take back all that a file did: what it made is voided, what it changed is as it was. Raises StaleVersion.

    ValidationError, with the names of the records, where somebody has changed one since or added to it.
    """
    with change(by=by, why=_undone(batch)):
        require_officer(batch.agency, by=by)
        held = locked_batch(batch, states=[State.DONE], version=version)
        held.undone_by, held.state = by, State.UNDOING
        _refuse_changed(held)
        gone: dict[str, Any] = {"voided_at": at, "voided_by": by, "voided_reason": _undone(held), "version": F("version") + 1}
        moves = _totals(held, -1)
        for model, kind in ((Agreement, AGREEMENT), (Instalment, PAYMENT)):
            update_each(model, ((row.target or 0, values_in(model, row.effect["before"])) for row in _changed_rows(held, kind)))
            uncounted = {"counted_year": "", "counted_pence": 0} if model is Agreement else {}
            model.objects.filter(batch=held).update(**gone, **uncounted)
            _note(model, held, model.objects.filter(batch=held), made=False, at=at)
            _note_changed(model, held, kind, at=at)
        move_totals(moves)
        _put_paid(_touched_agreements(held))
        save_version(held, {"undone_at": at, "cursor": 0, "done_count": 0})
        _follow(held)
    return held


def _touched_agreements(batch: ImportBatch) -> Any:
    """Agreements to which the file added a payment, or of which it changed one."""
    changed = batch.rows.filter(what=What.CHANGED, kind=PAYMENT).values("parent")
    rows = Agreement.objects.filter(Q(pk__in=Instalment.objects.filter(batch=batch).values("agreement")) | Q(pk__in=changed))
    return rows.order_by().values("pk")


def _refuse_changed(batch: ImportBatch) -> None:
    """Lock all that the file made or changed, agreements first, and refuse where it is not as the file left it."""
    for kind, model in ((AGREEMENT, Agreement), (PAYMENT, Instalment)):
        changed = batch.rows.filter(what=What.CHANGED, kind=kind).values("target")
        rows = model.objects.select_for_update(of=("self",)).filter(Q(batch=batch) | Q(pk__in=changed))
        list(rows.order_by("pk").values_list("pk"))
    names = [*changed_since(batch), *added_to(batch)]
    if names:
        shown = ", ".join(dict.fromkeys(names))
        said = f"Somebody has changed or added to what the file recorded: {shown}"
        raise ValidationError(f"{said}. Take that back first, or mend the records one by one")
