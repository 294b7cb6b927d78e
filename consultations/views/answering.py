"""Answering, one thing on a page: the start, the questions, who answers, what may be published, the check."""

from typing import Any

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from compact_portal.lib.arrival import arrival_of
from compact_portal.lib.dates import london_day
from compact_portal.lib.journey_forms import PressForm
from compact_portal.lib.visitor_pages import too_many, visitor_page
from consultations.actions import answering as actions
from consultations.actions.journeys import save_step
from consultations.forms.answering import PublishForm, SendForm, WhoForm, YouForm, questions_form
from consultations.models import AnswerJourney
from consultations.queries import answering as queries
from consultations.queries.receipts import check_rows, page_address, step_address
from consultations.rules import answering as rules
from consultations.views.answering_journey import (
    Walk,
    begin,
    changed_by,
    consultation_at,
    current,
    fixed_partner,
    go_on,
    is_late,
    permit_now,
    person_of,
    show_step,
    step_page,
)
from signatories.models import Partner
from undertakings.views.workspace import REFUSED, sent

ONCE_MORE = "Look through it once more and press the button again. We ask so when a form comes back very fast, as programs send it."


@visitor_page
def answer_start(request: HttpRequest, slug: str) -> HttpResponse:
    """What is asked, how long there is, other ways to answer; the button begins."""
    about, at = consultation_at(slug), arrival_of(request)
    permit, on = permit_now(about, at=at), london_day(at)
    if request.method == "POST" and permit:
        made = begin(request, about, at=at)
        return redirect("consultations:answer_who", slug) if isinstance(made, AnswerJourney) else made
    sheet, journey = queries.sheet_of(about, on=on), current(request, about)
    begun = journey if journey and journey.finished_at is None else None
    context = {
        "about": about, "page": page_address(about),
        "permit": permit, "late": is_late(about, at=at), "questions": len(sheet.all), "sheet": sheet,
        "left": rules.time_left(about.closes_on, on=on) if about.closes_on else "", "begun": begun,
        "go_on_at": step_address(slug, rules.next_step(begun.answers, len(sheet.pages))) if begun else "",
        "form": PressForm(words="Start a new answer" if begun else "Start"),
    }  # fmt: skip
    return render(request, "consultations/answer_start.html", context)


@step_page
def answer_who(request: HttpRequest, walk: Walk) -> HttpResponse:
    """As a person, for an organisation, or for a partner of the compact whose member is signed in."""
    partners = choosable(request, walk)
    kept = walk.journey.answers.get("who", {})
    form = WhoForm(sent(request), kept=kept, journey=walk.journey.key, choices=ways(walk, partners))
    if form.is_bound and form.is_valid():
        return take(walk, "who", form)
    standing = [queries.standing_of(one, walk.about, is_late=is_late(walk.about, at=walk.at)) for one in partners]
    answered = [] if walk.journey.response else [one for one in standing if one]
    signed_in = person_of(request) is not None
    return show_step(request, "who", walk, form, partners=partners, answered=answered, signed_in=signed_in)


def choosable(request: HttpRequest, walk: Walk) -> list[Partner]:
    """The partners that can be answered for: of a change, the one whose answer it is, and no other."""
    if walk.journey.response is not None:
        fixed = fixed_partner(walk.journey)
        return [fixed] if fixed else []
    return queries.partners_answering(person_of(request), on=london_day(walk.at))


def ways(walk: Walk, partners: list[Partner]) -> list[tuple[str, str]]:
    """The choices of the first page."""
    verified = [(str(one.pk), f"{one.name}, as its member") for one in partners]
    if walk.journey.response is not None and partners:
        return verified
    return [
        *verified,
        ("person", "Myself, as a person"),
        ("organisation", f"{'Another' if partners else 'An'} organisation or group"),
    ]


@step_page
def answer_question(request: HttpRequest, walk: Walk, number: int) -> HttpResponse:
    """One question, or several short ones that belong together."""
    if not 1 <= number <= len(walk.sheet.pages):
        raise Http404("There is no such page of questions.")
    asks, step = walk.sheet.pages[number - 1], rules.page_step(number)
    form = questions_form(asks)(sent(request), kept=walk.journey.answers.get(step, {}), journey=walk.journey.key)
    if form.is_bound and form.is_valid():
        return take(walk, step, form)
    first = walk.sheet.all.index(asks[0]) + 1
    last, of = first + len(asks) - 1, len(walk.sheet.all)
    title = f"Question {first} of {of}" if first == last else f"Questions {first} to {last} of {of}"
    return show_step(request, step, walk, form, title=title, template="question")


@step_page
def answer_you(request: HttpRequest, walk: Walk) -> HttpResponse:
    kept, person = walk.journey.answers.get("you", {}), person_of(request)
    first = {"name": person.name, "email": person.email} if person else {"email": walk.journey.email}
    asks = walk.journey.answers.get("who", {}).get("who") == "organisation"
    form = YouForm(sent(request), kept=kept or first, journey=walk.journey.key, asks_organisation=asks)
    if form.is_bound and form.is_valid():
        return take(walk, "you", form)
    return show_step(request, "you", walk, form)


@step_page
def answer_publish(request: HttpRequest, walk: Walk) -> HttpResponse:
    """Consent to publish, and confidentiality with its limits."""
    form = PublishForm(sent(request), kept=walk.journey.answers.get("publish", {}), journey=walk.journey.key)
    if form.is_bound and form.is_valid():
        return take(walk, "publish", form)
    return show_step(request, "publish", walk, form)


def take(walk: Walk, step: str, form: Any) -> HttpResponse:
    """Keep what was typed, and go on."""
    save_step(journey=walk.journey, step=step, answers=form.answers(), at=walk.at)
    return go_on(walk)


@step_page
def answer_check(request: HttpRequest, walk: Walk) -> HttpResponse:
    """All that was typed, what becomes of it, and the button that sends."""
    if walk.next != "check":
        return go_on(walk)
    problem = ""
    if request.method == "POST":
        if not ratelimit.consume(request, action="answer_send"):
            return too_many(request)
        problem = press(request, walk)
        if not problem:
            return redirect("consultations:answer_sent", walk.about.slug)
    partner = chosen_partner(walk)
    before = changed_by(walk, partner)
    form = SendForm(kept={"over": queries.version_key(before)}, journey=walk.journey.key)
    has_address = bool(walk.journey.answers["you"]["email"])
    rows = check_rows(walk.journey, walk.sheet, whom=whom(walk, partner))
    page = show_step(request, "check", walk, form, problem=problem, before=before, partner=partner, has_address=has_address, **rows)
    page.status_code = REFUSED if problem else page.status_code
    return page


def press(request: HttpRequest, walk: Walk) -> str:
    """Send it; gives what stands in the way, "" where nothing does."""
    typed, journey = SendForm(request.POST, kept={}, journey=walk.journey.key), walk.journey
    typed.is_valid()  # everything in it may be empty
    asked = "asked" in journey.answers or journey.response is not None
    trap = str(typed.cleaned_data.get("more", ""))
    if rules.asks_once_more(started_at=journey.started_at, at=walk.at, trap=trap, asked=asked):
        save_step(journey=journey, step="asked", answers={}, at=walk.at)
        return ONCE_MORE
    email = journey.answers["you"]["email"]
    mails = not email or ratelimit.consume(request, action="answer_mail", key=email)
    try:
        over = str(typed.cleaned_data.get("over", ""))
        actions.send_answer(journey=journey, by=person_of(request), received_at=walk.at, over=over, mails=bool(mails))
    except actions.AnswerRefused as refused:
        return str(refused)
    return ""


def chosen_partner(walk: Walk) -> Partner | None:
    """The partner that is answered for."""
    who = str(walk.journey.answers["who"]["who"])
    return Partner.objects.filter(pk=who).first() if who.isdigit() else None


def whom(walk: Walk, partner: Partner | None) -> str:
    """For whom it is, in words."""
    if partner is not None:
        return f"{partner.name}, as its member"
    return "Myself, as a person" if walk.journey.answers["who"]["who"] == "person" else "An organisation or group"
