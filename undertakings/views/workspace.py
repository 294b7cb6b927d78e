"""What the pages of the coordinator's workspace share."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

WORKSPACE = ("Your workspace", "site:workspace")
REFUSED = 422  # what came back could not be taken; everything typed stands on the page

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def sent(request: HttpRequest) -> QueryDict | None:
    """What the form sent, or None where nothing was sent."""
    return request.POST if request.method == "POST" else None


def form_page(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    """A page with a form, and the status that says whether what came back could be taken."""
    status = REFUSED if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)
