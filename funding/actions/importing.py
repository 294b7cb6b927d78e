"""A spreadsheet on its way in: brought, its headings said, every row checked. Nothing of it is recorded here.

A file is read and checked in short steps, each in a transaction of its own; what takes long is worked out before the
transaction begins, so that on SQLite, which has one writer, others write between any two steps. Whoever opens the page or
runs `manage.py run_imports` takes the next step: a step that somebody else has done meanwhile is passed over.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, F, Max, QuerySet

from compact_portal.audit.actions import StaleVersion, save_version
from compact_portal.audit.context import change
from compact_portal.lib.faults import Fault
from compact_portal.lib.folding import clean, fold
from compact_portal.lib.spreadsheet import Sheet, read_sheet
from funding.actions.bulk import update_each
from funding.actions.locks import require_officer
from funding.models import ColumnMapping, ImportBatch, ImportRow, Instalment
from funding.queries.importing import Checking, beyond_awards, places, say
from funding.queries.judging import numbers_seen
from funding.rules.importing import MEND, MOST_FILE_ROWS, mapping_faults
from signatories.models import Partner

STEP = 500
State, What = ImportBatch.State, ImportRow.What
# Until something of it is recorded, its headings can be said anew and it can be left.
OPEN = (State.READING, State.MAPPING, State.STAGING, State.READY, State.FAULTY)
_SAID = ("kind", "key", "identity", "pence", "paid_pence")
_CHECKED = ("what", "effect", "faults", "target", "target_version", "parent", "parent_version", "pence", "paid_pence")


class FileRefused(Exception):
    """The file cannot be read. `faults` say where and why."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("The file cannot be read.")
        self.faults = faults


class MovedOn(ValidationError):
    """The batch is in another state by now."""


def _locked() -> QuerySet[ImportBatch]:
    """Batches locked for this transaction. A record that names one can be written meanwhile: a full lock would make whoever
    changes a record of the batch wait for whoever takes the batch back, who waits for that record."""
    return ImportBatch.objects.select_for_update(of=("self",), no_key=True)


def locked_batch(batch: ImportBatch, *, states: Sequence[str], version: int | None = None) -> ImportBatch:
    """The batch, locked. StaleVersion where it is another version, MovedOn where it is in none of these states."""
    row = _locked().select_related("agency", "mapping").get(pk=batch.pk)
    if version is not None and row.version != version:
        raise StaleVersion(row)
    if row.state not in states:
        raise MovedOn(f"That cannot be done any more: the file is “{row.get_state_display()}” now")
    return row


def bring_file(*, agency: Partner, name: str, data: bytes, by: Any, at: datetime) -> ImportBatch:
    """Read a file into rows. Where its headings are known, its rows can be checked at once. Raises FileRefused."""
    require_officer(agency, by=by)
    shown = clean(name).strip()[:200] or "spreadsheet"
    sheet, faults = read_sheet(data, name=shown, most_rows=MOST_FILE_ROWS)
    if sheet is None:
        raise FileRefused(faults)
    with change(by=by, why=f"Brought the file {shown}", public=False):
        require_officer(agency, by=by)
        batch = ImportBatch.objects.create(
            agency=agency, name=shown, digest=hashlib.sha256(data).hexdigest(), headings=sheet.headings,
            rows_count=len(sheet.rows), brought_by=by, brought_at=at,
        )  # fmt: skip
    _keep_rows(batch, sheet)
    with change(by=by, why=f"Brought the file {shown}", public=False):
        held = locked_batch(batch, states=[State.READING])
        known = ColumnMapping.objects.filter(agency=agency, headings=headings_digest(sheet.headings)).first()
        save_version(held, {"state": State.MAPPING})
        if known is not None and not mapping_faults(known.columns):
            begin_check(held, known)
    return held


def _keep_rows(batch: ImportBatch, sheet: Sheet) -> None:
    for start in range(0, len(sheet.rows), STEP):
        step = sheet.rows[start : start + STEP]
        ImportRow.objects.bulk_create(ImportRow(batch=batch, number=number, cells=cells) for number, cells in step)


def headings_digest(headings: Sequence[str]) -> str:
    """What tells a set of headings from another. The column that we add to a file to be mended is none of them."""
    return hashlib.sha256("\n".join(one for one in headings if one != MEND).encode()).hexdigest()


def say_headings(
    *, batch: ImportBatch, version: int, columns: Mapping[str, str], instead: Mapping[str, str], by: Any
) -> ImportBatch:
    """How the file's headings are read, kept for the agency's next file that has them. Every row is checked anew.

    Raises StaleVersion, and ValidationError where they cannot be read so.
    """
    if faults := mapping_faults(columns):
        raise ValidationError(faults)
    with change(by=by, why=f"Said how the headings of {batch.name} are read", public=False):
        require_officer(batch.agency, by=by)
        held = locked_batch(batch, states=OPEN[1:], version=version)
        digest = headings_digest(held.headings)
        known = ColumnMapping.objects.select_for_update().filter(agency=held.agency, headings=digest).first()
        mapping = known or ColumnMapping(agency=held.agency, headings=digest, version=0)
        save_version(mapping, {"columns": dict(columns), "instead": dict(instead)})
        begin_check(held, mapping)
    return held


def begin_check(batch: ImportBatch, mapping: ColumnMapping | None, *, said: str = "") -> None:
    """Have every row read and checked from the beginning, under the batch's lock; `said` is why, where nobody asked for it."""
    batch.rows.update(kind="", what="")
    seen = Instalment.objects.aggregate(last=Max("pk"))["last"] or 0
    values: dict[str, Any] = {"state": State.STAGING, "mapping": mapping, "done_count": 0, "all_count": 2 * batch.rows_count}
    values |= {"seen_instalment": seen, "seen_numbers": numbers_seen()}
    save_version(batch, values | {"counts": {"meanwhile": said} if said else {}})


def check_again(*, batch: ImportBatch, version: int, by: Any) -> ImportBatch:
    """Check every row against what is recorded now; one that is being brought in is stopped first. Raises StaleVersion."""
    with change(by=by, why=f"Checked {batch.name} again", public=False):
        require_officer(batch.agency, by=by)
        held = locked_batch(batch, states=(State.READY, State.FAULTY, State.WRITING), version=version)
        if held.state == State.WRITING:
            save_version(held, {"state": State.CLEARING, "counts": {}, "done_count": 0})
        else:
            begin_check(held, held.mapping)
    return held


def say_recipients(*, batch: ImportBatch, version: int, answers: Mapping[str, int], by: Any) -> ImportBatch:
    """Which partner is meant by each name, by its number (0: none of those offered); kept with the headings.

    The rows that asked are checked again. Raises StaleVersion.
    """
    with change(by=by, why=f"Said whom {batch.name} means", public=False):
        require_officer(batch.agency, by=by)
        held = locked_batch(batch, states=(State.FAULTY,), version=version)
        assert held.mapping is not None  # it has been checked
        mapping = ColumnMapping.objects.select_for_update().get(pk=held.mapping.pk)
        save_version(mapping, {"recipients": mapping.recipients | {fold(name): number for name, number in answers.items()}})
        asked = held.rows.filter(what=What.ASKED).update(what="")
        save_version(held, {"state": State.STAGING, "done_count": 2 * held.rows_count - asked, "counts": {}})
    return held


def leave_file(*, batch: ImportBatch, version: int, by: Any) -> None:
    """The file goes, with its rows; nothing of it was recorded. Raises StaleVersion and ValidationError."""
    with change(by=by, why=f"Left the file {batch.name}", public=False):
        require_officer(batch.agency, by=by)
        locked_batch(batch, states=OPEN, version=version).delete()


def leave_old_files(*, before: datetime) -> int:
    """Files that were brought before an instant, and of which nothing was brought in, go with their rows. Gives how many."""
    with change(by=None, why="Kept for as long as the privacy notice says", public=False):
        old = _locked().filter(state__in=OPEN, brought_at__lt=before)
        numbers = list(old.values_list("pk", flat=True))
        ImportBatch.objects.filter(pk__in=numbers).delete()
    return len(numbers)


def check_step(batch: ImportBatch, *, on: date) -> None:
    """One step of the check: what some rows say of themselves, then what some rows will do, and last what they come to."""
    unread = list(batch.rows.filter(kind="").order_by("number")[:STEP])
    if unread:
        for row in unread:
            say(row, batch, on=on)
        _put(batch, unread, _SAID, still={"kind": ""})
        return
    unchecked = list(batch.rows.filter(what="").order_by("number")[:STEP])
    if unchecked:
        Checking(batch, unchecked, on=on).check()
        _put(batch, unchecked, _CHECKED, still={"what": ""})
        return
    _finish(batch)


def _put(batch: ImportBatch, rows: Sequence[ImportRow], names: Sequence[str], *, still: Mapping[str, str]) -> None:
    """Write what was found out, unless the batch or these rows have moved on meanwhile."""
    with change(by=None, why="Checked a spreadsheet", public=False):
        held = _locked().get(pk=batch.pk)
        waiting = held.rows.filter(pk__in=[row.pk for row in rows], **still).count()
        if held.state == State.STAGING and held.version == batch.version and waiting == len(rows):
            update_each(ImportRow, ((row.pk, {name: getattr(row, name) for name in names}) for row in rows), count_up=False)
            ImportBatch.objects.filter(pk=held.pk).update(done_count=F("done_count") + len(rows))


def _finish(batch: ImportBatch) -> None:
    """Sums that many rows make together; then the count of what the rows do."""
    beyond = beyond_awards(batch)
    column = places(batch).get("pence", places(batch).get("paid_pence"))
    with change(by=None, why="Checked a spreadsheet", public=False):
        held = _locked().get(pk=batch.pk)
        if held.state != State.STAGING or held.version != batch.version or held.rows.filter(what="").exists():
            return
        for row in held.rows.filter(number__in=[number for number, _ in beyond]):
            row.faults += [[column, reason] for number, reason in beyond if number == row.number]
            row.what = What.REFUSED
            row.save(update_fields=["faults", "what"])
        counts = counts_of(held) | held.counts
        open_ = any(counts.get(what) for what in (What.REFUSED, What.ASKED))
        save_version(held, {"state": State.FAULTY if open_ else State.READY, "counts": counts})


def counts_of(batch: ImportBatch) -> dict[str, Any]:
    """How many rows do what: "made agreement", "changed payment", …; of those that are to be mended or answered, just how many."""
    found: dict[str, Any] = {}
    for what, kind, count in batch.rows.order_by().values_list("what", "kind").annotate(count=Count("pk")):
        name = what if what in (What.REFUSED, What.ASKED) else f"{what} {kind}"
        found[name] = found.get(name, 0) + count
    return found


def work(*, batch: ImportBatch, step: Callable[[ImportBatch], None], enough: Callable[[], bool]) -> ImportBatch:
    """Take steps until the batch waits for a person, or it is enough for now. Gives the batch as it then is."""
    while True:
        held = ImportBatch.objects.select_related("agency", "mapping", "done_by", "undone_by").get(pk=batch.pk)
        if held.state not in MOVING or enough():
            return held
        step(held)


# States in which the next step needs nobody.
MOVING = (State.STAGING, State.WRITING, State.CLEARING, State.COUNTING, State.UNDOING)
