"""Signing in through an agency's staff directory: a real OpenID Connect provider on loopback, and those who would trick it.

The views are openid_connect_login, openid_connect_callback and socialaccount_login_cancelled, named as allauth names them.
"""

import os
import re
import warnings
from collections.abc import Iterator
from typing import Any
from unittest import mock
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from bs4 import BeautifulSoup
from django.test import Client

from signatories.models import Person
from signatories.rules import vouched_address

KNOWN = "officer@council.test"
# What the directory says of each of its people.
PEOPLE: dict[str, dict[str, Any]] = {
    "officer": {"email": KNOWN, "email_verified": True, "name": "Directory name"},
    "capitals": {"email": KNOWN.upper(), "email_verified": True},
    "unverified": {"email": KNOWN, "email_verified": False},
    "unsaid": {"email": KNOWN},
    "words": {"email": KNOWN, "email_verified": "true"},
    "stranger": {"email": "stranger@council.test", "email_verified": True},
    "elsewhere": {"email": "chair@charity.test", "email_verified": True},
    "nobody": {},
}

pytestmark = [
    pytest.mark.django_db,
    # The provider's own library warns about itself; what it says is not about the portal.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its library warns about itself
        from oidc_provider_mock import User, run_server_in_thread

    with (
        mock.patch.dict(os.environ, {"AUTHLIB_INSECURE_TRANSPORT": "1"}),  # loopback has no certificate
        run_server_in_thread(user_claims=[User(sub=sub, claims=claims) for sub, claims in PEOPLE.items()]) as server,
    ):
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def directory(provider: str, settings: Any) -> str:
    """The settings as settings.py makes them from OIDC_…."""
    settings.OIDC_SERVER_URL, settings.OIDC_NAME, settings.OIDC_DOMAINS = provider, "the council’s directory", ["council.test"]
    app = {
        "provider_id": "staff", "name": settings.OIDC_NAME, "client_id": "portal", "secret": "secret",
        "settings": {"server_url": provider},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    return provider


@pytest.fixture
def person() -> Person:
    return Person.objects.create_user(KNOWN, name="Known person")


def onward(client: Client, query: str = "") -> str:
    """Press the button on the sign-in page; gives the address of the directory that the page leads to."""
    page = client.post(f"/account/sign-in/staff/directory/{query}")
    assert page.status_code == 200, page.status_code
    refresh = BeautifulSoup(page.content, "html.parser").find("meta", attrs={"http-equiv": "refresh"})
    assert refresh is not None
    return str(refresh["content"]).partition("url=")[2]


def agrees(address: str, sub: str, **more: Any) -> str:
    """Sign in at the directory as somebody; gives the path with which it leads back."""
    answer = requests.post(address, data={"sub": sub, **more}, allow_redirects=False, timeout=10)
    assert answer.status_code in (302, 303), answer.text
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def through(client: Client, sub: str, query: str = "") -> Any:
    return client.get(agrees(onward(client, query), sub))


def test_the_sign_in_page_offers_the_directory_only_where_one_is_set(client: Client, directory, settings):
    assert "Sign in through the council’s directory" in client.get("/account/sign-in/").content.decode()
    settings.OIDC_SERVER_URL = ""
    assert "Sign in through" not in client.get("/account/sign-in/").content.decode()


def test_who_is_known_by_a_verified_address_signs_in_without_a_code(client: Client, directory, person):
    answer = through(client, "officer")
    assert answer.headers["Location"] == "/workspace/"
    assert client.get("/workspace/").status_code == 200
    person.refresh_from_db()
    assert person.name == "Known person", "the directory changes nothing here"


def test_capitals_make_no_other_address(client: Client, directory, person):
    assert through(client, "capitals").headers["Location"] == "/workspace/"


def test_nothing_that_the_directory_says_is_kept(client: Client, directory, person):
    through(client, "officer")
    kept = [model.__name__ for model in (SocialAccount, SocialToken, EmailAddress) if model.objects.exists()]
    assert kept == []


@pytest.mark.parametrize("sub", ["unverified", "unsaid", "words", "stranger", "elsewhere", "nobody"])
def test_nobody_else_gets_in_and_no_account_is_made(client: Client, directory, person, sub):
    Person.objects.create_user("chair@charity.test")
    before = Person.objects.count()
    answer = through(client, sub)
    assert answer.status_code == 403
    assert "You could not be signed in" in answer.content.decode()
    assert client.get("/workspace/").status_code == 302
    assert Person.objects.count() == before


def test_known_and_unknown_addresses_get_the_same_page(client: Client, directory, person):
    """Whoever is refused learns nothing about who is known."""
    pages = [re.sub(r'value="[^"]+"', "", through(Client(), sub).content.decode()) for sub in ("stranger", "elsewhere")]
    assert pages[0] == pages[1]


def test_a_closed_account_stays_closed(client: Client, directory, person):
    Person.objects.update(is_active=False)
    assert through(client, "officer").status_code == 403


def test_the_second_factor_is_asked_for_after_the_directory(client: Client, directory, person):
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    assert through(client, "officer").headers["Location"] == "/account/two-factor/sign-in/"
    assert client.get("/workspace/").status_code == 302


def test_who_came_from_a_page_goes_back_to_it_and_to_no_other_site(client: Client, directory, person):
    assert through(client, "officer", "?next=/workspace/partners/").headers["Location"] == "/workspace/partners/"
    assert through(Client(), "officer", "?next=https://evil.test/").headers["Location"] == "/workspace/"


def test_an_address_for_adding_the_directory_to_an_account_adds_nothing(client: Client, directory, person):
    answer = through(client, "officer", "?process=connect")
    assert answer.status_code == 403
    assert not SocialAccount.objects.exists()


def test_a_way_back_works_once_and_in_the_browser_that_set_out(client: Client, directory, person):
    back = agrees(onward(client), "officer")
    assert Client().get(back).status_code == 401
    assert client.get(back).headers["Location"] == "/workspace/"
    client.post("/account/sign-out/")
    assert client.get(back).status_code == 401
    assert client.get("/workspace/").status_code == 302


def test_a_forged_way_back_opens_nothing(client: Client, directory, person):
    address = onward(client)
    state = parse_qs(urlsplit(address).query)["state"][0]
    for query in (f"code=forged&state={state}", "code=forged&state=forged", "code=forged", "", "error=server_error"):
        assert client.get(f"/account/sign-in/staff/back/?{query}").status_code == 401, query
    assert client.get("/workspace/").status_code == 302


def test_the_code_is_bound_to_the_browser_by_pkce(client: Client, directory, person):
    assert parse_qs(urlsplit(onward(client)).query)["code_challenge_method"] == ["S256"]


def test_who_says_no_in_the_directory_comes_back_to_the_sign_in_page(client: Client, directory, person):
    address = onward(client)
    state = parse_qs(urlsplit(address).query)["state"][0]  # the provider here leaves it out where it has to give it back
    answer = client.get(f"{agrees(address, '', action='deny')}&state={state}")
    assert answer.headers["Location"] == "/account/sign-in/cancelled/"
    assert client.get("/account/sign-in/cancelled/").headers["Location"] == "/account/sign-in/"


def test_a_directory_that_does_not_answer_is_told_in_plain_words(client: Client, directory, settings):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://localhost:9"
    answer = client.post("/account/sign-in/staff/directory/")
    assert answer.status_code == 502
    assert "The staff directory did not answer" in answer.content.decode()


def test_openid_connect_login_and_callback_are_not_there_where_none_is_set(client: Client):
    assert client.post("/account/sign-in/staff/directory/").status_code == 404
    assert client.get("/account/sign-in/staff/back/").status_code == 404


@pytest.mark.parametrize(
    ("said", "managed", "address"),
    [
        ({"email": "A@Council.test", "email_verified": True}, False, "a@council.test"),
        ({"email": "a@council.test"}, False, ""),
        ({"email": "a@council.test"}, True, "a@council.test"),
        ({"email": "a@council.test", "email_verified": False}, True, ""),
        ({"email": "a@council.test", "email_verified": "true"}, True, ""),
        ({"email": "a@sub.council.test", "email_verified": True}, False, ""),
        ({"email": "a@evilcouncil.test", "email_verified": True}, False, ""),
        ({"email": "council.test", "email_verified": True}, False, "council.test"),
        ({"email": ["a@council.test"], "email_verified": True}, False, ""),
        ({}, True, ""),
    ],
)
def test_a_directory_vouches_for_verified_addresses_of_its_own_domains_only(said, managed, address):
    assert vouched_address(said, domains=["council.test"], managed=managed) == address
