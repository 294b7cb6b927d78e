"""Serve public pages from the store, with a tag that answers conditional requests."""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.urls import Resolver404, resolve
from django.utils.encoding import escape_uri_path
from django.utils.http import parse_etags

from compact_portal.lib.clock import now
from compact_portal.lib.dates import london_day
from compact_portal.pages import parts, store
from compact_portal.pages.queries import Versions, versions

# A browser asks again each time. A cache in front may answer for one second (docs/deploy.md), which spares the portal
# almost everything when many read at once.
CACHE_CONTROL = "public, max-age=0, s-maxage=1, must-revalidate"
VARY = "Accept-Encoding"
NOT_KEPT = frozenset({"Content-Length", "ETag", "Vary", "Content-Encoding"})


class StoredPages:
    """Stands near the top, so that a page in the store costs one query and no session, user or template."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or request.path_info.startswith(("/static/", "/workspace/", "/account/")):
            return self.get_response(request)
        request.get_host()  # refuses a host that is not ours, as every other page does
        number, words = self.versions()
        key = (address_of(request), number, london_day(now()))
        page = store.get(key)
        if page is None:
            with parts.of(key[1], key[2], words=words):
                response = self.get_response(request)
            if not getattr(response, "public_page", False) or not isinstance(response, HttpResponse):
                return response
            if response.status_code != 200:
                response.headers["Cache-Control"] = CACHE_CONTROL
                return response
            page = keep(response, key)
        return answer(request, page)

    @staticmethod
    def versions() -> Versions:
        """0 where the database cannot be asked: the page itself will say so, and nothing is found under 0."""
        from django.db import DatabaseError

        try:
            return versions()
        except DatabaseError:
            return Versions(0, 0)


def address_of(request: HttpRequest) -> str:
    """The address as the page sees it: without parameters that its view says it does not read."""
    path = escape_uri_path(request.path)  # a "?" in it is not where its query begins
    if not request.META.get("QUERY_STRING"):
        return path
    reads = _reads(request.path_info)
    if reads is None:
        return request.get_full_path()
    if not reads:
        return path
    # The last of several is the one that a view gets from `request.GET`.
    read = sorted((name, request.GET[name]) for name in request.GET if name in reads)
    return f"{path}?{urlencode(read, errors='surrogatepass')}" if read else path


@lru_cache(maxsize=1_000)
def _reads(path: str) -> frozenset[str] | None:
    """What the view at a path says it reads; None where it does not say, or nothing is there."""
    try:
        return getattr(resolve(path).func, "reads", None)
    except Resolver404:
        return None


def keep(response: HttpResponse, key: store.Key) -> store.Page:
    """The page in an answer, put in the store where its view allows. RuntimeError when it sets a cookie."""
    if response.cookies:
        raise RuntimeError("A public page set a cookie. Keep session, messages and CSRF out of it.")
    headers = tuple((name, value) for name, value in response.items() if name not in NOT_KEPT)
    page = store.make_page(response.content, headers)
    if getattr(response, "stored_page", False) and key[1]:
        store.put(key, page, many=getattr(response, "many_pages", False))
    return page


def answer(request: HttpRequest, page: store.Page) -> HttpResponse:
    """The page, or 304 when the reader has these bytes already."""
    wanted = request.META.get("HTTP_IF_NONE_MATCH", "")
    response: HttpResponse
    if wanted and (wanted.strip() == "*" or page.etag in parse_etags(wanted)):
        response = HttpResponseNotModified()
        for name, value in page.headers:
            if name not in ("Content-Type", "Content-Disposition"):
                response.headers[name] = value
    else:
        packed = page.packed() if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "") else b""
        response = HttpResponse(packed or page.body, headers=dict(page.headers))
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(response.content))
    response.headers["ETag"] = page.etag
    response.headers["Vary"] = VARY
    response.headers.setdefault("Cache-Control", CACHE_CONTROL)
    response.public_page = True  # type: ignore[attr-defined]
    return response
