"""Officers and coordinators prove a second factor before the workspace opens; others may."""

import time
from io import StringIO
from typing import Any

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.management import CommandError, call_command
from django.test import Client

from compact_portal.mail.models import Message
from signatories.models import Membership, Person
from tests.house.personas import PARTS, Personas

pytestmark = pytest.mark.django_db
NEED_IT = ("officer_x1", "officer_x2", "officer_y", "coordinator", "coordinator_of_x")


@pytest.fixture(autouse=True)
def _required(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PORTAL_SECOND_FACTOR = True
    # What waits for the commit is done inside the request, as it is without a test's transaction around it.
    monkeypatch.setattr("django.db.transaction.on_commit", lambda call, **more: call())


def with_app(person: Person) -> str:
    secret: str = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.mark.parametrize("who", PARTS)
def test_the_workspace_opens_at_once_only_to_those_whose_part_needs_none(personas: Personas, who):
    answer = personas.client(who).get("/workspace/")
    assert answer.status_code == (302 if who in NEED_IT else 200)
    if who in NEED_IT:
        assert answer.headers["Location"] == "/account/two-factor/"


def test_the_page_that_they_are_led_to_says_why_and_opens(personas: Personas):
    page = personas.client("coordinator").get("/workspace/editions/", follow=True).content.decode()
    assert "Officers and coordinators need one" in page
    assert "Turn it on" in page


def test_no_page_below_the_workspace_opens_and_nothing_can_be_sent_to_it(personas: Personas, loaded):
    client = personas.client("coordinator")
    for path in ("/workspace/editions/", "/workspace/problems/", "/workspace/reference/terms/new/", "/workspace/desk/"):
        assert client.get(path).status_code == 302, path
        assert client.post(path, {}).status_code == 302, path


def test_my_data_and_the_account_stay_open(personas: Personas):
    client = personas.client("officer_x1")
    for path in ("/account/my-data/", "/account/sessions/", "/account/two-factor/"):
        assert client.get(path).status_code == 200, path


def test_who_turns_it_on_goes_straight_in(personas: Personas):
    client = personas.client("officer_x1")
    client.get("/account/two-factor/app/on/")
    secret = client.session["mfa.totp.secret"]
    client.post("/account/two-factor/app/on/", {"code": code_of(secret)})
    assert client.get("/workspace/").status_code == 200


def test_a_session_without_it_is_asked_for_it_and_goes_back(personas: Personas):
    secret = with_app(personas.people["officer_x1"])
    client = personas.client("officer_x1")
    answer = client.get("/workspace/partners/")
    assert answer.headers["Location"] == "/account/two-factor/again/?next=%2Fworkspace%2Fpartners%2F"
    assert client.post(answer.headers["Location"], {"code": "000000"}).status_code == 200
    assert client.get("/workspace/").status_code == 302
    back = client.post(answer.headers["Location"], {"code": code_of(secret)})
    assert back.headers["Location"] == "/workspace/partners/"
    assert client.get("/workspace/").status_code == 200


def test_with_a_passkey_only_the_passkey_is_asked_for(personas: Personas):
    Authenticator.objects.create(user=personas.people["officer_x1"], type="webauthn", data={"name": "Key"})
    answer = personas.client("officer_x1").get("/workspace/")
    assert answer.headers["Location"].startswith("/account/two-factor/passkeys/again/")


def test_proved_elsewhere_is_not_proved_here(personas: Personas):
    secret = with_app(personas.people["officer_x1"])
    first, second = personas.client("officer_x1"), personas.client("officer_x1")
    first.post("/account/two-factor/again/?next=/workspace/", {"code": code_of(secret)})
    assert first.get("/workspace/").status_code == 200
    assert second.get("/workspace/").status_code == 302


def test_turned_off_it_has_to_be_set_up_anew(personas: Personas):
    secret = with_app(personas.people["officer_x1"])
    client = personas.client("officer_x1")
    client.post("/account/two-factor/again/?next=/workspace/", {"code": code_of(secret)})
    client.post("/account/two-factor/app/off/")
    assert not Authenticator.objects.exists()
    assert client.get("/workspace/").headers["Location"] == "/account/two-factor/"


def test_a_record_of_somebody_else_in_the_session_proves_nothing(personas: Personas):
    client = personas.client("officer_x1")
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": 1, "id": 1, "type": "totp"}]
    session.save()
    assert client.get("/workspace/").status_code == 302


def test_a_part_that_has_ended_needs_none(personas: Personas):
    Membership.objects.filter(person=personas.people["officer_x1"]).update(until_on="2025-01-01")
    assert personas.client("officer_x1").get("/workspace/").status_code == 200


def test_where_it_is_not_required_nobody_is_asked(personas: Personas, settings):
    settings.PORTAL_SECOND_FACTOR = False
    assert personas.client("coordinator").get("/workspace/").status_code == 200


def test_public_pages_ask_nobody(personas: Personas, loaded):
    assert personas.client("coordinator").get("/compact/").status_code == 200


# Lost


def test_reset_second_factor_takes_it_away_ends_sessions_and_tells(personas: Personas):
    person = personas.people["officer_x1"]
    with_app(person)
    client, out = personas.client("officer_x1"), StringIO()
    call_command("reset_second_factor", person.email.upper(), stdout=out)
    assert out.getvalue().count("\n") == 1
    assert not Authenticator.objects.exists()
    assert client.get("/workspace/").headers["Location"].startswith("/account/sign-in/")
    assert Message.objects.get(to=person.email).subject == "Your second factor was taken away"


@pytest.mark.parametrize("address", ["nobody@test.invalid", "officer-x2@test.invalid"])
def test_reset_second_factor_says_where_there_is_none(personas: Personas, address):
    with pytest.raises(CommandError, match="has a second factor"):
        call_command("reset_second_factor", address)


def test_an_anonymous_reader_is_led_to_sign_in_first(db):
    assert Client().get("/workspace/").headers["Location"].startswith("/account/sign-in/")
