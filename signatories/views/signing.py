"""Signing, one thing on a page: the start, the steps, the answers to check, and an edition that changed on the way."""

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from compact_portal.lib import clock
from compact_portal.lib.dates import london_day
from compact_portal.lib.folding import clean
from compact_portal.lib.journey_forms import PressForm
from compact_portal.lib.visitor_pages import too_many, visitor_page
from signatories.actions import signing as actions
from signatories.forms.signing import (
    NONE_OF_THESE,
    AlikeForm,
    AuthorityForm,
    NewPartnerForm,
    PartnerForm,
    PledgeForm,
    YouForm,
)
from signatories.models import SigningJourney
from signatories.queries import signing as queries
from signatories.queries.signing_check import check_rows
from signatories.rules import journey as rules
from signatories.views.journey import begin, current, go_on, show_step, step_page, text_permit
from undertakings.queries.edition import changed_sections, two_editions
from undertakings.queries.text import edition_in_force
from undertakings.views.workspace import REFUSED, sent

MOST_SEARCHED = 200


@visitor_page
def signing_start(request: HttpRequest) -> HttpResponse:
    """What signing means, what would be signed, and whether somebody has signed already; the button begins."""
    at, words = clock.now(), searched(request)
    edition = edition_in_force(london_day(at))
    permit = text_permit(edition, sample=settings.PORTAL_SAMPLE)
    if request.method == "POST" and permit:
        to = reverse("signatories:signing_partner") + (f"?{urlencode({'q': words})}" if words else "")
        made = begin(request, at=at)
        return redirect(to) if isinstance(made, SigningJourney) else made
    found, more = queries.found_partners(words, edition=edition) if edition else ([], False)
    journey = current(request)
    begun = journey if journey and queries.is_open(journey, at=at) else None
    context = {
        "edition": edition, "permit": permit, "words": words, "found": found, "more": more,
        "form": PressForm(words="Start a new one" if begun else "Start signing"),
        "begun": begun, "begun_for": queries.name_in(begun.answers) if begun else "",
        "go_on_at": reverse(f"signatories:signing_{rules.next_step(begun.answers)}") if begun else "",
    }  # fmt: skip
    return render(request, "signatories/signing_start.html", context)


def searched(request: HttpRequest) -> str:
    """What was typed into the search box."""
    return clean(request.GET.get("q", "")).strip()[:MOST_SEARCHED]


@step_page
def signing_partner(request: HttpRequest, journey: SigningJourney) -> HttpResponse:
    """Find the organisation. Who has signed for it already stands beside it."""
    words, kept = searched(request), queries.chosen_partner(journey.answers)
    found, more = queries.found_partners(words, edition=journey.edition)
    if kept and not words:
        found = queries.told([kept], edition=journey.edition)
    choices = [(str(one.partner.pk), one.label) for one in found]
    form = PartnerForm(sent(request), kept=journey.answers.get("partner", {}), journey=journey.key, choices=choices)
    if form.is_bound and form.is_valid() and free(form, found):
        actions.save_step(journey=journey, step="partner", answers=form.answers(), at=clock.now())
        return go_on(journey)
    return show_step(request, "partner", journey, form, words=words, found=found, more=more)


def free(form: PartnerForm, found: list[queries.Found]) -> bool:
    """Whether nobody has signed for the chosen one yet; else the form says who has."""
    chosen = next((one for one in found if str(one.partner.pk) == form.cleaned_data["partner"]), None)
    if chosen is None or not chosen.is_signed:
        return True
    form.add_error("partner", f"{chosen.partner} has signed this edition already. There is nothing left to do.")
    return False


@step_page
def signing_new(request: HttpRequest, journey: SigningJourney) -> HttpResponse:
    """Add an organisation that is not here yet."""
    first = {"name": searched(request)} if searched(request) else {}
    form = NewPartnerForm(sent(request), kept=journey.answers.get("new", first), journey=journey.key)
    known = None
    if form.is_bound and form.is_valid():
        known = queries.holder_of(form.cleaned_data["identifier"])
        if known is None:
            return added(journey, form)
        form.add_error("identifier", f"That number belongs to {known}, which is here already")
    return show_step(request, "partner", journey, form, template="new", known=known)


def added(journey: SigningJourney, form: NewPartnerForm) -> HttpResponse:
    """Keep the new organisation, and ask about those that look like it where there are any."""
    at = clock.now()
    actions.save_step(journey=journey, step="new", answers=form.answers(), at=at)
    if queries.look_alikes(form.cleaned_data["name"], edition=journey.edition):
        return redirect("signatories:signing_alike")
    actions.save_step(journey=journey, step="partner", answers={"partner": NONE_OF_THESE}, at=at)
    return go_on(journey)


@step_page
def signing_alike(request: HttpRequest, journey: SigningJourney) -> HttpResponse:
    """Organisations with nearly the same name, before a second entry is made."""
    if "new" not in journey.answers:
        return redirect("signatories:signing_new")
    name = journey.answers["new"]["name"]
    found = queries.look_alikes(name, edition=journey.edition)
    choices = [(str(one.partner.pk), one.label) for one in found]
    form = AlikeForm(sent(request), kept=journey.answers.get("partner", {}), journey=journey.key, choices=choices)
    if form.is_bound and form.is_valid() and free(form, found):
        actions.save_step(journey=journey, step="partner", answers=form.answers(), at=clock.now())
        return go_on(journey)
    return show_step(request, "partner", journey, form, template="alike", name=name)


@step_page
def signing_you(request: HttpRequest, journey: SigningJourney) -> HttpResponse:
    form = YouForm(sent(request), kept=journey.answers.get("you", {}), journey=journey.key)
    return take(request, "you", journey, form)


@step_page
def signing_authority(request: HttpRequest, journey: SigningJourney) -> HttpResponse:
    """Who decided, and on which day."""
    kept = journey.answers.get("authority", {})
    form = AuthorityForm(sent(request), kept=kept, journey=journey.key, on=clock.today())
    return take(request, "authority", journey, form)


@step_page
def signing_pledge(request: HttpRequest, journey: SigningJourney) -> HttpResponse:
    """What the organisation pledges. What the public reads of it now is offered to be changed."""
    partner = queries.chosen_partner(journey.answers)
    first = {"pledge": partner.pledge, "champion": partner.champion} if partner else {}
    form = PledgeForm(sent(request), kept=journey.answers.get("pledge", first), journey=journey.key)
    return take(request, "pledge", journey, form)


def take(request: HttpRequest, step: str, journey: SigningJourney, form: YouForm | AuthorityForm | PledgeForm) -> HttpResponse:
    """Keep the answers and go on, or show the step."""
    if form.is_bound and form.is_valid():
        actions.save_step(journey=journey, step=step, answers=form.answers(), at=clock.now())
        return go_on(journey)
    return show_step(request, step, journey, form)


@step_page
def signing_check(request: HttpRequest, journey: SigningJourney) -> HttpResponse:
    """All answers, the declaration, and the button that signs."""
    if rules.next_step(journey.answers) != "check":
        return go_on(journey)
    at, problem = clock.now(), ""
    on = london_day(at)
    if journey.edition != edition_in_force(on):
        return redirect("signatories:signing_changed")
    if request.method == "POST":
        if not ratelimit.consume(request, action="sign_send", key=journey.answers["you"]["email"]):
            return too_many(request)
        try:
            actions.sign_journey(journey=journey, at=at, on=on)
        except actions.SigningRefused as refused:
            problem = str(refused)
        else:
            return redirect("signatories:signing_sent")
    form = PressForm(words="Agree and sign", journey=journey.key)
    page = show_step(request, "check", journey, form, problem=problem, **check_rows(journey))
    page.status_code = REFUSED if problem else page.status_code
    return page


@step_page
def signing_changed(request: HttpRequest, journey: SigningJourney) -> HttpResponse:
    """A new edition was published on the way: what changed, and the question again. The answers stay."""
    at = clock.now()
    edition = edition_in_force(london_day(at))
    if edition is None or edition == journey.edition:
        return go_on(journey)
    if request.method == "POST":
        actions.take_edition(journey=journey, edition=edition, at=at)
        return go_on(journey)
    comparison = two_editions(journey.edition, edition)
    context = {
        "before": journey.edition, "after": edition, "comparison": comparison, "sections": changed_sections(comparison),
        "form": PressForm(words="Go on with this edition", journey=journey.key),
    }  # fmt: skip
    return render(request, "signatories/signing_changed.html", context)
