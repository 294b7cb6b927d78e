"""Every verdict on agreements, in a fixed number of queries however many they are.

The agreement's page, the desk, the kept columns of the register and the measures all come through here, so that one rule
gives all of them.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Max

from compact_portal.lib.dates import add_months, financial_year
from compact_portal.lib.promises import Promise
from compact_portal.lib.verdicts import Outcome, Verdict
from funding import rules
from funding.models import (
    Agreement,
    ChangeNotice,
    CostLine,
    Evaluation,
    Indicator,
    Instalment,
    LiaisonAssignment,
    MonitoringReturn,
    NoticeGuideline,
    Objective,
    RenewalDecision,
    YearAllocation,
)
from funding.rules import catalogue
from undertakings.models import Threshold
from undertakings.queries.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Guideline:
    """Months of notice in force on a day, and what a page says of it."""

    months: int
    words: str


class Guidance:
    """Thresholds and notice guidelines, read once (two queries)."""

    def __init__(self) -> None:
        self.thresholds = Thresholds()
        self._guidelines = list(NoticeGuideline.objects.order_by("from_on"))

    def guideline(self, funder: int, on: date) -> Guideline | None:
        """A funder's own guideline in force on a day; else the one for all; else the place's threshold."""
        for owner in (funder, None):
            begun = [row for row in self._guidelines if row.funder_id == owner and row.from_on <= on]
            if begun:
                said = f"agreed by {begun[-1].agreed_by}"
                return Guideline(begun[-1].months, said + (f", {begun[-1].consulted}" if begun[-1].consulted else ""))
        found = self.thresholds.at("notice", on)
        if found is None:
            return None
        return Guideline(found.number, f"{found.source}{f', agreed by {found.agreed_by}' if found.agreed_by else ''}")


def numbers_seen() -> int:
    """A number that rises with each write of a threshold or a notice guideline, for whoever has to know that nothing was."""
    return sum(model.history.aggregate(last=Max("history_id"))["last"] or 0 for model in (Threshold, NoticeGuideline))


@dataclass(slots=True)
class Records:
    """One agreement with all that its verdicts need; nothing voided."""

    agreement: Agreement
    allocations: list[YearAllocation] = field(default_factory=list)
    instalments: list[Instalment] = field(default_factory=list)
    costs: list[CostLine] = field(default_factory=list)
    objectives: dict[int, list[Indicator]] = field(default_factory=dict)
    returns: list[MonitoringReturn] = field(default_factory=list)
    evaluations: list[Evaluation] = field(default_factory=list)
    notices: list[ChangeNotice] = field(default_factory=list)
    decision: RenewalDecision | None = None
    liaisons: list[LiaisonAssignment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict on one record of an agreement. `record` is its number in its own table, `about` names it ("" for the whole)."""

    promise: Promise
    record: int
    about: str
    verdict: Verdict


# What belongs to an agreement, in the groups in which verdicts need it.
NOTICES, TERM, MONEY, RETURNS = "notices", "term", "money", "returns"
GROUPS = (NOTICES, TERM, MONEY, RETURNS)


def records_of(agreements: Sequence[Agreement], *, groups: Collection[str] = GROUPS) -> list[Records]:
    """The agreements with their records: ten queries; fewer where not all groups are wanted."""
    found = {one.pk: Records(one) for one in agreements}
    for group in groups:
        _LOADERS[group](found)
    return list(found.values())


def _load_standing(found: dict[int, Records], *kinds: tuple[Any, str]) -> None:
    for model, name in kinds:
        rows: Iterable[Any] = model.objects.standing().filter(agreement__in=list(found))
        for one in rows:
            getattr(found[one.agreement_id], name).append(one)


def _load_notices(found: dict[int, Records]) -> None:
    _load_standing(found, (ChangeNotice, "notices"))


def _load_money(found: dict[int, Records]) -> None:
    _load_standing(found, (Instalment, "instalments"))
    for row in YearAllocation.objects.filter(agreement__in=list(found)):
        found[row.agreement_id].allocations.append(row)
    for line in CostLine.objects.filter(agreement__in=list(found)):
        found[line.agreement_id].costs.append(line)


def _load_term(found: dict[int, Records]) -> None:
    _load_standing(found, (Evaluation, "evaluations"), (LiaisonAssignment, "liaisons"))
    numbers = list(found)
    for decision in RenewalDecision.objects.standing().filter(agreement__in=numbers):
        found[decision.agreement_id].decision = decision
    for objective in Objective.objects.filter(agreement__in=numbers):
        found[objective.agreement_id].objectives[objective.pk] = []
    for indicator in Indicator.objects.filter(objective__agreement__in=numbers).select_related("objective"):
        found[indicator.objective.agreement_id].objectives[indicator.objective_id].append(indicator)


def _load_returns(found: dict[int, Records]) -> None:
    links = MonitoringReturn.agreements.through.objects.filter(agreement__in=list(found))
    for link in links.select_related("monitoringreturn"):
        if link.monitoringreturn.voided_at is None:
            found[link.agreement_id].returns.append(link.monitoringreturn)


_LOADERS: dict[str, Callable[[dict[int, Records]], None]] = {
    NOTICES: _load_notices, TERM: _load_term, MONEY: _load_money, RETURNS: _load_returns,
}  # fmt: skip


def cost_of(records: Records) -> rules.FullCost | None:
    """The full cost by the calculator, or None where no costing is recorded."""
    if not records.costs:
        return None
    shares: dict[str, list[rules.CostShare]] = defaultdict(list)
    for line in records.costs:
        if line.kind != CostLine.Kind.DIRECT:
            shares[line.kind].append(rules.CostShare(line.pence, _hundredths(line.part), _hundredths(line.whole)))
    agreement = records.agreement
    return rules.full_cost(
        direct=sum(line.pence for line in records.costs if line.kind == CostLine.Kind.DIRECT),
        premises=shares[CostLine.Kind.PREMISES],
        central=shares[CostLine.Kind.CENTRAL],
        governance=shares[CostLine.Kind.GOVERNANCE],
        award=agreement.award_pence or 0,
        other_income=agreement.other_income_pence,
    )


def _hundredths(value: Decimal | None) -> int:
    return int((value or Decimal(0)) * 100)


def judge(records: Records, guidance: Guidance, *, on: date, groups: Collection[str] = GROUPS) -> Iterator[Judgement]:
    """Every verdict on an agreement on a day, by group. A draft that lacks a day or the award is judged as far as it goes."""
    for group in groups:
        yield from _JUDGES[group](records, guidance, on)


def notice_facts(notice: ChangeNotice, guideline: Guideline | None) -> rules.NoticeFacts:
    """A notice as its rule sees it."""
    months = guideline.months if guideline else None
    return rules.NoticeFacts(notice.written_on, notice.effective_on, months, notice.breach_reason, notice.authorised_by)


def _of_notices(records: Records, guidance: Guidance, on: date) -> Iterator[Judgement]:
    for notice in records.notices:
        guideline = guidance.guideline(records.agreement.funder_id, notice.written_on)
        about = f"{notice.get_kind_display()} from {notice.effective_on:%-d %B %Y}"
        yield Judgement(catalogue.NOTICE, notice.pk, about, rules.verdict_notice(notice_facts(notice, guideline)))
        reasoned = rules.verdict_change_reasoned(
            reason=notice.reason, decided_on=notice.decided_on, consulted_on=notice.consulted_on
        )
        yield Judgement(catalogue.REASONED, notice.pk, about, reasoned)


def _of_the_term(records: Records, guidance: Guidance, on: date) -> Iterator[Judgement]:
    agreement, numbers = records.agreement, guidance.thresholds
    start_on, end_on = agreement.start_on, agreement.end_on
    if start_on is None or end_on is None:
        return
    told_on = records.decision.told_on if records.decision else None
    told = rules.verdict_told(period_end=end_on, told_on=told_on, months=numbers.number("next-year-told", end_on), on=on)
    yield Judgement(catalogue.TOLD, agreement.pk, "", told)
    length = rules.verdict_multi_year(
        start_on=start_on, end_on=end_on, months=numbers.number("multi-year", start_on), reason=agreement.short_term_reason
    )
    yield Judgement(catalogue.MULTI_YEAR, agreement.pk, "", length)
    objectives = [
        [rules.IndicatorFacts(one.agreed_on, bool(one.unit) and one.target is not None and one.due_on is not None) for one in rows]
        for rows in records.objectives.values()
    ]
    yield Judgement(
        catalogue.INDICATORS, agreement.pk, "", rules.verdict_indicators(start_on=start_on, objectives=objectives, on=on)
    )
    evaluated = [one.held_on for one in records.evaluations]
    months = numbers.number("evaluation-gap", start_on)
    review = rules.verdict_review(start_on=start_on, end_on=end_on, evaluated=evaluated, months=months, on=on)
    yield Judgement(catalogue.EVALUATION, agreement.pk, "", review)
    spells = [(one.from_on, one.until_on) for one in records.liaisons]
    liaison = rules.verdict_liaison(start_on=start_on, end_on=end_on, spells=spells, on=on)
    yield Judgement(catalogue.LIAISON, agreement.pk, "", liaison)


def _of_the_money(records: Records, guidance: Guidance, on: date) -> Iterator[Judgement]:
    agreement, numbers = records.agreement, guidance.thresholds
    if agreement.award_pence is not None and agreement.awarded_on is not None:
        found = numbers.at("full-cost", agreement.awarded_on)
        cost = rules.verdict_full_cost(
            cost_of(records), ratio=found.ratio if found else None, difficulty=agreement.full_cost_difficulty
        )
        yield Judgement(catalogue.FULL_COST, agreement.pk, "", cost)
    for row in records.instalments:
        facts = rules.PaymentFacts(row.due_on, row.paid_on, row.late_reason, row.authorised_by)
        verdict = rules.verdict_payment(facts, days=numbers.number("payment", row.due_on), on=on)
        yield Judgement(catalogue.PAYMENT, row.pk, f"Instalment due {row.due_on:%-d %B %Y}", verdict)
    if agreement.kind == Agreement.Kind.CORE and agreement.start_on is not None:
        for allocation in records.allocations:
            starts_on = year_starts(agreement.start_on, allocation.year)
            paid = [
                (row.paid_on, row.paid_pence or 0)
                for row in records.instalments
                if row.paid_on is not None and year_of(agreement.start_on, row.due_on) == allocation.year
            ]
            verdict = rules.verdict_up_front(year_pence=allocation.pence, starts_on=starts_on, paid=paid, on=on)
            yield Judgement(catalogue.UP_FRONT, allocation.pk, f"Year {allocation.year}", verdict)


def _of_the_returns(records: Records, guidance: Guidance, on: date) -> Iterator[Judgement]:
    for row in records.returns:
        verdict = rules.verdict_monitoring(due_on=row.due_on, received_on=row.received_on, on=on)
        yield Judgement(catalogue.MONITORING, row.pk, f"Return due {row.due_on:%-d %B %Y}", verdict)


_JUDGES: dict[str, Callable[[Records, Guidance, date], Iterator[Judgement]]] = {
    NOTICES: _of_notices, TERM: _of_the_term, MONEY: _of_the_money, RETURNS: _of_the_returns,
}  # fmt: skip


def year_starts(start_on: date, year: str) -> date:
    """The first day of a financial year, or of the agreement where that begins within it."""
    return max(start_on, date(int(year[:4]), 4, 1))


def year_of(start_on: date, due_on: date) -> str:
    """The financial year that an instalment is for: that of its day; one due before the agreement begins is for its first."""
    return financial_year(max(start_on, due_on))


def full_cost_state(records: Records, guidance: Guidance) -> str:
    """The outcome of full cost recovery as the register filters by it."""
    found = [
        one for one in judge(records, guidance, on=records.agreement.awarded_on or date.min) if one.promise is catalogue.FULL_COST
    ]
    return str(found[0].verdict.outcome if found else Outcome.UNKNOWN)


def is_multi_year(records: Records, guidance: Guidance) -> bool | None:
    """Whether the term reaches the length in force when it began; None where none is recorded."""
    agreement = records.agreement
    months = guidance.thresholds.number("multi-year", agreement.start_on) if agreement.start_on else None
    if months is None or agreement.start_on is None or agreement.end_on is None:
        return None
    return rules.whole_months(agreement.start_on, agreement.end_on) >= months


def days_to_do(records: Records, guidance: Guidance) -> dict[str, date | None]:
    """The days that the desk counts down to for one agreement, by column; None where there is nothing to do."""
    found: dict[str, date | None] = dict.fromkeys(("tell_by", "notice_by", "evaluate_by", "uncovered_on"))
    agreement, numbers = records.agreement, guidance.thresholds
    start_on, end_on = agreement.start_on, agreement.end_on
    if start_on is None or end_on is None:
        return found
    found["uncovered_on"] = rules.uncovered(start_on, end_on, [(one.from_on, one.until_on) for one in records.liaisons])
    evaluated = [start_on, *(one.held_on for one in records.evaluations)]
    if months := numbers.number("evaluation-gap", start_on):
        due = add_months(max(evaluated), months)
        found["evaluate_by"] = due if due < end_on else None
    if records.decision is None:
        ahead = numbers.number("next-year-told", end_on)
        found["tell_by"] = add_months(end_on, -ahead) if ahead is not None else None
        guideline = guidance.guideline(agreement.funder_id, end_on)
        found["notice_by"] = rules.last_day_to_write(end_on + timedelta(days=1), guideline.months) if guideline else None
    return found


def threshold_words(promise: Promise, guidance: Guidance, agreement: Agreement, *, on: date) -> str:
    """The threshold that stands behind a verdict, with its source, as a page prints it; "" where the rule needs none."""
    if promise is catalogue.NOTICE:
        guideline = guidance.guideline(agreement.funder_id, on)
        if guideline is None:
            return "No guideline is recorded."
        return f"{guideline.months} calendar months; {guideline.words}."
    found = guidance.thresholds.at(promise.threshold, on) if promise.threshold else None
    if found is None:
        return "No number is recorded." if promise.threshold else ""
    return f"{found.words}; {found.source}."
