"""Writes to what belongs to an agreement: instalments, objectives, evaluations, liaison, support, returns, notices, what
comes next. All under the agreement's lock, where sums and overlaps are looked at again."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from compact_portal.audit.actions import StaleVersion, save_version
from compact_portal.audit.context import change
from compact_portal.audit.voidable import Voidable
from compact_portal.lib.dates import in_words
from compact_portal.lib.verdicts import Outcome
from funding.actions.agreements import check_sums
from funding.actions.locks import locked_agreement
from funding.actions.standing import refresh
from funding.models import (
    Agreement,
    ChangeNotice,
    CostLine,
    Evaluation,
    Indicator,
    Instalment,
    LiaisonAssignment,
    MonitoringReturn,
    Objective,
    OtherSupport,
    RenewalDecision,
)
from funding.queries.judging import Guidance, notice_facts
from funding.rules import Due, earliest_effective, verdict_notice

Part = Any
EXPLAIN = "Say why the notice is shorter than the guideline and who authorised it, or choose {day} or a later day"


def save_part(*, agreement: Agreement, row: Part, version: int | None, values: dict[str, Any], by: Any, why: str) -> Part:
    """Write one row that belongs to an agreement; `version` None makes it. `row` says which: new, or as it was read.

    Raises StaleVersion, and ValidationError by field: beyond the award, days that overlap, a breach without its reason.
    """
    with change(by=by, why=why):
        held = locked_agreement(agreement.pk, by=by)
        if version is not None:
            row = type(row).objects.select_for_update().get(pk=row.pk)
            if row.version != version:
                raise StaleVersion(row)
            _refuse_voided(row)
        for name, value in values.items():
            setattr(row, name, value)
        check = _CHECKS.get(type(row))
        if check is not None:
            check(held, row)
        if version is None:
            row.version = 0
        save_version(row, {})
        if isinstance(row, MonitoringReturn):
            row.agreements.add(held)
        check_sums(held)
        refresh([held])
    return row


def _refuse_voided(row: Part) -> None:
    if isinstance(row, Voidable) and row.voided_at is not None:
        raise ValidationError({"__all__": "This was marked as a mistake meanwhile, so it cannot be changed any more"})


def void_part(*, agreement: Agreement, row: Part, version: int, reason: str, by: Any, at: datetime) -> Part:
    """A mistake: it counts in nothing any more, and the row stays with the reason. Raises StaleVersion."""
    with change(by=by, why=f"Marked as a mistake: {reason}"):
        held = locked_agreement(agreement.pk, by=by)
        row = type(row).objects.select_for_update().get(pk=row.pk)
        if row.version != version:
            raise StaleVersion(row)
        _refuse_voided(row)
        save_version(row, {"voided_at": at, "voided_by": by, "voided_reason": reason})
        refresh([held])
    return row


def put_schedule(*, agreement: Agreement, version: int, due: Sequence[Due], by: Any) -> list[Instalment]:
    """Instalments from a schedule, beside those that stand already. Raises StaleVersion, and ValidationError beyond the award."""
    with change(by=by, why="Made instalments from a schedule"):
        held = locked_agreement(agreement.pk, by=by, version=version)
        made = [Instalment.objects.create(agreement=held, due_on=one.due_on, pence=one.pence) for one in due]
        check_sums(held)
        save_version(held, {})
        refresh([held])
    return made


def put_costs(*, agreement: Agreement, version: int, lines: Sequence[dict[str, Any]], by: Any) -> Agreement:
    """The cost plan, line by line; takes the place of the one that stood there. Raises StaleVersion."""
    with change(by=by, why="Set the cost plan"):
        held = locked_agreement(agreement.pk, by=by, version=version)
        for line in CostLine.objects.filter(agreement=held):
            line.delete()
        for values in lines:
            CostLine.objects.create(agreement=held, **values)
        save_version(held, {})
        refresh([held])
    return held


def put_objective(
    *, agreement: Agreement, objective: Objective | None, version: int | None, words: str, indicator: dict[str, Any], by: Any
) -> Objective:
    """An objective with its indicator, made or changed. Raises StaleVersion."""
    with change(by=by, why="Set an objective and its indicator"):
        held = locked_agreement(agreement.pk, by=by)
        row = objective or Objective(agreement=held, version=0)
        if objective is not None:
            row = Objective.objects.select_for_update().get(pk=objective.pk)
            if row.version != version:
                raise StaleVersion(row)
        save_version(row, {"words": words})
        one = row.indicators.first() or Indicator(objective=row, version=0)
        save_version(one, indicator)
        refresh([held])
    return row


def drop_objective(*, agreement: Agreement, objective: Objective, version: int, by: Any) -> None:
    """An objective goes, with its indicators; its history stays. Raises StaleVersion; refused where something was measured."""
    with change(by=by, why="Took an objective out"):
        held = locked_agreement(agreement.pk, by=by)
        row = Objective.objects.select_for_update().get(pk=objective.pk)
        if row.version != version:
            raise StaleVersion(row)
        if row.indicators.filter(measurements__report__sent_at__isnull=False).exists():
            raise ValidationError("Something was measured of this objective, so it stays")
        row.delete()
        refresh([held])


def _check_liaison(agreement: Agreement, row: LiaisonAssignment) -> None:
    """One liaison officer a day."""
    for other in LiaisonAssignment.objects.standing().filter(agreement=agreement).exclude(pk=row.pk):
        ends_before = other.until_on is not None and other.until_on < row.from_on
        begins_after = row.until_on is not None and other.from_on > row.until_on
        if not ends_before and not begins_after:
            until = f" until {in_words(other.until_on)}" if other.until_on else ""
            raise ValidationError(
                {"from_on": f"{other.name} is liaison officer from {in_words(other.from_on)}{until}: end that first, "
                 "or choose days beside it"}
            )  # fmt: skip


def _check_notice(agreement: Agreement, row: ChangeNotice) -> None:
    """A notice shorter than the guideline is saved only with its reason and who authorised it."""
    guideline = Guidance().guideline(agreement.funder_id, row.written_on)
    verdict = verdict_notice(notice_facts(row, guideline))
    if verdict.outcome == Outcome.NOT_KEPT and guideline:
        day = in_words(earliest_effective(row.written_on, guideline.months))
        wanted = [name for name in ("breach_reason", "authorised_by") if not getattr(row, name)]
        raise ValidationError({name: EXPLAIN.format(day=day) for name in wanted})


def _check_instalment(agreement: Agreement, row: Instalment) -> None:
    if row.paid_on is None and row.paid_pence:
        raise ValidationError({"paid_on": "Enter the day on which it was paid"})


_CHECKS: dict[type[Any], Callable[[Agreement, Any], None]] = {
    LiaisonAssignment: _check_liaison,
    ChangeNotice: _check_notice,
    Instalment: _check_instalment,
}
# What one form of the desk writes each.
PARTS: dict[str, type[Any]] = {
    "instalments": Instalment,
    "evaluations": Evaluation,
    "liaison": LiaisonAssignment,
    "support": OtherSupport,
    "returns": MonitoringReturn,
    "notices": ChangeNotice,
    "next-year": RenewalDecision,
}
