"""One report for all funders: a recipient's members write it as a draft and send it; officers of each funder read their part."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from compact_portal.audit.actions import StaleVersion
from compact_portal.audit.forms import VersionForm
from compact_portal.lib.clock import now, today
from compact_portal.lib.dates import london_day
from funding.actions.reports import begin_report, save_report, send_report
from funding.forms.agreements import LATER
from funding.forms.reports import ReportForm
from funding.models import Agreement, Report
from funding.queries import reports as queries
from funding.views.agreements import back
from funding.views.desk import DESK
from funding.views.guards import agreement_page_of
from signatories.models import Partner
from signatories.views.members import partner_page
from undertakings.views.trail import trail
from undertakings.views.workspace import WORKSPACE, form_page, read_or_send, sent

member_page = partner_page("funding.answer")


def _trail(here: str, partner: Partner, *, deep: bool = True) -> list[dict[str, str]]:
    above = [WORKSPACE, (f"Funding of {partner.name}", reverse("funding:own_funding_detail", args=[partner.slug]))]
    if deep:
        above.append(("Reports to funders", reverse("funding:own_report_list", args=[partner.slug])))
    return trail(here, *above)


def _own(partner: Partner, pk: int) -> Report:
    report = queries.own_report(partner, pk)
    if report is None:
        raise Http404("There is no such report.")
    return report


@member_page
@require_safe
def own_report_list(request: HttpRequest, partner: Partner) -> HttpResponse:
    """What is owed to funders, the draft, and what was sent."""
    context = {**queries.own_reports(partner, on=today()), "partner": partner}
    crumbs = _trail("Reports to funders", partner, deep=False)
    return render(request, "funding/own_report_list.html", {**context, "crumbs": crumbs})


@member_page
@require_POST
def report_create(request: HttpRequest, partner: Partner) -> HttpResponse:
    """A button that begins the draft, or leads to the one that somebody has begun."""
    made = begin_report(recipient=partner, by=request.user)
    return redirect("funding:report_update", partner.slug, made.pk)


def _kept(request: HttpRequest, form: ReportForm, report: Report, partner: Partner, *, on: date) -> HttpResponse:
    """Keep what was typed, then go on to look at it, or leave it for another day."""
    answers = form.cleaned_data.get("answers", [])
    save_report(
        report=report, version=form.cleaned_data["version"], values=form.values(), answers=answers, measured=form.measured(),
        by=request.user, on=on,
    )  # fmt: skip
    if LATER in request.POST:
        messages.success(request, "The report is kept as a draft. Your funders see nothing of it yet.")
        return redirect("funding:own_report_list", partner.slug)
    return redirect("funding:report_send", partner.slug, report.pk)


@member_page
@read_or_send
def report_update(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """The draft: what was done, each number once, and which returns it answers."""
    report, on = _own(partner, pk), today()
    if report.sent_at is not None and request.method != "POST":
        return redirect("funding:own_report_detail", partner.slug, report.pk)
    asking = queries.asking(partner, on=on)
    chosen = set(report.answers.values_list("pk", flat=True)) if report.version > 1 else set(asking.first)
    said = queries.measured_in(report, asking.boxes)
    form = ReportForm(sent(request), instance=report, asking=asking, said=said, answers=chosen, on=on)
    if form.is_bound and form.is_valid():
        try:
            return _kept(request, form, report, partner, on=on)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            form.tell_refused(refusal)
    context = {"partner": partner, "asking": asking, "crumbs": _trail("Write a report", partner)}
    return form_page(request, "funding/report_update.html", form, **context)


@member_page
@read_or_send
def report_send(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """The draft as its funders will read it, and the button that sends it. Pressed twice, it is sent once."""
    report, at = _own(partner, pk), now()
    if report.sent_at is not None:
        return redirect("funding:own_report_detail", partner.slug, report.pk)
    form = VersionForm(sent(request), version=report.version, button="Send it")
    if form.is_bound and form.is_valid():
        try:
            send_report(report=report, version=form.cleaned_data["version"], by=request.user, at=at)
            messages.success(request, "The report is sent. Each funder reads its part of it.")
            return redirect("funding:own_report_detail", partner.slug, report.pk)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {**queries.report_page(_own(partner, pk)), "partner": partner}
    context["chosen"] = queries.chosen_in(report, on=london_day(at))
    return form_page(request, "funding/report_send.html", form, **context, crumbs=_trail("Send the report", partner))


@member_page
@require_safe
def own_report_detail(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """A report that was sent, whole."""
    report = _own(partner, pk)
    if report.sent_at is None:
        raise Http404("It is not sent yet.")
    context = {**queries.report_page(report), "partner": partner, "crumbs": _trail("A report that you sent", partner)}
    return render(request, "funding/own_report_detail.html", context)


@agreement_page_of
@require_safe
def report_detail(request: HttpRequest, agreement: Agreement, pk: int) -> HttpResponse:
    """A funder's part of a report: the words, and what was measured of its own agreements."""
    report = queries.report_about(agreement, pk)
    if report is None:
        raise Http404("There is no such report.")
    context = {**queries.report_page(report, funder=agreement.funder), "agreement": agreement}
    return render(request, "funding/report_detail.html", {**context, "crumbs": trail("Report", WORKSPACE, DESK, back(agreement))})
