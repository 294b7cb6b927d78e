"""Writing policy appraisals and decisions, with every promise shown while they are written."""

import re
from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from compact_portal.audit.actions import StaleVersion
from compact_portal.audit.forms import VersionForm, VoidForm
from compact_portal.lib import clock
from compact_portal.lib.dates import london_day
from compact_portal.lib.needs import needs
from consultations.actions import registers as actions
from consultations.forms.registers import CHECK, AppraisalForm, DecisionForm
from consultations.models import Decision, PolicyAppraisal
from consultations.queries.register_judging import lines_of
from consultations.queries.registers import APPRAISALS, DECISIONS, Register, own_records
from consultations.views.register_guards import agency_page, record_page_of
from signatories.models import Partner
from signatories.permissions import partners_with
from undertakings.views.trail import trail
from undertakings.views.workspace import WORKSPACE, form_page, read_or_send, sent

FORMS: dict[str, Any] = {APPRAISALS.key: AppraisalForm, DECISIONS.key: DecisionForm}
TITLES = {APPRAISALS.key: "Policy appraisals", DECISIONS.key: "Decisions"}
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


def _desk(register: Register) -> tuple[str, str]:
    """The crumb that leads to a register's desk."""
    return TITLES[register.key], f"consultations:own_{register.key}_list"


@needs("workspace.open")
@require_safe
def own_appraisal_list(request: HttpRequest) -> HttpResponse:
    """The appraisals of an officer's agencies, drafts too."""
    return _own_list(request, APPRAISALS)


@needs("workspace.open")
@require_safe
def own_decision_list(request: HttpRequest) -> HttpResponse:
    """The decisions of an officer's agencies, drafts too."""
    return _own_list(request, DECISIONS)


def _own_list(request: HttpRequest, register: Register) -> HttpResponse:
    agencies = partners_with(request.user, "consultations.log", on=clock.today())  # type: ignore[arg-type]  # they are signed in
    if not agencies:
        raise PermissionDenied(
            "Only an officer of a public agency writes in this register. Ask your agency’s signatory to add you as one."
        )
    asked = request.GET.get("before", "")
    rows, more = own_records(register, agencies, before=int(asked) if _NUMBER.fullmatch(asked) else 0)
    here = reverse(_desk(register)[1])
    context = {
        "agencies": agencies, "rows": rows, "next": {"url": f"{here}?before={more}", "label": "Earlier ones"} if more else None,
        "crumbs": trail(TITLES[register.key], WORKSPACE),
    }  # fmt: skip
    return render(request, f"consultations/own_{register.key}_list.html", context)


@agency_page
@read_or_send
def appraisal_create(request: HttpRequest, partner: Partner) -> HttpResponse:
    return _create(request, partner, APPRAISALS)


@agency_page
@read_or_send
def decision_create(request: HttpRequest, partner: Partner) -> HttpResponse:
    return _create(request, partner, DECISIONS)


def _create(request: HttpRequest, partner: Partner, register: Register) -> HttpResponse:
    on = clock.today()
    form = FORMS[register.key](sent(request), instance=register.model(agency=partner), on=on)
    if form.is_bound and form.is_valid() and CHECK not in request.POST:
        made = actions.draft_record(register=register, agency=partner, values=form.values(), by=request.user, on=on)
        messages.success(request, "The draft is saved. Nobody but your agency sees it until you record it.")
        return redirect(f"consultations:{register.key}_update", made.reference)
    context = {"lines": lines_of(form.as_typed(), on=on) if form.is_bound else [], "partner": partner}
    crumbs = trail("New", WORKSPACE, _desk(register))
    return form_page(request, f"consultations/{register.key}_create.html", form, **context, crumbs=crumbs)


@record_page_of(APPRAISALS)
@read_or_send
def appraisal_update(request: HttpRequest, row: PolicyAppraisal) -> HttpResponse:
    return _update(request, row, APPRAISALS)


@record_page_of(DECISIONS)
@read_or_send
def decision_update(request: HttpRequest, row: Decision) -> HttpResponse:
    return _update(request, row, DECISIONS)


def _update(request: HttpRequest, row: Any, register: Register) -> HttpResponse:
    on = clock.today()
    form = FORMS[register.key](sent(request), instance=copy(row), on=on)
    if form.is_bound and form.is_valid() and CHECK not in request.POST:
        try:
            actions.save_record(row=row, version=form.cleaned_data["version"], values=form.values(), by=request.user, on=on)
            messages.success(request, "Saved.")
            return redirect(f"consultations:{register.key}_update", row.reference)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            form.tell_refused(refusal)
    context = {"row": row, "lines": lines_of(form.as_typed(), on=on), "missing": actions.wanting_in(row, on=on).values()}
    crumbs = trail(getattr(row, register.title), WORKSPACE, _desk(register))
    return form_page(request, f"consultations/{register.key}_update.html", form, **context, crumbs=crumbs)


@record_page_of(APPRAISALS)
@read_or_send
def appraisal_record(request: HttpRequest, row: PolicyAppraisal) -> HttpResponse:
    return _record(request, row, APPRAISALS)


@record_page_of(DECISIONS)
@read_or_send
def decision_record(request: HttpRequest, row: Decision) -> HttpResponse:
    return _record(request, row, DECISIONS)


def _record(request: HttpRequest, row: Any, register: Register) -> HttpResponse:
    """The button that makes a draft public."""
    at = clock.now()
    on = london_day(at)
    form = VersionForm(sent(request), version=row.version, button="Record it")
    if form.is_bound and form.is_valid():
        try:
            made = actions.record_it(row=row, version=form.cleaned_data["version"], by=request.user, at=at, on=on)
            messages.success(request, f"The {register.noun} is recorded and public.")
            return redirect(f"consultations:{register.key}_detail", made.slug)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {"row": row, "lines": lines_of(row, on=on), "missing": actions.wanting_in(row, on=on).values()}
    back = getattr(row, register.title), reverse(f"consultations:{register.key}_update", args=[row.reference])
    crumbs = trail("Record it", WORKSPACE, _desk(register), back)
    return form_page(request, f"consultations/{register.key}_record.html", form, **context, crumbs=crumbs)


@record_page_of(APPRAISALS)
@read_or_send
def appraisal_void(request: HttpRequest, row: PolicyAppraisal) -> HttpResponse:
    return _void(request, row, APPRAISALS)


@record_page_of(DECISIONS)
@read_or_send
def decision_void(request: HttpRequest, row: Decision) -> HttpResponse:
    return _void(request, row, DECISIONS)


def _void(request: HttpRequest, row: Any, register: Register) -> HttpResponse:
    form = VoidForm(sent(request), version=row.version)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.void_record(row=row, version=typed["version"], reason=typed["reason"], by=request.user, at=clock.now())
            messages.success(request, f"{row.reference} is marked as a mistake and counts in nothing any more.")
            return redirect(_desk(register)[1])
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    back = getattr(row, register.title), reverse(f"consultations:{register.key}_update", args=[row.reference])
    crumbs = trail("Mark it as a mistake", WORKSPACE, _desk(register), back)
    return form_page(request, f"consultations/{register.key}_void.html", form, row=row, crumbs=crumbs)
