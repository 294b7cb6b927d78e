"""The figures of all measures as open data."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.urls import reverse

from compact_portal.lib.dates import start_of_day
from compact_portal.lib.verdicts import Outcome
from undertakings.evidence import AmountMeasure, PromiseMeasure, all_measures
from undertakings.models import EvidenceLink, JudgedMeasure
from undertakings.queries.evidence import figures
from undertakings.queries.shown import amounts_by_year

# Every column of evidence.csv, and key of a figure in evidence.json, with what it says.
FIGURE_COLUMNS = {
    "measure": "The key of the measure: the last part of its address.",
    "year": "The financial year, from 1 April to 31 March.",
    "kept": "Records that keep the undertaking. Empty, like the next four, for an amount.",
    "not_kept": "Records that do not.",
    "explained": "Records that do not, with a published reason.",
    "not_due": "Records whose moment to be judged has not come.",
    "unknown": "Records that lack something to judge by. They never count as kept.",
    "amount": "What was counted or summed, for an amount.",
    "unit": "What the amount is of; money is in pence.",
    "address": "The page of the figure, down to its records.",
}
# Every column of a measure's own table of records.
RECORD_COLUMNS = {
    "record": "What the record is called.",
    "address": "Its page, or empty where the public may not open it.",
    "agency": "Whose promise it is.",
    "counts on": "The day that puts it into a financial year.",
    "financial year": "From 1 April to 31 March.",
    "outcome": f"On the day of the download, one of: {', '.join(Outcome)}.",
    "sentence": "Why, with the numbers in it.",
}
MEASURE_KEYS = {
    "on": "The day for which the figures hold.",
    "measures[].key": "The key of the measure.",
    "measures[].question": "What it asks.",
    "measures[].rule": "The rule in words.",
    "measures[].source": "Where the rule comes from.",
    "measures[].undertakings": "The anchors of the undertakings that it shows.",
    "measures[].figures": "A figure for each year, with the columns of evidence.csv.",
}


def figure_rows(*, on: date, year: str = "") -> Iterator[dict[str, Any]]:
    """Each figure of each year, or of one year, by measure, the newest year first: one query, and one an amount."""
    measures = all_measures()
    counted = figures([measure.key for measure in measures if isinstance(measure, PromiseMeasure)], on=on)
    for measure in measures:
        if isinstance(measure, AmountMeasure):
            for of_year, value in amounts_by_year(measure, on=on).items():
                if year in ("", of_year):
                    yield _row(measure.key, of_year, amount=value, unit=measure.unit)
        else:
            for of_year, figure in counted.get(measure.key, {}).items():
                if year in ("", of_year):
                    yield _row(measure.key, of_year, **{outcome.value: getattr(figure, outcome) for outcome in Outcome})


def _row(key: str, year: str, **values: Any) -> dict[str, Any]:
    page = reverse("undertakings:evidence_year", args=[key, year])
    row = dict.fromkeys(FIGURE_COLUMNS, "")
    return row | {"measure": key, "year": year, **values, "address": settings.PORTAL_ADDRESS + page}


def evidence_as_data(*, on: date, year: str = "") -> dict[str, Any]:
    """All measures with their figures, and what the keys mean."""
    of_measure: dict[str, list[dict[str, Any]]] = {}
    for row in figure_rows(on=on, year=year):
        of_measure.setdefault(row["measure"], []).append({name: value for name, value in row.items() if value != ""})
    anchors: dict[str, list[str]] = {}
    for anchor, key, from_on in EvidenceLink.objects.order_by("position", "pk").values_list("anchor", "measure", "from_on"):
        if from_on is None or from_on <= on:
            anchors.setdefault(key, []).append(anchor)
    return {
        "keys": MEASURE_KEYS | FIGURE_COLUMNS,
        "on": on.isoformat(),
        "measures": [
            {
                "key": measure.key,
                "question": measure.question,
                "rule": measure.rule,
                "source": measure.source,
                "undertakings": anchors.get(measure.key, []),
                "figures": of_measure.get(measure.key, []),
            }
            for measure in all_measures()
        ],
    }


def evidence_changed_at(*, on: date, key: str = "") -> datetime:
    """When a figure may have changed last, of one measure or of any: with a record, or by itself when the day began."""
    measures = JudgedMeasure.objects.filter(key=key) if key else JudgedMeasure.objects.all()
    found = measures.aggregate(last=Max("changed_at"))["last"]
    return max(found, start_of_day(on)) if found else start_of_day(on)
