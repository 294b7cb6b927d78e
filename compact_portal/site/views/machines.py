"""Pages for machines: who to tell about a weakness, what not to crawl, whether the portal is well."""

import logging

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from compact_portal.lib.clock import today
from compact_portal.pages.decorators import public_page
from compact_portal.site import queries, rules

log = logging.getLogger("portal")


@public_page(reads=())
def security_txt(request: HttpRequest) -> HttpResponse:
    contact = settings.PORTAL_SECURITY_CONTACT
    context = {
        "contact": contact if contact.startswith(("https:", "http:", "mailto:", "tel:")) else f"mailto:{contact}",
        "expires": rules.security_txt_expires(today()),
    }
    return render(request, "site/security_txt.txt", context, content_type="text/plain; charset=utf-8")


@public_page(reads=())
def robots_txt(request: HttpRequest) -> HttpResponse:
    return render(request, "site/robots_txt.txt", content_type="text/plain; charset=utf-8")


@never_cache
@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the process reaches its database and finds every migration applied; else 503 and which part failed."""
    parts = {"alive": True, "database": False, "migrations": False}
    try:
        parts["database"] = queries.database_answers()
        parts["migrations"] = queries.migrations_applied()
    except DatabaseError as problem:
        # Without the exception: its words may name the server and the user of the database.
        log.error("The health check could not ask the database", extra={"kind": type(problem).__name__})  # noqa: TRY400  see above
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)
