"""Headers on every answer, sign-in by default, and a database that fails without losing anything."""

import logging
from collections.abc import Callable
from typing import Any

from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django_permissions_policy import PermissionsPolicyMiddleware

from compact_portal.lib.arrival import arrived_at
from compact_portal.lib.clock import now
from compact_portal.site.errors import unavailable

log = logging.getLogger("portal")


class EveryAnswer:
    """The first of all: puts the policies on every answer, files, redirects to https and refusals too.

    They are the same for all pages, so they are put into words once. What Django's own middleware sets as well stands here for
    answers that never reach it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        closed: dict[str, str | list[str] | tuple[str]] = {**settings.PERMISSIONS_POLICY}
        self.headers = {
            "Content-Security-Policy": build_policy(),
            "Permissions-Policy": PermissionsPolicyMiddleware.compute_header_value(closed, name="PERMISSIONS_POLICY"),
            "X-Frame-Options": settings.X_FRAME_OPTIONS,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
            "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        }

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in self.headers.items():
            # Django's pages for developers have styles of their own in them.
            if name != "Content-Security-Policy" or not (settings.DEBUG and response.status_code in (404, 500)):
                response.headers.setdefault(name, value)
        return response


class Arrival:
    """Notes on each request the instant at which the server received it: where a close is to the second, that one counts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        said = request.META.get("HTTP_X_REQUEST_START", "") if settings.PORTAL_BEHIND_PROXY else ""
        request.received_at = arrived_at(said, at=now())  # type: ignore[attr-defined]
        return self.get_response(request)


class LoginRequired(LoginRequiredMiddleware):
    """Django's, but a public view is let through before anybody asks who reads: asking would open the session."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class Sessions(SessionMiddleware):
    """Django's, but a public page that did not look at the session is left alone.

    Django would take away a session cookie that is no session's, and a public page sets (and takes away) no cookie.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if getattr(response, "public_page", False) and not request.session.accessed and not request.session.modified:
            return response
        return super().process_response(request, response)


class FailSafely:
    """A full disk, or a database that is locked or away, answers 503 and says that nothing was saved."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        if not isinstance(exception, (OperationalError, InterfaceError)):
            return None
        route = request.resolver_match.view_name if request.resolver_match else "?"
        log.error("The database failed", extra={"route": route, "kind": type(exception).__name__})
        return unavailable(request)
