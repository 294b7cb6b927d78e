"""What a recipient sees: all its agreements over all agencies on one line of time, and its word on recorded days."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from compact_portal.lib.clock import now, today
from compact_portal.lib.needs import needs
from funding.actions.funds import say_of
from funding.forms.parts import SayForm
from funding.queries import recipient as queries
from signatories.models import Partner
from signatories.permissions import may
from signatories.views.members import partner_page
from undertakings.views.trail import trail
from undertakings.views.workspace import WORKSPACE, form_page, read_or_send, sent


@needs("workspace.open")
@require_safe
def own_funding_list(request: HttpRequest) -> HttpResponse:
    """The organisations whose funding somebody may see."""
    partners = queries.recipients_of(request.user, on=today())  # type: ignore[arg-type]  # they are signed in
    return render(request, "funding/own_funding_list.html", {"partners": partners, "crumbs": trail("Your funding", WORKSPACE)})


@partner_page("partner.read")
@require_safe
def own_funding_detail(request: HttpRequest, partner: Partner) -> HttpResponse:
    """The time line, the days on which funding ends, and whether the next year is known."""
    on = today()
    answers = bool(may(request.user, "funding.answer", partner, on=on))
    context = {
        "partner": partner, "page": queries.funding_of(partner, on=on), "answers": answers,
        "crumbs": trail(f"Funding of {partner.name}", WORKSPACE),
    }  # fmt: skip
    return render(request, "funding/own_funding_detail.html", context)


@partner_page("funding.answer")
@read_or_send
def dispute_create(request: HttpRequest, partner: Partner, what: str, pk: int) -> HttpResponse:
    """A recipient says whether a recorded day is right."""
    about = queries.said_of(partner, what, pk)
    if about is None:
        raise Http404("There is no such record.")
    form = SayForm(sent(request))
    if form.is_bound and form.is_valid():
        say_of(about=about, values=dict(form.cleaned_data), by=request.user, at=now())
        messages.success(request, "What you say stands beside the day now.")
        return redirect("funding:own_funding_detail", partner.slug)
    here = ("Funding", reverse("funding:own_funding_detail", args=[partner.slug]))
    context = {"partner": partner, "about": about, "says": queries.day_in_words(about)}
    return form_page(request, "funding/dispute_create.html", form, **context, crumbs=trail("Is it right?", WORKSPACE, here))
