"""What the pages of answering share: the journey that a visitor is on, and the frame of a step."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from compact_portal.lib.arrival import arrival_of
from compact_portal.lib.dates import london_day
from compact_portal.lib.pdf import compile_pdf
from compact_portal.lib.permits import Permit
from compact_portal.lib.visitor_pages import View, too_many, visitor_page
from consultations.actions.journeys import start_journey
from consultations.models import AnswerJourney, Consultation, Response
from consultations.queries import answering as queries
from consultations.queries.answering import Sheet
from consultations.queries.receipts import Receipt, copy_document, step_address
from consultations.rules import answering as rules
from undertakings.views.workspace import form_page

KEY = "answering"  # all that the session holds of answering: the key of a journey for each consultation
MOST_KEYS = 20


@dataclass(frozen=True, slots=True)
class Walk:
    """What a step is about: the journey, the questions, and the instant at which the request came."""

    about: Consultation
    journey: AnswerJourney
    sheet: Sheet
    at: datetime

    @property
    def next(self) -> str:
        """The first step that has no answer yet, else the check."""
        return rules.next_step(self.journey.answers, len(self.sheet.pages))


def consultation_at(slug: str) -> Consultation:
    """The consultation of an address that the public sees, else 404."""
    about = queries.open_to_answers(slug)
    if about is None:
        raise Http404("No consultation has this address.")
    return about


def permit_now(about: Consultation, *, at: datetime) -> Permit:
    """Whether it takes answers, in time or late, and if not, why."""
    assert about.opens_at is not None
    assert about.closes_at is not None
    return rules.answer_permit(at, opens_at=about.opens_at, closes_at=about.closes_at)


def person_of(request: HttpRequest) -> Any:
    """Who is signed in, or None."""
    return request.user if request.user.is_authenticated else None


def remember(request: HttpRequest, journey: AnswerJourney) -> None:
    """From now on this browser is on that journey, as far as its consultation goes."""
    keys = {**request.session.get(KEY, {})}
    keys.pop(str(journey.consultation_id), None)
    keys[str(journey.consultation_id)] = str(journey.key)
    request.session[KEY] = dict(list(keys.items())[-MOST_KEYS:])


def current(request: HttpRequest, about: Consultation) -> AnswerJourney | None:
    """The journey of the form that was sent, else that of the session: two tabs keep apart what they are about."""
    for key in (request.POST.get("journey", ""), str(request.session.get(KEY, {}).get(str(about.pk), ""))):
        if key and (journey := queries.journey_of(key, about)):
            return journey
    return None


def step_page(view: Callable[..., HttpResponse]) -> View:
    """A step of answering. Without a journey there is nothing to show: a reader is led to the start, and whoever sends
    something after the session has ended goes on with it. A finished journey shows what became of it."""

    @wraps(view)
    def inner(request: HttpRequest, slug: str, **more: Any) -> HttpResponse:
        about, at = consultation_at(slug), arrival_of(request)
        journey = current(request, about)
        if journey is not None and journey.finished_at:
            remember(request, journey)
            return redirect("consultations:answer_sent", slug)
        if not permit_now(about, at=at) or (request.method != "POST" and journey is None):
            return redirect("consultations:answer_start", slug)
        begun = journey or begin(request, about, at=at)
        if not isinstance(begun, AnswerJourney):
            return begun
        if request.method == "POST":
            remember(request, begun)
        return view(request, Walk(about, begun, queries.sheet_of(about, on=london_day(at)), at), **more)

    return visitor_page(inner)


def begin(request: HttpRequest, about: Consultation, *, at: datetime) -> AnswerJourney | HttpResponse:
    """A new journey; the page that says to wait where the network began too many."""
    if not ratelimit.consume(request, action="answer_start"):
        return too_many(request)
    journey = start_journey(consultation=about, at=at)
    remember(request, journey)
    return journey


def show_step(request: HttpRequest, step: str, walk: Walk, form: Any, **context: Any) -> HttpResponse:
    """The page of a step: its place, the way back, the form."""
    pages = len(walk.sheet.pages)
    before = rules.step_before(step, pages)
    frame = {
        "title": context.pop("title", "") or rules.TITLES[step],
        "place": rules.place_of(step, pages),
        "back": step_address(walk.about.slug, before or "start"),
        "journey": walk.journey,
        "about": walk.about,
        "late": is_late(walk.about, at=walk.at),
    }
    return form_page(request, f"consultations/answer_{context.pop('template', step)}.html", form, **frame, **context)


def is_late(about: Consultation, *, at: datetime) -> bool:
    """Whether what is sent now comes after the close."""
    return about.closes_at is not None and rules.is_late(at, closes_at=about.closes_at)


def go_on(walk: Walk) -> HttpResponse:
    """To the first step without an answer, or to the check."""
    return redirect(step_address(walk.about.slug, walk.next))


def fixed_partner(journey: AnswerJourney) -> Any:
    """The partner whose answer a journey changes; that it speaks for it is settled."""
    return journey.response.partner if journey.response else None


def changed_by(walk: Walk, partner: Any) -> Response | None:
    """The answer that this one would change: the partner's, else the one that the journey began from, as long as it may."""
    late = is_late(walk.about, at=walk.at)
    found = queries.standing_of(partner, walk.about, is_late=late) if partner else None
    mine = walk.journey.response
    return found or (mine if mine is not None and (mine.is_late or not late) else None)


def copy_page(receipt: Receipt) -> HttpResponse:
    """The writer's own copy, to keep."""
    document = compile_pdf("consultations/answer_copy.typ", copy_document(receipt))
    name = f'attachment; filename="answer-{receipt.response.reference}.pdf"'
    return HttpResponse(document.bytes, content_type="application/pdf", headers={"Content-Disposition": name})
