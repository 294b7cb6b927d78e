"""Showing answers to the public: one, or all that may be shown; and taking one back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from compact_portal.lib.clock import now
from compact_portal.lib.counted import counted
from consultations.actions.publishing import publish_all, publish_response, withhold_response
from consultations.actions.reading import note_readings
from consultations.forms.answers import PressForm, ReasonForm
from consultations.models import Consultation
from consultations.queries.answers import originals
from consultations.views.answers import DESK, back, refuse, response_or_404, to_answer, to_answers
from consultations.views.guards import consultation_page_of
from undertakings.views.trail import trail
from undertakings.views.workspace import WORKSPACE, form_page, read_or_send, sent


@consultation_page_of
@read_or_send
def response_publish(request: HttpRequest, consultation: Consultation, reference: str) -> HttpResponse:
    """The button that shows one answer to the public, as it will be read."""
    response = response_or_404(consultation, reference)
    at = now()
    note_readings(responses=[response.pk], by=request.user, at=at)
    form = PressForm(sent(request), button="Publish this answer")
    if form.is_bound and form.is_valid():
        try:
            publish_response(response=response, by=request.user, at=at)
            messages.success(request, "The answer is published.")
            return back(consultation, reference)
        except ValidationError as refusal:
            refuse(form, refusal)
    crumbs = trail("Publish it", WORKSPACE, DESK, to_answers(consultation), to_answer(response, consultation))
    context = {"consultation": consultation, "response": response, "answers": originals(response), "crumbs": crumbs}
    return form_page(request, "consultations/response_publish.html", form, **context)


@consultation_page_of
@read_or_send
def answer_withhold(request: HttpRequest, consultation: Consultation, reference: str) -> HttpResponse:
    """Take a published answer back from the public."""
    response = response_or_404(consultation, reference)
    hint = "It stays with the answer’s record; the public does not read it."
    form = ReasonForm(sent(request), button="Take it back", style="stop", hint=hint)
    if form.is_bound and form.is_valid():
        try:
            withhold_response(response=response, reason=form.cleaned_data["reason"], by=request.user, at=now())
            messages.success(request, "The public does not read this answer any more.")
            return back(consultation, reference)
        except ValidationError as refusal:
            refuse(form, refusal)
    crumbs = trail("Take it back", WORKSPACE, DESK, to_answers(consultation), to_answer(response, consultation))
    return form_page(request, "consultations/answer_withhold.html", form, response=response, crumbs=crumbs)


@consultation_page_of
@read_or_send
def answers_publish(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """One button for every answer that may be read by all."""
    form = PressForm(sent(request), button="Publish all that may be")
    if form.is_bound and form.is_valid():
        try:
            done = publish_all(consultation=consultation, by=request.user, at=now())
            more = " There are more: press the button once more." if done.more else ""
            messages.success(request, f"{counted(done.count, 'answer')} published.{more}")
            where = "answers_publish" if done.more else "own_answer_list"
            return redirect(f"consultations:{where}", consultation.slug)
        except ValidationError as refusal:
            refuse(form, refusal)
    crumbs = trail("Publish answers", WORKSPACE, DESK, to_answers(consultation))
    return form_page(request, "consultations/answers_publish.html", form, consultation=consultation, crumbs=crumbs)
