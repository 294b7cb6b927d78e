"""The pages of passkeys: what no device has answered is refused, whatever it is. The rest is in tests/journeys.

The view is mfa_login_webauthn, named as allauth names it.
"""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.house.personas import Personas

pytestmark = pytest.mark.django_db
USER = {"userHandle": "MQ", "clientDataJSON": "e30", "authenticatorData": "e30", "signature": "e30"}
ANSWERS = (
    "", "x", "null", "1", "[]", "{}", '"x"', '{"response": 1}', '{"response": {}}', '{"response": {"userHandle": null}}',
    '{"response": {"userHandle": "\\u0000"}}', '{"response": {"userHandle": "////"}}',
    json.dumps({"id": "x", "rawId": "x", "type": "public-key", "response": USER, "clientExtensionResults": {}}),
    json.dumps({"id": "e30", "rawId": "e30", "type": "public-key", "response": USER | {"userHandle": "OTk5OTk5OTk5OTk5OTk5OTk5"}}),
    json.dumps({"id": [], "rawId": {}, "type": 3, "response": {"attestationObject": "e30", "clientDataJSON": "!!"}}),
    "9" * 5000, "[" * 2000, "[" * 30_000,
)  # fmt: skip


@pytest.mark.parametrize("answer", ANSWERS)
def test_mfa_login_webauthn_refuses_what_no_device_has_made(answer):
    client = Client()
    client.get("/account/sign-in/passkey/")
    sent = client.post("/account/sign-in/passkey/", {"credential": answer}, follow=True)
    assert sent.status_code == 200
    assert "passkey" in sent.content.decode()
    assert client.get("/workspace/").status_code == 302


@pytest.mark.parametrize("answer", ANSWERS)
def test_no_passkey_is_made_of_what_no_device_has_made(personas: Personas, answer):
    client = personas.client("coordinator")
    client.get("/account/two-factor/passkeys/new/")
    sent = client.post("/account/two-factor/passkeys/new/", {"name": "Key", "credential": answer})
    assert sent.status_code == 200
    assert not Authenticator.objects.exists()


def test_an_answer_to_no_question_is_refused(personas: Personas):
    sent = Client().post("/account/sign-in/passkey/", {"credential": ANSWERS[-4]}, follow=True)
    assert "We do not know this passkey" in sent.content.decode()


def test_the_page_is_the_same_for_whoever_asks(personas: Personas):
    """A passkey says by itself whose it is, so nothing is asked that could tell who has one."""
    page = Client().get("/account/sign-in/passkey/")
    assert '"allowCredentials": []' in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]


def test_tries_are_limited(db):
    client = Client()
    answers = [client.post("/account/sign-in/passkey/", {"credential": "{}"}).status_code for _ in range(12)]
    assert answers == [302] * 10 + [429] * 2


@pytest.fixture
def passkey(personas: Personas) -> Authenticator:
    return Authenticator.objects.create(user=personas.people["signatory_a"], type="webauthn", data={"name": "Telephone"})


def test_a_passkey_of_somebody_else_is_not_there(personas: Personas, passkey):
    client = personas.client("signatory_b")
    for what in ("name", "remove"):
        for answer in (client.get, client.post):
            assert answer(f"/account/two-factor/passkeys/{passkey.pk}/{what}/").status_code == 404
    assert "Telephone" not in client.get("/account/two-factor/passkeys/").content.decode()


def test_renaming_and_removing_ask_for_the_factor_first(personas: Personas, passkey):
    client = personas.client("signatory_a")
    for what in ("name", "remove"):
        answer = client.post(f"/account/two-factor/passkeys/{passkey.pk}/{what}/", {"name": "Other"})
        assert "/passkeys/again/" in answer.headers["Location"]
    assert Authenticator.objects.get().data["name"] == "Telephone"
