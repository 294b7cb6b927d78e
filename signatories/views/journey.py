"""What the pages of signing share: the journey that a visitor is on, and the frame of a step."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from compact_portal.lib import clock
from compact_portal.lib.dates import london_day
from compact_portal.lib.permits import Permit, refused
from compact_portal.lib.visitor_pages import View, too_many, visitor_page
from signatories.actions.signing import start_journey
from signatories.models import SigningJourney
from signatories.queries import signing as queries
from signatories.rules import journey as rules
from signatories.rules.signing import may_be_signed
from undertakings.models import Edition
from undertakings.queries.text import edition_in_force
from undertakings.views.workspace import form_page

KEY = "signing"  # all that the session holds of signing: the key of the journey


def remember(request: HttpRequest, journey: SigningJourney) -> None:
    """From now on this browser is on that journey."""
    request.session[KEY] = str(journey.key)


def current(request: HttpRequest) -> SigningJourney | None:
    """The journey of the form that was sent, else that of the session: two tabs keep apart what they are about."""
    for key in (request.POST.get("journey", ""), str(request.session.get(KEY, ""))):
        if key and (journey := queries.journey_of(key)):
            return journey
    return None


def text_permit(edition: Edition | None, *, sample: bool) -> Permit:
    """Whether there is a text that can be signed, and if not, why."""
    if edition is None:
        return refused("No edition of the compact has been published here yet, so there is nothing to sign.")
    return may_be_signed(standing=edition.standing, sample=sample)


def step_page(view: Callable[[HttpRequest, SigningJourney], HttpResponse]) -> View:
    """A step of signing. Without a journey there is nothing to show: a reader is led to the start, and whoever sends an
    answer after the session has ended goes on with it. A finished journey shows what became of it."""

    @wraps(view)
    def inner(request: HttpRequest) -> HttpResponse:
        journey, at = current(request), clock.now()
        if journey is not None and journey.finished_at:
            remember(request, journey)
            return redirect("signatories:signing_sent")
        if request.method != "POST" and (journey is None or not queries.is_open(journey, at=at)):
            return redirect("signatories:signing_start")
        begun = journey or begin(request, at=at)
        if not isinstance(begun, SigningJourney):
            return begun
        if request.method == "POST":
            remember(request, begun)
        return view(request, begun)

    return visitor_page(inner)


def begin(request: HttpRequest, *, at: datetime) -> SigningJourney | HttpResponse:
    """A new journey to the edition in force; the page that says why not, where there is none or the network began too many."""
    edition = edition_in_force(london_day(at))
    if edition is None or not may_be_signed(standing=edition.standing, sample=settings.PORTAL_SAMPLE):
        return redirect("signatories:signing_start")
    if not ratelimit.consume(request, action="sign_start"):
        return too_many(request)
    journey = start_journey(edition=edition, at=at)
    remember(request, journey)
    return journey


def show_step(request: HttpRequest, step: str, journey: SigningJourney, form: Any, **context: Any) -> HttpResponse:
    """The page of a step: its place, the way back, the form."""
    before = rules.step_before(step)
    frame = {
        "title": rules.TITLES[step],
        "place": rules.place_of(step),
        "back": f"signatories:signing_{before or 'start'}",
        "journey": journey,
    }
    return form_page(request, f"signatories/signing_{context.pop('template', step)}.html", form, **frame, **context)


def go_on(journey: SigningJourney) -> HttpResponse:
    """To the first step without an answer, or to the check."""
    return redirect(f"signatories:signing_{rules.next_step(journey.answers)}")
