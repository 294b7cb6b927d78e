"""An officer types in what came on paper, by e-mail or by telephone."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import cache_control

from compact_portal.lib.arrival import arrival_of
from compact_portal.lib.dates import london_day
from consultations.actions.entering import enter_answer
from consultations.forms.entering import entry_form
from consultations.models import Consultation
from consultations.queries.answering import sheet_of
from consultations.queries.receipts import page_address
from signatories.permissions import may
from undertakings.views.trail import trail
from undertakings.views.workspace import WORKSPACE, form_page, read_or_send, sent


@cache_control(private=True, no_cache=True)
@read_or_send
def answer_create(request: HttpRequest, slug: str) -> HttpResponse:
    about, on = _own(request, slug), london_day(arrival_of(request))
    if about.opens_on is None or on < about.opens_on:
        raise PermissionDenied("It has not opened, so no answer can have come yet.")
    sheet = sheet_of(about, on=on)
    form = entry_form(sheet)(sent(request), earliest=about.opens_on, latest=on)
    if form.is_bound and form.is_valid():
        token = form.cleaned_data["token"]
        made = enter_answer(consultation=about, token=token, came=form.came(), answers=form.answers(sheet), by=request.user)
        messages.success(request, f"Recorded as {made.reference}{', late: it is kept apart' if made.is_late else ''}.")
        return redirect("consultations:answer_create", slug)
    crumbs = trail("Answer that came otherwise", WORKSPACE)
    return form_page(request, "consultations/answer_create.html", form, about=about, page=page_address(about), crumbs=crumbs)


def _own(request: HttpRequest, slug: str) -> Consultation:
    """A consultation for officers of its agency. Others are told why not; what the public does not read is not there."""
    about = Consultation.objects.public().select_related("agency").filter(slug=slug).first()
    if about is None:
        raise Http404("No consultation has this address.")
    if not (permit := may(request.user, "consultations.log", about.agency)):
        raise PermissionDenied(permit.reason)
    return about
