"""Policy appraisals and decisions as open data, read in steps."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from compact_portal.lib.verdicts import Outcome
from consultations.models import Decision, PolicyAppraisal
from consultations.models import Outcome as OutcomeRow
from consultations.models.registers import RECORDED
from consultations.queries.addresses import appraisal_address, consultation_address, decision_address, whole
from consultations.queries.register_judging import lines_of
from consultations.queries.registers import APPRAISALS, DECISIONS, Register, with_facts
from consultations.rules import catalogue_following as catalogue
from undertakings.queries.thresholds import Thresholds

STEP = 1_000
_VERDICT = f"On the day of the download, one of: {', '.join(Outcome)}."

# Every column of policy-appraisals.csv with what it says.
APPRAISAL_COLUMNS = {
    "reference": "The appraisal’s reference, which never changes.",
    "address": "Its page.",
    "agency": "Name of the agency.",
    "agency_id": "The last part of the agency’s address in the directory.",
    "policy": "The policy or procedure.",
    "owner": "The office that owns it.",
    "dated_on": "The day of the appraisal; empty where none is dated.",
    "adopted_on": "The day on which the policy is adopted; empty while it is not known.",
    "effect": f"Its effect on the sector, one of: {', '.join(PolicyAppraisal.Effect.values)}.",
    "on_whom": "On whom.",
    "findings": "What the appraisal found.",
    "consulted_how": "How the sector was consulted on it.",
    "not_consulted_reason": "Why it was not.",
    "in_time": f"Whether it was appraised before it was adopted. {_VERDICT}",
    "late_reason": "Why it came late.",
    "authorised_by": "The office that authorised that.",
}
# Every column of decisions.csv with what it says.
DECISION_COLUMNS = {
    "reference": "The decision’s reference, which never changes.",
    "address": "Its page.",
    "agency": "Name of the agency.",
    "agency_id": "The last part of the agency’s address in the directory.",
    "title": "What it is called.",
    "what": "What was decided.",
    "decided_by": "The body or office that decided.",
    "decided_on": "The day of the decision.",
    "published_on": "The day on which it was made public.",
    "reasons": "The reasons.",
    "consultation": "The reference of the consultation that it followed; empty for none.",
    "consultation_address": "The page of that consultation.",
    "consultation_closed_on": "The last day of that consultation.",
    "answers_published_on": "The day on which the answers to it were published.",
    "cites_answers": "How the decision took account of the answers.",
    "after_close": f"Whether it came after the close and after the answers were published. {_VERDICT} Empty for none.",
    "early_reason": "Why it came earlier.",
    "published_in_time": f"Whether it was made public within the set number of working days. {_VERDICT}",
    "late_reason": "Why it was made public late.",
    "authorised_by": "The office that authorised what was early or late.",
}


def _in_steps(register: Register) -> Iterator[list[Any]]:
    last = 0
    while rows := list(with_facts(register).filter(RECORDED, pk__gt=last).order_by("pk")[:STEP]):
        yield rows
        last = rows[-1].pk


def appraisal_rows(*, on: date) -> Iterator[dict[str, Any]]:
    """Every public appraisal with all of APPRAISAL_COLUMNS: one query a thousand."""
    for rows in _in_steps(APPRAISALS):
        for row in rows:
            (line,) = lines_of(row, on=on)
            values = (
                row.reference, whole(appraisal_address(row.slug)), row.agency.name, row.agency.slug, row.policy, row.owner,
                row.dated_on, row.adopted_on, row.effect, row.on_whom, row.findings, row.consulted_how, row.not_consulted_reason,
                str(line.verdict.outcome), row.late_reason, row.authorised_by,
            )  # fmt: skip
            yield dict(zip(APPRAISAL_COLUMNS, values, strict=True))


def decision_rows(*, on: date) -> Iterator[dict[str, Any]]:
    """Every public decision with all of DECISION_COLUMNS: one query a thousand, and one for the thresholds."""
    thresholds = Thresholds()
    for rows in _in_steps(DECISIONS):
        for row in rows:
            found = {line.promise.key: str(line.verdict.outcome) for line in lines_of(row, on=on, thresholds=thresholds)}
            after = row.consultation if row.consultation is not None and row.consultation.is_public else None
            outcome = getattr(after, "outcome", None)
            values = (
                row.reference, whole(decision_address(row.slug)), row.agency.name, row.agency.slug, row.title, row.what,
                row.decided_by, row.decided_on, row.published_on, row.reasons, after.reference if after else "",
                whole(consultation_address(after.slug)) if after else "", after.closes_on if after else None,
                outcome.answers_published_on if outcome else None, row.cites_answers,
                found.get(catalogue.DECIDED_AFTER.key, ""), row.early_reason, found[catalogue.PUBLISHED.key], row.late_reason,
                row.authorised_by,
            )  # fmt: skip
            yield dict(zip(DECISION_COLUMNS, values, strict=True))


def registers_changed_at() -> datetime | None:
    """When an appraisal, a decision, or an outcome that one hangs on changed last; None while there is none."""
    last = (model.history.aggregate(last=Max("history_date"))["last"] for model in (PolicyAppraisal, Decision, OutcomeRow))
    return max((one for one in last if one is not None), default=None)
