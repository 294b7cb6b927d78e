"""What is held about the reader: to see, to take away, to erase."""

from dataclasses import asdict
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from compact_portal.lib.clock import now
from compact_portal.lib.dates import london_day
from compact_portal.pages.decorators import public_page
from signatories.actions.erasing import erase_person
from signatories.forms.my_data import EraseForm
from signatories.queries import holdings as queries
from undertakings.views.workspace import form_page, read_or_send, sent


@never_cache
@require_safe
def my_data_detail(request: HttpRequest) -> HttpResponse:
    subject = queries.subject_of(request.user)
    context = {"sections": queries.held_about(subject), "deeds": queries.deeds_of(subject)}
    return render(request, "signatories/my_data_detail.html", context)


@never_cache
@require_safe
def my_data_json(request: HttpRequest) -> HttpResponse:
    """The same for a program."""
    subject = queries.subject_of(request.user)
    content: dict[str, Any] = {
        "made_at": now().isoformat(timespec="seconds"),
        "held": [asdict(section) for section in queries.held_about(subject, for_program=True)],
        "changes_that_you_made": [asdict(deed) for deed in queries.deeds_of(subject)],
    }
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@never_cache
@read_or_send
def my_data_erase(request: HttpRequest) -> HttpResponse:
    """Says first what will happen, and asks again."""
    at = now()
    on = london_day(at)
    form = EraseForm(sent(request))
    if form.is_valid():
        erase_person(person=request.user, by=request.user, on=on, at=at)
        logout(request)
        return redirect("signatories:my_data_erased")
    alone = queries.last_signatory_of(request.user, on=on)
    last = queries.is_last_coordinator(request.user, on=on)
    return form_page(request, "signatories/my_data_erase.html", form, alone=alone, last_coordinator=last)


@public_page
def my_data_erased(request: HttpRequest) -> HttpResponse:
    return render(request, "signatories/my_data_erased.html")
