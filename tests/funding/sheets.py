"""Spreadsheets of agreements and payments, brought by the portal's own actions, for tests."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

from compact_portal.lib.clock import now, today
from funding.actions.bringing import start_bringing, step
from funding.actions.importing import bring_file, say_headings, work
from funding.models import ImportBatch
from funding.rules.importing import guess
from signatories.models import Partner
from tests.funding.agreeing import agency, group

AGREEMENTS = ("Our reference", "Beneficiary", "Title", "Purpose", "Type", "Date awarded", "Start date", "End date", "Award",
              "Payment terms")  # fmt: skip
PAYMENTS = ("Our reference", "Invoice", "Due date", "Amount due", "Date paid", "Amount paid")
CHOIR = ("G-1", "Sample Group", "Advice", "Advice for all", "Core funding", "1/3/2026", "1/4/2026", "31 March 2029", "£9,000",
         "In advance")  # fmt: skip


def choir(**more: str) -> tuple[str, ...]:
    """The row of an agreement, with some cells (by heading, blanks as _) of one's own."""
    cells = dict(zip(AGREEMENTS, CHOIR, strict=True)) | {name.replace("_", " "): words for name, words in more.items()}
    return tuple(cells[heading] for heading in AGREEMENTS)


def many(count: int, **more: str) -> list[tuple[str, ...]]:
    return [choir(Our_reference=f"G-{number}", **more) for number in range(1, count + 1)]


def csv_of(headings: Sequence[str], *rows: Sequence[str]) -> bytes:
    held = io.StringIO()
    csv.writer(held).writerows([headings, *rows])
    return held.getvalue().encode()


def xlsx_of(headings: Sequence[Any], *rows: Sequence[Any]) -> bytes:
    book = Workbook()
    for row in (headings, *rows):
        book.active.append(list(row))
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def brought(data: bytes, *, by: Any = None, funder: Partner | None = None, name: str = "grants.csv") -> ImportBatch:
    """A file whose headings are read as they are guessed, not checked yet."""
    group()
    batch = bring_file(agency=funder or agency(), name=name, data=data, by=by, at=now())
    if batch.state == ImportBatch.State.MAPPING:
        columns = guess(batch.headings)
        batch = say_headings(batch=batch, version=batch.version, columns=columns, instead={}, by=by)
    return batch


def go_on(batch: ImportBatch, *, on: date | None = None) -> ImportBatch:
    """Every step that needs nobody."""
    return work(batch=batch, step=lambda one: step(one, at=now(), on=on or today()), enough=lambda: False)


def checked(*rows: Sequence[str], headings: Sequence[str] = AGREEMENTS, **more: Any) -> ImportBatch:
    return go_on(brought(csv_of(headings, *rows), **more))


def bring(batch: ImportBatch, by: Any = None) -> ImportBatch:
    return go_on(start_bringing(batch=batch, version=batch.version, by=by))


def brought_in(*rows: Sequence[str], headings: Sequence[str] = AGREEMENTS, by: Any = None, **more: Any) -> ImportBatch:
    return bring(checked(*rows, headings=headings, by=by, **more), by)


def faults_of(batch: ImportBatch) -> list[tuple[int, str, str]]:
    """(row, heading, what is wrong) of each fault."""
    return [
        (row.number, "" if place is None else batch.headings[place], said) for row in batch.rows.all() for place, said in row.faults
    ]
