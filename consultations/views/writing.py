"""Writing a consultation: its steps as a task list, what is found before it opens, how the public will see it."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from compact_portal.audit.actions import StaleVersion
from compact_portal.lib.clock import now
from compact_portal.lib.dates import london_day
from consultations.actions.writing import explain, save_step
from consultations.forms.writing import FORM_STEPS, LATER, ExplainForm, StepForm, tell
from consultations.models import Consultation
from consultations.queries.addresses import own_address
from consultations.queries.checking import check
from consultations.queries.consultation import consultation_page
from consultations.queries.tasks import hub_page, may_change_now
from consultations.rules.checks import TITLES, stops
from consultations.rules.writing import TITLES as STEP_TITLES
from consultations.views.desk import DESK
from consultations.views.guards import consultation_page_of
from undertakings.views.trail import trail
from undertakings.views.workspace import WORKSPACE, form_page, read_or_send, sent


def hub(consultation: Consultation) -> HttpResponse:
    """Back to the page from which all parts of a consultation are reached."""
    return redirect("consultations:own_consultation_detail", consultation.slug)


def path_to(consultation: Consultation, here: str) -> list[dict[str, str]]:
    """The crumbs of a page below it."""
    return trail(here, WORKSPACE, DESK, (consultation.title or consultation.reference, own_address(consultation.slug)))


def require_open(consultation: Consultation, step: str, at: Any) -> None:
    """403 with the reason, where a step may not be changed now."""
    permit = may_change_now(consultation, step, at=at)
    if not permit:
        raise PermissionDenied(permit.reason)


@consultation_page_of
@require_safe
def own_consultation_detail(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """Where it stands, what is to be done next, every step, and what was found."""
    context = hub_page(consultation, request.user, at=now())
    context["crumbs"] = trail(consultation.title or consultation.reference, WORKSPACE, DESK)
    return render(request, "consultations/own_consultation_detail.html", context)


@consultation_page_of
@require_safe
def consultation_preview(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """The page as the public will see it."""
    context = {**consultation_page(consultation, at=now()), "crumbs": path_to(consultation, "As the public will see it")}
    return render(request, "consultations/consultation_preview.html", context)


@consultation_page_of
@read_or_send
def consultation_update(request: HttpRequest, consultation: Consultation, step: str) -> HttpResponse:
    if step not in FORM_STEPS:
        raise Http404("There is no such step.")
    at = now()
    require_open(consultation, step, at)
    form = StepForm(sent(request), instance=copy(consultation), step=step)
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            saved = save_step(
                consultation=consultation, step=step, version=version, values=form.values(), by=request.user, at=at
            )  # fmt: skip
            return _after(request, saved, step)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            tell(form, refusal)
    context = {"consultation": consultation, "title": STEP_TITLES[step], "step": FORM_STEPS.index(step) + 1}
    crumbs = path_to(consultation, STEP_TITLES[step])
    return form_page(
        request, "consultations/consultation_update.html", form, **context, steps=len(FORM_STEPS), crumbs=crumbs
    )  # fmt: skip


def _after(request: HttpRequest, consultation: Consultation, step: str) -> HttpResponse:
    """The next step, or back to all of them."""
    following = FORM_STEPS[FORM_STEPS.index(step) + 1 :]
    if LATER in request.POST or not following or consultation.is_public:
        messages.success(request, "Saved.")
        return hub(consultation)
    return redirect("consultations:consultation_update", consultation.slug, following[0])


@consultation_page_of
@require_safe
def check_list(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """What would break an undertaking or make answering hard, each to be mended or explained."""
    at = now()
    found = check(consultation, on=london_day(at))
    context = {
        "consultation": consultation, "found": found, "left": len(stops(found)),
        "may_change": bool(may_change_now(consultation, "proposal", at=at)) and consultation.voided_at is None,
        "crumbs": path_to(consultation, "Before it opens"),
    }  # fmt: skip
    return render(request, "consultations/check_list.html", context)


@consultation_page_of
@read_or_send
def check_explain(request: HttpRequest, consultation: Consultation, key: str) -> HttpResponse:
    if key not in TITLES:
        raise Http404("There is no such check.")
    at = now()
    require_open(consultation, "proposal", at)
    found = next((one for one in check(consultation, on=london_day(at)) if one.key == key), None)
    held = consultation.explanations.filter(check_key=key).values_list("words", flat=True).first() or ""
    form = ExplainForm(sent(request), version=consultation.version, held=held)
    if form.is_bound and form.is_valid():
        try:
            explain(consultation=consultation, key=key, words=form.cleaned_data["words"], by=request.user, at=at)
            messages.success(request, "Saved.")
            return redirect("consultations:check_list", consultation.slug)
        except ValidationError as refusal:
            tell(form, refusal)
    context = {"consultation": consultation, "finding": found, "title": TITLES[key]}
    crumbs = path_to(consultation, TITLES[key])
    return form_page(request, "consultations/check_explain.html", form, **context, crumbs=crumbs)
