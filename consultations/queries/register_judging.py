"""The verdicts on one appraisal or decision: the page, the form's preview, the desk and the register all ask here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from compact_portal.lib.promises import Promise
from compact_portal.lib.verdicts import Outcome, Verdict
from consultations.models import Consultation, Decision, PolicyAppraisal
from consultations.rules import catalogue_following as catalogue
from consultations.rules.registers import (
    Asked,
    Why,
    verdict_appraisal,
    verdict_decision_cites,
    verdict_decision_published,
    verdict_decision_time,
)
from undertakings.queries.evidence_pages import TONES
from undertakings.queries.thresholds import Thresholds

# A record is as good as its gravest promise.
GRAVEST = (Outcome.NOT_KEPT, Outcome.EXPLAINED, Outcome.UNKNOWN, Outcome.NOT_DUE, Outcome.KEPT)


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise with its verdict on one record, and the number in force that it uses ("" for none)."""

    promise: Promise
    verdict: Verdict
    threshold: str = ""

    @property
    def tone(self) -> str:
        """The class of its tag."""
        return TONES[self.verdict.outcome]

    @property
    def words(self) -> str:
        """The outcome as the tag says it."""
        return self.verdict.outcome.words.capitalize()


def gravest(lines: Sequence[PromiseLine]) -> PromiseLine | None:
    """The line that says most against a record; None where nothing is said."""
    return min(lines, key=lambda line: GRAVEST.index(line.verdict.outcome), default=None)


def asked_of(consultation: Consultation | None) -> Asked | None:
    """The consultation as the rules see it; None where there was none, or where it has no window yet."""
    if consultation is None or consultation.closes_on is None:
        return None
    outcome = getattr(consultation, "outcome", None)  # one that is not written yet is an AttributeError
    return Asked(consultation.closes_on, outcome.answers_published_on if outcome else None, has_answers=consultation.answered > 0)


def appraisal_lines(row: PolicyAppraisal, *, on: date) -> list[PromiseLine]:
    """What the rules say of an appraisal on a day. It may be one that is not saved."""
    why = Why(row.late_reason, row.authorised_by)
    verdict = verdict_appraisal(dated_on=row.dated_on, adopted_on=row.adopted_on, why=why, on=on)
    return [PromiseLine(catalogue.APPRAISED, verdict)]


def decision_lines(row: Decision, thresholds: Thresholds, *, on: date) -> list[PromiseLine]:
    """What the rules say of a decision on a day; nothing before it has one. It may be one that is not saved."""
    if row.decided_on is None:
        return []
    lines, asked = [], asked_of(row.consultation)
    if asked is not None:
        early = Why(row.early_reason, row.authorised_by)
        lines = [
            PromiseLine(catalogue.DECIDED_AFTER, verdict_decision_time(asked, decided_on=row.decided_on, why=early, on=on)),
            PromiseLine(catalogue.CITES, verdict_decision_cites(cites=row.cites_answers, has_answers=asked.has_answers)),
        ]
    found = thresholds.at(catalogue.PUBLISHED.threshold, row.decided_on)
    verdict = verdict_decision_published(
        decided_on=row.decided_on, published_on=row.published_on, days=found.number if found else None,
        why=Why(row.late_reason, row.authorised_by), on=on,
    )  # fmt: skip
    return [*lines, PromiseLine(catalogue.PUBLISHED, verdict, f"{found.words}, {found.source}" if found else "")]


def lines_of(row: PolicyAppraisal | Decision, *, on: date, thresholds: Thresholds | None = None) -> list[PromiseLine]:
    """The same of either; one query for a decision where the thresholds are not at hand."""
    if isinstance(row, PolicyAppraisal):
        return appraisal_lines(row, on=on)
    return decision_lines(row, thresholds or Thresholds(), on=on)
