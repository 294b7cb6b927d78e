"""Through an agency's staff directory and back in a real browser: forms lead to this site only, and it works all the same."""

import os
import warnings
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest

from tests.journeys.conftest import NARROW, Place, axe, overflows

pytestmark = [
    pytest.mark.browser,
    # The provider's own library warns about itself; what it says is not about the portal.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
KNOWN, STRANGER = "officer-x1@test.invalid", "stranger@test.invalid"


@pytest.fixture
def directory(settings: Any) -> Iterator[None]:
    """A real provider on loopback, and the settings as settings.py makes them from OIDC_…."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its library warns about itself
        from oidc_provider_mock import User, run_server_in_thread

    people = [User(sub=email, claims={"email": email, "email_verified": True}) for email in (KNOWN, STRANGER)]
    with (
        mock.patch.dict(os.environ, {"AUTHLIB_INSECURE_TRANSPORT": "1"}),  # loopback has no certificate
        run_server_in_thread(user_claims=people) as server,
    ):
        url = f"http://localhost:{server.server_port}"
        settings.OIDC_SERVER_URL, settings.OIDC_NAME, settings.OIDC_DOMAINS = url, "the council’s directory", ["test.invalid"]
        app = {"provider_id": "staff", "name": "x", "client_id": "portal", "secret": "secret", "settings": {"server_url": url}}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        yield


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_officer_signs_in_through_the_directory(place: Place, directory, scripts):
    page = place.visit(java_script_enabled=scripts, viewport=NARROW)
    page.goto(f"{place.url}/workspace/partners/")
    page.get_by_role("button", name="Sign in through the council’s directory").click()
    page.get_by_role("button", name=KNOWN).click()
    page.wait_for_url("**/workspace/partners/")
    assert page.get_by_text("Test officer_x1").first.is_visible()


def test_somebody_whom_nobody_knows_is_told_so(place: Place, directory):
    page = place.visit(viewport=NARROW)
    page.goto(f"{place.url}/account/sign-in/")
    assert axe(page) + overflows(page) == []
    page.get_by_role("button", name="Sign in through the council’s directory").click()
    page.get_by_role("button", name=STRANGER).click()
    page.get_by_role("heading", name="You could not be signed in").wait_for()
    assert axe(page) + overflows(page) == []


def test_who_says_no_there_is_not_signed_in(place: Place, directory):
    page = place.visit()
    page.goto(f"{place.url}/account/sign-in/")
    page.get_by_role("button", name="Sign in through the council’s directory").click()
    page.get_by_role("button", name="Deny").click()
    page.get_by_role("heading", name="The staff directory did not answer").wait_for()
    assert axe(page) + overflows(page) == []
    page.goto(f"{place.url}/workspace/")
    assert "/account/sign-in/" in page.url
