"""The officer's desk: what is to be done, the agency's agreements, and what is recorded of the agency as a whole."""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from compact_portal.audit.actions import StaleVersion
from compact_portal.lib.clock import today
from compact_portal.lib.needs import needs
from funding.actions.funds import record_cut, record_guideline, save_fund
from funding.forms.funds import CommonGuidelineForm, CutForm, FundForm, GuidelineForm
from funding.models import Fund
from funding.queries import desk as queries
from funding.queries.funds import guidelines
from funding.views.guards import agency_page
from signatories.models import Partner
from signatories.permissions import partners_with
from undertakings.views.trail import trail
from undertakings.views.workspace import WORKSPACE, form_page, read_or_send, sent

DESK = ("Funding", "funding:funding_desk")
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


@needs("workspace.open")
@require_safe
def funding_desk(request: HttpRequest) -> HttpResponse:
    """What the agencies of an officer have to do, each with its action."""
    on = today()
    agencies = partners_with(request.user, "funding.log", on=on)  # type: ignore[arg-type]  # they are signed in
    if not agencies:
        raise PermissionDenied("Only an officer of a public agency logs funding. Ask your agency’s signatory to add you as one.")
    parts = [
        {
            "agency": agency, "lists": queries.desk(agency, on=on), "drafts": queries.drafts_of(agency),
            "funds": queries.own_funds(agency),
        }
        for agency in agencies
    ]  # fmt: skip
    return render(request, "funding/funding_desk.html", {"parts": parts, "crumbs": trail("Funding", WORKSPACE)})


@agency_page
@require_safe
def own_agreement_list(request: HttpRequest, partner: Partner) -> HttpResponse:
    """An agency's recorded agreements, the newest first."""
    asked = request.GET.get("before", "")
    rows, more = queries.own_agreements(partner, before=int(asked) if _NUMBER.fullmatch(asked) else 0)
    here = reverse("funding:own_agreement_list", args=[partner.slug])
    following = {"url": f"{here}?before={more}", "label": "Earlier agreements"} if more else None
    context = {"partner": partner, "rows": rows, "next": following, "crumbs": trail("Agreements", WORKSPACE, DESK)}
    return render(request, "funding/own_agreement_list.html", context)


@agency_page
@read_or_send
def fund_create(request: HttpRequest, partner: Partner) -> HttpResponse:
    form = FundForm(sent(request), instance=Fund(funder=partner))
    if form.is_bound and form.is_valid():
        made = save_fund(funder=partner, fund=None, version=None, values=form.values(), by=request.user)
        messages.success(request, f"“{made.title}” is recorded and public.")
        return redirect("funding:funding_desk")
    return form_page(request, "funding/fund_create.html", form, partner=partner, crumbs=trail("New round", WORKSPACE, DESK))


@agency_page
@read_or_send
def fund_update(request: HttpRequest, partner: Partner, fund: str) -> HttpResponse:
    held = Fund.objects.standing().filter(funder=partner, slug=fund).first()
    if held is None:
        raise Http404("No round has this address.")
    form = FundForm(sent(request), instance=held)
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            save_fund(funder=partner, fund=held, version=version, values=form.values(), by=request.user)
            messages.success(request, "The round is saved.")
            return redirect("funding:funding_desk")
        except StaleVersion as stale:
            form.tell_stale(stale.row)
    return form_page(request, "funding/fund_update.html", form, fund=held, crumbs=trail(held.title, WORKSPACE, DESK))


@agency_page
@read_or_send
def guideline_create(request: HttpRequest, partner: Partner) -> HttpResponse:
    form = GuidelineForm(sent(request))

    def save(values: dict[str, Any]) -> None:
        record_guideline(funder=partner, values=values, by=request.user)

    return _about_agency(request, partner, form, save, "guideline_create", "Notice guideline")


@needs("reference.edit")
@read_or_send
def common_guideline_create(request: HttpRequest) -> HttpResponse:
    """A coordinator records the guideline for every agency that has none of its own."""
    form = CommonGuidelineForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            record_guideline(funder=None, values=dict(form.cleaned_data), by=request.user)
            messages.success(request, "The guideline is recorded. Notices written from that day on are judged by it.")
            return redirect("funding:common_guideline_create")
        except ValidationError as refusal:
            for field, said in refusal.message_dict.items():
                form.add_error(field, said)
    crumbs = trail("Notice guideline for all", WORKSPACE)
    return form_page(request, "funding/common_guideline_create.html", form, rows=guidelines(), crumbs=crumbs)


@agency_page
@read_or_send
def own_cut_create(request: HttpRequest, partner: Partner) -> HttpResponse:
    form = CutForm(sent(request))

    def save(values: dict[str, Any]) -> None:
        record_cut(funder=partner, values=values, by=request.user)

    return _about_agency(request, partner, form, save, "own_cut_create", "Cuts of a year")


def _about_agency(request: HttpRequest, partner: Partner, form: Any, save: Any, name: str, title: str) -> HttpResponse:
    """A form whose answers are recorded of the agency as a whole."""
    if form.is_bound and form.is_valid():
        try:
            save(dict(form.cleaned_data))
            messages.success(request, f"{title}: recorded.")
            return redirect("funding:funding_desk")
        except ValidationError as refusal:
            for field, said in refusal.message_dict.items():
                form.add_error(field if field in form.fields else None, said)
    crumbs = trail(title, WORKSPACE, DESK)
    return form_page(request, f"funding/{name}.html", form, partner=partner, title=title, crumbs=crumbs)
