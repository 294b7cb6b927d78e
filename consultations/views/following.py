"""Following one consultation, or all of them: ask, look in your mail, press the button; and end it with one link."""

from typing import Any

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from compact_portal.lib import clock
from compact_portal.lib.journey_forms import PressForm
from compact_portal.lib.visitor_pages import too_many, visitor_page
from consultations.actions import following as actions
from consultations.forms.following import FollowForm
from consultations.models import Consultation, Follow
from consultations.queries import following as queries
from consultations.queries.addresses import CONSULTATIONS, consultation_address
from undertakings.views.trail import trail
from undertakings.views.workspace import form_page, sent

ABOVE = ("Consultations", CONSULTATIONS)


@visitor_page
def follow_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Follow one consultation."""
    consultation = queries.followed_consultation(slug)
    if consultation is None:
        raise Http404("No consultation has this address.")
    above = (consultation.title, consultation_address(consultation.slug))
    return _ask(request, "follow_create", consultation, trail("Follow", ABOVE, above))


@visitor_page
def follow_create_all(request: HttpRequest) -> HttpResponse:
    """Follow all of them, those to come too."""
    return _ask(request, "follow_create_all", None, trail("Follow", ABOVE))


def _ask(request: HttpRequest, name: str, consultation: Consultation | None, crumbs: Any) -> HttpResponse:
    form = FollowForm(sent(request))
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        if not ratelimit.consume(request, action="follow_send", key=typed["email"]):
            return too_many(request)
        actions.ask_to_follow(consultation=consultation, email=typed["email"], manner=typed["manner"], at=clock.now())
        return redirect("consultations:follow_sent")
    return form_page(request, f"consultations/{name}.html", form, consultation=consultation, crumbs=crumbs)


@visitor_page
@require_safe
def follow_sent(request: HttpRequest) -> HttpResponse:
    """Look in your mail. The same words, whether the address is known here or not."""
    return render(request, "consultations/follow_sent.html", {"crumbs": trail("Look in your mail", ABOVE)})


def _manner(request: HttpRequest) -> str:
    """How often, as the mailed link says it; what it cannot mean is a letter for each change."""
    asked = request.GET.get("manner", "")
    return asked if asked in Follow.Manner.values else Follow.Manner.EACH


@never_cache
@visitor_page
def follow_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link shows what it does (mail scanners open links); pressing its button begins it."""
    at, manner = clock.now(), _manner(request)
    here = reverse("consultations:follow_confirm", args=[token])
    if request.method == "POST":
        actions.confirm_follow(token=token, manner=manner, at=at)
        return redirect(here)
    found = queries.confirming_state(token, at=at)
    context = {
        "state": found.state,
        "follow": found.follow,
        "weekly": (found.follow.manner if found.state == "done" and found.follow else manner) == Follow.Manner.WEEKLY,
        "form": PressForm(words="Follow", action=f"{here}?manner={manner}"),
        "crumbs": trail("Follow", ABOVE),
    }
    return render(request, "consultations/follow_confirm.html", context, status=404 if found.state == "unknown" else 200)


@never_cache
@csrf_exempt  # a mail program presses it by itself, with no cookie (RFC 8058); the token is the secret
@visitor_page
def follow_end(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the link that stands in each letter. A POST ends it, from its button or from the mail program's."""
    everything = request.GET.get("all") == "yes"
    if request.method == "POST":
        actions.end_follow(token=token, everything=everything)
    follow = queries.ended_by(token)
    form = PressForm(words="End all of these letters" if everything else "End these letters", action=request.get_full_path())
    context = {"follow": follow, "everything": everything, "form": form, "crumbs": trail("End the letters", ABOVE)}
    return render(request, "consultations/follow_end.html", context)
