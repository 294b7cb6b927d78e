"""What the records of consulting show: each promise of the catalogues as a measure, and small groups counted.

Every verdict comes from the functions that the forms and pages use (`queries.judging`, `queries.register_judging`, rules).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain
from typing import Any

from django.db.models import QuerySet

from compact_portal.lib.dates import in_words
from compact_portal.lib.promises import Promise
from compact_portal.lib.verdicts import Verdict
from consultations.models import Consultation, Decision, PolicyAppraisal, Response
from consultations.models.registers import RECORDED
from consultations.queries.addresses import appraisal_address, consultation_address, decision_address, own_address
from consultations.queries.judging import judge, window_days
from consultations.queries.outcome import time_facts
from consultations.queries.participation import confidentiality_of, small_groups_heard
from consultations.queries.register_judging import lines_of
from consultations.rules.catalogue_answering import CONFIDENTIALITY, SMALL_GROUPS
from consultations.rules.catalogue_asking import OF_ASKING, SHORT_WINDOW
from consultations.rules.catalogue_following import APPRAISED, CITES, DECIDED_AFTER, PUBLISHED
from consultations.rules.catalogue_outcomes import OUTCOME
from consultations.rules.outcome_time import verdict_outcome
from consultations.rules.participation import verdict_confidentiality
from consultations.rules.window import is_short
from undertakings.evidence import AmountMeasure, Judged, PromiseMeasure, RecordLine, Watch, read_once, register
from undertakings.queries.thresholds import Thresholds

STEP = 500
BARE = RecordLine("A record that is not public")


def _in_steps(rows: QuerySet[Any], ids: Sequence[int] | None) -> Iterable[list[Any]]:
    """Rows by their number, STEP at a time. Of given numbers they are read once for all measures that judge them."""
    if ids is None:
        return _read_in_steps(rows)
    return read_once(rows.model._meta.label, tuple(ids), lambda: list(_read_in_steps(rows.filter(pk__in=ids))))


def _read_in_steps(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    last = 0
    while step := list(rows.filter(pk__gt=last).order_by("pk")[:STEP]):
        yield step
        if len(step) < STEP:
            return
        last = step[-1].pk


def _thresholds() -> Thresholds:
    return read_once("thresholds", None, Thresholds)


def _itself(row: Any) -> Iterable[int]:
    return [row.pk]


def _its_consultation(row: Any) -> Iterable[int]:
    return [row.consultation_id] if row.consultation_id else []


# Consultations


def _every_one(row: Consultation, thresholds: Thresholds) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Judging:
    """How a promise about a consultation becomes a measure: its verdict, the day that puts it into a year, what else touches it."""

    promise: Promise
    counts_on: str
    verdict: Callable[[Consultation, Thresholds, date], Verdict]
    watched: Mapping[str, Watch]
    only: Callable[[Consultation, Thresholds], bool] = _every_one


def _asking_verdict(promise: Promise, row: Consultation, thresholds: Thresholds, on: date) -> Verdict:
    return next(one.verdict for one in judge(row, thresholds, on=on) if one.promise is promise)


def _is_short(row: Consultation, thresholds: Thresholds) -> bool:
    assert row.opens_on is not None
    assert row.closes_on is not None
    return is_short(row.opens_on, row.closes_on, window_days(thresholds, row.opens_on))


def _outcome_verdict(row: Consultation, thresholds: Thresholds, on: date) -> Verdict:
    facts = time_facts(row, getattr(row, "outcome", None), thresholds)  # one that is not written yet is an AttributeError
    assert facts is not None
    return verdict_outcome(facts, on=on)


def _confidence_verdict(row: Any, thresholds: Thresholds, on: date) -> Verdict:
    confidential, published = row.in_confidence
    return verdict_confidentiality(confidential=confidential, published=published, closes_on=row.closes_on, on=on)


def _its_consultation_if_confidential(row: Any) -> Iterable[int]:
    return [row.consultation_id] if row.is_confidential else []


ASKED = {
    "consultations.WindowEntry": _its_consultation,
    "consultations.Explanation": _its_consultation,
    "consultations.AskedGroup": _its_consultation,
}
JUDGING = (
    *(
        Judging(promise, "opens_on", partial(_asking_verdict, promise), ASKED, _is_short if promise is SHORT_WINDOW else _every_one)
        for promise in OF_ASKING
    ),
    Judging(OUTCOME, "closes_on", _outcome_verdict, {"consultations.Outcome": _its_consultation}),
    Judging(CONFIDENTIALITY, "closes_on", _confidence_verdict, {"consultations.Response": _its_consultation_if_confidential}),
)


def consultation_facts(judging: Judging, ids: Sequence[int] | None) -> Iterator[Judged]:
    """Public consultations, in a fixed number of queries for STEP of them."""
    thresholds = _thresholds()
    rows = Consultation.objects.public().select_related("outcome").prefetch_related("window", "explanations", "groups")
    for step in _in_steps(rows, ids):
        if judging.promise is CONFIDENTIALITY:
            told = confidentiality_of([row.pk for row in step])
            for row in step:
                row.in_confidence = told[row.pk]
        for row in step:
            if judging.only(row, thresholds):
                verdict = partial(judging.verdict, row, thresholds)
                yield Judged(row.pk, row.agency_id, getattr(row, judging.counts_on), verdict)


def consultation_lines(ids: Sequence[int]) -> dict[int, RecordLine]:
    """Each by its title."""
    rows = Consultation.objects.public().filter(pk__in=ids)
    found = {row.pk: RecordLine(row.title, consultation_address(row.slug)) for row in rows}
    return {number: found.get(number, BARE) for number in ids}


def desk_addresses(ids: Sequence[int]) -> dict[int, str]:
    """Where an officer of the agency goes on with each: one query."""
    return {pk: own_address(slug) for pk, slug in Consultation.objects.filter(pk__in=ids).values_list("pk", "slug")}


def _of_consultation(judging: Judging) -> PromiseMeasure:
    promise = judging.promise
    return PromiseMeasure(
        key=promise.key, question=promise.question, source=promise.source, rule=promise.formula,
        model="consultations.Consultation", facts=partial(consultation_facts, judging), lines=consultation_lines,
        watches={"consultations.Consultation": _itself, **judging.watched},
        thresholds=[promise.threshold] if promise.threshold else [], to_do=promise.to_do, desk=desk_addresses,
    )  # fmt: skip


# Appraisals and decisions


def _line_verdict(promise: Promise, row: Any, thresholds: Thresholds, on: date) -> Verdict:
    return next(line.verdict for line in lines_of(row, on=on, thresholds=thresholds) if line.promise is promise)


def appraisal_facts(ids: Sequence[int] | None) -> Iterator[Judged]:
    """Recorded appraisals, by the day under which they are filed."""
    thresholds = _thresholds()
    for row in chain.from_iterable(_in_steps(PolicyAppraisal.objects.filter(RECORDED), ids)):
        yield Judged(row.pk, row.agency_id, row.filed_on, partial(_line_verdict, APPRAISED, row, thresholds))


def decision_facts(promise: Promise, ids: Sequence[int] | None) -> Iterator[Judged]:
    """Recorded decisions; for what binds them to a consultation, those that had one."""
    thresholds = _thresholds()
    rows = Decision.objects.filter(RECORDED).select_related("consultation__outcome")
    for row in chain.from_iterable(_in_steps(rows, ids)):
        if any(line.promise is promise for line in lines_of(row, on=row.decided_on, thresholds=thresholds)):
            yield Judged(row.pk, row.agency_id, row.decided_on, partial(_line_verdict, promise, row, thresholds))


def appraisal_lines(ids: Sequence[int]) -> dict[int, RecordLine]:
    """Each by its policy."""
    rows = PolicyAppraisal.objects.filter(RECORDED, pk__in=ids)
    found = {row.pk: RecordLine(row.policy, appraisal_address(row.slug)) for row in rows}
    return {number: found.get(number, BARE) for number in ids}


def decision_lines(ids: Sequence[int]) -> dict[int, RecordLine]:
    """Each by its title and its day."""
    rows = Decision.objects.filter(RECORDED, pk__in=ids)
    found = {
        row.pk: RecordLine(f"{row.title}, {in_words(row.decided_on)}", decision_address(row.slug))
        for row in rows
        if row.decided_on is not None
    }
    return {number: found.get(number, BARE) for number in ids}


def _decisions_of(row: Any) -> Iterable[int]:
    number = row.pk if isinstance(row, Consultation) else row.consultation_id
    return list(Decision.objects.filter(consultation=number).values_list("pk", flat=True)) if number else []


APPRAISALS = PromiseMeasure(
    key=APPRAISED.key, question=APPRAISED.question, source=APPRAISED.source, rule=APPRAISED.formula,
    model="consultations.PolicyAppraisal", facts=appraisal_facts, lines=appraisal_lines,
    watches={"consultations.PolicyAppraisal": _itself},
)  # fmt: skip


def _of_decision(promise: Promise) -> PromiseMeasure:
    bound = {"consultations.Consultation": _decisions_of, "consultations.Outcome": _decisions_of}
    return PromiseMeasure(
        key=promise.key, question=promise.question, source=promise.source, rule=promise.formula,
        model="consultations.Decision", facts=partial(decision_facts, promise), lines=decision_lines,
        watches={"consultations.Decision": _itself, **({} if promise is PUBLISHED else bound)},
        thresholds=[promise.threshold] if promise.threshold else [],
    )  # fmt: skip


# Amounts


def _who_asked_it(row: Response) -> Iterable[int]:
    """The agency whose consultation a partner has answered; of other answers nothing is counted."""
    return [row.consultation.agency_id] if row.partner_id else []


def _who_asked_the_partner(row: Any) -> Iterable[int]:
    """Those that a partner has answered: whether it is small may be another matter now."""
    rows = Response.objects.filter(partner=row.pk).order_by()
    return list(rows.values_list("consultation__agency", flat=True).distinct()) if row.pk else []


def heard(on: date, agencies: Sequence[int] | None) -> Mapping[tuple[int | None, str], int]:
    """Answers in time by small partners."""
    return small_groups_heard(agencies)


HEARD = AmountMeasure(
    key=SMALL_GROUPS.key, question=SMALL_GROUPS.question, source=SMALL_GROUPS.source, rule=SMALL_GROUPS.formula,
    unit="answers of small groups", one="answer of a small group", amounts=heard,
    watches={
        "consultations.Response": _who_asked_it,
        "consultations.Consultation": lambda row: [row.agency_id],
        "signatories.Partner": _who_asked_the_partner,
    },
)  # fmt: skip


def offer() -> None:
    """Register what this app measures."""
    for judging in JUDGING:
        register(_of_consultation(judging))
    register(APPRAISALS)
    for promise in (DECIDED_AFTER, CITES, PUBLISHED):
        register(_of_decision(promise))
    register(HEARD)
