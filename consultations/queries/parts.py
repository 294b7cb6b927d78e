"""What the pages of a consultation's parts show."""

from datetime import date
from typing import Any

from consultations.models import Consultation, Document
from consultations.queries.consultation import ledger_lines
from consultations.queries.judging import was_public, window_days
from consultations.rules.window import is_short, length_in_words
from undertakings.models import Clause, Edition
from undertakings.queries.thresholds import Thresholds

LONGEST_OPTION = 90


def agreeable(*, on: date) -> list[tuple[str, str]]:
    """The undertakings of the edition in force, as options of a form: anchor, number and words."""
    edition = Edition.objects.in_force(on)
    if edition is None:
        return []
    rows = Clause.objects.filter(edition=edition, kind="undertaking").order_by("position").values_list("anchor", "number", "words")
    return [(anchor, f"{number} {_cut(words)}") for anchor, number, words in rows]


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST_OPTION else f"{words[: LONGEST_OPTION - 1].rstrip()}…"


def document_of(row: Consultation, pk: int) -> Document | None:
    """A document of a consultation that was not taken out."""
    return Document.objects.standing().filter(consultation=row, pk=pk).first()


def window_page(row: Consultation, *, on: date) -> dict[str, Any]:
    """The ledger and the days as they stand. `moves`: the public has read them, so a change is one more entry."""
    asked = window_days(Thresholds(), row.opens_on or on)
    entries = list(row.window.order_by("position"))
    days = (row.opens_on, row.closes_on)
    is_open = row.is_public and days[0] is not None and days[1] is not None and days[0] <= on < days[1]
    return {
        "entry": entries[-1] if entries else None,
        "asked": asked,
        "moves": was_public(row),
        "closable": is_open,
        "opened": row.is_public and days[0] is not None and days[0] <= on,
        "length": length_in_words(days[0], days[1], asked) if days[0] and days[1] else "",
        "short": bool(days[0] and days[1] and is_short(days[0], days[1], asked)),
        "lines": ledger_lines(row),
    }
