"""What the records show of one partner, for its page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse

from signatories.models import Partner
from undertakings.evidence import PromiseMeasure, all_measures
from undertakings.queries.evidence import figures, total
from undertakings.queries.shown import shown


def partner_evidence(partner: Partner, on: date) -> Mapping[str, Any] | None:
    """A figure for each measure that has records of the partner: one query. None where there is no record."""
    measures = [measure for measure in all_measures() if isinstance(measure, PromiseMeasure)]
    counted = figures([measure.key for measure in measures], on=on, agency=partner.pk)
    rows = []
    for measure in measures:
        if years := counted.get(measure.key):
            page = reverse("undertakings:evidence_detail", args=[measure.key])
            figure = shown(total(years.values()), label=measure.question, url=f"{page}?agency={partner.pk}#records")
            rows.append(figure)
    return {"rows": rows} if rows else None
