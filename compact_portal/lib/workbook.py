"""A table as a spreadsheet that is written row by row to a file, so that a hundred thousand rows are never held at once."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from compact_portal.lib.tabular import neutral
from compact_portal.lib.xml_text import xml_text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a cell can hold; Excel calls a file with more in it broken.
MOST_CHARACTERS = 32_767
_BLOCK = 65_536
_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that an archive knows


class _Timeless(ZipFile):
    """An archive in which nothing says when it was made: whoever asks for the same rows gets the same bytes."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *more: Any, **options: Any) -> None:
        super().writestr(ZipInfo(zinfo_or_arcname, _NO_TIME), data, ZIP_DEFLATED)

    def write(self, filename: Any, arcname: Any = None, *more: Any, **options: Any) -> None:
        entry = ZipInfo(arcname or filename, _NO_TIME)
        entry.compress_type = ZIP_DEFLATED
        with Path(filename).open("rb") as source, self.open(entry, "w") as target:
            shutil.copyfileobj(source, target)


class WorkbookFile:
    """A file with one sheet, to be read in blocks. It has no name on the disk and is gone when it is closed."""

    def __init__(self, title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        self._file = TemporaryFile()  # noqa: SIM115  it lives as long as this does, or until it is closed
        book = Workbook(write_only=True)
        sheet = book.create_sheet(title[:31])
        sheet.append(list(header))
        for row in rows:
            sheet.append([_cell(value) for value in row])
        book.properties.created = book.properties.modified = datetime(*_NO_TIME, tzinfo=UTC)
        with _Timeless(self._file, "w", ZIP_DEFLATED) as archive:
            ExcelWriter(book, archive).save()
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
