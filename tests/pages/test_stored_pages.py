"""The store of public pages: the same bytes for everybody, new ones when content or the day changes, and no cookie, ever."""

import gzip
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

from compact_portal.audit.context import change
from compact_portal.pages import store
from compact_portal.pages.decorators import public_answer, public_page
from compact_portal.site import urls
from tests.house.personas import EVERYBODY, Personas
from tests.pages.midnight import around_midnight
from tests.undertakings.pages import set_instant

pytestmark = pytest.mark.django_db
made: list[str] = []


@public_page
def plain(request: HttpRequest) -> HttpResponse:
    made.append(request.get_full_path())
    return HttpResponse(f"made {len(made)} " + "x" * 1000)


@public_page(reads=("a", "b"))
def reading(request: HttpRequest) -> HttpResponse:
    made.append(request.get_full_path())
    return HttpResponse(f"{request.GET.get('a')} {request.GET.get('b')}")


@public_page(reads=("q",), many=True)
def finding(request: HttpRequest) -> HttpResponse:
    made.append(request.get_full_path())
    return HttpResponse("x" * 10_000)


@public_answer
def fresh(request: HttpRequest) -> HttpResponse:
    made.append(request.get_full_path())
    return HttpResponse("always the same")


@public_page
def with_cookie(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("x")
    response.set_cookie("canary", "1")
    return response


@public_page
def with_session(request: HttpRequest) -> HttpResponse:
    request.session["canary"] = 1
    return HttpResponse("x")


@public_page
def missing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("gone", status=410)


VIEWS: dict[str, Callable[..., HttpResponse]] = {
    "plain": plain, "reading": reading, "finding": finding, "fresh": fresh,
    "with-cookie": with_cookie, "with-session": with_session, "missing": missing,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _pages_of_this_test() -> Iterator[None]:
    """Addresses of this test's own, under every middleware of the portal."""
    from django.urls import clear_url_caches

    added = [path(f"t/{name}/", view) for name, view in VIEWS.items()]
    urls.urlpatterns.extend(added)
    clear_url_caches()
    made.clear()
    yield
    for pattern in added:
        urls.urlpatterns.remove(pattern)
    clear_url_caches()


def test_a_page_is_made_once_and_then_costs_one_query(client: Client) -> None:
    first = client.get("/t/plain/")
    with CaptureQueriesContext(connection) as seen:
        second = client.get("/t/plain/")
    assert first.content == second.content
    assert made == ["/t/plain/"]
    assert len(seen) == 1
    assert "pages_contentversion" in seen[0]["sql"]


def test_each_query_string_is_a_page_of_its_own(client: Client) -> None:
    client.get("/t/plain/?a=1")
    client.get("/t/plain/?a=2")
    client.get("/t/plain/")
    assert len(made) == 3


@pytest.mark.parametrize("query", ["a=1", "a=1&n=7", "n=7&a=1", "a=1&a=1", "a=2&a=1", "c=%00&a=1", "a=1&%F0%9F=1"])
def test_what_a_page_does_not_read_makes_no_other_page_of_it(client: Client, query: str) -> None:
    first = client.get("/t/reading/?a=1").content
    assert client.get(f"/t/reading/?{query}").content == first == b"1 None"
    assert len(made) == 1


@pytest.mark.parametrize("query", ["", "a=", "b=1", "a=1&b=1", "a=1%26b%3D1", "A=1", "a=%EF%BC%91"])
def test_what_a_page_reads_makes_another_page_of_it(client: Client, query: str) -> None:
    client.get("/t/reading/?a=1")
    client.get(f"/t/reading/?{query}")
    assert len(made) == 2


def test_pages_without_end_push_out_each_other_and_nothing_else(client: Client) -> None:
    client.get("/t/plain/")
    for number in range(store.MOST_BYTES_OF_MANY // 10_000):
        client.get(f"/t/finding/?q={number}")
    asked = len(made)
    client.get("/t/plain/")
    client.get(f"/t/finding/?q={number}")
    assert len(made) == asked
    client.get("/t/finding/?q=0")
    assert len(made) == asked + 1
    assert store._many.currsize <= store.MOST_BYTES_OF_MANY


def test_a_very_long_address_is_answered_and_not_kept(client: Client) -> None:
    address = f"/t/finding/?q={'a' * store.LONGEST_ADDRESS}"
    assert client.get(address).content == client.get(address).content
    assert len(made) == 2


def test_everybody_gets_the_same_bytes_and_headers(personas: Personas) -> None:
    """Whoever comes first, and signed in or not."""
    for first in EVERYBODY:
        store.clear()
        made.clear()
        answers = [personas.client(name).get("/t/plain/") for name in (first, *EVERYBODY)]
        assert len({(answer.content, tuple(sorted(answer.items()))) for answer in answers}) == 1
        assert not any(answer.cookies for answer in answers)


def test_a_change_of_content_makes_it_anew(client: Client) -> None:
    before = client.get("/t/plain/")
    with change(by=None, why="A test"):
        pass
    after = client.get("/t/plain/")
    assert before.content != after.content
    assert before.headers["ETag"] != after.headers["ETag"]


def test_what_is_not_public_makes_nothing_anew(client: Client) -> None:
    before = client.get("/t/plain/")
    with change(by=None, why="A test", public=False):
        pass
    assert client.get("/t/plain/").content == before.content


@around_midnight
def test_londons_midnight_makes_it_anew(
    client: Client, monkeypatch: pytest.MonkeyPatch, before: datetime, after: datetime, anew: bool
) -> None:
    set_instant(monkeypatch, before)
    first = client.get("/t/plain/").content
    set_instant(monkeypatch, after)
    assert (client.get("/t/plain/").content != first) is anew


@pytest.mark.parametrize("tags", ["{tag}", '"other", {tag}', "*", "{strong}"])
def test_who_has_it_already_is_told_so_without_a_body(client: Client, tags: str) -> None:
    tag = client.get("/t/plain/").headers["ETag"]
    asked = tags.format(tag=tag, strong=tag)
    response = client.get("/t/plain/", headers={"if-none-match": asked})
    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["ETag"] == tag
    assert "Content-Type" not in response.headers


@pytest.mark.parametrize("tag", ['"other"', "nonsense", "", "W/", "\x7f"])
def test_who_has_something_else_gets_the_page(client: Client, tag: str) -> None:
    assert client.get("/t/plain/", headers={"if-none-match": tag}).status_code == 200


def test_packed_and_plain_are_the_same_page(client: Client) -> None:
    plain_one = client.get("/t/plain/")
    packed = client.get("/t/plain/", headers={"accept-encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain_one.content
    assert packed.headers["ETag"] == plain_one.headers["ETag"]
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert int(packed.headers["Content-Length"]) == len(packed.content) < len(plain_one.content)


def test_head_has_the_headers_and_no_body(client: Client) -> None:
    full, head = client.get("/t/plain/"), client.head("/t/plain/")
    assert head.content == b""
    assert dict(head.items()) == dict(full.items())


def test_nothing_is_sent_to_it(client: Client) -> None:
    assert client.post("/t/plain/").status_code == 405
    assert made == []


def test_an_answer_is_made_anew_each_time_but_told_when_it_is_the_same(client: Client) -> None:
    tag = client.get("/t/fresh/").headers["ETag"]
    assert client.get("/t/fresh/", headers={"if-none-match": tag}).status_code == 304
    assert len(made) == 2


@pytest.mark.parametrize("name", ["with-cookie", "with-session"])
def test_a_public_page_that_sets_a_cookie_fails_loudly(client: Client, name: str) -> None:
    with pytest.raises(RuntimeError, match="A public page set a cookie"):
        client.get(f"/t/{name}/")


def test_a_cookie_that_is_no_sessions_changes_nothing(client: Client) -> None:
    client.cookies["session"] = "x"
    response = client.get("/t/plain/")
    assert response.status_code == 200
    assert not response.cookies


def test_what_is_not_there_is_not_kept(client: Client) -> None:
    response = client.get("/t/missing/")
    assert response.status_code == 410
    assert "ETag" not in response.headers
    assert store.get(("/t/missing/", 1, datetime.now(UTC).date())) is None


def test_without_a_database_nothing_is_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> int:
        raise OperationalError("away")

    monkeypatch.setattr("compact_portal.pages.middleware.versions", away)
    client.get("/t/plain/")
    client.get("/t/plain/")
    assert len(made) == 2


def test_the_store_holds_no_more_than_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    day = datetime(2026, 1, 1, tzinfo=UTC).date()
    for number in range(200):
        store.put((f"/{number}", 1, day), store.make_page(b"x" * 1_000_000, ()))
    assert store._pages.currsize <= store.MOST_BYTES
    store.put(("/huge", 1, day), store.make_page(b"x" * (store.MOST_BYTES_A_PAGE + 1), ()))
    assert store.get(("/huge", 1, day)) is None


def test_personal_pages_never_reach_the_store(personas: Personas) -> None:
    client = personas.client("coordinator")
    for address in ("/workspace/", "/account/two-factor/", "/report-a-problem/", "/workspace/problems/"):
        assert client.get(address).status_code == 200
    kept: list[Any] = [key[0] for key in store._pages]
    assert kept == []
