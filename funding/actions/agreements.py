"""Writes to agreements: drafted, recorded, copied to the next year, and voided where they were a mistake."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from compact_portal.audit.actions import save_version
from compact_portal.audit.context import change
from compact_portal.lib.dates import add_months, financial_year
from compact_portal.lib.money import in_pounds
from funding.actions.locks import locked_agreement, new_references, require_officer
from funding.actions.standing import refresh
from funding.models import Agreement, CostLine, Indicator, Instalment, Objective, YearAllocation
from funding.queries.agreement import permit_own_reference
from funding.rules import outside_the_award, whole_months
from signatories.models import Partner

# What a recorded agreement has to have, as its form calls it.
REQUIRED = {
    "recipient": "Say who receives the funding",
    "title": "Give it a title",
    "purpose": "Say what it is for",
    "kind": "Choose the kind of funding",
    "start_on": "Enter the first day",
    "end_on": "Enter the last day",
    "awarded_on": "Enter the day on which it was awarded",
    "award_pence": "Enter the award",
    "payment": "Choose whether it is paid in advance or in arrears",
}
COPIED = (
    "funder", "recipient", "fund", "title", "purpose", "purpose_withheld", "withheld_reason", "kind", "department",
    "award_pence", "other_income_pence", "payment", "short_term_reason", "full_cost_difficulty", "common_terms",
    "common_monitoring",
)  # fmt: skip


def draft_agreement(*, funder: Partner, values: dict[str, Any], by: Any, on: date) -> Agreement:
    """A new draft of an agency; nothing of it is public. Raises ValidationError by field."""
    with change(by=by, why="Drafted the agreement", public=False):
        require_officer(funder, by=by)
        row = Agreement(funder=funder, reference=new_references(1, on=on)[0], **values)
        with _reference_of_its_own(row):
            row.save()
    return row


@contextmanager
def _reference_of_its_own(row: Agreement) -> Iterator[None]:
    """ValidationError where the agency has given its reference to another agreement meanwhile: the form could not see that."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        if permit := permit_own_reference(row):
            raise
        raise ValidationError({"own_reference": permit.reason}) from None


def save_agreement(*, agreement: Agreement, version: int, values: dict[str, Any], by: Any, why: str) -> Agreement:
    """Write an agreement's own columns. A recorded one stays complete, and what is promised stays within the award.

    Raises StaleVersion, and ValidationError by field.
    """
    with change(by=by, why=why):
        row = locked_agreement(agreement.pk, by=by, version=version)
        for name, value in values.items():
            setattr(row, name, value)
        if row.state == Agreement.State.RECORDED:
            _require_whole(row)
        check_sums(row)
        with _reference_of_its_own(row):
            save_version(row, {})
        refresh([row])
    return row


def record_agreement(*, agreement: Agreement, version: int, by: Any) -> Agreement:
    """A draft becomes a record that the public reads. Raises StaleVersion, and ValidationError by field for what is missing."""
    with change(by=by, why="Recorded the agreement"):
        row = locked_agreement(agreement.pk, by=by, version=version)
        _require_whole(row)
        check_sums(row)
        save_version(row, {"state": Agreement.State.RECORDED})
        refresh([row])
    return row


def missing_in(row: Agreement) -> dict[str, str]:
    """What a draft still lacks to be recorded, by column, as what to do."""
    return {name: said for name, said in REQUIRED.items() if getattr(row, name) in (None, "")}


def _require_whole(row: Agreement) -> None:
    if missing := missing_in(row):
        raise ValidationError(missing)


def check_sums(row: Agreement) -> None:
    """ValidationError where instalments or allocations go beyond the award. Call it under the agreement's lock."""
    if row.award_pence is None:
        return
    for name, rows in (
        ("The instalments", Instalment.objects.standing().filter(agreement=row)),
        ("The amounts for each year", YearAllocation.objects.filter(agreement=row)),
    ):
        permit = outside_the_award(row.award_pence, list(rows.values_list("pence", flat=True)), what=name)
        if not permit:
            raise ValidationError({"pence" if name.startswith("The inst") else "__all__": permit.reason})


def allocate(*, agreement: Agreement, version: int, years: Sequence[tuple[str, int, bool]], by: Any) -> Agreement:
    """What is promised for each financial year, as (year, pence, firm); takes the place of what stood there.

    Raises StaleVersion, and ValidationError where the years do not add up to the award.
    """
    with change(by=by, why="Set the amounts for each year"):
        row = locked_agreement(agreement.pk, by=by, version=version)
        together = sum(pence for _, pence, _ in years)
        if row.award_pence is not None and together != row.award_pence:
            raise ValidationError(
                f"The years come to {in_pounds(together)} and the award is {in_pounds(row.award_pence)}: make them the same"
            )
        held = {one.year: one for one in YearAllocation.objects.filter(agreement=row)}
        for year in held.keys() - {year for year, _, _ in years}:
            held[year].delete()
        for year, pence, firm in years:
            one = held.get(year) or YearAllocation(agreement=row, year=year, version=0)
            save_version(one, {"pence": pence, "is_firm": firm})
        save_version(row, {})
        refresh([row])
    return row


def years_of(start_on: date, end_on: date) -> list[str]:
    """The financial years that a term touches, in order."""
    first, last = (int(financial_year(day)[:4]) for day in (start_on, end_on))
    return [financial_year(date(year, 4, 1)) for year in range(first, last + 1)]


def copy_agreement(*, agreement: Agreement, by: Any, on: date) -> Agreement:
    """A draft for the time after an agreement: the same terms, as long again, its costs and objectives with it."""
    with change(by=by, why=f"Copied {agreement.reference} to the time after it", public=False):
        row = locked_agreement(agreement.pk, by=by)
        values = {name: getattr(row, name) for name in COPIED}
        if row.start_on and row.end_on:
            months = max(1, whole_months(row.start_on, row.end_on))
            values["start_on"] = row.end_on + timedelta(days=1)
            values["end_on"] = add_months(values["start_on"], months) - timedelta(days=1)
        copied = Agreement.objects.create(reference=new_references(1, on=on)[0], renewed_from=row, **values)
        for line in CostLine.objects.filter(agreement=row):
            CostLine.objects.create(
                agreement=copied, kind=line.kind, label=line.label, pence=line.pence, part=line.part, whole=line.whole
            )
        for objective in Objective.objects.filter(agreement=row):
            twin = Objective.objects.create(agreement=copied, words=objective.words)
            for one in objective.indicators.all():
                Indicator.objects.create(objective=twin, words=one.words, unit=one.unit, target=one.target)
        refresh([copied])
    return copied


def void_agreement(*, agreement: Agreement, version: int, reason: str, by: Any, at: datetime) -> Agreement:
    """A mistake: it leaves the register and every figure, and the row stays with the reason. Raises StaleVersion."""
    with change(by=by, why=f"Marked the agreement as a mistake: {reason}"):
        row = locked_agreement(agreement.pk, by=by, version=version)
        save_version(row, {"voided_at": at, "voided_by": by, "voided_reason": reason})
        refresh([row])
    return row
