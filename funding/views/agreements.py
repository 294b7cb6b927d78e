"""Writing an agreement: in steps, with every promise shown while it is written; recorded, copied, marked as a mistake."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from compact_portal.audit.actions import StaleVersion
from compact_portal.audit.forms import VersionForm, VoidForm
from compact_portal.lib.clock import now, today
from funding.actions.agreements import (
    copy_agreement,
    draft_agreement,
    missing_in,
    record_agreement,
    save_agreement,
    void_agreement,
)
from funding.forms.agreements import LATER, STEP_TITLES, STEPS, AgreementForm
from funding.forms.parts import FORMS
from funding.models import Agreement
from funding.queries.agreement import agreement_page
from funding.queries.reports import reports_about
from funding.views.desk import DESK
from funding.views.guards import agency_page, agreement_page_of
from signatories.models import Partner
from undertakings.views.trail import trail
from undertakings.views.workspace import WORKSPACE, form_page, read_or_send, sent


def hub(agreement: Agreement) -> HttpResponse:
    """Back to the page from which all parts of an agreement are reached."""
    return redirect("funding:own_agreement_detail", agreement.reference)


def back(agreement: Agreement) -> tuple[str, str]:
    """The crumb that leads there."""
    return agreement.title or agreement.reference, reverse("funding:own_agreement_detail", args=[agreement.reference])


@agency_page
@read_or_send
def agreement_create(request: HttpRequest, partner: Partner) -> HttpResponse:
    """The first step: who and what for. Saving makes a draft, which nobody but the agency sees."""
    form = AgreementForm(sent(request), instance=Agreement(funder=partner), step=STEPS[0])
    if form.is_bound and form.is_valid():
        try:
            made = draft_agreement(funder=partner, values=form.values(), by=request.user, on=today())
            return hub(made) if LATER in request.POST else redirect("funding:agreement_update", made.reference, STEPS[1])
        except ValidationError as refusal:
            form.tell_refused(refusal)
    crumbs = trail("New agreement", WORKSPACE, DESK)
    return form_page(request, "funding/agreement_create.html", form, partner=partner, crumbs=crumbs)


@agreement_page_of
@read_or_send
def agreement_update(request: HttpRequest, agreement: Agreement, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404("There is no such step.")
    form = AgreementForm(sent(request), instance=copy(agreement), step=step)
    if form.is_bound and form.is_valid():
        version, why = form.cleaned_data["version"], f"Changed the agreement: {STEP_TITLES[step].lower()}"
        try:
            save_agreement(agreement=agreement, version=version, values=form.values(), by=request.user, why=why)
            following = STEPS[STEPS.index(step) + 1 :]
            if agreement.is_public or LATER in request.POST or not following:
                messages.success(request, "Saved.")
                return hub(agreement)
            return redirect("funding:agreement_update", agreement.reference, following[0])
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            form.tell_refused(refusal)
    crumbs = trail(STEP_TITLES[step], WORKSPACE, DESK, back(agreement))
    context = {"agreement": agreement, "title": STEP_TITLES[step], "step": STEPS.index(step) + 1, "steps": len(STEPS)}
    return form_page(request, "funding/agreement_update.html", form, **context, crumbs=crumbs)


@agreement_page_of
@require_safe
def own_agreement_detail(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    """All of an agreement, with what is missing, each promise as it stands today, and every part to be written."""
    context: dict[str, Any] = {
        **agreement_page(agreement, on=today(), own=True),
        "missing": missing_in(agreement).values(),
        "steps": [{"key": key, "title": STEP_TITLES[key]} for key in STEPS],
        "parts": [{"key": key, "title": form.title} for key, form in FORMS.items()],
        "reports": reports_about(agreement),
        "crumbs": trail(agreement.title or agreement.reference, WORKSPACE, DESK),
    }
    return render(request, "funding/own_agreement_detail.html", context)


@agreement_page_of
@read_or_send
def agreement_record(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    """The button that makes a draft public."""
    form = VersionForm(sent(request), version=agreement.version, button="Record it")
    if form.is_bound and form.is_valid():
        try:
            record_agreement(agreement=agreement, version=form.cleaned_data["version"], by=request.user)
            messages.success(request, "The agreement is recorded and public.")
            return hub(agreement)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            for said in refusal.messages:
                form.add_error(None, said)
    context = {**agreement_page(agreement, on=today()), "missing": missing_in(agreement).values()}
    crumbs = trail("Record it", WORKSPACE, DESK, back(agreement))
    return form_page(request, "funding/agreement_record.html", form, **context, crumbs=crumbs)


@agreement_page_of
@read_or_send
def agreement_copy(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    """One button: a draft for the time after it."""
    form = VersionForm(sent(request), version=agreement.version, button="Copy it to the time after it")
    if form.is_bound and form.is_valid():
        made = copy_agreement(agreement=agreement, by=request.user, on=today())
        messages.success(request, "This is the draft for the time after it. Look at its days and its money, then record it.")
        return hub(made)
    crumbs = trail("Copy it", WORKSPACE, DESK, back(agreement))
    return form_page(request, "funding/agreement_copy.html", form, agreement=agreement, crumbs=crumbs)


@agreement_page_of
@read_or_send
def agreement_void(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    form = VoidForm(sent(request), version=agreement.version)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        try:
            void_agreement(agreement=agreement, version=typed["version"], reason=typed["reason"], by=request.user, at=now())
            messages.success(request, f"{agreement.reference} is marked as a mistake and counts in nothing any more.")
            return redirect("funding:funding_desk")
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    crumbs = trail("Mark it as a mistake", WORKSPACE, DESK, back(agreement))
    return form_page(request, "funding/agreement_void.html", form, agreement=agreement, crumbs=crumbs)
