"""A table as a spreadsheet that is written row by row to a file, so that a hundred thousand rows are never held at once."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from compact_portal.lib.tabular import neutral

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a cell can hold; Excel calls a file with more in it broken.
MOST_CHARACTERS = 32_767
_BLOCK = 65_536


def _cell(value: object) -> Any:
    """The value as a cell: text that no spreadsheet runs, and without what its XML cannot hold."""
    match value:
        case None:
            return None
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.isoformat()
        case date() | int():
            return value
        case _:
            return neutral(ILLEGAL_CHARACTERS_RE.sub("", str(value)))[:MOST_CHARACTERS]


def write_workbook(title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> IO[bytes]:
    """A file with one sheet, at its beginning. It has no name on the disk and is gone when it is closed."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.append(list(header))
    for row in rows:
        sheet.append([_cell(value) for value in row])
    file = TemporaryFile()  # noqa: SIM115  whoever asked closes it
    book.save(file)
    file.seek(0)
    return file


def blocks_of(file: IO[bytes]) -> Iterator[bytes]:
    """All of a file in blocks; it is closed behind the last."""
    with file:
        while block := file.read(_BLOCK):
            yield block
