"""A table as a spreadsheet that is written row by row to a file, so that a hundred thousand rows are never held at once."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import Any

from openpyxl import Workbook

from compact_portal.lib.tabular import neutral
from compact_portal.lib.xml_text import xml_text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a cell can hold; Excel calls a file with more in it broken.
MOST_CHARACTERS = 32_767
_BLOCK = 65_536


class WorkbookFile:
    """A file with one sheet, to be read in blocks. It has no name on the disk and is gone when it is closed."""

    def __init__(self, title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        self._file = TemporaryFile()  # noqa: SIM115  it lives as long as this does, or until it is closed
        book = Workbook(write_only=True)
        sheet = book.create_sheet(title[:31])
        sheet.append(list(header))
        for row in rows:
            sheet.append([_cell(value) for value in row])
        book.save(self._file)
        self._file.seek(0)

    def __iter__(self) -> Iterator[bytes]:
        while block := self._file.read(_BLOCK):
            yield block

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Let go of it. Django does so at the end of an answer, also of one that nobody waited for."""
        self._file.close()


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
            return neutral(xml_text(str(value)))[:MOST_CHARACTERS]
