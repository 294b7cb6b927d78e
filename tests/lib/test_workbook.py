"""A table as a spreadsheet: what its cells hold, and that none of them runs."""

import io
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest

from compact_portal.lib.workbook import MOST_CHARACTERS, WorkbookFile


def sheet_of(*rows: tuple[object, ...]):
    file = WorkbookFile("Sheet", ("one", "two"), rows)
    try:
        return openpyxl.load_workbook(io.BytesIO(b"".join(file))).active
    finally:
        file.close()


def test_days_and_numbers_stay_what_they_are():
    sheet = sheet_of((date(2026, 4, 26), 7), (True, None), (datetime(2026, 4, 26, 9, tzinfo=UTC), "words"))
    assert list(sheet.values) == [
        ("one", "two"), (datetime(2026, 4, 26), 7), ("yes", None), ("2026-04-26T09:00:00+00:00", "words"),
    ]  # fmt: skip


@pytest.mark.parametrize("value", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1", '=HYPERLINK("x")'])
def test_no_text_is_a_formula(value):
    cell = sheet_of((value, "")).cell(2, 1)
    assert (cell.data_type, str(cell.value)[0]) == ("s", "'")


def test_what_a_cell_cannot_hold_is_cut():
    assert len(sheet_of(("x" * 40_000, "")).cell(2, 1).value) == MOST_CHARACTERS
    assert sheet_of(("A\uffffB\x0b", "")).cell(2, 1).value == "AB"


def test_nothing_in_it_says_when_it_was_made(monkeypatch):
    first = b"".join(WorkbookFile("Sheet", ("one",), [("x",)]))
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2
    assert b"".join(WorkbookFile("Sheet", ("one",), [("x",)])) == first
