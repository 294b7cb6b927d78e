"""What a cell of a table says: a day, a choice. What cannot be read says how to write it."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from compact_portal.lib.dates import MONTH_NAMES
from compact_portal.lib.faults import cited
from compact_portal.lib.folding import fold

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_BRITISH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_IN_WORDS = re.compile(r"(?:[A-Za-z]+,? +)?(\d{1,2})(?:st|nd|rd|th)? +([A-Za-z]+)\.?,? +(\d{4})", re.ASCII)
# A day that a spreadsheet shows as a number, because the cell is not formatted: 20000 is in 1954, 80000 in 2119.
_SERIAL = re.compile(r"[2-7]\d{4}", re.ASCII)
_SERIAL_BEGINS = date(1899, 12, 30)


def day_of(words: str) -> date:
    """A day written 2004-03-31, 31/03/2004 or 31 March 2004, or a spreadsheet's number for one. ValueError says what to write."""
    try:
        if _SERIAL.fullmatch(words):
            return _SERIAL_BEGINS + timedelta(days=int(words))
        iso, british, said = _ISO.fullmatch(words), _BRITISH.fullmatch(words), _IN_WORDS.fullmatch(words)
        if said:
            return date(int(said[3]), MONTH_NAMES.get(said[2].casefold(), 0), int(said[1]))
        parts = iso.groups() if iso else british.groups()[::-1] if british else ()
        year, month, day = map(int, parts)
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"{cited(words, 30)} is no day. Write it like 2004-03-31 or 31/03/2004") from None


def choice_of(words: str, choices: Mapping[str, str]) -> str:
    """The value of a choice written as its value or its label. ValueError lists the values."""
    folded = fold(words)
    for value, label in choices.items():
        if folded in (fold(value), fold(label)):
            return value
    raise ValueError(f"{cited(words, 40)} is not known. Write one of: {', '.join(choices)}")
