"""The numbers that rules use, as they were in force on a day."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from compact_portal.pages.parts import kept
from undertakings.models import Threshold
from undertakings.rules import value_in_words


@dataclass(frozen=True, slots=True)
class InForce:
    """A threshold on a day: its value as it was recorded, in words, and where it comes from."""

    value: str
    words: str
    source: str
    agreed_by: str
    from_on: date | None

    @property
    def number(self) -> int:
        """Whole days, weeks or months. ValueError where the value is none."""
        return int(self.value)

    @property
    def ratio(self) -> Fraction:
        """The value as an exact fraction."""
        return Fraction(self.value)


@kept
def thresholds() -> "Thresholds":
    """Those of a public page."""
    return Thresholds()


class Thresholds:
    """Every threshold there is, read once (one query); ask it by rule and day."""

    def __init__(self) -> None:
        self._rows: dict[str, list[InForce]] = {}
        for row in Threshold.objects.all():
            words = value_in_words(row.value, row.unit)
            found = InForce(row.value, words, row.get_source_display(), row.agreed_by, row.from_on)
            self._rows.setdefault(row.rule, []).append(found)
        for rows in self._rows.values():
            rows.sort(key=lambda row: row.from_on or date.min)

    def at(self, rule: str, on: date) -> InForce | None:
        """The newest that had begun by the day, or None where none is recorded for it."""
        begun = [row for row in self._rows.get(rule, ()) if row.from_on is None or row.from_on <= on]
        return begun[-1] if begun else None

    def number(self, rule: str, on: date) -> int | None:
        """Its whole number on a day, or None."""
        found = self.at(rule, on)
        return found.number if found else None
