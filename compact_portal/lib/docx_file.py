"""Looks at an uploaded Word document before anything reads it: is it one, is it safe to open, what will be lost."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import filetype

from compact_portal.lib.textfile import megabytes
from compact_portal.lib.zip_sizes import unpacks_too_far

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024
# What is read as XML, in the text proper. A compact of a hundred pages has less than one.
MOST_XML = 6 * 1024 * 1024
# Each takes a kilobyte and ten microseconds while it is read. The default styles of a document have 20,000.
MOST_MARKS = 300_000

_DOCUMENT = "word/document.xml"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AGAIN = "Open it in your word processor, save it as “Word document (.docx)”, and try again."

_LOST = (
    (re.compile(rb"<w:(?:drawing|pict)[ >/]"), "Pictures were left out: a compact is words only."),
    (re.compile(rb"<w:commentReference[ >/]"), "Comments were left out."),
    (re.compile(rb"<w:(?:ins|moveTo)[ >]"), "Tracked insertions were taken into the text as if they were accepted."),
    (re.compile(rb"<w:(?:del|moveFrom)[ >]"), "Tracked deletions were left out as if they were accepted."),
    (re.compile(rb"<w:(?:foot|end)noteReference[ >/]"), "Footnotes stand at the end of the text: move or delete them."),
    (re.compile(rb"<w:tbl[ >]"), "Tables became paragraphs, one for each row."),
    (re.compile(rb"<m:oMath[ >]"), "Formulas were left out."),
)


class RefusedDocument(Exception):
    """The upload is no Word document that can be read. The message says why and what to do."""


def open_docx(data: bytes) -> zipfile.ZipFile:
    """The package of a .docx file. Raises RefusedDocument for anything else, and for what is not safe to open."""
    if len(data) > MOST_BYTES:
        raise RefusedDocument(f"The document is larger than {megabytes(MOST_BYTES)}. Take its pictures out and try again.")
    if data.startswith(OLD_OFFICE):
        raise RefusedDocument(
            f"The document has a password, or is in the old Word format (.doc). Take the password off. {_SAVE_AGAIN}"
        )
    if not data.startswith(b"PK"):
        kind = filetype.guess(data[:8192])
        what = f"a {kind.extension} file" if kind else "a Word document"
        raise RefusedDocument(f"The file is {'' if kind else 'not '}{what}. Give a Word document (.docx), or Markdown.")
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise RefusedDocument(f"The document is damaged. {_SAVE_AGAIN}") from error
    _check_sizes(package)
    _check_contents(package)
    return package


def _check_sizes(package: zipfile.ZipFile) -> None:
    """Refuses what would unpack to much more than it is."""
    xml = sum(member.file_size for member in package.infolist() if member.filename.lower().endswith((".xml", ".rels")))
    if unpacks_too_far(package, most_unpacked=MOST_UNPACKED) or xml > MOST_XML:
        raise RefusedDocument(f"The document unpacks to far more than a text needs. Take out what is no text. {_SAVE_AGAIN}")


def _check_contents(package: zipfile.ZipFile) -> None:
    names = set(package.namelist())
    if any(member.flag_bits & 1 for member in package.infolist()):
        raise RefusedDocument("The document is protected by a password. Take the password off and try again.")
    if _DOCUMENT not in names or "[Content_Types].xml" not in names:
        raise RefusedDocument("The file is not a Word document. Give a Word document (.docx), or Markdown.")
    types = read_member(package, "[Content_Types].xml")
    if "word/vbaProject.bin" in names or b"macroEnabled" in types:
        raise RefusedDocument(f"The document holds macros (.docm). {_SAVE_AGAIN}")
    marks = 0
    for name in names:
        if name.lower().endswith((".xml", ".rels")):
            xml = read_member(package, name)
            marks += xml.count(b"<")
            if _has_doctype(xml):
                raise RefusedDocument(f"The document holds definitions that no word processor writes. {_SAVE_AGAIN}")
    if marks > MOST_MARKS:
        raise RefusedDocument(f"The document is far longer than a compact. Take out what is no part of it. {_SAVE_AGAIN}")


def _has_doctype(xml: bytes) -> bool:
    """Whether XML declares a document type: the way to make a short file expand without end, or read other files."""
    # Every other byte of UTF-16 is NUL as far as markup goes.
    return b"<!DOCTYPE" in xml.replace(b"\x00", b"").upper()


def read_member(package: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one member. Raises RefusedDocument when it is damaged."""
    try:
        return package.read(name)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError, zlib.error) as error:
        raise RefusedDocument(f"The document is damaged. {_SAVE_AGAIN}") from error


def what_is_lost(package: zipfile.ZipFile) -> Iterator[str]:
    """One sentence for each kind of thing in the document that does not come through, or comes through changed."""
    xml = read_member(package, _DOCUMENT)
    for pattern, sentence in _LOST:
        if pattern.search(xml):
            yield sentence
