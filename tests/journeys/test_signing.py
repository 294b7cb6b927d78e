"""Signing in a real browser: from the start to a signature that counts, with and without a script, by keyboard, narrow."""

import pytest
from django.core.cache import cache
from playwright.sync_api import Page

from signatories.models import Signature
from tests.house.personas import ANONYMOUS
from tests.journeys.conftest import BOTH, NARROW, WIDE, Place, axe, overflows
from tests.signatories.signers import links_mailed, tie

pytestmark = pytest.mark.browser
EMAIL = "chair@test.invalid"


@pytest.fixture(autouse=True)
def _no_limit_reached_before(place: Place) -> None:
    """What earlier tests have used up of the limits stands in a table that no test's end takes back."""
    cache.clear()


class Walk:
    """A visitor who looks at each page with axe before going on."""

    def __init__(self, page: Page, place: Place) -> None:
        self.page, self.place, self.found = page, place, []

    def open(self, path: str) -> None:
        self.page.goto(self.place.url + path)
        self.look()

    def look(self) -> None:
        self.found += overflows(self.page) + ([] if self.page in self.place.unscripted else axe(self.page))

    def press(self, words: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=words, exact=True).click()
        self.look()

    def follow(self, words: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=words).first.click()
        self.look()

    def title(self) -> str:
        return self.page.locator("h1").inner_text()


def fill_in(walk: Walk) -> None:
    """You, your authority, what you pledge."""
    page = walk.page
    page.get_by_label("Your full name").fill("Test Chair")
    page.get_by_label("Your role").fill("Chair of trustees")
    page.get_by_label("Your e-mail address").fill(EMAIL)
    walk.press("Continue")
    page.get_by_label("Who decided").fill("The board of trustees")
    for part, typed in (("Day", "1"), ("Month", "November"), ("Year", "2026")):
        page.get_by_label(part, exact=True).fill(typed)
    walk.press("Continue")
    page.get_by_label("What will your organisation do").fill("We answer each consultation.")
    walk.press("Continue")


@BOTH
def test_a_member_signs_from_the_start_to_a_signature_that_counts(place: Place, watch, size, script):
    tie(place.personas.partners["a"], EMAIL)
    page = place.visit(ANONYMOUS, viewport=size, java_script_enabled=script)
    loads = watch(page)
    walk = Walk(page, place)
    walk.open("/sign/")
    walk.follow("What you commit to")
    walk.follow("Voluntary and community sector")
    walk.open("/sign/")
    page.get_by_label("Name of your organisation").fill("partner a")
    walk.press("Look it up")
    assert "Has not signed" in page.locator("main").inner_text()
    walk.press("Start signing")
    page.get_by_label("Test partner A").check()
    walk.press("Continue")
    fill_in(walk)
    assert walk.title() == "Check your answers, then sign"
    walk.press("Agree and sign")
    assert walk.title() == "Look in your mail"
    [link] = links_mailed(to=EMAIL)
    walk.open(link)
    walk.press("Confirm the signature")
    assert walk.title() == "The signature is confirmed"
    assert Signature.objects.standing().get().partner == place.personas.partners["a"]
    assert not walk.found + loads.complaints, "\n".join(walk.found + loads.complaints)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_each_step_tells_what_is_missing_and_each_line_leads_to_its_box(place: Place, size):
    page = place.visit(viewport=size)
    walk = Walk(page, place)
    walk.open("/sign/")
    walk.press("Start signing")
    for path in ("/sign/partner/?q=test", "/sign/partner/new/", "/sign/you/", "/sign/authority/", "/sign/later/"):
        walk.open(path)
        walk.press("Send me the link" if "later" in path else "Continue")
        assert page.title().startswith("There is a problem: "), path
        lines = page.locator("[role=alert] a")
        assert lines.count() >= 1
        for number in range(lines.count()):
            lines.nth(number).click()
            assert page.evaluate("() => document.activeElement.matches('input, textarea')"), (path, number)
    assert not walk.found, "\n".join(walk.found)


def test_signing_by_keyboard_alone_goes_back_and_forward_without_loss(place: Place):
    page = place.visit()
    walk = Walk(page, place)
    walk.open("/sign/")
    page.get_by_role("button", name="Start signing").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_label("Name of your organisation").focus()
    page.keyboard.type("test partner")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_label("Your full name").focus()
    for typed in ("Test Chair", "Chair", EMAIL):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert walk.title() == "Who agreed to it?"
    page.get_by_label("Who decided").fill("Half an ans")
    page.go_back()
    assert page.get_by_label("Your role").input_value() == "Chair"
    page.go_forward()
    assert page.get_by_label("Who decided").input_value() in ("Half an ans", "")
    page.get_by_label("Who decided").focus()
    page.keyboard.press("Control+A")
    for typed in ("The board", "1", "11", "2026"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert walk.title() == "What your organisation will do"
    page.get_by_role("button", name="Continue").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Agree and sign").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert walk.title() == "Look in your mail"
    assert Signature.objects.get().signer_email == EMAIL


def test_a_new_organisation_that_looks_like_one_is_asked_about_and_goes_on_another_day(place: Place):
    page = place.visit(viewport=NARROW)
    walk = Walk(page, place)
    walk.open("/sign/")
    walk.press("Start signing")
    walk.follow("My organisation is not here")
    page.get_by_label("Name of the organisation").fill("The Test Partner A Group")
    page.get_by_label("Voluntary and community sector").check()
    page.get_by_label("Registered charity").check()
    walk.press("Continue")
    assert walk.title() == "Is it one of these?"
    page.get_by_label("None of these").check()
    walk.press("Continue")
    walk.follow("Go on another day")
    page.get_by_label("Your e-mail address").fill(EMAIL)
    walk.press("Send me the link")
    page.context.clear_cookies()
    [link] = links_mailed("resume", to=EMAIL)
    walk.open(link)
    fill_in(walk)
    assert "The Test Partner A Group" in page.locator("main").inner_text()
    walk.press("Agree and sign")
    walk.open(links_mailed(to=EMAIL)[-1])
    walk.press("Confirm the signature")
    assert walk.title() == "A coordinator checks the signature now"
    assert not walk.found, "\n".join(walk.found)
