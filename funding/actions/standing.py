"""What is kept of agreements so that a register of 100,000 is filtered and added up by an index.

Called at the end of every write to an agreement or to what belongs to it, under the agreement's lock.
"""

from collections import Counter
from collections.abc import Sequence

from django.db.models import F

from compact_portal.lib.dates import financial_year
from compact_portal.search.actions import put_many, remove
from compact_portal.search.rules import Entry
from funding.models import Agreement, AwardTotal
from funding.models.agreements import KEPT
from funding.queries.addresses import agreement_address
from funding.queries.judging import Guidance, Records, days_to_do, full_cost_state, is_multi_year, records_of

KIND = "agreement"


def refresh(agreements: Sequence[Agreement]) -> None:
    """Bring kept columns, totals and search in step with the rows, for agreements that are locked."""
    guidance = Guidance()
    moves: Counter[tuple[int, str, str]] = Counter()
    for records in records_of(agreements):
        row = records.agreement
        for name, value in kept_columns(records, guidance).items():
            setattr(row, name, value)
        count(row, moves)
    Agreement.objects.bulk_update(agreements, KEPT, batch_size=500)
    move_totals(moves)
    make_findable(agreements)


def make_findable(agreements: Sequence[Agreement]) -> None:
    """Have the search find those that are public, and no other."""
    put_many(kind=KIND, documents=(entry_of(row) for row in agreements if row.is_public))
    for row in agreements:
        if not row.is_public:
            remove(kind=KIND, key=str(row.pk))


def kept_columns(records: Records, guidance: Guidance) -> dict[str, object]:
    """What lists filter by, from the records of one agreement."""
    row = records.agreement
    return {
        "recipient_band": row.recipient.income_band if row.recipient else "",
        "is_multi_year": is_multi_year(records, guidance),
        "has_notice": bool(records.notices),
        "full_cost": full_cost_state(records, guidance),
        "paid_pence": sum(one.paid_pence or 0 for one in records.instalments),
        **days_to_do(records, guidance),
    }


def count(row: Agreement, moves: Counter[tuple[int, str, str]]) -> None:
    """Take out of the totals what they hold of an agreement, and put in what they should."""
    if row.counted_year:
        moves[row.funder_id, row.counted_year, "agreements"] -= 1
        moves[row.funder_id, row.counted_year, "pence"] -= row.counted_pence
    public = row.is_public and row.awarded_on is not None
    row.counted_year = financial_year(row.awarded_on) if public and row.awarded_on else ""
    row.counted_pence = (row.award_pence or 0) if public else 0
    if row.counted_year:
        moves[row.funder_id, row.counted_year, "agreements"] += 1
        moves[row.funder_id, row.counted_year, "pence"] += row.counted_pence


def move_totals(moves: Counter[tuple[int, str, str]]) -> None:
    """Write them in one order, so that of two writers neither waits for the other in a circle."""
    for funder, year in sorted({(funder, year) for funder, year, _ in moves}):
        agreements, pence = moves[funder, year, "agreements"], moves[funder, year, "pence"]
        if agreements or pence:
            AwardTotal.objects.get_or_create(funder_id=funder, year=year)
            AwardTotal.objects.filter(funder_id=funder, year=year).update(
                agreements=F("agreements") + agreements, pence=F("pence") + pence
            )


def entry_of(row: Agreement) -> Entry:
    """An agreement as the search finds it. A withheld purpose is not in it."""
    purpose = "" if row.purpose_withheld else row.purpose
    return Entry(
        key=str(row.pk),
        title=f"{row.title} ({row.reference})",
        summary=f"{row.funder} to {row.recipient}",
        body=purpose,
        url=agreement_address(row.reference),
    )
