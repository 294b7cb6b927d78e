"""Tables as CSV: read strictly with every fault on its line, and written so that no spreadsheet runs a cell."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from io import StringIO

from compact_portal.lib.faults import Fault, cited
from compact_portal.lib.textfile import read_text

MOST_BYTES = 8 * 1024 * 1024
MOST_ROWS = 20_000
LONGEST_CELL = 10_000
MOST_COLUMNS = 100

# A spreadsheet takes a cell that begins so for a formula; the last four are typed on an East Asian keyboard.
_FORMULA_MARKS = "=+-@＝＋－＠"
_BREAKS = "\t\r\n\x00"
_LEADING = re.compile(r"[\s\x00-\x20\ufeff\u200b]+")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:,\d{3})*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?%?")
# "+44 (0)1442 228000", "+44-1442-228000 ext. 12"
_TELEPHONE = re.compile(r"\+\d[\d ()./-]{5,24}(?: ?(?:ext|x)\.? ?\d{1,6})?")
# One record as RFC 4180 has it: quotation marks only around a whole cell, and doubled inside it.
_CELL = r'(?:"(?:[^"]|"")*+"|[^",\n]*+)'
_RECORD = re.compile(rf"{_CELL}(?:,{_CELL})*+\n?")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line on which it begins (from 1) and its values by column, stripped; empty for a missing column."""

    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]


def read_table(
    data: bytes,
    *,
    file: str,
    required: Sequence[str],
    optional: Sequence[str] = (),
    never_empty: Sequence[str] = (),
    most_rows: int = MOST_ROWS,
) -> tuple[list[Row], list[Fault]]:
    """The rows of a CSV file (UTF-8, comma, a heading line) and what is wrong with it. Never raises.

    Rows that have a fault are left out. More than `most_rows` rows, or a file that cannot be read, is one fault alone.
    """
    text, faults = read_text(data, file=file, most_bytes=MOST_BYTES)
    if text is None:
        return [], faults
    found_records = records(text, file)
    _, heading, fault = next(found_records, (1, [], None))
    if fault:
        return [], [*faults, fault]
    columns, found = _columns([cell.strip() for cell in heading], file, required, optional)
    faults += found
    if found:
        return [], faults
    rows: list[Row] = []
    count = 0
    for line, cells, fault in found_records:
        count += 1
        if count > most_rows:
            return [], [Fault(file, line, f"The file has more than {most_rows:,} rows", "Split it, or take rows out")]
        if fault:
            faults.append(fault)
            continue
        wrong = _row_faults(cells, columns, Fault(file, line, "", ""), never_empty)
        if wrong:
            faults += wrong
            continue
        values = dict.fromkeys((*required, *optional), "")
        values.update(zip(columns, (cell.strip() for cell in cells), strict=True))
        rows.append(Row(line, values))
    return rows, faults


def records(text: str, file: str) -> Iterator[tuple[int, list[str], Fault | None]]:
    """Each record that is not blank, with the line on which it begins; broken quotation marks as a fault."""
    lines = list(StringIO(text, newline="\n"))
    reader = csv.reader(lines, strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield begins, [], _broken(file, begins, str(error))
            if "unexpected end" in str(error) or "field limit" in str(error):
                return
            continue
        if not any(cell.strip() for cell in cells):
            continue
        raw = "".join(lines[begins - 1 : reader.line_num])
        if '"' in raw and not _RECORD.fullmatch(raw):
            yield begins, [], _broken(file, begins, "")
            continue
        yield begins, cells, None


def _broken(file: str, line: int, why: str) -> Fault:
    mend = 'Put " around the whole cell, and write each " inside it twice'
    if "unexpected end" in why or "field limit" in why:
        return Fault(file, line, "A quotation mark opens here and is never closed", mend)
    return Fault(file, line, "The quotation marks in this row are broken", mend)


def _columns(heading: list[str], file: str, required: Sequence[str], optional: Sequence[str]) -> tuple[list[str], list[Fault]]:
    """The columns of a heading line, and what is wrong with them."""
    known = [*required, *optional]
    shape = f"The first line is: {','.join(known)}"
    if len(heading) > MOST_COLUMNS:
        return heading, [Fault(file, 1, f"The first line has more than {MOST_COLUMNS} columns", shape)]
    if len(heading) == 1 and (";" in heading[0] or "\t" in heading[0]):
        mend = "Save the file as CSV with commas (UTF-8)"
        return heading, [Fault(file, 1, "The columns are not separated by commas", mend)]
    faults = []
    for column in dict.fromkeys(heading):
        if heading.count(column) > 1:
            faults.append(Fault(file, 1, f"The column {cited(column)} stands twice", "Take one of them out"))
        if column not in known:
            close = get_close_matches(column, [name for name in known if name not in heading], n=1, cutoff=0.6)
            mend = f"Call it {close[0]}" if close else f"Take it out; the columns are {', '.join(known)}"
            wrong = f"The column {cited(column)} is unknown" if column else "A column has no heading"
            faults.append(Fault(file, 1, wrong, mend))
    missing = [column for column in required if column not in heading]
    faults += [Fault(file, 1, f"The column {column} is missing", f"Add it. {shape}") for column in missing]
    return heading, faults


def _row_faults(cells: list[str], columns: list[str], at: Fault, never_empty: Sequence[str]) -> list[Fault]:
    """What is wrong with a row; `at` holds its file and line."""

    def fault(wrong: str, mend: str) -> Fault:
        return Fault(at.file, at.line, wrong, mend)

    if len(cells) != len(columns):
        cells_word = "cell" if len(cells) == 1 else "cells"
        wrong = f"The row has {len(cells)} {cells_word}, but the first line has {len(columns)}"
        return [fault(wrong, 'Add or take out commas; put " around a cell that has a comma in it')]
    faults = []
    for column, cell in zip(columns, cells, strict=True):
        if column in never_empty and not cell.strip():
            faults.append(fault(f"{column} is empty", "Fill it in, or take the row out"))
        elif len(cell) > LONGEST_CELL:
            faults.append(fault(f"{column} is longer than {LONGEST_CELL:,} characters", "Shorten it"))
        elif is_formula(cell):
            wrong = f"{column} begins with a character that makes it a formula in a spreadsheet: {cited(cell, 30)}"
            faults.append(fault(wrong, "Begin it with a letter or a digit"))
    return faults


def is_formula(value: str) -> bool:
    """Whether a spreadsheet might run a cell of this value: it begins, blanks apart, with = + - @, a tab or a line end.

    Plain numbers (-5.20) and telephone numbers (+44 1442 228000) are none.
    """
    lead = _LEADING.match(value)
    if lead and any(char in _BREAKS for char in lead[0]):
        return True
    plain = value[lead.end() :] if lead else value
    if not plain or plain[0] not in _FORMULA_MARKS:
        return False
    plain = plain.rstrip()
    return not (_NUMBER.fullmatch(plain) or _TELEPHONE.fullmatch(plain))


def neutral(value: str) -> str:
    """The value as a cell that no spreadsheet runs: with an apostrophe before it where it could be a formula."""
    return f"'{value}" if is_formula(value) else value


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime() | date():
            return value.isoformat()
        case int() | Decimal():
            return f"{value:f}" if isinstance(value, Decimal) else str(value)
        case _:
            return neutral(str(value))


class _Line:
    """What csv writes to: it hands the line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A CSV file line by line (ends: CR LF), for streaming.

    Every cell of text is neutral; days are YYYY-MM-DD, truth is yes or no, None is empty.
    """
    writer = csv.writer(_Line())
    yield writer.writerow([_cell(name) for name in header])
    for row in rows:
        yield writer.writerow([_cell(value) for value in row])


def in_blocks(pieces: Iterator[str], *, most: int = 16_384) -> Iterator[bytes]:
    """The pieces in blocks of about so many characters, encoded."""
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= most:
            yield "".join(held).encode()
            held, size = [], 0
    yield "".join(held).encode()
