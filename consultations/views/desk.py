"""The officer's desk: what is to be done, and all of an agency's consultations."""

import re

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from compact_portal.lib.clock import now, today
from compact_portal.lib.needs import needs
from consultations.actions.writing import draft_consultation
from consultations.forms.writing import FORM_STEPS, LATER, StepForm
from consultations.models import Consultation
from consultations.queries import desk as queries
from consultations.views.guards import agency_page
from signatories.models import Partner
from signatories.permissions import partners_with
from undertakings.views.trail import trail
from undertakings.views.workspace import WORKSPACE, form_page, read_or_send, sent

DESK = ("Consultations", "consultations:consultation_desk")
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


@needs("workspace.open")
@require_safe
def consultation_desk(request: HttpRequest) -> HttpResponse:
    """What the agencies of an officer have to do, each with its action."""
    on = today()
    agencies = partners_with(request.user, "consultations.log", on=on)  # type: ignore[arg-type]  # they are signed in
    if not agencies:
        raise PermissionDenied("Only an officer of a public agency consults. Ask your agency’s signatory to add you as one.")
    parts = [{"agency": agency, "lists": queries.desk(agency, request.user, on=on)} for agency in agencies]  # type: ignore[arg-type]
    context = {"parts": parts, "crumbs": trail("Consultations", WORKSPACE)}
    return render(request, "consultations/consultation_desk.html", context)


@agency_page
@require_safe
def own_consultation_list(request: HttpRequest, partner: Partner) -> HttpResponse:
    """An agency's consultations, drafts as well, the newest first."""
    asked = request.GET.get("before", "")
    before = int(asked) if _NUMBER.fullmatch(asked) else 0
    lines, more = queries.own_consultations(partner, before=before, at=now())
    here = reverse("consultations:own_consultation_list", args=[partner.slug])
    following = {"url": f"{here}?before={more}", "label": "Earlier consultations"} if more else None
    context = {"partner": partner, "lines": lines, "next": following, "crumbs": trail(partner.name, WORKSPACE, DESK)}
    return render(request, "consultations/own_consultation_list.html", context)


@agency_page
@read_or_send
def consultation_create(request: HttpRequest, partner: Partner) -> HttpResponse:
    """The first step. Saving makes a draft, which nobody but the agency sees."""
    form = StepForm(sent(request), instance=Consultation(agency=partner), step=FORM_STEPS[0])
    if form.is_bound and form.is_valid():
        made = draft_consultation(agency=partner, values=form.values(), by=request.user, on=today())
        if LATER in request.POST:
            return redirect("consultations:own_consultation_detail", made.slug)
        return redirect("consultations:consultation_update", made.slug, FORM_STEPS[1])
    crumbs = trail("New consultation", WORKSPACE, DESK)
    return form_page(request, "consultations/consultation_create.html", form, partner=partner, crumbs=crumbs)
