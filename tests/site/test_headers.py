"""The headers of every kind of answer, compared whole: one that is missing or too much fails."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as real_settings
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client

from compact_portal.site import errors, urls
from compact_portal.site.middleware import EveryAnswer

ONES_OWN = {"Content-Length", "ETag", "Expires", "Last-Modified", "Location"}  # differ from page to page

POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self'", "manifest-src": "'self'",
    "form-action": "'self'", "frame-ancestors": "'none'", "base-uri": "'none'",
}  # fmt: skip
CLOSED = {
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation", "gyroscope",
    "interest-cohort", "magnetometer", "microphone", "midi", "payment", "usb", "xr-spatial-tracking",
}  # fmt: skip
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": {f"{feature}=()" for feature in CLOSED},
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
HTML = {"Content-Type": "text/html; charset=utf-8"}
PUBLIC = {"Cache-Control": "public, max-age=0, s-maxage=1, must-revalidate", "Vary": "Accept-Encoding"}
PERSONAL = {"Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private"}
FOR_ONE = {"Vary": "Cookie"}


def comparable(response: HttpResponse) -> dict[str, Any]:
    """The headers, with the two policies as what they say rather than in what order."""
    found: dict[str, Any] = {name: value for name, value in response.items() if name not in ONES_OWN}
    policy = found.get("Content-Security-Policy", "")
    found["Content-Security-Policy"] = dict(part.strip().split(" ", 1) for part in policy.split(";") if part.strip())
    found["Permissions-Policy"] = set(found.get("Permissions-Policy", "").split(", "))
    return found


def stored(client: Client) -> HttpResponse:
    tag = client.get("/cookies/").headers["ETag"]
    return client.get("/cookies/", headers={"if-none-match": tag})


def forbidden(client: Client) -> HttpResponse:
    return Client(enforce_csrf_checks=True).post("/report-a-problem/", {})


CASES: dict[str, tuple[int, Callable[[Client], HttpResponse], dict[str, Any]]] = {
    "a public page": (200, lambda client: client.get("/cookies/"), HTML | PUBLIC),
    "an answer of search": (200, lambda client: client.get("/search/?q=x"), HTML | PUBLIC),
    "a public text": (200, lambda client: client.get("/robots.txt"), {"Content-Type": "text/plain; charset=utf-8"} | PUBLIC),
    "the health check": (200, lambda client: client.get("/healthz"), {"Content-Type": "application/json"} | PERSONAL),
    "a page with a form": (200, lambda client: client.get("/report-a-problem/"), HTML | PERSONAL | FOR_ONE),
    "the page to sign in": (200, lambda client: client.get("/account/sign-in/"), HTML | PERSONAL | FOR_ONE),
    "a way to sign in": (302, lambda client: client.get("/workspace/"), HTML | FOR_ONE),
    "not modified": (304, stored, PUBLIC),
    "a host that is not ours": (400, lambda client: client.get("/", headers={"host": "evil.invalid"}), HTML | PERSONAL),
    "a form without its token": (403, forbidden, HTML | PERSONAL),
    "no such page": (404, lambda client: client.get("/nothing/"), HTML | PERSONAL),
    "a way that is not allowed": (405, lambda client: client.post("/cookies/"), HTML | {"Allow": "GET, HEAD"}),
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", CASES)
def test_an_answer_has_exactly_these_headers(client: Client, what: str) -> None:
    status, ask, expected = CASES[what]
    response = ask(client)
    assert response.status_code == status
    assert comparable(response) == ALWAYS | expected


@pytest.mark.django_db
def test_too_many_tries_have_exactly_these_headers(client: Client) -> None:
    for _ in range(6):
        response = client.post("/report-a-problem/", {"words": "x", "token": str(uuid4())})
    assert response.status_code == 429
    assert comparable(response) == ALWAYS | HTML | PERSONAL


def through_all(client: Client, monkeypatch: pytest.MonkeyPatch, view: Callable[..., HttpResponse]) -> HttpResponse:
    """The answer of a view of ours that behaves as given, through every middleware."""
    pattern = next(pattern for pattern in urls.urlpatterns if pattern.name == "problem_create")
    view.login_required = False  # type: ignore[attr-defined]
    monkeypatch.setattr(pattern, "callback", view)
    client.raise_request_exception = False
    return client.get("/report-a-problem/")


@pytest.mark.django_db
def test_what_is_gone_has_exactly_these_headers(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    response = through_all(client, monkeypatch, lambda request: errors.gone(request, what="That page"))
    assert response.status_code == 410
    assert comparable(response) == ALWAYS | HTML | PERSONAL


@pytest.mark.django_db
def test_a_failure_has_exactly_these_headers_and_tells_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(request: Any) -> HttpResponse:
        raise RuntimeError("canary-7d1 in the words of an exception")

    response = through_all(client, monkeypatch, fails)
    assert response.status_code == 500
    assert comparable(response) == ALWAYS | HTML | PERSONAL
    assert b"canary-7d1" not in response.content


@pytest.mark.django_db
def test_a_database_that_is_away_has_exactly_these_headers(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(request: Any) -> HttpResponse:
        raise OperationalError("disk is full")

    response = through_all(client, monkeypatch, fails)
    assert response.status_code == 503
    assert comparable(response) == ALWAYS | HTML | PERSONAL | {"Retry-After": "30"}
    assert b"was not saved" in response.content


@pytest.mark.django_db
def test_a_database_that_fails_outside_a_view_is_a_503_as_well(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The session is written after the view has answered."""

    def full(*args: Any, **more: Any) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.save", full)
    client.raise_request_exception = False
    response = client.post("/account/sign-in/", {"email": "stranger@test.invalid"})
    assert response.status_code == 503
    assert b"was not saved" in response.content


@pytest.mark.django_db
def test_a_file_has_the_policies_too(settings: Any) -> None:
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    response = Client().get("/static/portal.css")
    response.close()
    assert response.status_code == 200
    found = comparable(response)
    assert {name: found.get(name) for name in ALWAYS} == ALWAYS
    assert "Access-Control-Allow-Origin" not in found


@pytest.mark.django_db
def test_in_production_the_browser_is_told_to_use_https_only(client: Client, settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS, settings.SECURE_HSTS_PRELOAD = 63072000, True, True
    settings.SECURE_SSL_REDIRECT = True
    client = Client()
    response = client.get("/cookies/", secure=True)
    assert comparable(response) == ALWAYS | HTML | PUBLIC | {
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload"
    }
    redirect = client.get("/cookies/")
    assert (redirect.status_code, redirect.headers["Location"]) == (301, "https://testserver/cookies/")
    found = comparable(redirect)
    assert {name: found.get(name) for name in ALWAYS} == ALWAYS


def test_the_policies_come_from_the_settings() -> None:
    answer = EveryAnswer(lambda request: HttpResponse())(None)  # type: ignore[arg-type]
    assert comparable(answer) == ALWAYS | HTML  # type: ignore[arg-type]
    assert real_settings.MIDDLEWARE[0] == "compact_portal.site.middleware.EveryAnswer"


def test_no_policy_allows_what_is_unsafe_or_from_elsewhere() -> None:
    directives = real_settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert {source for sources in directives.values() for source in sources} == {"'none'", "'self'"}
