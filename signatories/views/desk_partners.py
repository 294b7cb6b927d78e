"""The coordinator's desk: partners found, corrected, dissolved, merged."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from compact_portal.audit.actions import StaleVersion
from compact_portal.lib.clock import now, today
from compact_portal.lib.dates import london_day
from compact_portal.lib.folding import clean
from compact_portal.lib.needs import needs
from signatories.actions import desk as actions
from signatories.actions.merging import merge_partners
from signatories.actions.signing import SigningRefused
from signatories.forms.desk import DeskPartnerForm, DissolveForm, MergeForm
from signatories.models import Partner
from signatories.permissions import may
from signatories.queries import desk as queries
from signatories.queries.members import partner_called
from signatories.queries.merging import merge_preview
from signatories.queries.signing import look_alikes
from signatories.views.desk import DESK
from signatories.views.members import partner_page
from undertakings.models import Edition
from undertakings.views.trail import trail
from undertakings.views.workspace import WORKSPACE, form_page, read_or_send, sent

PARTNERS = ("Partners", "signatories:desk_partner_list")
MOST_SEARCHED = 200


@needs("partners.check")
@require_safe
def desk_partner_list(request: HttpRequest) -> HttpResponse:
    """Any partner, also those that the public does not see, by words of its name, a number or a signature's code."""
    words = _searched(request)
    found, more = queries.partners_found(words)
    context = {"words": words, "found": found, "more": more, "crumbs": trail(PARTNERS[0], WORKSPACE, DESK)}
    return render(request, "signatories/desk_partner_list.html", context)


def _searched(request: HttpRequest) -> str:
    return clean(request.GET.get("q", "")).strip()[:MOST_SEARCHED]


@partner_page("partners.check")
@require_safe
def desk_partner_detail(request: HttpRequest, partner: Partner) -> HttpResponse:
    at = now()
    shown = queries.desk_partner(partner, at=at, on=london_day(at))
    entries = DeskPartnerForm(instance=copy(partner)).history()
    crumbs = trail(partner.name, WORKSPACE, DESK, PARTNERS)
    return render(request, "signatories/desk_partner_detail.html", {"shown": shown, "entries": entries, "crumbs": crumbs})


@partner_page("partners.check")
@read_or_send
def desk_partner_update(request: HttpRequest, partner: Partner) -> HttpResponse:
    form = DeskPartnerForm(sent(request), instance=copy(partner))
    if form.is_bound and form.is_valid():
        note = form.cleaned_data["note"]
        try:
            saved = actions.save_partner(
                partner=partner, version=form.cleaned_data["version"], values=form.values(), by=request.user,
                identifiers=form.cleaned_data["identifiers"], why=f"Corrected the partner{f': {note}' if note else ''}",
            )  # fmt: skip
            messages.success(request, f"{saved} is saved.")
            return redirect("signatories:desk_partner_detail", saved.slug)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            form.tell_refused(refusal)
    context = {"partner": partner, "crumbs": _crumbs("Correct", partner)}
    return form_page(request, "signatories/desk_partner_update.html", form, **context)


@partner_page("partners.check")
@read_or_send
def desk_partner_dissolve(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Records that a partner is no more, or takes that back."""
    form = DissolveForm(sent(request), version=partner.version, on=today())
    if partner.dissolved_on:
        del form.fields["dissolved_on"]
        form.button = "Take it back: it still exists"
    if form.is_bound and form.is_valid():
        action = actions.revive_partner if partner.dissolved_on else actions.dissolve_partner
        try:
            action(partner=partner, **form.cleaned_data, by=request.user)
            messages.success(request, f"What you said of {partner} is saved.")
            return redirect("signatories:desk_partner_detail", partner.slug)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
    context = {"partner": partner, "crumbs": _crumbs("Dissolve", partner)}
    return form_page(request, "signatories/desk_partner_dissolve.html", form, **context)


@partner_page("partners.check")
@read_or_send
def desk_partner_merge(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Find the partner that stays, see what would follow, then merge."""
    into, at = partner_called(clean(request.GET.get("into", ""))[:80]), now()
    on = london_day(at)
    if into is None:
        return _find_other(request, partner)
    if not (permit := may(request.user, "partners.check", into, on=on)):
        raise PermissionDenied(permit.reason)
    form = MergeForm(sent(request), version=partner.version, into_version=into.version)
    if form.is_bound and form.is_valid():
        try:
            merge_partners(gone=partner, into=into, **form.cleaned_data, by=request.user, at=at, on=on)
            messages.success(request, f"{partner} is merged into {into}.")
            return redirect("signatories:desk_partner_detail", into.slug)
        except StaleVersion:
            partner.refresh_from_db()
            into.refresh_from_db()
            form.tell_both(partner, into)
        except SigningRefused as problem:
            form.add_error(None, str(problem))
    context = {"partner": partner, "into": into, "preview": merge_preview(partner, into), "crumbs": _crumbs("Merge", partner)}
    return form_page(request, "signatories/desk_partner_merge.html", form, **context)


def _find_other(request: HttpRequest, partner: Partner) -> HttpResponse:
    """The first half of merging: which partner stays."""
    words, edition = _searched(request), Edition.objects.in_force(today())
    found, more = queries.partners_found(words)
    alike = look_alikes(partner.name, edition=edition) if edition and not words else []
    context = {
        "partner": partner, "into": None, "words": words, "found": [one for one in found if one != partner], "more": more,
        "alike": [one for one in alike if one.partner != partner], "crumbs": _crumbs("Merge", partner),
    }  # fmt: skip
    return render(request, "signatories/desk_partner_merge.html", context)


def _crumbs(here: str, partner: Partner) -> list[dict[str, str]]:
    return trail(here, WORKSPACE, DESK, (partner.name, reverse("signatories:desk_partner_detail", args=[partner.slug])))
