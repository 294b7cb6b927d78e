import csv
import io
import time
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.tabular import csv_lines, is_formula, neutral, read_table


def read(text, **more):
    data = text if isinstance(text, bytes) else text.encode()
    options = {"file": "a.csv", "required": ["term", "meaning"], "optional": ["note"], "never_empty": ["term"]} | more
    return read_table(data, **options)


def faults_of(text, **more):
    return [str(fault) for fault in read(text, **more)[1]]


def test_rows_have_their_line_and_their_values_stripped():
    rows, faults = read('term,note,meaning\r\n a ," n ",b\r\n\r\n"c, d",,"e ""f"""\r\n')
    assert faults == []
    assert [(row.line, row.values) for row in rows] == [
        (2, {"term": "a", "meaning": "b", "note": "n"}),
        (4, {"term": "c, d", "meaning": 'e "f"', "note": ""}),
    ]


def test_a_missing_optional_column_is_empty():
    rows, faults = read("term,meaning\n a , b \n")
    assert ([row.values for row in rows], faults) == ([{"term": "a", "meaning": "b", "note": ""}], [])


def test_a_cell_over_several_lines_keeps_the_lines_after_it_right():
    rows, faults = read('term,meaning\na,"one\ntwo\n\nthree"\nb,c\n,d\n')
    assert [row.line for row in rows] == [2, 6]
    assert [fault.line for fault in faults] == [7]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "is empty"),
        ("term\n", 1, "column meaning is missing"),
        ("term,meaning,extra\n", 1, "column “extra” is unknown"),
        ("term,meanings\n", 1, "Call it meaning"),
        ("term,meaning,term\n", 1, "stands twice"),
        ("term,meaning,\n", 1, "A column has no heading"),
        ("term;meaning\na;b\n", 1, "not separated by commas"),
        (",".join(str(number) for number in range(101)), 1, "more than 100 columns"),
        ("term,meaning\na\n", 2, "has 1 cell, but the first line has 2"),
        ("term,meaning\na,b,c\n", 2, "has 3 cells"),
        ("term,meaning\n,b\n", 2, "term is empty"),
        ('term,meaning\na,b\nc,"d"e\n', 3, "quotation marks in this row are broken"),
        ('term,meaning\na,say "b" now\n', 2, "quotation marks in this row are broken"),
        ('term,meaning\na,b\nc,"d\ne,f\n', 3, "opens here and is never closed"),
        ("term,meaning\na," + "b" * 10_001 + "\n", 2, "longer than 10,000"),
        ('term,meaning\na,"' + "b" * 200_000 + '"\n', 2, "opens here and is never closed"),
        ("term,meaning\na,=1+1\n", 2, "meaning begins with a character that makes it a formula"),
        ("term,meaning\n@b,a\n", 2, "term begins with"),
        ('term,meaning\na,"\t=1"\n', 2, "meaning begins with"),
        ("term,meaning\na,＝1\n", 2, "meaning begins with"),
        (b"term,meaning\na,caf\xe9\n", 2, "not UTF-8"),
        (b"\xef\xbb\xbfterm,meaning\n", 1, "byte-order mark"),
    ],
)
def test_each_fault_has_its_line(text, line, words):
    found = faults_of(text)
    assert any(fault.startswith(f"a.csv, line {line}: ") and words in fault for fault in found), found


def test_one_broken_row_does_not_hide_the_others():
    rows, faults = read('term,meaning\na,"b"c\nd,e\n,f\ng,h\n')
    assert ([row["term"] for row in rows], [fault.line for fault in faults]) == (["d", "g"], [2, 4])


def test_too_many_rows_are_one_fault_told_quickly():
    text = "term,meaning\n" + "=a,,\n" * 100_000
    start = time.process_time()
    (fault,) = faults_of(text)
    assert fault.startswith("a.csv, line 20002: The file has more than 20,000 rows")
    assert time.process_time() - start < 10


def test_the_greatest_number_of_rows_is_read():
    rows, faults = read("term,meaning\n" + "a,b\n" * 20, most_rows=20)
    assert (len(rows), faults) == (20, [])


@given(
    st.one_of(
        st.binary(),
        st.text(alphabet='a,"\n\r=+ \t;\x00\ud800é').map(lambda text: text.encode("utf-8", "surrogatepass")),
    )
)
def test_no_bytes_raise(data):
    for start in (b"", b"term,meaning\n"):
        rows, faults = read(start + data)
        assert all(row.line >= 1 for row in rows)
        assert all(fault.line >= 1 for fault in faults)


@pytest.mark.parametrize(
    "live",
    ["=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\x00=1", " =1", "\u00a0=1", "=", "\ttab", "＝1",
     "+", "-", "+44;=1", "-1-1"],
)  # fmt: skip
def test_what_a_spreadsheet_might_run_is_made_inert(live):
    assert is_formula(live)
    assert neutral(live) == f"'{live}"


@pytest.mark.parametrize(
    "plain",
    ["", "word", "1-2", "a=b", "-5.20", "+3", "1e5", "-1,000.50", "+44 (0)1442 228000", "+44-1442-228000", "12%"],
)
def test_words_numbers_and_telephone_numbers_stay(plain):
    assert neutral(plain) == plain


@given(st.text())
def test_nothing_neutral_begins_as_a_formula(value):
    assert not is_formula(neutral(value))


@given(st.lists(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2), max_size=5))
def test_what_is_written_is_read_back(rows):
    written = "".join(csv_lines(["a", "b"], rows))
    read_back = list(csv.reader(io.StringIO(written, newline=""), strict=True))
    assert read_back == [["a", "b"], *([neutral(cell) for cell in row] for row in rows)]


def test_cells_of_other_kinds_are_written_as_data():
    row = [None, True, 3, Decimal("-1.50"), date(2026, 4, 1), datetime(2026, 4, 1, 9, tzinfo=UTC), "=x"]
    assert list(csv_lines(["a"] * 7, [row]))[1] == ",yes,3,-1.50,2026-04-01,2026-04-01T09:00:00+00:00,'=x\r\n"


def test_lines_are_written_one_by_one():
    def rows():
        yield ["1"]
        raise RuntimeError("asked for more")

    lines = csv_lines(["a"], rows())
    assert (next(lines), next(lines)) == ("a\r\n", "1\r\n")
