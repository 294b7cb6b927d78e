"""One row of a table beside a compact, read cell by cell: each cell is checked as what it should be."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from compact_portal.lib.compact_inline import link_fault
from compact_portal.lib.faults import Fault, cited
from compact_portal.lib.tabular import Row

LONGEST_WORDS = 200
LONGEST_KEY = 60
LONGEST_ADDRESS = 500

_KEY = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,4})?")
_TELEPHONE = re.compile(r"\+?[\d ()./-]{3,30}(?: ?(?:ext|x)\.? ?\d{1,6})?")


class Cells:
    """The cells of one row by column. A cell that is wrong adds to `faults` and gives an empty value of its kind.

    `anchors`: those that the text has; None when that is not known. `seen`: the keys of earlier rows with their lines.
    """

    def __init__(self, file: str, row: Row, anchors: Collection[str] | None, seen: dict[Hashable, int]) -> None:
        self.file = file
        self.line = row.line
        self.faults: list[Fault] = []
        self._row = row
        self._anchors = anchors
        self._seen = seen

    def __getitem__(self, column: str) -> str:
        return self._row[column]

    def fault(self, wrong: str, mend: str) -> None:
        self.faults.append(Fault(self.file, self.line, wrong, mend))

    def words(self, column: str, *, most: int = LONGEST_WORDS) -> str:
        """A name or a title: one line of at most `most` characters."""
        value = " ".join(self[column].split())
        if len(value) > most:
            self.fault(f"{column} is longer than {most} characters", "Shorten it")
        return value

    def key(self, column: str) -> str:
        """The name of a rule or a measure: small letters and digits, joined by hyphens or underscores."""
        value = self[column]
        if len(value) > LONGEST_KEY or not _KEY.fullmatch(value):
            mend = f"Use small letters and digits, joined by hyphens or underscores, at most {LONGEST_KEY}"
            self.fault(f"{column} {cited(value)} is not a key", mend)
        return value

    def anchor(self, column: str) -> str:
        """An anchor that the text has."""
        return self.known_anchor(self[column].removeprefix("#"), column)

    def known_anchor(self, anchor: str, column: str) -> str:
        """The anchor; a fault when the text does not have it."""
        if self._anchors is not None and anchor not in self._anchors:
            mend = "Use an anchor that stands in compact.md, without #"
            self.fault(f"{column} names {cited(anchor)}, an anchor that compact.md does not have", mend)
        return anchor

    def one_of(self, column: str, allowed: tuple[str, ...]) -> str:
        """One of a few values."""
        # A typographic apostrophe is what a word processor makes of "the portal's reading".
        value = self[column].replace("’", "'")
        if value not in allowed:
            self.fault(f"{column} {cited(value)} is unknown", f"Write one of: {', '.join(allowed)}")
        return value

    def several(self, column: str) -> tuple[str, ...]:
        """Values separated by semicolons."""
        values = tuple(" ".join(value.split()) for value in self[column].split(";") if value.strip())
        if any(len(value) > LONGEST_WORDS for value in values):
            self.fault(f"A value in {column} is longer than {LONGEST_WORDS} characters", "Separate values by semicolons")
        return values

    def day(self, column: str, *, instead: str = "") -> date | None:
        """A day as YYYY-MM-DD; None when empty."""
        value = self[column]
        if not value:
            return None
        try:
            if _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        other = f", or {instead}" if instead else ""
        self.fault(f"{column} {cited(value)} is not a day", f"Write it as 2026-04-01 (year, month, day){other}")
        return None

    def year(self, column: str) -> int | None:
        """A year; None when empty."""
        value = self[column]
        if not value:
            return None
        if not _YEAR.fullmatch(value) or not value.isascii():
            self.fault(f"{column} {cited(value)} is not a year", "Write four digits, such as 2008")
            return None
        return int(value)

    def number(self, column: str) -> Decimal:
        """A number that is not negative."""
        value = self[column]
        if not _NUMBER.fullmatch(value) or not value.isascii():
            self.fault(f"{column} {cited(value)} is not a number", "Write digits, such as 3 or 0.5")
            return Decimal(0)
        return Decimal(value)

    def telephone(self, column: str) -> str:
        """A telephone number as people write it; may be empty."""
        value = " ".join(self[column].split())
        if value and not _TELEPHONE.fullmatch(value):
            self.fault(f"{column} {cited(value)} is not a telephone number", "Write digits and blanks, such as 01442 228000")
        return value

    def email(self, column: str) -> str:
        """An e-mail address; may be empty."""
        value = self[column]
        if value:
            try:
                validate_email(value)
            except ValidationError:
                self.fault(f"{column} {cited(value)} is not an e-mail address", "Write it as name@example.org")
        return value

    def address(self, column: str) -> str:
        """A web address; may be empty."""
        value = self[column]
        if not value:
            return ""
        if len(value) > LONGEST_ADDRESS or any(char.isspace() for char in value) or link_fault(value):
            mend = f"Write a whole one that begins with https:// or http://, at most {LONGEST_ADDRESS} characters"
            self.fault(f"{column} {cited(value)} is not a web address", mend)
        return value

    def only_once(self, what: str, name: str, key: Hashable) -> None:
        """A fault when an earlier row had the same key."""
        first = self._seen.setdefault(key, self.line)
        if first != self.line:
            self.fault(f"The {what} {cited(name)} stands twice; the first is on line {first}", "Take one of them out")
