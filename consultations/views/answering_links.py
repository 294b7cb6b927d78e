"""Answering by mailed links: go on later, read again, change, withdraw; and what was sent."""

from typing import Any

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from compact_portal.lib.arrival import arrival_of
from compact_portal.lib.dates import london_day
from compact_portal.lib.journey_forms import PressForm
from compact_portal.lib.visitor_pages import too_many, visitor_page
from consultations.actions import answering as actions
from consultations.actions.journeys import begin_change, send_resume_link
from consultations.models import ConsultationLink, Response
from consultations.queries import answering as queries
from consultations.queries.receipts import page_address, receipt_of, step_address
from consultations.rules.answering import next_step
from consultations.views.answering_journey import (
    Walk,
    consultation_at,
    copy_page,
    current,
    permit_now,
    person_of,
    remember,
    step_page,
)
from signatories.forms.signing import LaterForm
from undertakings.views.workspace import form_page, sent


@step_page
def answer_later(request: HttpRequest, walk: Walk) -> HttpResponse:
    """Go on another day: the link goes to an address of the writer's choice."""
    first = walk.journey.email or walk.journey.answers.get("you", {}).get("email", "")
    form = LaterForm(sent(request), initial={"email": first})
    if form.is_bound and form.is_valid():
        email = form.cleaned_data["email"]
        if not ratelimit.consume(request, action="answer_mail", key=email):
            return too_many(request)
        send_resume_link(journey=walk.journey, email=email, at=walk.at)
        return redirect("consultations:answer_later_sent", walk.about.slug)
    back = step_address(walk.about.slug, walk.next)
    return form_page(request, "consultations/answer_later.html", form, back=back, about=walk.about)


@step_page
@require_safe
def answer_later_sent(request: HttpRequest, walk: Walk) -> HttpResponse:
    back = step_address(walk.about.slug, walk.next)
    return render(request, "consultations/answer_later_sent.html", {"journey": walk.journey, "about": walk.about, "back": back})


@never_cache
@visitor_page
@require_safe
def answer_resume(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """A resume link works until the answer is sent; opening it twice, or by a mail scanner, harms nothing."""
    about, at = consultation_at(slug), arrival_of(request)
    link = queries.link_of(token, purpose=ConsultationLink.Purpose.RESUME, slug=slug)
    journey = link.journey if link else None
    if journey is None or not permit_now(about, at=at):
        return render(request, "consultations/answer_resume.html", {"about": about}, status=404)
    remember(request, journey)
    if journey.finished_at:
        return redirect("consultations:answer_sent", slug)
    pages = queries.sheet_of(about, on=london_day(at)).pages
    return redirect(step_address(slug, next_step(journey.answers, len(pages))))


@visitor_page
@require_safe
def answer_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """The receipt: the number, when it came, and whether that was in time."""
    about, at = consultation_at(slug), arrival_of(request)
    response = sent_here(request, slug)
    if response is None:
        return redirect("consultations:answer_start", slug)
    mailed = response.links.exists()
    context = {"about": about, "page": page_address(about), "receipt": receipt_of(response, at=at), "mailed": mailed}
    return render(request, "consultations/answer_sent.html", context)


def sent_here(request: HttpRequest, slug: str) -> Response | None:
    """The answer in which this browser's journey ended."""
    journey = current(request, consultation_at(slug))
    return journey.response if journey and journey.finished_at else None


@visitor_page
@require_safe
def answer_copy(request: HttpRequest, slug: str) -> HttpResponse:
    """The writer's own copy, from the receipt."""
    response = sent_here(request, slug)
    if response is None:
        return redirect("consultations:answer_start", slug)
    return copy_page(receipt_of(response, at=arrival_of(request)))


@never_cache
@visitor_page
def answer_change(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Opening the link shows the answer (mail scanners open links); pressing its button begins to change it."""
    response, at = _behind(slug, token), arrival_of(request)
    if response is None:
        return render(request, "consultations/answer_change.html", {"receipt": None, "about": consultation_at(slug)}, status=404)
    receipt = receipt_of(response, at=at)
    if request.method == "POST" and receipt.may_change:
        remember(request, begin_change(response=response, at=at))
        return redirect("consultations:answer_check", slug)
    context = {
        "receipt": receipt, "about": response.consultation, "copy": _address("answer_link_copy", slug, token),
        "withdraw": _address("answer_withdraw", slug, token), "form": PressForm(words="Change my answer"),
    }  # fmt: skip
    return render(request, "consultations/answer_change.html", context, status=409 if request.method == "POST" else 200)


def _behind(slug: str, token: str) -> Response | None:
    """The answer that a link changes. The link is about what it says as long as the public sees the consultation."""
    consultation_at(slug)
    link = queries.link_of(token, purpose=ConsultationLink.Purpose.CHANGE, slug=slug)
    return link.response if link else None


def _address(name: str, slug: str, token: str) -> str:
    return reverse(f"consultations:{name}", args=[slug, token])


@never_cache
@visitor_page
def answer_withdraw(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """What withdrawing does, and the button that does it."""
    response, at = _behind(slug, token), arrival_of(request)
    if response is None:
        return redirect("consultations:answer_change", slug, token)
    back = _address("answer_change", slug, token)
    return withdraw_page(request, response, at=at, template="consultations/answer_withdraw.html", back=back)


def withdraw_page(request: HttpRequest, response: Response, *, at: Any, template: str, back: str) -> HttpResponse:
    """The same by a link and in the workspace."""
    receipt = receipt_of(response, at=at)
    if request.method == "POST":
        try:
            actions.withdraw_answer(response=response, by=person_of(request), received_at=at)
        except actions.AnswerRefused:
            receipt = receipt_of(response, at=at)
        else:
            return redirect(back)
    form = PressForm(words="Withdraw my answer", style="stop")
    context = {"receipt": receipt, "about": response.consultation, "form": form, "back": back}
    return render(request, template, context, status=409 if request.method == "POST" else 200)


@never_cache
@visitor_page
@require_safe
def answer_link_copy(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The writer's own copy, from the mailed link."""
    response = _behind(slug, token)
    if response is None:
        raise Http404("We do not know this link.")
    return copy_page(receipt_of(response, at=arrival_of(request)))
