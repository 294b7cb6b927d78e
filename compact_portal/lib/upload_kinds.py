"""What an uploaded file is, by its content and never by its name; and what is not taken."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import IO

import filetype

MOST_BYTES = 20 * 1024 * 1024
# A file of ours that names more parts than this was not made by an office program.
MOST_PARTS = 20_000
_READ = 1_000_000


@dataclass(frozen=True, slots=True)
class Kind:
    """A type that is taken: its media type, the ending that a download gets, and what readers call it."""

    media: str
    ending: str
    words: str


_ODF, _OOXML = "application/vnd.oasis.opendocument.", "application/vnd.openxmlformats-officedocument."
PDF = Kind("application/pdf", ".pdf", "PDF")
IMAGES = {kind.media: kind for kind in (
    Kind("image/png", ".png", "picture"), Kind("image/jpeg", ".jpg", "picture"), Kind("image/gif", ".gif", "picture"),
    Kind("image/webp", ".webp", "picture"),
)}  # fmt: skip
OPEN = {kind.media: kind for kind in (
    Kind(f"{_ODF}text", ".odt", "OpenDocument text"), Kind(f"{_ODF}spreadsheet", ".ods", "OpenDocument spreadsheet"),
    Kind(f"{_ODF}presentation", ".odp", "OpenDocument slides"),
)}  # fmt: skip
OFFICE = {
    "word/document.xml": Kind(f"{_OOXML}wordprocessingml.document", ".docx", "Word document"),
    "xl/workbook.xml": Kind(f"{_OOXML}spreadsheetml.sheet", ".xlsx", "Excel spreadsheet"),
    "ppt/presentation.xml": Kind(f"{_OOXML}presentationml.presentation", ".pptx", "PowerPoint slides"),
}
TAKEN = (PDF, *IMAGES.values(), *OPEN.values(), *OFFICE.values())
SAVE_AS = "Save it as PDF, OpenDocument (.odt, .ods, .odp), Office (.docx, .xlsx, .pptx) or a picture (.png, .jpg), then choose it"


def words_of(media: str) -> str:
    """What readers call a media type that was taken."""
    return next((kind.words for kind in TAKEN if kind.media == media), "file")


def kind_of(file: IO[bytes]) -> Kind:
    """What the file is. ValueError with a sentence for somebody who chose it, where it is nothing that is taken."""
    file.seek(0)
    head = file.read(8192)
    file.seek(0)
    if not head:
        raise ValueError("The file is empty: choose another")
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValueError(f"An older Office file can hide programs. {SAVE_AS}")
    guessed = filetype.guess(head)
    if guessed is not None and guessed.mime in IMAGES:
        return IMAGES[guessed.mime]
    if head.startswith(b"PK\x03\x04"):
        return _in_zip(file)
    raise ValueError(f"This is no file that can be taken. {SAVE_AS}")


def _in_zip(file: IO[bytes]) -> Kind:
    try:
        with zipfile.ZipFile(file) as packed:
            names = packed.namelist()
            if len(names) > MOST_PARTS:
                raise ValueError(f"The file has too many parts. {SAVE_AS}")
            found = _kind_in(packed, names)
            _refuse_programs(packed, names)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as fault:
        raise ValueError(f"The file is damaged or locked with a password. {SAVE_AS}") from fault
    finally:
        file.seek(0)
    return found


def _kind_in(packed: zipfile.ZipFile, names: list[str]) -> Kind:
    if "mimetype" in names:
        media = _read(packed, "mimetype").decode("ascii", "replace").strip()
        if media in OPEN:
            return OPEN[media]
    if "[Content_Types].xml" in names:
        for part, kind in OFFICE.items():
            if part in names:
                return kind
    raise ValueError(f"This is no file that can be taken. {SAVE_AS}")


def _refuse_programs(packed: zipfile.ZipFile, names: list[str]) -> None:
    small = [name.casefold() for name in names]
    office = any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in small)
    types = _read(packed, "[Content_Types].xml") if "[Content_Types].xml" in names else b""
    scripts = any(name.startswith(("basic/", "scripts/")) and not name.endswith("/") for name in small)
    if office or scripts or b"macroenabled" in types.lower():
        raise ValueError("The file holds macros, which are programs. Save it without them, or as PDF, then choose it")


def _read(packed: zipfile.ZipFile, name: str) -> bytes:
    """A small part, and no more of one that unpacks to much."""
    with packed.open(name) as part:
        return part.read(_READ)
