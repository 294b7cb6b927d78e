"""What members see and signatories do for their own partner: where it stands, its words for the public, reaffirming."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from compact_portal.audit.actions import StaleVersion
from compact_portal.lib.clock import now, today
from compact_portal.lib.dates import london_day
from compact_portal.lib.needs import needs
from signatories.actions.desk import save_partner
from signatories.actions.reaffirming import reaffirm
from signatories.actions.signing import SigningRefused
from signatories.forms.desk import OwnPartnerForm, ReaffirmForm
from signatories.models import Partner
from signatories.permissions import may
from signatories.queries import desk as queries
from signatories.queries.reaffirming import job_title_of, newest_standing, reaffirming, reaffirming_permit
from signatories.views.members import partner_page
from undertakings.views.trail import trail
from undertakings.views.workspace import WORKSPACE, form_page, read_or_send, sent

OWN = ("Your organisations", "signatories:own_partner_list")


@needs("workspace.open")
@require_safe
def own_partner_list(request: HttpRequest) -> HttpResponse:
    """The partners in which somebody has a part, and where each stands."""
    partners = queries.own_partners_of(request.user, on=today())  # type: ignore[arg-type]  # they are signed in
    return render(request, "signatories/own_partner_list.html", {"partners": partners, "crumbs": trail(OWN[0], WORKSPACE)})


@partner_page("partner.read")
@require_safe
def own_partner_detail(request: HttpRequest, partner: Partner) -> HttpResponse:
    on = today()
    standing, signed = queries.signed_of(partner, on=on)
    context = {
        "partner": partner, "standing": standing, "signed": signed, "newest": newest_standing(partner),
        "signs": may(request.user, "partner.sign", partner, on=on), "manages": may(request.user, "partner.manage", partner, on=on),
        "asked": standing.standing in ("to-reaffirm", "lapsed") and bool(reaffirming_permit(on=on)),
        "crumbs": trail(partner.name, WORKSPACE, OWN),
    }  # fmt: skip
    return render(request, "signatories/own_partner_detail.html", context)


@partner_page("partner.manage")
@read_or_send
def own_partner_update(request: HttpRequest, partner: Partner) -> HttpResponse:
    form = OwnPartnerForm(sent(request), instance=copy(partner))
    if form.is_bound and form.is_valid():
        version, why = form.cleaned_data["version"], "Changed what the partner says of itself"
        try:
            save_partner(partner=partner, version=version, values=form.values(), by=request.user, why=why)
            messages.success(request, "What your organisation says of itself is saved.")
            return redirect("signatories:own_partner_detail", partner.slug)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            form.tell_refused(refusal)
    crumbs = trail("What it says of itself", WORKSPACE, OWN, _back(partner))
    return form_page(request, "signatories/own_partner_update.html", form, partner=partner, crumbs=crumbs)


@partner_page("partner.sign")
@read_or_send
def own_partner_reaffirm(request: HttpRequest, partner: Partner) -> HttpResponse:
    """What changed since the partner signed, and one button."""
    at = now()
    on = london_day(at)
    shown, permit = reaffirming(partner, on=on), reaffirming_permit(on=on)
    kept = {
        "name": request.user.name, "role": job_title_of(request.user, partner, on=on),  # type: ignore[union-attr]
        "digest": shown.edition.digest if shown else "",
    }  # fmt: skip
    form = ReaffirmForm(sent(request), on=on, kept=kept)
    if form.is_bound and form.is_valid() and shown:
        typed = form.cleaned_data
        try:
            made = reaffirm(
                partner=partner, digest=typed["digest"], name=typed["name"], role=typed["role"], authority=typed["body"],
                authority_on=typed["day"], by=request.user, at=at, on=on,  # type: ignore[arg-type]
            )  # fmt: skip
            messages.success(request, f"{partner} has reaffirmed the compact. The number of the signature is {made.reference}.")
            return redirect("signatories:own_partner_detail", partner.slug)
        except SigningRefused as problem:
            form.now_shows(kept["digest"])
            form.add_error(None, str(problem))
    context = {"partner": partner, "shown": shown, "permit": permit, "crumbs": trail("Reaffirm", WORKSPACE, OWN, _back(partner))}
    return form_page(request, "signatories/own_partner_reaffirm.html", form, **context)


def _back(partner: Partner) -> tuple[str, str]:
    return partner.name, reverse("signatories:own_partner_detail", args=[partner.slug])
