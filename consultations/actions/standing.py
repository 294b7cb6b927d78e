"""What is kept of consultations so that lists of 100,000 are read by an index. Nothing else writes these columns.

Called at the end of every write to a consultation, its window or its outcome, under the consultation's lock.
"""

from compact_portal.search.actions import put, remove
from compact_portal.search.rules import Entry
from consultations.models import Consultation, Outcome, WindowEntry
from consultations.queries.addresses import consultation_address
from consultations.rules.window import instants
from undertakings.evidence import touched

KIND = "consultation"


def refresh(row: Consultation) -> None:
    """Bring the kept columns and the search in step with the ledger and the outcome.

    Of `answered` it takes nothing and writes nothing: who counts an answer keeps that.
    """
    entries = list(WindowEntry.objects.filter(consultation=row).order_by("position").values_list("opens_on", "closes_on"))
    values: dict[str, object] = dict.fromkeys(("opens_on", "closes_on", "opens_at", "closes_at", "first_closes_on"))
    if entries:
        opens_on, closes_on = entries[-1]
        opens_at, closes_at = instants(opens_on, closes_on)
        values = {
            "opens_on": opens_on, "closes_on": closes_on, "opens_at": opens_at, "closes_at": closes_at,
            "first_closes_on": entries[0][1],
        }  # fmt: skip
    values["outcome_on"] = Outcome.objects.filter(consultation=row).values_list("published_on", flat=True).first()
    for name, value in values.items():
        setattr(row, name, value)
    Consultation.objects.filter(pk=row.pk).update(**values)
    touched(Consultation, [row.pk])
    if row.is_public:
        put(kind=KIND, document=entry_of(row))
    else:
        remove(kind=KIND, key=str(row.pk))


def entry_of(row: Consultation) -> Entry:
    """A consultation as the search finds it."""
    return Entry(
        key=str(row.pk),
        title=f"{row.title} ({row.reference})",
        summary=row.summary,
        body=f"{row.proposal}\n{row.why_now}\n{row.options}",
        url=consultation_address(row.slug),
    )
