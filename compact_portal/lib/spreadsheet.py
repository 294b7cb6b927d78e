"""A spreadsheet that somebody gave us, CSV or XLSX, read as words with its own headings; and a workbook written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import filetype
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill

from compact_portal.lib.docx_file import OLD_OFFICE
from compact_portal.lib.faults import Fault, cited
from compact_portal.lib.folding import clean
from compact_portal.lib.tabular import LONGEST_CELL, MOST_BYTES, MOST_COLUMNS, MOST_ROWS, neutral, records
from compact_portal.lib.textfile import megabytes, read_text
from compact_portal.lib.zip_sizes import unpacks_too_far

MOST_UNPACKED = 80 * 1024 * 1024
# So many empty rows in a row are the end: a workbook may have a million that were once touched.
MOST_BLANK = 1_000
_BOM = b"\xef\xbb\xbf"
_SAVE = "Save it as a workbook (.xlsx) or as CSV (UTF-8), then choose it once more"

Cells = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The headings, and each row that is not blank with its number in the file (from 1) and as many cells as headings."""

    headings: list[str]
    rows: list[Cells]


def read_sheet(data: bytes, *, name: str, most_rows: int = MOST_ROWS) -> tuple[Sheet | None, list[Fault]]:
    """The first sheet of a workbook or a CSV file, and what is wrong with it; one of the two is empty. Never raises.

    Cells come as words: days as 2026-04-01, numbers without grouping, truth as yes or no. A formula of a workbook comes as
    what it last worked out to.
    """
    if len(data) > MOST_BYTES:
        return None, [Fault(name, 1, f"The file is larger than {megabytes(MOST_BYTES)}", "Split it into smaller ones")]
    if data.startswith(b"PK"):
        found = _workbook(data, name)
    elif data.startswith(OLD_OFFICE):
        found = Fault(name, 1, "The file has a password, or is in the old format (.xls)", _SAVE)
    else:
        found = _csv(data, name)
    if isinstance(found, Fault):
        return None, [found]
    rows, faults = found
    return _sheet(rows, name, most_rows) if not faults else (None, faults)


def _csv(data: bytes, name: str) -> Fault | tuple[Iterator[Cells], list[Fault]]:
    """The rows of a CSV file. Spreadsheets write a mark before UTF-8, which says nothing that we do not know."""
    kind = filetype.guess(data[:8192])
    if kind is not None:
        return Fault(name, 1, f"The file is no spreadsheet but a {kind.extension} file", _SAVE)
    text, faults = read_text(data.removeprefix(_BOM), file=name, most_bytes=MOST_BYTES)
    if text is None or faults:
        return iter(()), faults
    found = list(records(text, name))
    broken = [fault for _, _, fault in found if fault]
    return ((line, cells) for line, cells, _ in found), broken


def _workbook(data: bytes, name: str) -> Fault | tuple[Iterator[Cells], list[Fault]]:
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        if unpacks_too_far(package, most_unpacked=MOST_UNPACKED):
            return Fault(name, 1, "The workbook unpacks to far more than a list of rows needs", _SAVE)
        if "xl/workbook.xml" not in package.namelist():
            return Fault(name, 1, "The file is no workbook", _SAVE)
        # openpyxl reads XML with defusedxml where that is installed: nothing in it expands.
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            if not sheets:
                return Fault(name, 1, "The workbook has no sheet to read", _SAVE)
            sheets[0].reset_dimensions()  # what a file says of its size may be wrong
            # All of it now: what is damaged further down is told here as well.
            rows = list(_rows(sheets[0].iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)))
        finally:
            book.close()
    except Exception:  # a damaged or hostile archive raises anything
        return Fault(name, 1, "The workbook is damaged", _SAVE)
    return iter(rows), []


def _rows(found: Iterable[Sequence[Any]]) -> Iterator[Cells]:
    """Rows that are not blank, up to one more than may be."""
    blank, taken = 0, 0
    for number, values in enumerate(found, 1):
        cells = [_words(value) for value in values]
        if any(cells):
            blank, taken = 0, taken + 1
            yield number, cells
        else:
            blank += 1
        if blank > MOST_BLANK or taken > MOST_ROWS + 1:
            return


def _words(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.date().isoformat() if value.time() == time.min else value.isoformat(sep=" ")
        case date():
            return value.isoformat()
        case float():
            # A sum such as 0.1 + 0.2 is not shown with its seventeen places in any spreadsheet.
            return f"{Decimal(repr(value)).quantize(Decimal('0.000001')).normalize():f}" if abs(value) < 1e15 else str(value)
        case _:
            return clean(str(value)).strip()


def _sheet(rows: Iterator[Cells], name: str, most_rows: int) -> tuple[Sheet | None, list[Fault]]:
    """The first row as headings, the others cut or filled to its length."""
    line, first = next(rows, (1, []))
    headings = [cell.strip() for cell in first]
    while headings and not headings[-1]:
        headings.pop()
    faults = _heading_faults(headings, name, line)
    if faults:
        return None, faults
    kept: list[Cells] = []
    for number, cells in rows:
        if len(kept) == most_rows:
            return None, [Fault(name, number, f"The file has more than {most_rows:,} rows", "Split it into several files")]
        beyond = [cell for cell in cells[len(headings) :] if cell.strip()]
        if beyond:
            faults.append(Fault(name, number, f"{cited(beyond[0], 30)} stands in a column without a heading", "Give it one"))
        elif any(len(cell) > LONGEST_CELL for cell in cells):
            faults.append(Fault(name, number, f"A cell is longer than {LONGEST_CELL:,} characters", "Shorten it"))
        filled = [cell.strip() for cell in cells[: len(headings)]]
        kept.append((number, filled + [""] * (len(headings) - len(filled))))
    if not kept and not faults:
        faults = [Fault(name, line, "The file has headings and no row", "Add a row for each agreement or payment")]
    return (None, faults) if faults else (Sheet(headings, kept), [])


def _heading_faults(headings: list[str], name: str, line: int) -> list[Fault]:
    if not headings:
        return [Fault(name, line, "The file is empty", "Give one whose first row has headings")]
    if len(headings) > MOST_COLUMNS:
        return [Fault(name, line, f"The first row has more than {MOST_COLUMNS} columns", "Take out what is not needed")]
    if len(headings) == 1 and (";" in headings[0] or "\t" in headings[0]):
        return [Fault(name, line, "The columns are not separated by commas", _SAVE)]
    faults = []
    for heading in dict.fromkeys(headings):
        if not heading:
            faults.append(Fault(name, line, "A column has no heading", "Give it one, or take the column out"))
        elif headings.count(heading) > 1:
            faults.append(Fault(name, line, f"The heading {cited(heading)} stands twice", "Give one of them another name"))
    return faults


def workbook(headings: Sequence[str], rows: Iterable[tuple[Sequence[str], Collection[int]]], *, title: str) -> bytes:
    """A workbook of text in which no cell is a formula; of each row the places (from 0) of cells to be marked."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    marked, bold = PatternFill("solid", start_color="FFF2CC"), Font(bold=True)

    def cell(value: str, *, font: Font | None = None, fill: PatternFill | None = None) -> WriteOnlyCell:
        made = WriteOnlyCell(sheet, neutral(value))
        made.data_type = "s"  # whatever it looks like, it is text
        if font:
            made.font = font
        if fill:
            made.fill = fill
        return made

    sheet.append([cell(heading, font=bold) for heading in headings])
    for values, places in rows:
        sheet.append([cell(value, fill=marked if place in places else None) for place, value in enumerate(values)])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()
