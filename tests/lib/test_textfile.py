import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.textfile import MOST_BYTES, normalise, read_text


def faults_of(data, **more):
    return [str(fault) for fault in read_text(data, file="a.md", **more)[1]]


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", 1, "is empty"),
        (b" \r\n\t\n", 1, "is empty"),
        (b"\xef\xbb\xbfok", 1, "byte-order mark"),
        ("one\ntwo café".encode("latin-1"), 2, "not UTF-8 (the byte 0xE9"),
        ("one\r\ntwo\rthree café".encode("latin-1"), 3, "not UTF-8"),
        ("ok".encode("utf-16"), 1, "UTF-16"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, 1, "not a text file (png)"),
        (b"PK\x03\x04" + b"\xff" * 64, 1, "not a text file (zip)"),
        (b"ok\x00", 1, "hidden character U+0000"),
        (b"ok\nno\x0bno", 2, "hidden character U+000B"),
        ("ok\n\nwo\u200brds".encode(), 3, "U+200B (zero width space)"),
        ("ok \u202e turned".encode(), 1, "U+202E (right-to-left override)"),
        ("ok \ufffd".encode(), 1, "was lost here"),
        ("ok \ue000 \uf0b7".encode(), 1, "in 1 more places"),
        (b"a" * (MOST_BYTES + 1), 1, "larger than 1 MiB"),
        (b"ok\na" + "\u0301".encode() * 31, 2, "more than 30 accents"),
    ],
)
def test_bytes_that_are_no_plain_text_are_one_fault_with_its_line(data, line, words):
    (fault,) = faults_of(data)
    assert fault.startswith(f"a.md, line {line}: ")
    assert words in fault


def test_a_file_of_the_greatest_size_is_read():
    text, faults = read_text(b"a" * MOST_BYTES, file="a.md")
    assert (len(text), faults) == (MOST_BYTES + 1, [])


def test_a_hidden_character_does_not_hide_the_rest_of_the_text():
    text, faults = read_text("a\u200bb\nc".encode(), file="a.md")
    assert (text, len(faults)) == ("a b\nc\n", 1)


def test_text_comes_in_one_form():
    text, faults = read_text("Cafe\u0301\r\nnoir\r\n\r\n".encode(), file="a.md")
    assert (text, faults) == ("Café\nnoir\n", [])


@pytest.mark.parametrize("word", ["ক্ষ", "ﷺ", "نَسْتَعْلِيق", "👩‍👩‍👧", "Việt", "naïve"])
def test_words_of_many_scripts_are_no_fault(word):
    assert faults_of(word.encode()) == []


@given(st.text())
def test_the_one_form_stays_as_it_is(text):
    assert normalise(normalise(text)) == normalise(text)


@given(st.binary())
def test_no_bytes_raise(data):
    text, faults = read_text(data, file="a.md")
    assert text is not None or faults


def test_a_letter_with_very_many_accents_costs_nothing():
    text = "a" + "\u0301\u0316" * 250_000
    start = time.process_time()
    assert len(faults_of(text.encode())) == 1
    assert len(normalise(text)) == len(text) + 1
    assert time.process_time() - start < 5
