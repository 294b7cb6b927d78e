"""Kept parts: made once for a content version and a day, anew after a write and at midnight, within bounds."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date, datetime
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from compact_portal.audit.context import change
from compact_portal.pages import parts, store
from compact_portal.pages.decorators import public_page
from compact_portal.pages.parts import kept, kept_each
from compact_portal.site import urls
from tests.pages.midnight import around_midnight
from tests.undertakings.pages import set_instant

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 26)
made: list[Any] = []


@kept
def part(word: str) -> str:
    made.append(word)
    return f"{word} {len(made)}"


@kept_each
def doubled(numbers: list[int]) -> dict[int, str]:
    made.extend(numbers)
    return {number: "x" * 2 * number for number in numbers if number >= 0}


@public_page(reads=("q",))
def showing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(part("one") + part("two"))


@public_page(reads=("q",))
def showing_too(request: HttpRequest) -> HttpResponse:
    return HttpResponse(part("one"))


@pytest.fixture(autouse=True)
def _pages_of_this_test() -> Iterator[None]:
    from django.urls import clear_url_caches

    added = [path("t/showing/", showing), path("t/showing-too/", showing_too)]
    urls.urlpatterns.extend(added)
    clear_url_caches()
    made.clear()
    yield
    for pattern in added:
        urls.urlpatterns.remove(pattern)
    clear_url_caches()


def test_a_part_is_made_once_for_all_pages_that_show_it(client: Client) -> None:
    assert client.get("/t/showing/").content == b"one 1two 2"
    assert client.get("/t/showing-too/").content == b"one 1"
    assert client.get("/t/showing/?q=x").content == b"one 1two 2"
    assert made == ["one", "two"]


def test_a_write_makes_it_anew_and_what_is_not_public_does_not(client: Client) -> None:
    client.get("/t/showing-too/")
    with change(by=None, why="A test", public=False):
        pass
    store.clear()
    assert client.get("/t/showing-too/").content == b"one 1"
    with change(by=None, why="A test"):
        pass
    assert client.get("/t/showing-too/").content == b"one 2"


@around_midnight
def test_londons_midnight_makes_it_anew(
    client: Client, monkeypatch: pytest.MonkeyPatch, before: datetime, after: datetime, anew: bool
) -> None:
    set_instant(monkeypatch, before)
    client.get("/t/showing-too/")
    store.clear()
    set_instant(monkeypatch, after)
    client.get("/t/showing-too/")
    assert (made == ["one", "one"]) is anew


def test_a_write_while_it_is_made_leaves_the_part_of_before_to_the_version_of_before(client: Client) -> None:
    """The version was read first: what the write brought may be in it early, and it is never found under the version after."""

    @kept
    def slow() -> str:
        made.append("slow")
        if len(made) == 1:
            with change(by=None, why="A test"):
                pass
        return str(len(made))

    with parts.of(1, DAY):
        assert slow() == "1"
    with parts.of(2, DAY):
        assert slow() == "2"


@pytest.mark.parametrize("version", [0, None])
def test_without_a_version_nothing_is_kept(version: int | None) -> None:
    """In commands, in the workspace, and where the database could not be asked."""
    with nullcontext() if version is None else parts.of(version, DAY):
        assert (part("one"), part("one")) == ("one 1", "one 2")
        assert doubled([1]) == doubled([1])
        assert made == ["one", "one", 1, 1]


def test_what_fails_is_tried_again() -> None:
    @kept
    def failing() -> None:
        made.append("tried")
        raise LookupError

    with parts.of(1, DAY):
        for _ in range(2):
            with pytest.raises(LookupError):
                failing()
    assert made == ["tried", "tried"]


def test_of_many_things_only_those_that_are_missing_are_made() -> None:
    with parts.of(1, DAY):
        assert doubled([1, 2]) == {1: "xx", 2: "xxxx"}
        assert doubled([2, 3, -1]) == {2: "xxxx", 3: "xxxxxx"}
        assert doubled([]) == {}
        assert made == [1, 2, 3, -1]
    with parts.of(2, DAY):
        assert doubled([1]) == {1: "xx"}
    assert made == [1, 2, 3, -1, 1]


def test_parts_take_no_more_than_their_share_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST_BYTES_A_SHELF", 100_000)

    @kept
    def large(number: int) -> str:
        return "x" * 1_000_000

    with parts.of(1, DAY):
        for number in range(100):
            large(number)
            doubled([number * 100])
        assert 0 < parts._parts.currsize <= parts.MOST_BYTES
        assert all(shelf.size <= 100_000 for shelf in parts._shelves)
        assert doubled([100_000]) == {100_000: "x" * 200_000}
        made.clear()
        assert doubled([9_900, 100]) == {9_900: "x" * 19_800, 100: "x" * 200}
    assert made == [100]  # the last one is still there, the first made room


def test_what_cannot_be_held_is_a_mistake_that_shows() -> None:
    @kept
    def lazy() -> Iterator[int]:
        return iter(lambda: 1, 2)

    with parts.of(1, DAY), pytest.raises((TypeError, AttributeError)):
        lazy()
