"""A spreadsheet of agreements and payments: brought, its headings said, checked, looked at, brought in, taken back."""

from collections.abc import Callable
from functools import wraps
from time import monotonic
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from compact_portal.audit.actions import StaleVersion
from compact_portal.audit.forms import VersionForm
from compact_portal.lib.clock import now
from compact_portal.lib.dates import london_day
from compact_portal.lib.spreadsheet import workbook
from funding.actions.bringing import start_bringing, step, undo
from funding.actions.importing import FileRefused, bring_file, check_again, leave_file, say_headings, say_recipients, work
from funding.forms.importing import ActForm, FileForm, HeadingsForm, RecipientsForm
from funding.models import ImportBatch
from funding.queries import batches as queries
from funding.rules.importing import COLUMNS
from funding.views.desk import DESK
from funding.views.guards import agency_page
from signatories.models import Partner
from undertakings.views.trail import trail
from undertakings.views.workspace import REFUSED, WORKSPACE, form_page, read_or_send, sent

# One request works for about so many seconds; the next goes on where it ended.
SECONDS = 3.0
MOST_FAULTS = 50
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
State = ImportBatch.State
View = Callable[..., HttpResponse]


def _address(batch: ImportBatch) -> str:
    return reverse("funding:import_detail", args=[batch.agency.slug, batch.pk])


def _above(agency: Partner) -> tuple[str, str]:
    return "Spreadsheets", reverse("funding:import_create", args=[agency.slug])


def batch_page(view: View) -> View:
    """Mark a page of a file in its address, for officers of its agency."""

    @agency_page
    @wraps(view)
    def inner(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
        batch = queries.batch_of(partner, pk)
        if batch is None:
            raise Http404("The agency has no such file.")
        return view(request, batch)

    return inner


def _go_on(batch: ImportBatch) -> HttpResponse:
    """Work at the file for a moment, then show how far it is."""
    at, began = now(), monotonic()
    work(
        batch=batch,
        step=lambda held: step(held, at=at, on=london_day(at)),
        enough=lambda: monotonic() - began > SECONDS,
    )
    return redirect(_address(batch))


@agency_page
@read_or_send
def import_create(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Choose a file; and the files that were brought before."""
    form = FileForm(sent(request), request.FILES or None)
    faults: Any = ()
    if form.is_bound and form.is_valid():
        try:
            batch = bring_file(agency=partner, name=form.name, data=form.read(), by=request.user, at=now())
        except FileRefused as refused:
            faults = refused.faults
            for fault in faults[:MOST_FAULTS]:
                form.add_error("file", f"Row {fault.line}: {fault.wrong}. {fault.mend}")
        else:
            return redirect("funding:import_map", partner.slug, batch.pk) if batch.state == State.MAPPING else _go_on(batch)
    context = {
        "partner": partner, "batches": queries.batches_of(partner), "columns": COLUMNS, "more": len(faults[MOST_FAULTS:]),
        "crumbs": trail("Spreadsheets", WORKSPACE, DESK),
    }  # fmt: skip
    return form_page(request, "funding/import_create.html", form, **context)


@batch_page
@read_or_send
def import_map(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Which of our columns each heading is."""
    if batch.state not in (State.MAPPING, State.STAGING, State.READY, State.FAULTY):
        raise Http404("Its headings cannot be changed any more.")
    form = HeadingsForm(sent(request), batch=batch, samples=queries.samples(batch))
    if form.is_bound and form.is_valid():
        version, columns, instead = form.cleaned_data["version"], form.columns(), form.instead()
        try:
            return _go_on(say_headings(batch=batch, version=version, columns=columns, instead=instead, by=request.user))
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    crumbs = trail("Headings", WORKSPACE, DESK, _above(batch.agency), (batch.name, _address(batch)))
    return form_page(request, "funding/import_map.html", form, batch=batch, crumbs=crumbs)


@batch_page
@require_safe
def import_detail(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """How far a file is; when it is checked, what each row would do and what each rule would say of it."""
    return _shown(request, batch, status=200)


def _shown(request: HttpRequest, batch: ImportBatch, *, status: int, failed: ActForm | None = None) -> HttpResponse:
    page = queries.page_of(batch, what=request.GET.get("what", ""), after=request.GET.get("after", ""), here=_address(batch))
    to = reverse("funding:import_continue", args=[batch.agency.slug, batch.pk])
    buttons = {
        name: ActForm(version=batch.version, do=name, button=words, style=style, to=to)
        for name, words, style in (
            ("go", "Go on", ""), ("bring", f"Bring in {page.records}", ""), ("again", "Check it again", "quiet"),
            ("stop", "Stop, and check it again", "quiet"),
            ("leave", "Leave this file", "quiet"),
        )
    }  # fmt: skip
    context = {
        "batch": batch, "page": page, "buttons": buttons, "failed": failed, "here": _address(batch),
        "crumbs": trail(batch.name, WORKSPACE, DESK, _above(batch.agency)),
    }  # fmt: skip
    return render(request, "funding/import_detail.html", context, status=status)


_DOES: dict[str, Callable[..., ImportBatch]] = {"bring": start_bringing, "again": check_again, "stop": check_again}


@batch_page
@require_POST
def import_continue(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """The buttons of that page: go on, bring it in, check it again, leave it."""
    do = request.POST.get("do", "go")
    if do not in (*_DOES, "leave"):
        return _go_on(batch)
    form = ActForm(request.POST, version=batch.version)
    if form.is_valid():
        told: dict[str, Any] = {"batch": batch, "version": form.cleaned_data["version"], "by": request.user}
        try:
            if do in _DOES:
                return _go_on(_DOES[do](**told))
            leave_file(**told)
            messages.success(request, f"“{batch.name}” is gone; nothing of it was recorded.")
            return redirect("funding:import_create", batch.agency.slug)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    held = queries.batch_of(batch.agency, batch.pk)
    return _shown(request, held or batch, status=REFUSED, failed=form)


@batch_page
@read_or_send
def import_recipients(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Whom the file means by names that are nearly those of organisations here."""
    asked = queries.asked_names(batch)
    if batch.state != State.FAULTY or not asked:
        raise Http404("Nothing is asked about this file.")
    form = RecipientsForm(sent(request), version=batch.version, asked=asked)
    if form.is_bound and form.is_valid():
        version, answers = form.cleaned_data["version"], form.answers()
        try:
            return _go_on(say_recipients(batch=batch, version=version, answers=answers, by=request.user))
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    crumbs = trail("Organisations", WORKSPACE, DESK, _above(batch.agency), (batch.name, _address(batch)))
    return form_page(request, "funding/import_recipients.html", form, batch=batch, crumbs=crumbs)


@batch_page
@require_safe
def import_workbook(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """The file as a workbook, with what to mend in a last column, to be mended and brought again."""
    if batch.state not in (State.READY, State.FAULTY):
        raise Http404("There is nothing to mend.")
    data = workbook(queries.headings_to_mend(batch), queries.sheet_to_mend(batch), title="To mend")
    return HttpResponse(data, content_type=_XLSX, headers={"Content-Disposition": 'attachment; filename="to-mend.xlsx"'})


@batch_page
@read_or_send
def import_undo(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """One button: all that the file did is taken back."""
    if batch.state != State.DONE:
        raise Http404("Nothing of this file can be taken back.")
    form = VersionForm(sent(request), version=batch.version, button="Take all of it back", style="stop")
    if form.is_bound and form.is_valid():
        try:
            return _go_on(undo(batch=batch, version=form.cleaned_data["version"], by=request.user, at=now()))
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    crumbs = trail("Take it back", WORKSPACE, DESK, _above(batch.agency), (batch.name, _address(batch)))
    return form_page(request, "funding/import_undo.html", form, batch=batch, crumbs=crumbs)
