"""Keep evidence with the partner whose promise it is."""

from datetime import date

from signatories.merging import follows
from signatories.models import Partner
from undertakings.evidence import promise_measures, touched
from undertakings.models import RecordVerdict


def follow_merges() -> None:
    """Have evidence follow a partner into the one that it is merged into."""
    follows("undertakings.RecordVerdict", judge_again)


def judge_again(gone: Partner, into: Partner, on: date) -> None:
    """What counts for the partner that goes is judged anew at the end of the merge, when its rows are the other's."""
    for measure in promise_measures():
        rows = RecordVerdict.objects.now_known().filter(measure=measure.key, agency=gone.pk)
        touched(measure, rows.order_by().values_list("record", flat=True))
