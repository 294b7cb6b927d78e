"""Writes to the registers of policy appraisals and decisions: drafted, recorded, corrected, and voided where they were a mistake.

Whoever writes locks the record and looks again, so that of two officers who record one decision the second is told.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from compact_portal.audit.actions import StaleVersion, free_slug, next_reference, remember_slug, save_version
from compact_portal.audit.context import change
from compact_portal.lib.references import reference_prefix
from compact_portal.lib.verdicts import Outcome
from compact_portal.search.actions import put, remove
from compact_portal.search.rules import Entry
from consultations.actions.locks import require_officer
from consultations.models import Decision, PolicyAppraisal
from consultations.queries.register_judging import lines_of
from consultations.queries.registers import Register, register_of
from consultations.rules import catalogue_following as catalogue
from signatories.merging import follows
from signatories.models import Partner
from undertakings.models import Edition

# What a recorded one has to have, by column, as what to do.
REQUIRED: dict[type[Any], dict[str, str]] = {
    PolicyAppraisal: {"policy": "Name the policy", "owner": "Name the office that owns it", "effect": "Choose its effect"},
    Decision: {
        "title": "Give it a title",
        "what": "Say what was decided",
        "decided_by": "Say which body or office decided",
        "decided_on": "Enter the day on which it was decided",
        "reasons": "Give the reasons",
    },
}
# Which column explains a promise that was not kept, and how its form asks for it.
EXPLAINED_BY = {
    catalogue.APPRAISED.key: ("late_reason", "Say why it was appraised late"),
    catalogue.DECIDED_AFTER.key: ("early_reason", "Say why it was decided so early"),
    catalogue.PUBLISHED.key: ("late_reason", "Say why it was published late"),
}
Record = PolicyAppraisal | Decision


def _locked(row: Record, *, by: Any, version: int) -> Any:
    """The record, locked for this transaction. Raises StaleVersion, and ValidationError where it was voided."""
    held: Any = type(row)._default_manager.select_for_update(of=("self",)).select_related("agency").get(pk=row.pk)
    require_officer(held.agency, by=by)
    if held.version != version:
        raise StaleVersion(held)
    if held.voided_at is not None:
        raise ValidationError({"__all__": "This record was marked as a mistake, so nothing is added to it any more"})
    return held


def _check_consultation(agency: Partner, values: dict[str, Any]) -> None:
    consultation = values.get("consultation")
    if consultation is not None and consultation.agency_id != agency.pk:
        raise ValidationError({"consultation": "Choose a consultation of your own agency"})


def draft_record(*, register: Register, agency: Partner, values: dict[str, Any], by: Any, on: date) -> Record:
    """A new draft of an agency; nothing of it is public."""
    with change(by=by, why=f"Drafted the {register.noun}", public=False):
        require_officer(agency, by=by)
        _check_consultation(agency, values)
        edition = Edition.objects.in_force(on)
        reference = next_reference(reference_prefix(edition.place if edition else ""), on=on)
        slug = free_slug(register.model, values[register.title])
        row: Record = register.model.objects.create(agency=agency, reference=reference, slug=slug, **values)
        return row


def save_record(*, row: Record, version: int, values: dict[str, Any], by: Any, on: date) -> Record:
    """Write a record's own columns; a new name gives a new address, and the old one goes on working once it was public.

    A recorded one stays whole and explained. Raises StaleVersion, and ValidationError by field.
    """
    register = register_of(row)
    with change(by=by, why=f"Changed the {register.noun}", public=row.recorded_at is not None):
        held = _locked(row, by=by, version=version)
        _check_consultation(held.agency, values)
        before = held.slug
        if values.get(register.title, getattr(held, register.title)) != getattr(held, register.title):
            values = values | {"slug": free_slug(register.model, values[register.title], keep=held)}
        _take(held, values)
        if held.recorded_at is not None:
            _require_whole(held, on=on)
            remember_slug(held, before, held.slug)
        save_version(held, {})
        _follow(held)
    return held  # type: ignore[no-any-return]  # a row of either model


def record_it(*, row: Record, version: int, by: Any, at: datetime, on: date) -> Record:
    """A draft becomes a record that the public reads. A decision without a day of publication is published by this.

    Raises StaleVersion, and ValidationError by field for what is missing or has to be explained.
    """
    with change(by=by, why=f"Recorded the {register_of(row).noun}"):
        held = _locked(row, by=by, version=version)
        if held.recorded_at is not None:
            raise ValidationError({"__all__": "It is recorded already"})
        _take(held, {"recorded_at": at} | ({"published_on": held.published_on or on} if isinstance(held, Decision) else {}))
        _require_whole(held, on=on)
        save_version(held, {})
        _follow(held)
    return held  # type: ignore[no-any-return]  # a row of either model


def void_record(*, row: Record, version: int, reason: str, by: Any, at: datetime) -> Record:
    """A mistake: it leaves the register and every figure, and the row stays with the reason. Raises StaleVersion."""
    with change(by=by, why=f"Marked the {register_of(row).noun} as a mistake: {reason}"):
        held = _locked(row, by=by, version=version)
        save_version(held, {"voided_at": at, "voided_by": by, "voided_reason": reason})
        _follow(held)
    return held  # type: ignore[no-any-return]  # a row of either model


def _take(row: Record, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    if isinstance(row, PolicyAppraisal):
        row.filed_on = row.dated_on or row.adopted_on


def missing_in(row: Record) -> dict[str, str]:
    """What a draft still lacks to be recorded, by column, as what to do."""
    missing = {name: said for name, said in REQUIRED[type(row)].items() if getattr(row, name) in (None, "")}
    if isinstance(row, PolicyAppraisal):
        if row.dated_on is None and row.adopted_on is None:
            missing["dated_on"] = "Enter the day of the appraisal, or the day on which the policy is adopted"
        if not row.consulted_how and not row.not_consulted_reason:
            missing["consulted_how"] = "Say how the sector was consulted, or why it was not"
    return missing


def unexplained_in(row: Record, *, on: date) -> dict[str, str]:
    """What was not as promised and has no reason yet, by column, as what to do."""
    asked: dict[str, str] = {}
    for line in lines_of(row, on=on):
        if line.verdict.outcome is not Outcome.NOT_KEPT or line.promise.key not in EXPLAINED_BY:
            continue
        column, said = EXPLAINED_BY[line.promise.key]
        if not getattr(row, column):
            asked[column] = f"{said}. {line.verdict.sentence}"
        if not row.authorised_by:
            asked["authorised_by"] = "Say which office authorised that"
    return asked


def wanting_in(row: Record, *, on: date) -> dict[str, str]:
    """All that stands between a draft and the register, by column, as what to do."""
    return missing_in(row) | unexplained_in(row, on=on)


def _require_whole(row: Record, *, on: date) -> None:
    if wanting := wanting_in(row, on=on):
        raise ValidationError(wanting)


def _follow(row: Record) -> None:
    """Bring the search in step with a record."""
    register = register_of(row)
    if row.recorded_at is None or row.voided_at is not None:
        remove(kind=register.kind, key=str(row.pk))
    else:
        put(kind=register.kind, document=entry_of(row))


def follow_merges() -> None:
    """Say that the records of an agency that is merged follow to the one that stays."""
    for model in (PolicyAppraisal, Decision):
        follows(model._meta.label, _moving(model))


def _moving(model: type[Any]) -> Callable[[Partner, Partner, date], None]:
    def move(gone: Partner, into: Partner, on: date) -> None:
        for row in model._default_manager.filter(agency=gone):
            row.agency = into
            row.save()
            _follow(row)

    return move


def entry_of(row: Record) -> Entry:
    """A record as the search finds it."""
    register = register_of(row)
    words = (row.on_whom, row.findings) if isinstance(row, PolicyAppraisal) else (row.what, row.reasons, row.cites_answers)
    return Entry(
        key=str(row.pk),
        title=f"{getattr(row, register.title)} ({row.reference})",
        summary=f"{register.noun.capitalize()} of {row.agency}",
        body="\n".join(one for one in words if one),
        url=register.address(row.slug),
    )
