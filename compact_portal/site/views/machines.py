"""Pages for machines: who to tell about a weakness, what (not) to crawl, whether the portal is well."""

import logging
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import condition, require_safe

from compact_portal.lib.clock import today
from compact_portal.lib.tabular import in_blocks
from compact_portal.pages.decorators import public_page
from compact_portal.pages.middleware import CACHE_CONTROL
from compact_portal.pages.streaming import tag_of
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
    context = {"not_crawled": rules.NOT_CRAWLED}
    return render(request, "site/robots_txt.txt", context, content_type="text/plain; charset=utf-8")


@public_page(reads=())
@condition(etag_func=tag_of)
def sitemap_index(request: HttpRequest) -> HttpResponseBase:
    """The files of the map of the site: one for each kind of page, and further ones where it has more than a file takes."""
    return _xml(rules.sitemap_index_xml(queries.sitemap_parts()))


@public_page(reads=())
@condition(etag_func=tag_of)
def sitemap_part(request: HttpRequest, section: str, number: int) -> HttpResponseBase:
    """The addresses in one of them."""
    pages = queries.sitemap_pages(section, number, on=today())
    if pages is None:
        raise Http404("The map of the site has no such part.")
    return _xml(rules.sitemap_xml(pages))


def _xml(pieces: Iterator[str]) -> StreamingHttpResponse:
    headers = {"Cache-Control": CACHE_CONTROL, "Vary": "Accept-Encoding"}
    return StreamingHttpResponse(in_blocks(pieces), content_type="application/xml", headers=headers)


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
