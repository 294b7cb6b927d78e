"""A file is what its content says; programs, older Office files and odd things are not taken."""

import io
import zipfile
from contextlib import suppress

import pytest
from docx import Document as Word
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from compact_portal.lib.upload_kinds import OPEN, kind_of, words_of

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def packed(**parts: bytes) -> io.BytesIO:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name, body in parts.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), body)
    return held


def office(*more: tuple[str, bytes], part: str = "word/document.xml", types: bytes = b"<Types/>") -> io.BytesIO:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name, body in (("[Content_Types].xml", types), (part, b"<x/>"), *more):
            made.writestr(name, body)
    return held


def saved(document) -> io.BytesIO:
    held = io.BytesIO()
    document.save(held)
    return held


@pytest.mark.parametrize(
    ("file", "ending"),
    [
        (io.BytesIO(b"%PDF-1.7\n"), ".pdf"),
        (io.BytesIO(PNG), ".png"),
        (io.BytesIO(b"\xff\xd8\xff\xe0" + b"\x00" * 40), ".jpg"),
        (office(), ".docx"),
        (office(part="xl/workbook.xml"), ".xlsx"),
        (office(part="ppt/presentation.xml"), ".pptx"),
        *((packed(mimetype=media.encode()), kind.ending) for media, kind in OPEN.items()),
    ],
)
def test_what_is_taken_is_known_by_its_content(file, ending):
    kind = kind_of(file)
    assert kind.ending == ending
    assert words_of(kind.media) == kind.words
    assert file.tell() == 0


def test_real_office_files_are_known():
    assert kind_of(saved(Word())).ending == ".docx"
    assert kind_of(saved(Workbook())).ending == ".xlsx"


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (io.BytesIO(b""), "empty"),
        (io.BytesIO(b"<html><script>alert(1)</script>"), "no file that can be taken"),
        (io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>"), "no file that can be taken"),
        (io.BytesIO(b"MZ\x90\x00"), "no file that can be taken"),
        (io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "older Office"),
        (io.BytesIO(b"PK\x03\x04 and then nothing"), "damaged"),
        (packed(hello=b"x"), "no file that can be taken"),
        (packed(mimetype=b"application/epub+zip"), "no file that can be taken"),
        (office(("word/vbaProject.bin", b"x")), "macros"),
        (office(("word/VBAPROJECT.BIN", b"x")), "macros"),
        (office(types=b"<Types>application/vnd.ms-word.document.macroEnabled.main+xml</Types>"), "macros"),
        (packed(mimetype=next(iter(OPEN)).encode(), Basic__Standard__Module1_dot_xml=b"x"), "macros"),
        (packed(mimetype=next(iter(OPEN)).encode(), Scripts__python__x_dot_py=b"x"), "macros"),
    ],
)
def test_what_is_not_taken_is_told(file, says):
    with pytest.raises(ValueError, match=says):
        kind_of(file)


@given(st.sampled_from([b"", b"PK\x03\x04", b"%PDF-", PNG]), st.binary(max_size=400))
def test_no_bytes_break_it(head, body):
    with suppress(ValueError):
        assert kind_of(io.BytesIO(head + body)).ending in {".pdf", ".png", ".jpg", ".gif", ".webp"}
