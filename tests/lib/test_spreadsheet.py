"""Spreadsheets read as words, whatever they are; and a workbook in which nothing runs."""

import io
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from compact_portal.lib.spreadsheet import read_sheet, workbook


def made(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_cells_of_a_workbook_come_as_words():
    values = [
        date(2026, 4, 1),
        datetime(2026, 4, 1),
        datetime(2026, 4, 1, 9, 30),
        18500,
        18500.5,
        0.1 + 0.2,
        True,
        None,
        " x ",
        7.0,
    ]
    sheet, faults = read_sheet(made([f"h{number}" for number in range(10)], values), name="x")
    assert faults == []
    assert sheet.rows == [
        (2, ["2026-04-01", "2026-04-01", "2026-04-01 09:30:00", "18500", "18500.5", "0.3", "yes", "", "x", "7"])
    ]  # fmt: skip


def test_a_formula_of_a_workbook_is_never_read_as_one():
    sheet, _ = read_sheet(made(["a", "b"], ["x", "=1+1"]), name="x")
    assert sheet.rows == [(2, ["x", ""])]


def test_rows_keep_their_numbers_past_blank_ones_and_short_ones_are_filled():
    sheet, _ = read_sheet(b"a,b,c\n\n1\n,,\n2,3,4\n", name="x")
    assert sheet.rows == [(3, ["1", "", ""]), (5, ["2", "3", "4"])]


def test_the_first_visible_sheet_is_read():
    book = Workbook()
    book.active.sheet_state = "hidden"
    book.active.append(["no"])
    second = book.create_sheet("Second")
    second.append(["a"])
    second.append(["1"])
    held = io.BytesIO()
    book.save(held)
    sheet, _ = read_sheet(held.getvalue(), name="x")
    assert sheet.headings == ["a"]


def test_a_million_empty_rows_are_no_rows():
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (["a"], ["1"], *([None] for _ in range(3_000)), ["2"]):
        sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    found, _ = read_sheet(held.getvalue(), name="x")
    assert found.rows == [(2, ["1"])]


@pytest.mark.parametrize("most", [1, 2])
def test_more_rows_than_may_be_are_one_fault(most):
    sheet, faults = read_sheet(b"a\n1\n2\n", name="x", most_rows=most)
    assert (sheet is None) == (most == 1)
    assert [fault.wrong for fault in faults] == (["The file has more than 1 rows"] if most == 1 else [])


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xef\xbb\xbf", b"a,b\n"]))
def test_no_bytes_raise(data, head):
    sheet, faults = read_sheet(head + data, name="x")
    assert (sheet is None) == bool(faults)


@settings(deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20), min_size=1, max_size=4))
def test_no_cell_of_a_workbook_that_we_write_is_a_formula(values):
    data = workbook(["h"] * len(values), [(["=1+1", "@x", "+x", *values], {0})], title="Sheet")
    for row in load_workbook(io.BytesIO(data)).active.iter_rows(min_row=2):
        assert not any(cell.data_type == "f" or str(cell.value or "").startswith(("=", "@")) for cell in row)
