"""Where somebody is signed in: listed with little, ended from anywhere."""

import re

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from compact_portal.mail.models import Message
from signatories.models import Person
from signatories.rules.browsers import browser_in_words
from tests.house.personas import Personas

pytestmark = pytest.mark.django_db
EMAIL = "known@test.invalid"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)


@pytest.fixture(autouse=True)
def _commits_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.transaction.on_commit", lambda call, **more: call())


@pytest.fixture
def person() -> Person:
    return Person.objects.create_user(EMAIL, name="Test person")


def signed_in(agent: str) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/account/sign-in/", {"email": EMAIL})
    found = re.search(r"^[A-Z0-9-]{6,9}$", Message.objects.latest("pk").body, re.MULTILINE)
    assert found
    client.post("/account/sign-in/code/", {"code": found.group()})
    assert client.get("/workspace/").status_code == 200
    return client


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (SAFARI, "Safari on an iPhone"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140 Safari/537.36 Edg/140",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_in_words(agent, words):
    assert browser_in_words(agent) == words


def test_usersessions_list_shows_each_browser_and_which_is_this_one(person: Person):
    first, second = signed_in(FIREFOX), signed_in(SAFARI)
    page = second.get("/account/sessions/").content.decode()
    assert "Firefox on Windows" in page
    assert re.search(r"Safari on an iPhone.{0,80}This one", page, re.DOTALL)
    assert first.get("/account/sessions/").status_code == 200


def test_of_the_connection_nothing_is_kept(person: Person):
    signed_in(FIREFOX)
    row = UserSession.objects.get()
    assert (row.ip, row.user_agent, row.data) == ("::", "Firefox on Windows", {})


def test_signing_out_elsewhere_ends_the_others_and_not_this_one(person: Person):
    first, second = signed_in(FIREFOX), signed_in(SAFARI)
    answer = second.post("/account/sessions/", follow=True)
    assert "You are signed out everywhere else." in answer.content.decode()
    assert first.get("/workspace/").status_code == 302
    assert second.get("/workspace/").status_code == 200
    assert UserSession.objects.count() == 1


def test_nobody_ends_the_sessions_of_somebody_else(person: Person, personas: Personas):
    mine = signed_in(FIREFOX)
    personas.client("coordinator").post("/account/sessions/")
    assert mine.get("/workspace/").status_code == 200


def test_a_session_that_has_ended_leaves_the_list(person: Person):
    first, second = signed_in(FIREFOX), signed_in(SAFARI)
    first.post("/account/sign-out/")
    assert "Firefox" not in second.get("/account/sessions/").content.decode()
