"""Pages for what goes wrong. Each says what happened and what to do, sets no cookie, and needs no session."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.views.decorators.cache import never_cache


@never_cache
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


@never_cache
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", {"reason": str(exception) if exception else ""}, status=403)


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old: mostly a page left open for long, or cookies that are switched off."""
    return render(
        request,
        "403.html",
        {
            "reason": "The page was open for too long, or your browser does not keep cookies for this site. "
            "Go back, load the page again and send it once more; what you typed is still in your browser."
        },
        status=403,
    )


@never_cache
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


@never_cache
def gone(request: HttpRequest, *, what: str, instead: str = "", instead_label: str = "") -> HttpResponse:
    """410 for something that was here and is no more; `instead` is the address of what to read now."""
    return render(request, "410.html", {"what": what, "instead": instead, "instead_label": instead_label}, status=410)


@never_cache
def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "429.html", status=429)


@never_cache
def failed(request: HttpRequest) -> HttpResponse:
    """The 500 page needs no database, no context and no variable. A database that fails outside a view is still a 503."""
    if isinstance(sys.exception(), (OperationalError, InterfaceError)):
        return unavailable(request)
    return HttpResponse(loader.get_template("500.html").render(), status=500)


@never_cache
def unavailable(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(loader.get_template("503.html").render(), status=503)
    response.headers["Retry-After"] = "30"
    return response
