"""In the workspace: the answers that somebody gave, by themselves or for an organisation."""

import re
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from compact_portal.lib.arrival import arrival_of
from compact_portal.lib.dates import london_day
from compact_portal.lib.journey_forms import PressForm
from consultations.actions.journeys import begin_change
from consultations.models import Response
from consultations.queries.own_answers import own_answer, own_answers
from consultations.queries.receipts import receipt_of
from consultations.views.answering_journey import copy_page, remember
from consultations.views.answering_links import withdraw_page
from undertakings.views.trail import trail
from undertakings.views.workspace import WORKSPACE, read_or_send

ANSWERS = ("Your answers", "consultations:given_answer_list")
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


def own_page(view: Callable[[HttpRequest, Response], HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a page about one of the reader's own answers. Of others' nobody learns that they are there."""

    @wraps(view)
    @cache_control(private=True, no_cache=True)
    def inner(request: HttpRequest, reference: str) -> HttpResponse:
        response = own_answer(request.user, reference, on=london_day(arrival_of(request)))
        if response is None:
            raise Http404("You gave no answer with this number.")
        return view(request, response)

    return inner


@cache_control(private=True, no_cache=True)
@require_safe
def given_answer_list(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    asked = request.GET.get("before", "")
    before = int(asked) if _NUMBER.fullmatch(asked) else 0
    rows, more = own_answers(request.user, on=london_day(arrival_of(request)), before=before)
    here = reverse("consultations:given_answer_list")
    following = {"url": f"{here}?before={more}", "label": "Earlier answers"} if more else None
    context = {"rows": rows, "next": following, "crumbs": trail("Your answers", WORKSPACE)}
    return render(request, "consultations/given_answer_list.html", context)


@own_page
@read_or_send
def given_answer_detail(request: HttpRequest, response: Response) -> HttpResponse:
    """The answer as it stands; the button begins to change it."""
    at = arrival_of(request)
    receipt = receipt_of(response, at=at)
    if request.method == "POST" and receipt.may_change:
        remember(request, begin_change(response=response, at=at))
        return redirect("consultations:answer_check", response.consultation.slug)
    context = {
        "receipt": receipt, "about": response.consultation,
        "copy": reverse("consultations:given_answer_copy", args=[response.reference]),
        "withdraw": reverse("consultations:given_answer_withdraw", args=[response.reference]),
        "form": PressForm(words="Change my answer"), "crumbs": trail(response.reference, WORKSPACE, ANSWERS),
    }  # fmt: skip
    status = 409 if request.method == "POST" else 200
    return render(request, "consultations/given_answer_detail.html", context, status=status)


@own_page
@read_or_send
def given_answer_withdraw(request: HttpRequest, response: Response) -> HttpResponse:
    back = reverse("consultations:given_answer_detail", args=[response.reference])
    page = withdraw_page(
        request, response, at=arrival_of(request), template="consultations/given_answer_withdraw.html", back=back
    )  # fmt: skip
    if page.status_code == 302:
        messages.success(request, "The answer is withdrawn.")
    return page


@own_page
@require_safe
def given_answer_copy(request: HttpRequest, response: Response) -> HttpResponse:
    """The writer's own copy."""
    return copy_page(receipt_of(response, at=arrival_of(request)))
