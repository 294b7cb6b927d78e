"""Accessibility, privacy and cookies: true, complete, and with somebody to tell."""

import re
from typing import Any

import pytest
from django.conf import settings as real_settings
from django.test import Client

from compact_portal.audit.register import PERSONAL, Personal
from compact_portal.site.rules import NO_HEADING, notice_groups
from signatories.models import Person
from tests.undertakings.pages import read, said

pytestmark = pytest.mark.django_db
ADDRESSES = ("/accessibility/", "/privacy/", "/cookies/")


@pytest.mark.parametrize("address", ADDRESSES)
def test_they_have_one_heading_and_set_no_cookie(client: Client, address: str) -> None:
    assert len(read(client, address).find_all("h1")) == 1
    assert not client.get(address).cookies


@pytest.mark.parametrize("address", ADDRESSES[:2])
def test_who_runs_the_portal_is_named_or_said_to_be_missing(client: Client, settings: Any, address: str) -> None:
    settings.PORTAL_OPERATOR, settings.PORTAL_OPERATOR_EMAIL = "", ""
    assert "here yet" in said(read(client, address).main)


@pytest.mark.parametrize("address", ADDRESSES[:2])
def test_the_operator_is_escaped_and_can_be_written_to(client: Client, settings: Any, address: str) -> None:
    settings.PORTAL_OPERATOR, settings.PORTAL_OPERATOR_EMAIL = "Test & Sons <Ltd>", "test@test.invalid"
    page = read(client, address)
    assert "Test & Sons <Ltd>" in said(page.main)
    assert page.select_one('a[href="mailto:test@test.invalid"]')


def test_the_accessibility_statement_says_what_is_weak_and_whom_to_tell(client: Client) -> None:
    page = read(client, "/accessibility/")
    headings = [said(heading) for heading in page.main.find_all("h2")]
    assert {"How it was tested", "What has not been tested", "What we know to be weak"} <= set(headings)
    assert page.main.select_one('a[href="/report-a-problem/"]')


def test_the_privacy_notice_tells_every_entry_of_the_register(client: Client) -> None:
    rows = read(client, "/privacy/").select("tbody tr")
    told = {tuple(said(cell) for cell in row.find_all(["th", "td"])) for row in rows}
    assert told == {(entry.kind, entry.purpose, entry.kept) for entry in PERSONAL.values()}


def test_every_app_has_a_heading_in_the_privacy_notice() -> None:
    assert NO_HEADING not in dict(notice_groups(PERSONAL))


def test_an_entry_that_several_columns_share_is_told_once_under_its_heading() -> None:
    one, two = Personal("A", "b", "c"), Personal("A", "b", "d")
    register = {"mail.x.z": two, "mail.x.y": one, "mail.x.x": one, "site.x.x": one, "new.x.x": one}
    assert [(heading, rows) for heading, rows in notice_groups(register)] == [
        ("When you report a problem with a page", [one]),
        ("When the portal writes to you", [one, two]),
        (NO_HEADING, [one]),
    ]


def test_the_privacy_notice_says_the_times_that_are_set(client: Client, settings: Any) -> None:
    settings.PORTAL_KEEP_REPORTS_DAYS, settings.PORTAL_KEEP_MAIL_DAYS = 91, 17
    words = said(read(client, "/privacy/").main)
    assert "goes 91 days after it was answered" in words
    assert "goes 17 days after it was sent" in words


def test_the_cookies_page_names_exactly_the_cookies_that_the_portal_sets(client: Client) -> None:
    told = {said(cell) for cell in read(client, "/cookies/").select("tbody th")}
    Person.objects.create_user("known@test.invalid")
    client.get("/report-a-problem/")
    client.post("/account/sign-in/", {"email": "known@test.invalid"})
    assert set(client.cookies) == told == {real_settings.SESSION_COOKIE_NAME, real_settings.CSRF_COOKIE_NAME}


def test_cookies_cannot_be_read_by_scripts_and_stay_on_this_site(client: Client) -> None:
    client.get("/report-a-problem/")
    client.post("/account/sign-in/", {"email": "nobody@test.invalid"})
    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_the_hours_of_a_session_are_those_that_are_set(client: Client) -> None:
    found = re.search(r"After (\d+) hours", said(read(client, "/cookies/").main))
    assert found
    assert int(found.group(1)) * 3600 == real_settings.SESSION_COOKIE_AGE
