"""What the pages of a spreadsheet show, and whether what it recorded is still as it left it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from compact_portal.lib.counted import counted
from compact_portal.lib.tabular import neutral
from compact_portal.lib.verdicts import Outcome
from funding.models import (
    Agreement,
    ChangeNotice,
    CostLine,
    Dispute,
    Evaluation,
    ImportBatch,
    ImportRow,
    Instalment,
    LiaisonAssignment,
    MonitoringReturn,
    Objective,
    OtherSupport,
    RenewalDecision,
    YearAllocation,
)
from funding.queries.agreement import TONES
from funding.rules.importing import AGREEMENT, MEND, PAYMENT
from signatories.models import Partner

PAGE = 50
MOST_NAMED = 5
MOST_ASKED = 30
What = ImportRow.What
_TONES = {What.MADE: "good", What.CHANGED: "warn", What.SAME: "wait", What.REFUSED: "bad", What.ASKED: "warn"}


def batches_of(agency: Partner) -> list[ImportBatch]:
    """The files of an agency, the newest first."""
    return list(ImportBatch.objects.filter(agency=agency).select_related("brought_by")[:PAGE])


def batch_of(agency: Partner, pk: int) -> ImportBatch | None:
    """A file of that agency."""
    rows = ImportBatch.objects.select_related("agency", "mapping", "done_by", "undone_by", "brought_by")
    return rows.filter(agency=agency, pk=pk).first()


def waiting_batches() -> list[ImportBatch]:
    """The files whose next step needs nobody, the oldest first."""
    moving = ["staging", "writing", "clearing", "counting", "undoing"]
    rows = ImportBatch.objects.filter(state__in=moving).select_related("agency", "mapping", "done_by", "undone_by")
    return list(rows.order_by("brought_at", "pk"))


@dataclass(frozen=True, slots=True)
class Line:
    """A row as the page shows it."""

    number: int
    what: str
    words: str
    tone: str
    name: str
    about: Sequence[str]
    changes: Sequence[Sequence[str]]
    faults: Sequence[tuple[str, str]]
    verdicts: Sequence[tuple[str, str, str, str]]

    @property
    def said(self) -> str:
        """The verdicts counted: "2 kept, 1 not kept"."""
        counts = Counter(words.lower() for _, words, _, _ in self.verdicts)
        return ", ".join(f"{counts[outcome.words]} {outcome.words}" for outcome in Outcome if counts[outcome.words])


@dataclass(frozen=True, slots=True)
class BatchPage:
    """What the page of a file shows: its counts, a page of its rows, and where the next one begins."""

    counts: Sequence[tuple[str, int]]
    tabs: Sequence[tuple[str, str, int]]
    what: str
    lines: Sequence[Line]
    next: dict[str, str] | None
    records: str
    per_cent: int
    meanwhile: str
    asked: int
    refused: int
    can_bring: bool


_WRITTEN = {
    "made agreement": "New agreements", "made payment": "New payments", "changed agreement": "Agreements changed",
    "changed payment": "Payments changed", "same agreement": "Agreements there already", "same payment": "Payments there already",
    "asked": "Rows to be answered", "refused": "Rows to be mended",
}  # fmt: skip
_NUMBER = re.compile(r"[0-9]{1,9}")


def page_of(batch: ImportBatch, *, what: str, after: str, here: str) -> BatchPage:
    """The page that is asked for. Where something is to be mended, those rows come first if nothing else is asked for."""
    held = batch.counts
    by_what = {one.value: sum(held.get(name, 0) for name in _WRITTEN if name.split()[0] == one.value) for one in What}
    tabs = [("", "All rows", batch.rows_count), *((one.value, one.label, by_what[one.value]) for one in What if by_what[one.value])]
    shown = batch.state in (ImportBatch.State.READY, ImportBatch.State.FAULTY)
    if what not in by_what and what != "all":
        what = next((one for one in ("refused", "asked") if by_what[one]), "")
    lines, more = (
        _lines_of(batch, what=what.replace("all", ""), after=int(after) if _NUMBER.fullmatch(after) else 0) if shown else ([], 0)
    )
    written = sum(held.get(name, 0) for name in _WRITTEN if name.startswith(("made", "changed")))
    return BatchPage(
        counts=[(words, held[name]) for name, words in _WRITTEN.items() if held.get(name)],
        tabs=tabs,
        what=what.replace("all", ""),
        lines=lines,
        next={"url": f"{here}?what={what or 'all'}&after={more}", "label": "Later rows"} if more else None,
        records=counted(written, "record"),
        per_cent=min(100, 100 * batch.done_count // max(1, batch.all_count)),
        meanwhile=held.get("meanwhile", ""),
        asked=by_what["asked"],
        refused=by_what["refused"],
        can_bring=batch.state == ImportBatch.State.READY and written > 0,
    )


def _lines_of(batch: ImportBatch, *, what: str, after: int) -> tuple[list[Line], int]:
    """A page of rows in the order of the file, of one sort or all (""); and the number after which there are more."""
    rows = batch.rows.filter(number__gt=after).order_by("number")
    if what:
        rows = rows.filter(what=what)
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    return [_line(row, batch.headings) for row in shown], shown[-1].number if len(found) > PAGE else 0


def _line(row: ImportRow, headings: Sequence[str]) -> Line:
    effect: dict[str, Any] = row.effect
    values = effect.get("values", {})
    about = [words for words in (effect.get("recipient", ""), values.get("title", "")) if words]
    if effect.get("asked"):
        about = [f"{effect['asked']}: which organisation is that?"]
    return Line(
        number=row.number,
        what=row.what,
        words=What(row.what).label if row.what else "Not checked yet",
        tone=_TONES.get(What(row.what), "") if row.what else "",
        name=f"{'Payment of ' if row.kind == PAYMENT else ''}{row.key or 'no reference'}",
        about=about,
        changes=effect.get("changes", ()),
        faults=[(headings[place] if place is not None else "", said) for place, said in row.faults],
        verdicts=[
            (title, Outcome(outcome).words.capitalize(), TONES[Outcome(outcome)], sentence)
            for title, outcome, sentence in effect.get("verdicts", ())
        ],
    )


def asked_names(batch: ImportBatch) -> list[tuple[str, list[tuple[int, str]]]]:
    """The names of recipients that are nearly those of organisations here, each with these; the first few."""
    found: dict[str, list[tuple[int, str]]] = {}
    for effect in batch.rows.filter(what=What.ASKED).order_by("number").values_list("effect", flat=True).iterator():
        found.setdefault(effect["asked"], [(number, name) for number, name in effect["alike"]])
        if len(found) == MOST_ASKED:
            break
    return list(found.items())


def sheet_to_mend(batch: ImportBatch) -> Iterator[tuple[list[str], set[int]]]:
    """Every row of the file as it was, with a last cell that says what to mend, and the places of the cells at fault."""
    columns = [place for place, heading in enumerate(batch.headings) if heading != MEND]
    for row in batch.rows.order_by("number").iterator(chunk_size=1_000):
        said = [f"{batch.headings[place]}: {words}" if place is not None else words for place, words in row.faults]
        if row.what == What.ASKED:
            said.append(f"{row.effect['asked']} is nearly the name of {', '.join(name for _, name in row.effect['alike'])}")
        places = {columns.index(place) for place, _ in row.faults if place in columns}
        yield [*(row.cells[place] for place in columns), ". ".join(said)], places


def headings_to_mend(batch: ImportBatch) -> list[str]:
    """The headings of that sheet."""
    return [*(heading for heading in batch.headings if heading != MEND), MEND]


def samples(batch: ImportBatch, *, most: int = 3) -> list[list[str]]:
    """Of each column the first few cells that are filled, as an officer knows it by."""
    rows = list(batch.rows.order_by("number").values_list("cells", flat=True)[:20])
    columns = ([neutral(cells[place])[:40] for cells in rows if cells[place]] for place in range(len(batch.headings)))
    return [list(dict.fromkeys(column))[:most] for column in columns]


def changed_since(batch: ImportBatch) -> list[str]:
    """References of what a file made or changed and somebody has changed since, a few of them."""
    found: list[str] = []
    for model, kind, name in ((Agreement, AGREEMENT, "reference"), (Instalment, PAYMENT, "agreement__reference")):
        made = model._default_manager.filter(batch=batch)
        found += made.filter(~Q(version=1) | Q(voided_at__isnull=False)).values_list(name, flat=True)[:MOST_NAMED]
        left = dict(batch.rows.filter(what=What.CHANGED, kind=kind).values_list("target", "target_version"))
        numbers = sorted(number for number in left if number)
        for start in range(0, len(numbers), 500):
            rows = model._default_manager.filter(pk__in=numbers[start : start + 500])
            told = rows.values_list("pk", "version", "voided_at", name)
            found += [said for pk, version, voided_at, said in told if version != left[pk] + 1 or voided_at is not None]
    return found[:MOST_NAMED]


_PARTS = (ChangeNotice, CostLine, Evaluation, LiaisonAssignment, Objective, OtherSupport, RenewalDecision, YearAllocation)


def added_to(batch: ImportBatch) -> list[str]:
    """References of the agreements that a file made and somebody has added something to since, a few of them."""
    found: list[str] = []
    rows = [
        model._default_manager.filter(agreement__batch=batch).values_list("agreement__reference", flat=True) for model in _PARTS
    ]
    rows += [
        Instalment.objects.filter(agreement__batch=batch)
        .exclude(batch=F("agreement__batch"))
        .values_list("agreement__reference", flat=True),
        MonitoringReturn.objects.filter(agreements__batch=batch).values_list("agreements__reference", flat=True),
        Agreement.objects.filter(renewed_from__batch=batch).values_list("renewed_from__reference", flat=True),
        Dispute.objects.standing().filter(instalment__batch=batch).values_list("instalment__agreement__reference", flat=True),
    ]
    for one in rows:
        found += one.order_by()[:MOST_NAMED]
    return found[:MOST_NAMED]
