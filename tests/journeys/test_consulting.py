"""An officer writes a consultation and a second one approves it, in a real browser."""

from datetime import timedelta

import pytest
from django.urls import reverse

from compact_portal.lib.clock import today
from consultations.models import Consultation
from tests.consultations.asking import ask, opened
from tests.consultations.writing import draft, thresholds
from tests.house.personas import ANONYMOUS
from tests.journeys.conftest import BOTH, NARROW, Place, axe, overflows
from tests.journeys.test_signing import Walk

pytestmark = pytest.mark.browser
MOST_FINDINGS = 12
QUESTION = "Which of the two suits your group?"


def write(walk: Walk, title: str) -> None:
    """The steps that are forms of their own."""
    page = walk.page
    walk.follow("New consultation")
    walk.press("Save and go on")
    assert page.title().startswith("There is a problem: ")
    assert page.locator("[role=alert] a[href='#id_title']").is_visible()
    page.get_by_label("Title").fill(title)
    page.get_by_label("In a few sentences").fill("Who uses the hall.")
    page.get_by_label("What is proposed?").fill("To let the hall for the evenings.")
    page.get_by_label("Why, and why now?").fill("The lease ends in spring.")
    walk.press("Save and go on")
    page.get_by_label("Which options are there?").fill("To let it, or not.")
    walk.press("Save and go on")
    page.get_by_label("What would it do").fill("Groups would have less room.")
    walk.press("Save and go on")
    page.get_by_label("Voluntary and community groups").check()
    page.get_by_label("Groups that speak for women").fill("Made-up Women’s Forum")
    page.get_by_label("Groups that speak for a minority").fill("Made-up Union")
    page.get_by_label("Groups that speak for socially").fill("Made-up Shelter")
    walk.press("Save and go on")
    page.get_by_label("Whom can people ask").fill("The front desk")
    page.get_by_label("Its telephone").fill("01632 960000")
    walk.press("Save and go on")


def ask_and_set(walk: Walk) -> None:
    """A question, and the window."""
    page = walk.page
    walk.follow("Questions")
    walk.follow("Add a question")
    page.get_by_label("How is it answered?").select_option("one")
    page.get_by_label("The question", exact=True).fill(QUESTION)
    page.get_by_label("Answers to choose from").fill("Let it\nKeep it")
    walk.press("Save the question")
    opens_on = today() + timedelta(days=10)
    walk.open(reverse("consultations:window_update", args=[Consultation.objects.get().slug]))
    for part, typed in (("Day", opens_on.day), ("Month", opens_on.month), ("Year", opens_on.year)):
        page.get_by_label(part, exact=True).first.fill(str(typed))
    walk.press("Save the window")


@BOTH
def test_a_consultation_from_the_desk_to_the_public(place: Place, watch, size, script):
    thresholds()
    page = place.visit("officer_x1", viewport=size, java_script_enabled=script)
    loads = watch(page)
    walk = Walk(page, place)
    walk.open(reverse("consultations:consultation_desk"))
    write(walk, "How the hall is let")
    ask_and_set(walk)
    row = Consultation.objects.get()
    walk.open(reverse("consultations:check_list", args=[row.slug]))
    for _ in range(MOST_FINDINGS):
        if not page.get_by_role("link", name="explain it").count():
            break
        walk.follow("explain it")
        page.get_by_label("Why does it stay").fill("We know, and give more time.")
        walk.press("Save the explanation")
    assert not page.get_by_role("link", name="explain it").count()
    walk.open(reverse("consultations:consultation_submit", args=[row.slug]))
    walk.press("Ask for approval")
    walk.follow("See it as the public will")
    assert QUESTION in page.locator("main").inner_text()
    second = Walk(place.visit("officer_x2", viewport=size, java_script_enabled=script), place)
    second.open(reverse("consultations:own_consultation_detail", args=[row.slug]))
    second.follow("Approve it")
    second.press("Approve it")
    row.refresh_from_db()
    assert row.is_public
    reader = Walk(place.visit(ANONYMOUS, viewport=size), place)
    reader.open("/consultations/")
    reader.follow("How the hall is let")
    assert reader.title() == "How the hall is let"
    assert not walk.found + second.found + reader.found + [one for one in loads.complaints if "422" not in one]


def test_the_public_page_by_keyboard_and_on_paper(place: Place):
    row = opened(days_ago=48, days_left=8)
    ask(row, QUESTION, "one", "Let it", "Keep it")
    page = place.visit(ANONYMOUS)
    page.goto(f"{place.url}/consultations/{row.slug}/")
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("() => document.activeElement.getAttribute('href') || document.activeElement.tagName"))
    assert {"#proposal", "#window"} <= reached
    page.emulate_media(media="print")
    assert not page.locator("nav.toc").is_visible()
    assert page.locator("#ledger").is_visible()
    assert page.locator(".weeks svg").is_visible()


def test_a_refused_window_leads_to_its_box(place: Place):
    thresholds()
    row = draft(place.personas.partners["x"])
    page = place.visit("officer_x1", viewport=NARROW)
    page.goto(place.url + reverse("consultations:window_update", args=[row.slug]))
    for number, typed in enumerate(("1", "2", "2020")):
        page.locator("input[id^=id_opens_on_]").nth(number).fill(typed)
    with page.expect_navigation():
        page.get_by_role("button", name="Save the window").click()
    assert not axe(page) + overflows(page)
    page.locator("[role=alert] a").first.click()
    assert page.evaluate("() => document.activeElement.id") == "id_opens_on_day"
