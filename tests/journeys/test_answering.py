"""Answering in a real browser: from the start to a receipt and to a withdrawal, with and without a script, by keyboard, narrow."""

import pytest
from django.core.cache import cache

from consultations.models import AnswerJourney, Response
from tests.consultations.answers import EMAIL, a_consultation, links_mailed
from tests.house.personas import ANONYMOUS
from tests.journeys.conftest import BOTH, NARROW, WIDE, Place
from tests.journeys.test_signing import Walk

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _no_limit_reached_before(place: Place) -> None:
    """What earlier tests have used up of the limits stands in a table that no test's end takes back."""
    cache.clear()


def answer_all(walk: Walk) -> None:
    """Every step up to the check."""
    page = walk.page
    page.get_by_label("Myself, as a person").check()
    walk.press("Continue")
    page.get_by_label("What do you think of the move?").fill("Yes.\nKeep the trees.")
    walk.press("Continue")
    page.get_by_label("Saturday").check()
    walk.press("Continue")
    page.get_by_label("Bread").check()
    page.get_by_label("Flowers").check()
    walk.press("Continue")
    walk.press("Continue")
    page.get_by_label("Strongly agree").check()
    walk.press("Continue")
    page.get_by_label("Your name").fill("Test Reader")
    page.get_by_label("Your e-mail address").fill(EMAIL)
    walk.press("Continue")
    page.get_by_label("Yes, with the name").check()
    walk.press("Continue")


def send(walk: Walk) -> None:
    """Press the button; a second time where the pages find us fast."""
    walk.press("Send my answer")
    if walk.page.locator(".problem").count():
        walk.press("Send my answer")


@BOTH
def test_somebody_answers_changes_and_withdraws(place: Place, watch, size, script):
    asked = a_consultation(of=place.personas.partners["x"])
    page = place.visit(ANONYMOUS, viewport=size, java_script_enabled=script)
    loads, walk = watch(page), Walk(page, place)
    walk.open(f"/consultations/{asked.slug}/respond/")
    walk.press("Start")
    answer_all(walk)
    assert walk.title() == "Check your answer, then send it"
    send(walk)
    assert walk.title() == "We have your answer"
    assert Response.objects.get().reference in page.locator("main").inner_text()
    [link] = links_mailed()
    walk.open(link)
    walk.press("Change my answer")
    walk.follow("Change Which day is best?")
    page.get_by_label("Friday").check()
    walk.press("Continue")
    send(walk)
    walk.open(links_mailed()[-1])
    assert "Friday" in page.locator("main").inner_text()
    walk.follow("Withdraw my answer")
    walk.press("Withdraw my answer")
    assert "It was withdrawn on" in page.locator("main").inner_text()
    # The status of a page that asks again is no fault of it.
    complaints = [line for line in loads.complaints if "422" not in line]
    assert not walk.found + complaints, "\n".join(walk.found + complaints)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_each_step_tells_what_is_missing_and_each_line_leads_to_its_box(place: Place, size):
    asked = a_consultation(of=place.personas.partners["x"])
    walk = Walk(place.visit(viewport=size), place)
    page, root = walk.page, f"/consultations/{asked.slug}/respond/"
    walk.open(root)
    walk.press("Start")
    for step in ("who/", "questions/1/", "questions/5/", "publish/", "later/"):
        walk.open(root + step)
        walk.press("Send me the link" if "later" in step else "Continue")
        assert page.title().startswith("There is a problem: "), step
        lines = page.locator("[role=alert] a")
        assert lines.count() >= 1
        for number in range(lines.count()):
            lines.nth(number).click()
            assert page.evaluate("() => document.activeElement.matches('input, textarea')"), (step, number)
    assert not walk.found, "\n".join(walk.found)


def test_answering_by_keyboard_alone_goes_back_and_forward_without_loss(place: Place):
    asked = a_consultation(of=place.personas.partners["x"])
    page = place.visit()
    walk = Walk(page, place)

    def enter() -> None:
        with page.expect_navigation():
            page.keyboard.press("Enter")

    walk.open(f"/consultations/{asked.slug}/respond/")
    page.get_by_role("button", name="Start").focus()
    enter()
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    enter()
    page.get_by_label("What do you think of the move?").focus()
    page.keyboard.type("By keyboard")
    page.keyboard.press("Tab")
    enter()
    page.go_back()
    assert page.locator("textarea").input_value() == "By keyboard"
    page.go_forward()
    for number in range(2, 6):
        if number == 5:
            page.get_by_role("radio").first.focus()
            page.keyboard.press("Space")
        page.get_by_role("button", name="Continue").focus()
        enter()
    page.get_by_role("button", name="Continue").focus()
    enter()
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    enter()
    assert walk.title() == "Check your answer, then send it"
    AnswerJourney.objects.update(started_at=asked.opens_at)
    stops = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("() => document.activeElement.name || document.activeElement.innerText"))
        if "Send my answer" in stops[-1]:
            break
    assert "more" not in stops, "the hidden box is passed over"
    enter()
    assert walk.title() == "We have your answer"


def test_a_receipt_on_paper_says_what_was_sent_without_the_site_around_it(place: Place):
    asked = a_consultation(of=place.personas.partners["x"])
    walk = Walk(place.visit(), place)
    walk.open(f"/consultations/{asked.slug}/respond/")
    walk.press("Start")
    answer_all(walk)
    send(walk)
    page = walk.page
    page.emulate_media(media="print")
    assert not page.locator("nav.nav").is_visible()
    assert page.get_by_text("Keep the trees.").is_visible()
    assert page.get_by_text(Response.objects.get().reference).first.is_visible()
    assert len(page.pdf(format="A4")) > 5_000


def test_an_officer_types_in_a_letter(place: Place):
    asked = a_consultation(of=place.personas.partners["x"])
    walk = Walk(place.visit("officer_x1", viewport=NARROW), place)
    page = walk.page
    walk.open(f"/workspace/consultations/{asked.slug}/answers/new/")
    walk.press("Record this answer")
    assert page.title().startswith("There is a problem: ")
    page.get_by_label("On paper").check()
    for part, typed in (("Day", asked.opens_on.day), ("Month", asked.opens_on.month), ("Year", asked.opens_on.year)):
        page.get_by_label(part, exact=True).fill(str(typed))
    page.get_by_label("A person").check()
    page.get_by_label("What do you think of the move?").fill("By post")
    walk.press("Record this answer")
    assert "Recorded as" in page.locator("main").inner_text()
    assert Response.objects.get().manner == "paper"
    assert not walk.found, "\n".join(walk.found)
