import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.docx_file import MOST_BYTES, RefusedDocument, open_docx, what_is_lost
from tests.lib.word_files import saved, small, with_member

GOOD = saved(small())


def bomb(name="word/media/picture.bin", size=30 * 1024 * 1024):
    return with_member(GOOD, name, b"\x00" * size)


def encrypted():
    data = bytearray(GOOD)
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not a Word document"),
        (b"plain words", "not a Word document"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "a png file"),
        (b"%PDF-1.7\n" + b"\x00" * 64, "a pdf file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old Word format (.doc)"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (GOOD[:-200], "damaged"),
        (GOOD + b"\x00" * MOST_BYTES, "larger than 5 MiB"),
        (bomb(), "unpacks to far more"),
        (bomb(size=2 * 1024 * 1024), "unpacks to far more"),
        (encrypted(), "password"),
        (with_member(GOOD, "word/vbaProject.bin", b"x"), "macros (.docm)"),
        (
            with_member(
                GOOD, "[Content_Types].xml", None,
                instead=(b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml"),
            ),
            "macros (.docm)",
        ),
        (with_member(GOOD, "word/extra.xml", b"<a/>" * 400_000), "far more"),
        (with_member(GOOD, "word/extra.xml", "".join(f"<a{n}/>" for n in range(300_000)).encode()), "far longer"),
        (with_member(GOOD, "word/extra.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "no word processor writes"),
        (with_member(GOOD, "word/extra.xml", "<!doctype a><a/>".encode("utf-16")), "no word processor writes"),
    ],
)  # fmt: skip
def test_what_is_no_safe_word_document_is_refused_with_a_reason(data, words):
    with pytest.raises(RefusedDocument) as refused:
        open_docx(data)
    assert words in str(refused.value)


def test_another_package_is_no_word_document():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("xl/workbook.xml", "<a/>")
    with pytest.raises(RefusedDocument, match="not a Word document"):
        open_docx(stream.getvalue())


def test_very_many_members_are_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for number in range(2_001):
            package.writestr(f"a{number}", "")
    with pytest.raises(RefusedDocument, match="far more"):
        open_docx(stream.getvalue())


def test_a_member_that_lies_about_its_size_does_not_unpack_beyond_it():
    data = bytearray(with_member(GOOD, "word/lie.xml", b"<a>" + b"x" * 500_000 + b"</a>"))
    # The declared size stands in the directory, 24 bytes after its mark; the member is the last one.
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    with pytest.raises(RefusedDocument, match="damaged"):
        open_docx(bytes(data))


def test_a_good_document_is_opened_and_loses_nothing():
    assert list(what_is_lost(open_docx(GOOD))) == []


@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=8))
def test_damage_anywhere_is_refused_or_read(at, damage):
    data = GOOD[:at] + damage + GOOD[at + len(damage) :]
    told = ""
    try:
        told = open_docx(data).filename or "read"
    except RefusedDocument as refused:
        told = str(refused)
    assert told
