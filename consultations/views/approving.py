"""Asking for approval, approving, sending back, marking as a mistake: a page with one button each."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from compact_portal.audit.actions import StaleVersion
from compact_portal.audit.forms import VersionForm
from compact_portal.lib.clock import now
from consultations.actions.approving import approve, send_back, submit, void_consultation
from consultations.forms.writing import ReasonForm, tell
from consultations.models import Consultation
from consultations.queries.tasks import hub_page
from consultations.views.guards import consultation_page_of
from consultations.views.writing import hub, path_to
from undertakings.views.workspace import form_page, read_or_send, sent


def _button(
    request: HttpRequest, consultation: Consultation, form: Any, act: Callable[[int], Any], *, name: str, title: str, done: str,
    at: Any, after: Callable[[], HttpResponse] | None = None,
) -> HttpResponse:  # fmt: skip
    """A page with a button that does one thing to the version which the page shows."""
    if form.is_bound and form.is_valid():
        try:
            act(form.cleaned_data["version"])
            messages.success(request, done)
            return after() if after else hub(consultation)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            tell(form, refusal)
        # The page shows it as it is now.
        consultation = Consultation.objects.select_related("agency", "appraisal", "submitted_by").get(pk=consultation.pk)
    context = {**hub_page(consultation, request.user, at=at), "crumbs": path_to(consultation, title), "title": title}
    return form_page(request, f"consultations/{name}.html", form, **context)


@consultation_page_of
@read_or_send
def consultation_submit(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    at = now()
    form = VersionForm(sent(request), version=consultation.version, button="Ask for approval")
    return _button(
        request, consultation, form, lambda version: submit(consultation=consultation, version=version, by=request.user, at=at),
        name="consultation_submit", title="Ask for approval", done="It waits for approval now.", at=at,
    )  # fmt: skip


@consultation_page_of
@read_or_send
def consultation_approve(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    at = now()
    form = VersionForm(sent(request), version=consultation.version, button="Approve it")
    return _button(
        request, consultation, form, lambda version: approve(consultation=consultation, version=version, by=request.user, at=at),
        name="consultation_approve", title="Approve it", done="It is approved, and everybody can read it.", at=at,
    )  # fmt: skip


@consultation_page_of
@read_or_send
def consultation_return(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    at = now()
    hint = "Whoever asked for the approval reads it. It is not published."
    form = ReasonForm(
        sent(request), version=consultation.version, button="Take it back", label="What is to be changed?", hint=hint
    )  # fmt: skip

    def act(version: int) -> None:
        send_back(consultation=consultation, version=version, words=form.cleaned_data["reason"], by=request.user, at=at)

    return _button(
        request, consultation, form, act, name="consultation_return", title="Take it back to change it",
        done="It is a draft again.", at=at,
    )  # fmt: skip


@consultation_page_of
@read_or_send
def consultation_void(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    at = now()
    hint = "The record stays, with these words, and counts in nothing any more."
    form = ReasonForm(
        sent(request), version=consultation.version, button="Mark it as a mistake", style="stop", label="Why is it a mistake?",
        hint=hint,
    )  # fmt: skip

    def act(version: int) -> None:
        void_consultation(
            consultation=consultation, version=version, reason=form.cleaned_data["reason"], by=request.user, at=at
        )  # fmt: skip

    return _button(
        request, consultation, form, act, name="consultation_void", title="Mark it as a mistake",
        done=f"{consultation.reference} is marked as a mistake.", at=at,
        after=lambda: redirect("consultations:consultation_desk"),
    )  # fmt: skip
