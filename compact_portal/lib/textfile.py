"""Bytes that somebody gave us, read as text: UTF-8, nothing hidden in it, brought to one form (NFC, LF)."""

from __future__ import annotations

import re
import unicodedata

import filetype

from compact_portal.lib.faults import Fault

MOST_BYTES = 1024 * 1024

# More marks on one letter than any script uses. A long run would take minutes to normalise.
MOST_MARKS = 30

# What a reader cannot see but a machine can: control characters other than tab and line end, separators of lines and
# paragraphs, marks that turn the direction of the text, zero-width blanks, language tags, characters that stand for a
# lost one, and private ones that other machines cannot show.
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    "\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\uffff\ufdd0-\ufdef"
    "\ue000-\uf8ff\U000e0000-\U000e007f\U000f0000-\U0010ffff\ud800-\udfff]"
)


def name_of(char: str) -> str:
    """A hidden character by its number and name: `U+200B (zero width space)`."""
    name = unicodedata.name(char, "").lower()
    return f"U+{ord(char):04X}" + (f" ({name})" if name else "")


def unix_lines(text: str) -> str:
    """The text with every line end as LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def normalise(text: str) -> str:
    """The one form in which a text is stored and digested: NFC, LF, exactly one final line end.

    A text in which a letter carries an absurd number of accents (see `MOST_MARKS`) is not brought to NFC: that would
    take minutes, and `read_text` refuses it.
    """
    text = unix_lines(text)
    if _first_overloaded(text) is None:
        text = unicodedata.normalize("NFC", text)
    return text.rstrip("\n") + "\n"


def read_text(data: bytes, *, file: str, most_bytes: int = MOST_BYTES) -> tuple[str | None, list[Fault]]:
    """The normalised text of a file and what is wrong with its bytes.

    The text is None where nothing can be read. With faults beside it, it is what a reader would see (hidden
    characters are blanks then), so that the faults of its content can be told as well. Never raises.
    """
    if len(data) > most_bytes:
        return None, [Fault(file, 1, f"The file is larger than {megabytes(most_bytes)}", "Give a smaller file")]
    faults = []
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
        faults.append(Fault(file, 1, "The file begins with a byte-order mark", "Save it as “UTF-8”, not as “UTF-8 with BOM”"))
    if not data.strip():
        return None, [*faults, Fault(file, 1, "The file is empty", "Give a file that has text in it")]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [*faults, _not_utf8(data, error.start, file)]
    text = unix_lines(text)
    if fault := _too_many_marks(text, file):
        return None, [*faults, fault]
    text, hidden = _without_hidden(normalise(text), file)
    return text, faults + hidden


def megabytes(size: int) -> str:
    """A size in bytes as people write it: `1 MiB`."""
    return f"{size / (1024 * 1024):g} MiB"


def _not_utf8(data: bytes, at: int, file: str) -> Fault:
    """The fault of bytes that are not UTF-8; says what the file seems to be, where that can be told."""
    line = len(re.findall(rb"\r\n|\r|\n", data[:at])) + 1
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Fault(file, 1, "The text is written as UTF-16", "Save it as “UTF-8” and try again")
    kind = filetype.guess(data[:8192])
    if kind is not None or b"\x00" in data:
        what = f" ({kind.extension})" if kind is not None else ""
        return Fault(file, line, f"The file is not a text file{what}", "Give a plain text file, saved as “UTF-8”")
    wrong = f"The text is not UTF-8 (the byte 0x{data[at]:02X} stands where a letter should)"
    return Fault(file, line, wrong, "Save the file with the encoding “UTF-8” and try again")


def _too_many_marks(text: str, file: str) -> Fault | None:
    """The fault of a letter with an absurd number of accents on it."""
    at = _first_overloaded(text)
    if at is None:
        return None
    wrong = f"A letter carries more than {MOST_MARKS} accents"
    return Fault(file, text.count("\n", 0, at) + 1, wrong, "Take the accents out")


def _first_overloaded(text: str) -> int | None:
    """Where the first run of more than `MOST_MARKS` combining marks passes that number."""
    if text.isascii():
        return None
    run = 0
    for at, char in enumerate(text):
        # Nothing below U+0300 combines, and most of every text is below it.
        run = run + 1 if char > "\u02ff" and unicodedata.combining(char) else 0
        if run > MOST_MARKS:
            return at
    return None


def _without_hidden(text: str, file: str) -> tuple[str, list[Fault]]:
    """The text with a blank for each hidden character, and one fault for each kind of them, at its first line."""
    first: dict[str, re.Match[str]] = {}
    count: dict[str, int] = {}
    for match in HIDDEN.finditer(text):
        # There are 137,000 private characters: together they are one kind.
        kind = match[0] if match[0] < "\ue000" or match[0] in "\ufeff\ufffd" else "private"
        first.setdefault(kind, match)
        count[kind] = count.get(kind, 0) + 1
    faults = []
    for kind, match in first.items():
        times = f", here and in {count[kind] - 1:,} more places" if count[kind] > 1 else ""
        wrong = f"The text holds the hidden character {name_of(match[0])}{times}"
        mend = "Take it out, or type the line anew"
        if kind == "\ufffd":
            wrong, mend = f"A character was lost here ({name_of(kind)}){times}", "Type the character that belongs there"
        faults.append(Fault(file, text.count("\n", 0, match.start()) + 1, wrong, mend))
    return (HIDDEN.sub(" ", text), faults) if faults else (text, faults)
