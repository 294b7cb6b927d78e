"""Verdicts on the records of a spreadsheet before anybody sees these, so that a figure is right at the instant at which they are.

A step shows some of the hidden records in a savepoint, asks the measures what they say of them, and goes back: so no rule and no
query has to know of hidden records. What was said is kept as verdicts that are never known, until the file is in.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from funding.models import Agreement, ImportBatch, Instalment
from funding.rules.importing import HIDDEN
from undertakings.actions.evidence import prepare
from undertakings.evidence import promise_measures
from undertakings.models import RecordVerdict

# Agreements whose verdicts are worked out in one transaction: about half a second.
FOLLOWED = 60
NOT_VOIDED = {"voided_at": None, "voided_by": None, "voided_reason": ""}
_FIRST_MARK = datetime(1900, 1, 1, tzinfo=UTC)


def hidden(model: Any, batch: ImportBatch) -> QuerySet[Any]:
    """The records that a file has made and nobody sees yet."""
    rows: QuerySet[Any] = model.objects.filter(batch=batch, voided_reason=HIDDEN)
    return rows


def mark_of(batch: ImportBatch) -> datetime:
    """The instant under which the verdicts on a file's records are kept: one that no other file has, and at which nobody lived
    who could have asked what was known."""
    return _FIRST_MARK + timedelta(seconds=batch.pk)


def judge_ahead(batch: ImportBatch, *, on: date) -> bool:
    """Judge the next of a file's new agreements, under the batch's lock. Says whether there were any."""
    numbers = list(hidden(Agreement, batch).filter(pk__gt=batch.cursor).order_by("pk").values_list("pk", flat=True)[:FOLLOWED])
    if not numbers:
        return False
    payments = hidden(Instalment, batch).filter(agreement__in=numbers)
    records = {"funding.Agreement": numbers, "funding.Instalment": list(payments.values_list("pk", flat=True))}
    verdicts: list[RecordVerdict] = []
    with transaction.atomic():
        payments.update(**NOT_VOIDED)
        hidden(Agreement, batch).filter(pk__in=numbers).update(**NOT_VOIDED)
        for measure in promise_measures():
            verdicts += prepare(measure, records.get(measure.model, []), mark=mark_of(batch), on=on)
        transaction.set_rollback(True)
    RecordVerdict.objects.bulk_create(verdicts, batch_size=500)
    ImportBatch.objects.filter(pk=batch.pk).update(cursor=numbers[-1], done_count=F("done_count") + len(numbers))
    return True
