"""Signing by mailed links: go on later, confirm, ask for a new link, sign anew."""

from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from compact_portal.lib import clock
from compact_portal.lib.dates import london_day
from compact_portal.lib.journey_forms import PressForm
from compact_portal.lib.visitor_pages import too_many, visitor_page
from signatories.actions import signing as actions
from signatories.forms.signing import LaterForm
from signatories.models import Signature, SigningJourney
from signatories.queries import signing as queries
from signatories.rules import journey as rules
from signatories.views.journey import current, remember, step_page
from undertakings.queries.edition import changed_sections, two_editions
from undertakings.queries.text import edition_in_force
from undertakings.views.workspace import form_page, sent


@step_page
def signing_later(request: HttpRequest, journey: SigningJourney) -> HttpResponse:
    """Go on another day: the link goes to an address of the signer's choice."""
    first = journey.email or journey.answers.get("you", {}).get("email", "")
    form = LaterForm(sent(request), initial={"email": first})
    if form.is_bound and form.is_valid():
        if not ratelimit.consume(request, action="sign_send", key=form.cleaned_data["email"]):
            return too_many(request)
        actions.send_resume_link(journey=journey, email=form.cleaned_data["email"], at=clock.now())
        return redirect("signatories:signing_later_sent")
    return form_page(request, "signatories/signing_later.html", form, back=next_address(journey))


def next_address(journey: SigningJourney) -> str:
    """Where a journey goes on."""
    return reverse(f"signatories:signing_{rules.next_step(journey.answers)}")


@visitor_page
@require_safe
def signing_later_sent(request: HttpRequest) -> HttpResponse:
    journey = current(request)
    context = {"journey": journey, "back": next_address(journey) if journey else reverse("signatories:signing_start")}
    return render(request, "signatories/signing_later_sent.html", context)


@never_cache
@visitor_page
@require_safe
def signing_resume(request: HttpRequest, token: str) -> HttpResponse:
    """A resume link works until the journey is finished; opening it twice, or by a mail scanner, harms nothing."""
    journey = queries.resumed(token, at=clock.now())
    if journey is None:
        return render(request, "signatories/signing_resume.html", status=404)
    remember(request, journey)
    return redirect(next_address(journey))


@visitor_page
@require_safe
def signing_sent(request: HttpRequest) -> HttpResponse:
    """Look in your mail. The same words, whether the address is known here or not."""
    journey = current(request)
    signature = queries.signature_of(journey) if journey else None
    if journey is None or signature is None:
        return redirect("signatories:signing_start")
    context = {
        "signature": signature, "mailed": request.GET.get("mailed") == "yes",
        "form": PressForm(words="Send the mail again", action=reverse("signatories:signing_resend"), journey=journey.key),
        "other": PressForm(words="Give another address", action=reverse("signatories:signing_again"), journey=journey.key),
    }  # fmt: skip
    return render(request, "signatories/signing_sent.html", context)


@never_cache
@visitor_page
def signing_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link shows what it does (mail scanners open links); pressing its button confirms."""
    at, problem = clock.now(), ""
    on = london_day(at)
    if request.method == "POST":
        try:
            actions.confirm(token=token, at=at, on=on)
        except actions.SigningRefused as refused:
            problem = refused.why
        else:
            return redirect("signatories:signing_confirm", token)
    found = queries.confirming_state(token, at=at, on=on)
    status = {"unknown": 404}.get(found.state, 409 if problem else 200)
    context = {"state": found.state, "signature": found.signature, "mailed": request.GET.get("mailed") == "yes"}
    return render(request, "signatories/signing_confirm.html", context | asked(found, token), status=status)


def asked(found: queries.LinkState, token: str) -> dict[str, Any]:
    """What the page of a link asks for, by what the link can do."""
    pressed = {
        "ready": ("Confirm the signature", ""),
        "late": ("Send me a new link", reverse("signatories:signing_resend")),
        "changed": ("Sign the new edition", reverse("signatories:signing_again")),
    }.get(found.state)
    form = PressForm(words=pressed[0], action=pressed[1], token=token) if pressed else None
    return {"form": form, "in_force": found.in_force, **what_changed(found)}


def what_changed(found: queries.LinkState) -> dict[str, Any]:
    """The two editions side by side, where another one was published since the signer pressed the button."""
    if found.state != "changed" or found.signature is None or found.signature.edition is None or found.in_force is None:
        return {"comparison": None, "sections": []}
    comparison = two_editions(found.signature.edition, found.in_force)
    return {"comparison": comparison, "sections": changed_sections(comparison)}


@never_cache
@visitor_page
@require_POST
def signing_resend(request: HttpRequest) -> HttpResponse:
    """Send the confirming link once more, to the address that it went to."""
    signature, back = meant(request)
    if signature is None:
        return redirect("signatories:signing_start")
    if not ratelimit.consume(request, action="sign_send", key=signature.signer_email):
        return too_many(request)
    try:
        actions.resend(signature=signature, at=clock.now())
    except actions.SigningRefused:
        return redirect(back)
    return redirect(f"{back}?mailed=yes")


@never_cache
@visitor_page
@require_POST
def signing_again(request: HttpRequest) -> HttpResponse:
    """Sign once more with the same answers: under the edition that is in force now, or with another address."""
    (signature, back), at = meant(request), clock.now()
    edition = edition_in_force(london_day(at))
    if signature is None or edition is None:
        return redirect("signatories:signing_start")
    # The answers are shown to whoever goes on: by a link only as long as the link itself works.
    token = request.POST.get("token", "")
    if token and queries.confirming_state(token, at=at, on=london_day(at)).state != "changed":
        return redirect(back)
    try:
        journey = actions.sign_anew(signature=signature, edition=edition, at=at)
    except actions.SigningRefused:
        return redirect(back)
    remember(request, journey)
    return redirect("signatories:signing_check" if token else "signatories:signing_you")


def meant(request: HttpRequest) -> tuple[Signature | None, str]:
    """The signature that a button is about, by the link on whose page it stands or by the journey; and that page."""
    if token := request.POST.get("token", ""):
        signature = queries.signature_behind(token)
        return signature, reverse("signatories:signing_confirm", args=[token]) if signature else ""
    journey = current(request)
    return (queries.signature_of(journey) if journey else None), reverse("signatories:signing_sent")
