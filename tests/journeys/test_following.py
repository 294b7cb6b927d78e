"""Following, and writing in a register, in a real browser: with and without a script, wide and narrow, axe on each page."""

from datetime import date

import pytest
from django.core.cache import cache

from consultations.actions.following import end_address
from consultations.models import Decision, Follow
from tests.consultations.asking import approved, opened
from tests.consultations.followers import mails, path_in
from tests.house.personas import ANONYMOUS
from tests.journeys.conftest import BOTH, Place
from tests.journeys.test_signing import Walk

pytestmark = pytest.mark.browser
EMAIL = "reader@test.invalid"


@pytest.fixture(autouse=True)
def _no_limit_reached_before(place: Place, settings) -> None:
    """What earlier tests have used up of the limits stands in a table that no test's end takes back."""
    cache.clear()
    settings.PORTAL_ADDRESS = place.url


@BOTH
def test_a_reader_follows_one_consultation_and_ends_it(place: Place, watch, size, script):
    opened(of=place.personas.partners["x"])
    page = place.visit(ANONYMOUS, viewport=size, java_script_enabled=script)
    walk = Walk(page, place)
    walk.open("/consultations/the-market-square/follow/")
    page.get_by_label("Your e-mail address").fill("nobody")
    walk.press("Send me the link")
    assert page.get_by_role("link", name="Write the e-mail address in full").count() == 1
    page.get_by_role("link", name="Write the e-mail address in full").click()
    assert page.evaluate("document.activeElement.name") == "email"
    page.get_by_label("Your e-mail address").fill(EMAIL)
    page.get_by_label("One letter a week").check()
    walk.press("Send me the link")
    assert walk.title() == "Look in your mail"
    walk.open(path_in(mails()[-1], "/confirm/"))
    walk.press("Follow")
    assert walk.title() == "You follow"
    follow = Follow.objects.get()
    assert follow.manner == "weekly"
    walk.open(end_address(follow, at=follow.asked_at))
    walk.press("End these letters")
    assert walk.title() == "The letters have ended"
    assert not Follow.objects.exists()
    assert walk.found == []


@BOTH
def test_an_officer_records_a_decision_that_came_early(place: Place, watch, size, script):
    approved(date(2026, 4, 1), date(2026, 5, 26), of=place.personas.partners["x"], answered=2)
    page = place.visit("officer_x1", viewport=size, java_script_enabled=script)
    loads = watch(page)
    walk = Walk(page, place)
    walk.open("/workspace/decisions/")
    walk.follow("New decision")
    page.get_by_label("Title").fill("The market moves")
    page.get_by_label("Which consultation").select_option(label="The market square (TST-2026-0001)")
    page.get_by_label("What was decided?").fill("It moves to the yard.")
    page.get_by_label("Who decided?").fill("The Cabinet")
    for part, typed in (("Day", "20"), ("Month", "May"), ("Year", "2026")):
        page.get_by_label(part, exact=True).first.fill(typed)
    page.get_by_label("What are the reasons?").fill("The lease ends.")
    walk.press("Check it first")
    assert "6 days before the consultation closed" in page.get_by_role("status").inner_text()
    walk.press("Save")
    walk.follow("Record it")
    walk.press("Record it")
    assert "Say why it was decided so early" in page.locator("main").inner_text()
    assert Decision.objects.get().recorded_at is None
    page.goto(place.url + f"/workspace/decisions/{Decision.objects.get().reference}/")
    page.get_by_label("If it came before the close").fill("The grant ended.")
    page.get_by_label("Who authorised that?").fill("The Chief Executive’s office")
    walk.press("Save")
    walk.follow("Record it")
    walk.press("Record it")
    assert walk.title() == "The market moves"
    assert page.get_by_text("Explained", exact=True).count() == 1
    assert walk.found == []
    assert [one for one in loads.complaints if "422" not in one] == []
