"""Passkeys in a real browser, with a device that the browser pretends to have: made, used to sign in, refused without it."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page

from signatories.models import Person
from tests.journeys.conftest import NARROW, Place, axe, overflows

pytestmark = pytest.mark.browser
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
    "automaticPresenceSimulation": True,
}  # fmt: skip


def at(place: Place, path: str) -> str:
    """A passkey belongs to a name; a number is none, so the browser goes to the same server by its name."""
    return place.url.replace("127.0.0.1", "localhost") + path


@pytest.fixture
def by_name(place: Place) -> Place:
    place.url = place.url.replace("127.0.0.1", "localhost")
    return place


def with_device(page: Page, **more: Any) -> Any:
    """Gives a way to talk to the device that this browser has from now on."""
    talk = page.context.new_cdp_session(page)
    talk.send("WebAuthn.enable", {"enableUI": False})
    made = talk.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | more})
    return lambda command, **said: talk.send(f"WebAuthn.{command}", {"authenticatorId": made["authenticatorId"]} | said)


def make_one(page: Page, place: Place) -> None:
    page.goto(at(place, "/account/two-factor/passkeys/new/"))
    page.get_by_label("Name of the passkey").fill("Telephone")
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url("**/recovery-codes/")


def test_a_passkey_is_made_and_signs_in_alone(by_name: Place, watch):
    page = by_name.visit("coordinator")
    loads = watch(page)
    with_device(page)
    make_one(page, by_name)
    page.goto(at(by_name, "/account/two-factor/passkeys/"))
    assert page.get_by_role("heading", name="Telephone").is_visible()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")
    page.goto(at(by_name, "/account/sign-in/"))
    page.get_by_role("link", name="Sign in with a passkey").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/workspace/")
    assert page.get_by_text("Test coordinator").first.is_visible()
    assert [one for one in loads.complaints if not one.endswith("favicon.svg")] == []  # a page left before it was loaded
    assert Authenticator.objects.get(type="webauthn").last_used_at


def test_it_is_asked_for_as_a_second_factor_too(by_name: Place, settings):
    settings.PORTAL_SECOND_FACTOR = True
    page = by_name.visit("officer_x1")
    with_device(page)
    page.goto(at(by_name, "/workspace/"))
    assert page.get_by_role("heading", name="Second factor").is_visible()
    make_one(page, by_name)
    page.goto(at(by_name, "/workspace/"))
    assert page.get_by_role("heading", name="Your workspace").is_visible()
    cookie = by_name.personas.client("officer_x1").cookies["session"]
    page.context.add_cookies([{"name": "session", "value": cookie.value, "url": by_name.url}])
    page.goto(at(by_name, "/workspace/"))
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/workspace/")


def test_a_browser_without_the_passkey_is_told_so_and_stays_out(by_name: Place):
    page = by_name.visit()
    with_device(page)
    page.goto(at(by_name, "/account/sign-in/passkey/"))
    page.get_by_role("button", name="Use a passkey").click()
    problem = page.get_by_role("alert").filter(has_text="No passkey was given")
    problem.wait_for()
    assert problem.evaluate("element => element === document.activeElement")
    assert axe(page) == []


def test_the_device_refuses_a_finger_that_it_does_not_know(by_name: Place):
    page = by_name.visit("coordinator")
    device = with_device(page)
    make_one(page, by_name)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")
    device("setUserVerified", isUserVerified=False)
    page.goto(at(by_name, "/account/sign-in/passkey/"))
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("alert").filter(has_text="No passkey was given").wait_for()
    page.goto(at(by_name, "/workspace/"))
    assert "/account/sign-in/" in page.url


def test_the_passkey_of_an_account_that_is_closed_opens_nothing(by_name: Place):
    page = by_name.visit("coordinator")
    with_device(page)
    make_one(page, by_name)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")
    Person.objects.filter(name="Test coordinator").update(is_active=False)
    page.goto(at(by_name, "/account/sign-in/passkey/"))
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/account/closed/")


def test_without_scripts_the_page_says_that_a_code_works(by_name: Place):
    page = by_name.visit(java_script_enabled=False, viewport=NARROW)
    page.goto(at(by_name, "/account/sign-in/passkey/"))
    assert page.get_by_text("Passkeys need scripts").is_visible()
    page.get_by_role("button", name="Use a passkey").click()
    assert page.get_by_text("Your browser gave us no passkey").is_visible()
    assert page.get_by_role("heading", name="Sign in", exact=True).is_visible()


def test_the_pages_of_passkeys_are_accessible_and_fit(by_name: Place):
    page = by_name.visit("coordinator", viewport=NARROW)
    with_device(page)
    make_one(page, by_name)
    number = Authenticator.objects.get(type="webauthn").pk
    found = []
    for path in ("", "new/", f"{number}/name/", f"{number}/remove/", "again/"):
        page.goto(at(by_name, f"/account/two-factor/passkeys/{path}"))
        found += axe(page) + overflows(page)
    assert not found, "\n".join(found)
