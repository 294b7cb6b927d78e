"""What an agency's officers have to do, today and in the next ninety days; each list at the same cost however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from compact_portal.lib.counted import counted
from compact_portal.lib.dates import in_words, london_day, start_of_day
from compact_portal.lib.money import in_pounds
from funding.models import Agreement, Dispute, Fund, Instalment, Report
from funding.rules.importing import HIDDEN
from funding.rules.register import PAGE
from signatories.models import Partner

AHEAD = timedelta(days=90)
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: what, why now, by which day, and where."""

    label: str
    hint: str
    url: str
    by_on: date
    overdue: bool


@dataclass(frozen=True, slots=True)
class TaskList:
    """Things of one kind, the most urgent first; `more` says that there are others behind them."""

    key: str
    title: str
    none: str
    tasks: Sequence[Task]
    more: bool


def when(by_on: date, on: date) -> str:
    """How a day stands to today: "by Monday 30 November 2026, in 4 days"."""
    days = (by_on - on).days
    if days < 0:
        return f"was due {in_words(by_on)}, {counted(-days, 'day')} ago"
    return f"by {in_words(by_on)}, {'today' if days == 0 else 'in ' + counted(days, 'day')}"


def _hub(row: Agreement) -> str:
    return reverse("funding:own_agreement_detail", args=[row.reference])


def _part(row: Agreement, part: str) -> str:
    return reverse("funding:part_create", args=[row.reference, part])


def desk(agency: Partner, *, on: date) -> list[TaskList]:
    """Seven lists: payments, the next year, notices, evaluations, liaison, reports that came in, days that are disputed."""
    until = on + AHEAD
    public = Agreement.objects.public().filter(funder=agency)
    ending = public.order_by("end_on")  # of more than are shown, those that can be put right for the shortest time
    return [
        _payments(agency, on=on, until=until),
        _listed(
            ending.filter(tell_by__lte=until, end_on__gte=on - AHEAD), "tell_by", on=on, part="next-year",
            key="told", title="Next year to be told", none="Every recipient knows what comes next, or has time until then.",
            hint="{recipient} has to be told what comes after {end}; {when}",
        ),
        _listed(
            public.filter(notice_by__range=(on, until)).order_by("notice_by"), "notice_by", on=on, part="notices",
            key="notices", title="Last days for a notice", none="No such day is near.",
            hint="{recipient} would need notice of an end or a cut after {end}; to be written {when}",
        ),
        _listed(
            ending.filter(evaluate_by__lte=until, end_on__gte=on), "evaluate_by", on=on, part="evaluations",
            key="evaluations", title="Evaluations due", none="None is due.", hint="To be done together with {recipient}; {when}",
        ),
        _listed(
            ending.filter(uncovered_on__lte=until, end_on__gte=on), "uncovered_on", on=on, part="liaison",
            key="liaison", title="Days without a liaison officer", none="Every day is covered.",
            hint="{recipient} has nobody to turn to from {day}",
        ),
        _reports(agency, on=on),
        _disputes(agency, on=on),
    ]  # fmt: skip


def _payments(agency: Partner, *, on: date, until: date) -> TaskList:
    rows = Instalment.objects.standing().filter(
        agreement__funder=agency, agreement__state="recorded", agreement__voided_at=None, paid_on=None, due_on__lte=until
    )
    found = list(rows.select_related("agreement__recipient").order_by("due_on", "pk")[: SHOWN + 1])
    tasks = [
        Task(
            f"{in_pounds(row.pence)} to {row.agreement.recipient}",
            f"{row.agreement.title}; {when(row.due_on, on)}",
            reverse("funding:part_update", args=[row.agreement.reference, "instalments", row.pk]),
            row.due_on,
            row.due_on < on,
        )
        for row in found[:SHOWN]
    ]
    return TaskList("payments", "Instalments to pay", "Nothing is due.", tasks, len(found) > SHOWN)


def _reports(agency: Partner, *, on: date) -> TaskList:
    """What recipients have sent in as many days as the desk looks ahead, the newest first; each leads to the agency's part."""
    since = start_of_day(on - AHEAD)
    about = Report.agreements.through.objects.filter(agreement__funder=agency, report__sent_at__gte=since)
    rows = about.select_related("report__recipient", "agreement").order_by("-report__sent_at", "-report", "agreement")
    found: dict[int, Any] = {}
    for row in rows[: SHOWN * 5]:
        found.setdefault(row.report_id, row)
    tasks = [_report_task(row.report, row.agreement) for row in found.values()]
    return TaskList("reports", "Reports that came in", "None in the last ninety days.", tasks[:SHOWN], len(tasks) > SHOWN)


def _report_task(report: Report, agreement: Agreement) -> Task:
    assert report.sent_at is not None
    assert report.up_to_on is not None
    sent_on = london_day(report.sent_at)
    address = reverse("funding:report_detail", args=[agreement.reference, report.pk])
    said = f"up to {in_words(report.up_to_on)}; sent on {in_words(sent_on)}"
    return Task(f"Report of {report.recipient}", said, address, sent_on, overdue=False)


def _disputes(agency: Partner, *, on: date) -> TaskList:
    """What recipients have disputed in as many days, the newest first, and the record does not say so by now."""
    rows = Dispute.objects.standing().filter(stance=Dispute.Stance.DISPUTED, said_at__gte=start_of_day(on - AHEAD))
    paid = Q(instalment__agreement__funder=agency, instalment__voided_at=None, instalment__agreement__voided_at=None)
    told = Q(
        renewal_decision__agreement__funder=agency,
        renewal_decision__voided_at=None,
        renewal_decision__agreement__voided_at=None,
    )
    mended = Q(instalment__paid_on=F("says_on")) | Q(renewal_decision__told_on=F("says_on"))
    related = ("instalment__agreement__recipient", "renewal_decision__agreement__recipient")
    rows = rows.filter(paid | told).exclude(mended, says_on__isnull=False).select_related(*related)
    found = list(rows.order_by("-said_at")[: SHOWN + 1])
    tasks = [_dispute_task(row) for row in found[:SHOWN]]
    return TaskList("disputes", "Days that a recipient disputes", "None in the last ninety days.", tasks, len(found) > SHOWN)


def _dispute_task(row: Dispute) -> Task:
    about = row.instalment or row.renewal_decision
    assert about is not None
    what = "was paid" if row.instalment else "was told what comes next"
    said = f"it says {in_words(row.says_on)}" if row.says_on else "it says that this has not happened"
    label = f"{about.agreement.recipient} disputes when it {what}"
    return Task(label, f"{about.agreement.title}; {said}", _hub(about.agreement), london_day(row.said_at), overdue=False)


def _listed(rows: QuerySet[Agreement], column: str, *, on: date, part: str, key: str, title: str, none: str, hint: str) -> TaskList:
    found = list(rows.values_list("pk", flat=True)[: SHOWN + 1])  # from the index alone
    held = Agreement.objects.select_related("recipient").in_bulk(found[:SHOWN])
    tasks = []
    for row in (held[number] for number in found[:SHOWN] if number in held):
        day: date = getattr(row, column)
        end = in_words(row.end_on) if row.end_on else ""
        said = hint.format(recipient=row.recipient, end=end, day=in_words(day), when=when(day, on))
        tasks.append(Task(row.title, said, _part(row, part), day, day < on))
    tasks.sort(key=lambda task: task.by_on)
    return TaskList(key, title, none, tasks, len(found) > SHOWN)


def drafts_of(agency: Partner) -> list[Agreement]:
    """Drafts of an agency, the newest first, at most PAGE."""
    rows = Agreement.objects.standing().filter(funder=agency, state="draft").select_related("recipient")
    return list(rows.order_by("-pk")[:PAGE])


def own_agreements(agency: Partner, *, before: int = 0) -> tuple[list[Agreement], int]:
    """Recorded agreements of an agency, the newest first, a page of them; and the number after which there are more."""
    rows = Agreement.objects.public().filter(funder=agency).select_related("recipient").order_by("-pk")
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else 0


def own_agreement(reference: str) -> Agreement | None:
    """The agreement of that reference, in whatever state; one whose file is not in yet is nowhere."""
    rows = Agreement.objects.exclude(voided_reason=HIDDEN).select_related("funder", "recipient", "fund", "renewed_from")
    return rows.filter(reference=reference).first()


def own_funds(agency: Partner) -> list[Fund]:
    """The rounds of an agency, the newest first."""
    return list(Fund.objects.standing().filter(funder=agency)[:PAGE])


def row_of(agreement: Agreement, model: Any, pk: int) -> Any | None:
    """A row of one kind that belongs to an agreement."""
    if model.__name__ == "MonitoringReturn":
        return model.objects.filter(pk=pk, agreements=agreement).first()
    return model.objects.filter(pk=pk, agreement=agreement).first()
