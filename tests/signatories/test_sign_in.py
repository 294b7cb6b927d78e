"""Signing in by mailed code: it works, it tells nobody who has an account, and it cannot be guessed or replayed."""

import re
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from compact_portal.mail.models import Message
from signatories.models import Person

SIGN_IN, CODE = "/account/sign-in/", "/account/sign-in/code/"
KNOWN, UNKNOWN = "known@test.invalid", "stranger@test.invalid"

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    return Person.objects.create_user(KNOWN, name="Test person")


def ask(client: Client, email: str, **more: Any) -> HttpResponse:
    return client.post(SIGN_IN, {"email": email, **more})


def mailed_code() -> str:
    body = Message.objects.latest("pk").body
    found = re.search(r"^[A-Z0-9-]{6,9}$", body, re.MULTILINE)
    assert found, body
    return found.group()


def shape(response: HttpResponse, email: str) -> tuple[Any, ...]:
    """What a visitor can tell about an answer, without what differs by chance: tokens and the address itself."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode()).replace(email, "ADDRESS")
    headers = {name: value for name, value in response.items() if name not in ("Set-Cookie", "Content-Length", "Expires")}
    return response.status_code, headers, sorted(response.cookies), text


def bare(sql: str) -> str:
    """A statement without its values: its verb and the tables that it names."""
    return " ".join([sql.split()[0], *re.findall(r'(?:FROM|INTO|UPDATE) "?(\w+)', sql)])


def sign_in(client: Client, email: str = KNOWN) -> HttpResponse:
    ask(client, email)
    return client.post(CODE, {"code": mailed_code()})


def test_the_code_from_the_mail_signs_in(client: Client, person: Person) -> None:
    assert ask(client, KNOWN).headers["Location"] == CODE
    response = client.post(CODE, {"code": mailed_code()})
    assert response.status_code == 302
    assert response.headers["Location"] == reverse("site:workspace")
    page = client.get("/workspace/")
    assert page.status_code == 200
    assert "Test person" in page.content.decode()


def test_the_address_may_be_typed_in_capitals_and_with_blanks(client: Client, person: Person) -> None:
    ask(client, f"  {KNOWN.upper()} ")
    assert Message.objects.get().to == KNOWN
    assert client.post(CODE, {"code": mailed_code()}).headers["Location"] == "/workspace/"


def test_the_code_may_be_typed_in_small_letters_and_without_its_hyphen(client: Client, person: Person) -> None:
    ask(client, KNOWN)
    assert client.post(CODE, {"code": mailed_code().lower().replace("-", "")}).status_code == 302


def test_who_came_from_a_page_goes_back_to_it(client: Client, person: Person) -> None:
    response = client.get("/workspace/problems/")
    assert response.headers["Location"] == f"{SIGN_IN}?next=/workspace/problems/"
    to_code = client.post(response.headers["Location"], {"email": KNOWN}).headers["Location"]
    assert client.post(to_code, {"code": mailed_code()}).headers["Location"] == "/workspace/problems/"


def test_nobody_is_sent_to_another_site_after_signing_in(client: Client, person: Person) -> None:
    to_code = client.post(f"{SIGN_IN}?next=https://evil.invalid/", {"email": KNOWN}).headers["Location"]
    assert client.post(to_code, {"code": mailed_code()}).headers["Location"] == "/workspace/"


def test_the_session_gets_a_new_key_at_sign_in(client: Client, person: Person) -> None:
    ask(client, KNOWN)
    before = client.session.session_key
    client.post(CODE, {"code": mailed_code()})
    assert before
    assert client.session.session_key != before


def test_known_and_unknown_addresses_get_the_same_answers(person: Person) -> None:
    answers = []
    for email in (KNOWN, UNKNOWN):
        client = Client()
        asked = ask(client, email)
        answers.append([shape(answer, email) for answer in (asked, client.get(CODE), client.post(CODE, {"code": "ABCD-EF"}))])
    assert answers[0] == answers[1]


def test_known_and_unknown_addresses_cost_the_same_queries_and_one_queued_mail_each(person: Person, settings: Any) -> None:
    settings.PORTAL_MAIL = "queue"
    ask(Client(), "third@test.invalid")  # the counting of tries by network has begun
    done = []
    for email in (KNOWN, UNKNOWN):
        client = Client()
        client.get(SIGN_IN)
        before = Message.objects.count()
        with CaptureQueriesContext(connection) as asking:
            ask(client, email)
        with CaptureQueriesContext(connection) as looking:
            client.get(CODE)
        with CaptureQueriesContext(connection) as guessing:
            client.post(CODE, {"code": "ABCD-EF"})
        statements = [[bare(query["sql"]) for query in seen] for seen in (asking, looking, guessing)]
        done.append((statements, Message.objects.count() - before))
    (known, mails), (unknown, mails_to_strangers) = done
    for step, one, other in zip(("asking", "looking", "guessing"), known, unknown, strict=True):
        assert one == other, step
    assert mails == mails_to_strangers == 1


def test_a_stranger_is_told_by_mail_what_to_do(client: Client, person: Person) -> None:
    ask(client, UNKNOWN)
    message = Message.objects.get()
    assert message.to == UNKNOWN
    assert "Nobody with this address is known" in message.body
    assert "http://testserver/account/join/" in message.body


def test_somebody_whose_account_is_closed_is_a_stranger(client: Client, person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(is_active=False)
    ask(client, KNOWN)
    assert "Nobody with this address is known" in Message.objects.get().body


def test_a_code_works_once(client: Client, person: Person) -> None:
    ask(client, KNOWN)
    code = mailed_code()
    client.post(CODE, {"code": code})
    client.post("/account/sign-out/")
    ask(client, KNOWN)
    assert client.post(CODE, {"code": code}).status_code == 200
    assert client.get("/workspace/").status_code == 302


def test_a_code_works_only_in_the_browser_that_asked(client: Client, person: Person) -> None:
    ask(client, KNOWN)
    assert Client().post(CODE, {"code": mailed_code()}).headers["Location"] == SIGN_IN


def test_a_code_is_dead_after_three_wrong_ones(client: Client, person: Person) -> None:
    ask(client, KNOWN)
    code = mailed_code()
    wrong = [client.post(CODE, {"code": "ZZZZ-ZZ"}) for _ in range(3)]
    assert [answer.status_code for answer in wrong] == [200, 200, 302]
    assert client.post(CODE, {"code": code}).headers["Location"] == SIGN_IN
    assert "too many attempts" in client.get(SIGN_IN).content.decode()


def test_a_code_is_dead_after_ten_minutes(client: Client, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    ask(client, KNOWN)
    late = time.time() + 601
    monkeypatch.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: late)
    assert client.post(CODE, {"code": mailed_code()}).headers["Location"] == SIGN_IN


@pytest.mark.parametrize("email", [KNOWN, UNKNOWN])
def test_at_most_three_codes_a_minute_are_asked_for_one_address(client: Client, person: Person, email: str) -> None:
    for _ in range(8):
        ask(Client(), email)
    assert Message.objects.count() == 3


def test_at_most_nine_of_a_hundred_guesses_are_looked_at(person: Person) -> None:
    looked_at = 0
    for _ in range(100):
        client = Client()
        if ask(client, KNOWN).status_code == 302:
            while client.post(CODE, {"code": "ZZZZ-ZZ"}).status_code == 200:
                looked_at += 1
            looked_at += 1
    assert looked_at <= 9


def test_a_wrong_code_is_named_in_a_linked_summary(client: Client, person: Person) -> None:
    ask(client, KNOWN)
    page = client.post(CODE, {"code": "ZZZZ-ZZ"}).content.decode()
    assert "There is a problem" in page
    assert 'href="#id_code"' in page
    assert "That is not the code." in page


@pytest.mark.parametrize("email", ["", "not an address", "a\x00b@test.invalid", "x" * 400 + "@test.invalid", "\ud800@test.invalid"])
def test_what_is_no_address_is_told_at_the_field(client: Client, email: str) -> None:
    page = ask(client, email.encode("utf-8", "surrogatepass"))
    assert page.status_code == 200
    assert 'href="#id_email"' in page.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize("code", ["", "\x00", "x" * 5000, "🙂", "\u202e"])
def test_what_is_no_code_is_told_at_the_field(client: Client, person: Person, code: str) -> None:
    ask(client, KNOWN)
    page = client.post(CODE, {"code": code})
    assert page.status_code == 200
    assert 'href="#id_code"' in page.content.decode()


def test_start_again_forgets_the_code_that_was_asked_for(client: Client, person: Person) -> None:
    ask(client, KNOWN)
    assert client.get(SIGN_IN).headers["Location"] == CODE
    assert client.post("/account/sign-out/", {"next": SIGN_IN}).headers["Location"] == SIGN_IN
    assert client.get(SIGN_IN).status_code == 200


def test_sign_out_needs_a_button(client: Client, person: Person) -> None:
    sign_in(client)
    assert client.get("/account/sign-out/").status_code == 200
    assert client.get("/workspace/").status_code == 200
    assert client.post("/account/sign-out/").headers["Location"] == "/"
    assert client.get("/workspace/").status_code == 302


def test_after_sign_out_no_cookie_of_ours_stays_with_a_meaning(client: Client, person: Person) -> None:
    sign_in(client)
    client.post("/account/sign-out/")
    assert client.cookies["session"].value == ""
    response = client.get("/")
    assert not response.cookies


def test_forms_need_their_token(person: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    for address in (SIGN_IN, "/account/sign-out/"):
        assert client.post(address, {"email": KNOWN}).status_code == 403
    assert not Message.objects.exists()


def test_closed_account_page_says_whom_to_ask(client: Client) -> None:
    assert "ask the coordinator" in client.get("/account/closed/").content.decode()
