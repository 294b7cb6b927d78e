"""The second factor: turned on with an app, asked for at sign-in, its secret unreadable in the database."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from compact_portal.mail.models import Message
from signatories.models import Person

EMAIL = "known@test.invalid"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _commits_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for the commit is done inside the request, as it is without a test's transaction around it."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda call, **more: call())


@pytest.fixture
def person() -> Person:
    return Person.objects.create_user(EMAIL, name="Test person")


def sign_in(client: Client) -> Any:
    client.post("/account/sign-in/", {"email": EMAIL})
    found = re.search(r"^[A-Z0-9-]{6,9}$", Message.objects.latest("pk").body, re.MULTILINE)
    assert found
    return client.post("/account/sign-in/code/", {"code": found.group()})


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def turn_on(client: Client) -> str:
    """Gives the secret that the page showed."""
    page = client.get("/account/two-factor/app/on/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert secret
    response = client.post("/account/two-factor/app/on/", {"code": code_of(secret.group(1))})
    assert response.headers["Location"] == "/account/two-factor/recovery-codes/"
    return secret.group(1)


def recovery_codes(client: Client) -> list[str]:
    page = client.get("/account/two-factor/recovery-codes/").content.decode()
    return re.findall(r"<li><code>([^<]+)</code></li>", page)


@pytest.fixture
def signed_in(client: Client, person: Person) -> Client:
    sign_in(client)
    return client


def test_the_page_to_turn_it_on_holds_the_drawing_without_style_or_data_address(signed_in: Client) -> None:
    page = signed_in.get("/account/two-factor/app/on/").content.decode()
    assert "<svg" in page
    assert "data:" not in page
    assert "style=" not in page


def test_a_wrong_code_turns_nothing_on_and_keeps_the_key(signed_in: Client) -> None:
    first = signed_in.get("/account/two-factor/app/on/").content.decode()
    page = signed_in.post("/account/two-factor/app/on/", {"code": "000000"}).content.decode()
    key = re.search(r"<code>([A-Z2-7]+)</code>", first)
    assert key
    assert key.group() in page
    assert 'href="#id_code"' in page
    assert not Authenticator.objects.exists()


def test_turned_on_it_is_asked_for_after_the_mailed_code(signed_in: Client) -> None:
    secret = turn_on(signed_in)
    client = Client()
    assert sign_in(client).headers["Location"] == "/account/two-factor/sign-in/"
    assert client.get("/workspace/").status_code == 302, "the mailed code alone is not enough"
    wrong = client.post("/account/two-factor/sign-in/", {"code": "000000"})
    assert "That is not the code." in wrong.content.decode()
    assert client.post("/account/two-factor/sign-in/", {"code": code_of(secret)}).headers["Location"] == "/workspace/"


def test_the_apps_code_lets_in_once(signed_in: Client) -> None:
    secret = turn_on(signed_in)
    first, second = Client(), Client()
    sign_in(first)
    sign_in(second)
    code = code_of(secret)
    answers = [client.post("/account/two-factor/sign-in/", {"code": code}).status_code for client in (first, second)]
    assert answers == [302, 200]


def test_a_recovery_code_lets_in_once(signed_in: Client) -> None:
    turn_on(signed_in)
    codes = recovery_codes(signed_in)
    assert len(codes) == 10
    first, second = Client(), Client()
    sign_in(first)
    assert first.post("/account/two-factor/sign-in/", {"code": codes[0]}).headers["Location"] == "/workspace/"
    sign_in(second)
    assert second.post("/account/two-factor/sign-in/", {"code": codes[0]}).status_code == 200


def test_recovery_codes_come_as_a_file_that_no_cache_keeps(signed_in: Client) -> None:
    turn_on(signed_in)
    response = signed_in.get("/account/two-factor/recovery-codes/file/")
    assert response.content.decode().split() == recovery_codes(signed_in)
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'


def test_new_recovery_codes_replace_the_old_ones(signed_in: Client) -> None:
    turn_on(signed_in)
    old = recovery_codes(signed_in)
    page = signed_in.get("/account/two-factor/recovery-codes/new/").content.decode()
    assert "The 10 that you have now stop working." in page
    signed_in.post("/account/two-factor/recovery-codes/new/")
    assert set(recovery_codes(signed_in)).isdisjoint(old)


def test_turning_it_off_needs_the_button_and_takes_the_recovery_codes_along(signed_in: Client) -> None:
    turn_on(signed_in)
    assert "Turn off the second factor?" in signed_in.get("/account/two-factor/app/off/").content.decode()
    assert Authenticator.objects.count() == 2
    signed_in.post("/account/two-factor/app/off/")
    assert not Authenticator.objects.exists()


def test_after_a_while_a_code_is_asked_for_again(signed_in: Client, settings: Any) -> None:
    secret = turn_on(signed_in)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    for address in ("app/off/", "recovery-codes/", "recovery-codes/new/"):
        response = signed_in.get(f"/account/two-factor/{address}")
        assert response.headers["Location"].startswith("/account/two-factor/again/"), address
    page = signed_in.get(response.headers["Location"]).content.decode()
    assert "Type a code from your app again" in page
    again = signed_in.post("/account/two-factor/again/?next=/workspace/", {"code": code_of(secret)})
    assert again.headers["Location"] == "/workspace/"


def test_the_secret_is_not_readable_in_the_database(signed_in: Client) -> None:
    secret = turn_on(signed_in)
    codes = recovery_codes(signed_in)
    stored = " ".join(str(row.data) for row in Authenticator.objects.all())
    assert secret not in stored
    assert not any(code in stored for code in codes)


def test_with_another_secret_key_no_code_fits_and_no_page_fails(signed_in: Client, settings: Any) -> None:
    secret = turn_on(signed_in)
    settings.SECRET_KEY = "another-key-that-was-put-in-without-thought" * 2
    client = Client()
    sign_in(client)
    answer = client.post("/account/two-factor/sign-in/", {"code": code_of(secret)})
    assert answer.status_code == 200
    assert client.get("/workspace/").status_code == 302


def test_while_the_key_is_changed_the_old_one_still_reads(signed_in: Client, settings: Any) -> None:
    turn_on(signed_in)
    codes = recovery_codes(signed_in)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-that-was-put-in-with-care" * 2
    client = Client()
    sign_in(client)
    assert client.post("/account/two-factor/sign-in/", {"code": codes[0]}).status_code == 302


def test_guessing_is_stopped(signed_in: Client) -> None:
    turn_on(signed_in)
    codes = recovery_codes(signed_in)
    client = Client()
    sign_in(client)
    for _ in range(5):
        client.post("/account/two-factor/sign-in/", {"code": "000000"})
    page = client.post("/account/two-factor/sign-in/", {"code": codes[0]})
    assert page.status_code == 200
    assert "too many attempts" in page.content.decode()


def test_people_are_told_by_mail_that_it_was_turned_on(signed_in: Client) -> None:
    turn_on(signed_in)
    message = Message.objects.filter(subject="Your second factor is on").get()
    assert message.to == EMAIL
    assert "127.0.0.1" not in message.body


@pytest.mark.parametrize(
    "address",
    ["", "again/", "app/on/", "app/off/", "recovery-codes/", "recovery-codes/new/", "recovery-codes/file/"],
)
def test_nobody_sees_these_pages_without_signing_in(client: Client, address: str) -> None:
    response = client.get(f"/account/two-factor/{address}")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/account/sign-in/")


def test_the_overview_says_what_is_on(signed_in: Client) -> None:
    assert "Turn it on" in signed_in.get("/account/two-factor/").content.decode()
    turn_on(signed_in)
    page = signed_in.get("/account/two-factor/").content.decode()
    assert "Turn it off" in page
    assert "10 left" in page
