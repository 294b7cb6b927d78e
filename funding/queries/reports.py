"""A recipient's reports: what one asks for, what is owed, what was sent; and of that the part of one funder."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from compact_portal.lib.counted import plainly
from compact_portal.lib.dates import in_words
from compact_portal.lib.verdicts import Verdict
from funding.models import Agreement, Indicator, Measurement, MonitoringReturn, Report
from funding.queries.agreement import TONES
from funding.rules import Asked, Owed, first_owed, is_about, shared_boxes, verdict_monitoring
from signatories.models import Partner

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Box:
    """One number that a report asks for, whoever asks for it. `number` names it in the form: that of its first indicator.

    `askers` says of each agreement that asks for it what was agreed; `last` is what was reported of it before, or "".
    """

    number: int
    words: str
    unit: str
    indicators: Sequence[int]
    askers: Sequence[str]
    last: str


@dataclass(frozen=True, slots=True)
class OwedLine:
    """A return that is owed, and what its rule would say if it was received today."""

    number: int
    words: str
    verdict: Verdict
    tone: str


@dataclass(frozen=True, slots=True)
class Asking:
    """What a report written on a day is about: agreements, numbers, returns that are owed, and which of them it answers at
    first."""

    agreements: Sequence[Agreement]
    boxes: Sequence[Box]
    owed: Sequence[OwedLine]
    first: frozenset[int]

    @property
    def indicators(self) -> set[int]:
        """Every indicator that it asks for."""
        return {number for box in self.boxes for number in box.indicators}


def asking(partner: Partner, *, on: date) -> Asking:
    """What a report of a recipient asks for on a day: five queries, however many agreements there are.

    Of agreements that the public does not read, drafts of an agency, nothing is said.
    """
    owed, about = _owed_by(partner)
    owes = {number for one in owed for number in one.agreements}
    held = Agreement.objects.public().filter(recipient=partner, end_on__gte=on)
    rows = list((held | Agreement.objects.public().filter(pk__in=owes)).select_related("funder").order_by("end_on", "pk"))
    agreements = [row for row in rows if _counts(row, on=on, owes=row.pk in owes)][:MOST_SHOWN]
    lines = []
    for one in owed:
        verdict = verdict_monitoring(due_on=one.due_on, received_on=on, on=on)
        lines.append(OwedLine(one.number, _owed_words(one, about), verdict, TONES[verdict.outcome]))
    return Asking(agreements, _boxes(agreements), lines, frozenset(first_owed(owed)))


def _counts(row: Agreement, *, on: date, owes: bool) -> bool:
    assert row.start_on is not None
    assert row.end_on is not None
    return is_about(start_on=row.start_on, end_on=row.end_on, on=on, owes=owes)


def _owed_by(partner: Partner) -> tuple[list[Owed], dict[int, Agreement]]:
    """What is owed, the first due first, and the agreements by number."""
    rows = MonitoringReturn.objects.standing().filter(recipient=partner, received_on=None).order_by("due_on", "pk")
    days = dict(rows.values_list("pk", "due_on")[:MOST_SHOWN])
    links = MonitoringReturn.agreements.through.objects.filter(
        monitoringreturn__in=list(days), agreement__state=Agreement.State.RECORDED, agreement__voided_at=None
    )
    about: dict[int, Agreement] = {}
    by_return: dict[int, set[int]] = {}
    for link in links.select_related("agreement__funder"):
        about[link.agreement_id] = link.agreement
        by_return.setdefault(link.monitoringreturn_id, set()).add(link.agreement_id)
    return [Owed(number, day, frozenset(by_return[number])) for number, day in days.items() if number in by_return], about


def _owed_words(owed: Owed, about: dict[int, Agreement]) -> str:
    names = sorted(f"{about[number].title} ({about[number].funder})" for number in owed.agreements)
    return f"Due by {in_words(owed.due_on)}: {'; '.join(names)}"


def _boxes(agreements: Sequence[Agreement]) -> list[Box]:
    by_number = {row.pk: row for row in agreements}
    rows = Indicator.objects.filter(objective__agreement__in=by_number).select_related("objective").order_by("pk")
    found = {row.pk: row for row in rows}
    asked = [Asked(row.pk, row.objective.agreement_id, row.words, row.unit) for row in found.values()]
    last = _last_said(found)
    boxes = []
    for group in shared_boxes(asked):
        numbers = [one.indicator for one in group]
        funders = [by_number[one.agreement].funder_id for one in group]
        askers = [
            _asker(by_number[one.agreement], found[one.indicator], alone=funders.count(funder) == 1)
            for one, funder in zip(group, funders, strict=True)
        ]
        before = next((last[number] for number in numbers if number in last), "")
        boxes.append(Box(numbers[0], group[0].words, group[0].unit, numbers, askers, before))
    return boxes


def _asker(agreement: Agreement, indicator: Indicator, *, alone: bool) -> str:
    """Who asks, and for how much by when; the agreement's title where its funder asks in several."""
    target = f"{plainly(indicator.target)}" if indicator.target is not None else "no target"
    by = f" by {indicator.due_on:%-d %B %Y}" if indicator.due_on else ""
    return f"{agreement.funder}{'' if alone else f', {agreement.title}'} ({target}{by})"


def _last_said(indicators: dict[int, Indicator]) -> dict[int, str]:
    """The newest number that was sent of each indicator, with its day."""
    sent = Measurement.objects.filter(indicator__in=indicators, value__isnull=False, report__sent_at__isnull=False)
    found: dict[int, str] = {}
    for row in sent.select_related("report").order_by("report__up_to_on", "pk"):
        assert row.report.up_to_on is not None
        found[row.indicator_id] = f"{plainly(row.value)} up to {row.report.up_to_on:%-d %B %Y}"
    return found


def draft_of(partner: Partner) -> Report | None:
    """The report that a recipient is writing."""
    return Report.objects.filter(recipient=partner, sent_at=None).first()


def own_report(partner: Partner, pk: int) -> Report | None:
    """A report of a recipient, sent or not."""
    return Report.objects.filter(recipient=partner, pk=pk).select_related("recipient").first()


def measured_in(report: Report, boxes: Sequence[Box]) -> dict[int, tuple[Decimal | None, str]]:
    """What a report says, by the number of the box: value and note."""
    said = {row.indicator_id: (row.value, row.note) for row in report.measurements.all()}
    return {box.number: found for box in boxes if (found := next((said[one] for one in box.indicators if one in said), None))}


def own_reports(partner: Partner, *, on: date) -> dict[str, Any]:
    """The context of a recipient's list: what is owed, the draft, what was sent."""
    sent = list(Report.objects.filter(recipient=partner, sent_at__isnull=False)[: MOST_SHOWN + 1])
    return {
        "owed": asking(partner, on=on).owed,
        "draft": draft_of(partner),
        "reports": sent[:MOST_SHOWN],
        "more": len(sent) > MOST_SHOWN,
    }


def report_page(report: Report, *, funder: Partner | None = None) -> dict[str, Any]:
    """A report as it is read, agreement by agreement; where a funder reads it, only its own agreements.

    Of a draft the agreements and the returns are those that it was last saved with.
    """
    agreements = report.agreements.select_related("funder").order_by("funder__name_key", "pk")
    answered = report.answers.order_by("due_on", "pk")
    if funder is not None:
        agreements, answered = agreements.filter(funder=funder), answered.filter(agreements__funder=funder).distinct()
    parts: dict[int, dict[str, Any]] = {row.pk: {"agreement": row, "rows": []} for row in agreements}
    said = {row.indicator_id: row for row in report.measurements.all()}
    for indicator in Indicator.objects.filter(objective__agreement__in=parts).select_related("objective").order_by("pk"):
        parts[indicator.objective.agreement_id]["rows"].append({"indicator": indicator, "said": said.get(indicator.pk)})
    return {"report": report, "parts": list(parts.values()), "answers": _answered(answered)}


def chosen_in(report: Report, *, on: date) -> list[OwedLine]:
    """The returns that a draft answers and that are still owed, as they would be judged if it was sent on a day."""
    chosen = set(report.answers.values_list("pk", flat=True))
    return [line for line in asking(report.recipient, on=on).owed if line.number in chosen]


def _answered(rows: Any) -> list[dict[str, Any]]:
    """The returns that were received with a report, each with its verdict."""
    found = []
    for row in rows:
        if row.received_on is not None:
            verdict = verdict_monitoring(due_on=row.due_on, received_on=row.received_on, on=row.received_on)
            found.append({"row": row, "verdict": verdict, "tone": TONES[verdict.outcome]})
    return found


def reports_about(agreement: Agreement) -> list[Report]:
    """What the recipient has sent about an agreement, the newest first."""
    return list(agreement.reports.filter(sent_at__isnull=False)[:MOST_SHOWN])


def report_about(agreement: Agreement, pk: int) -> Report | None:
    """One of them."""
    return agreement.reports.filter(sent_at__isnull=False, pk=pk).select_related("recipient").first()
