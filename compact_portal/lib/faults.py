"""What is wrong in a file that somebody gave us: where, what, and how to mend it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BLANKS = re.compile(r"\s+")


def on_one_line(text: str) -> str:
    """The text on one line: blanks become single spaces, and what does not print is written out as an escape."""
    text = _BLANKS.sub(" ", text).strip()
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)


def cited(text: str, most: int = 60) -> str:
    """The text in quotation marks on one line, cut to at most `most` characters, for use inside a message."""
    # Cut before tidying as well, so that a value of a megabyte costs nothing.
    short = on_one_line(text[: most * 2])
    if len(short) > most or len(text) > most * 2:
        short = short[: most - 1].rstrip() + "…"
    return f"“{short}”"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in one file. `line` counts from 1; `wrong` and `mend` are sentences without their full stop."""

    file: str
    line: int
    wrong: str
    mend: str

    def __str__(self) -> str:
        """`compact.md, line 12: <wrong>. <mend>.`, always exactly one line."""
        return on_one_line(f"{self.file}, line {self.line}: {self.wrong}. {self.mend}.")


def in_line_order(faults: list[Fault]) -> list[Fault]:
    """The faults by line, in the order found within a line, each only once."""
    return sorted(dict.fromkeys(faults), key=lambda fault: fault.line)
