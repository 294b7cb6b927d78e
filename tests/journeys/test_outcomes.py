"""Officers read answers and write an outcome; everybody reads both: in a real browser, by keyboard, narrow, on paper."""

import os
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from compact_portal.lib.clock import now
from consultations.actions.redacting import hide_words
from consultations.models import Consultation, Outcome, QuestionCount, Redaction, Response, Tag
from consultations.rules.redaction import Span
from tests.consultations.after import SECRET, asked, out, published, said, weeks, words_of
from tests.consultations.asking import ask
from tests.journeys.conftest import NARROW, WIDE, ZOOMED, Place, axe, overflows

pytestmark = pytest.mark.browser
OFFICER = "officer_x1"
# A folder for pictures of every page, for who wants to look at them.
PICTURES = os.environ.get("PORTAL_PICTURES", "")


def press(page: Page, label: str) -> None:
    """Press a button and wait for the page that comes."""
    with page.expect_navigation():
        page.get_by_role("button", name=label).click()


def checked(page: Page, name: str = "") -> list[str]:
    """What axe finds, and what sticks out; a picture where one is wanted."""
    if PICTURES and name:
        wide = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(PICTURES) / f"{name}-{wide}.png", full_page=True)
    return axe(page) + overflows(page)


def spoken(place: Place) -> Consultation:
    """A closed consultation of X with answers of every kind, none of them published or tagged."""
    consultation, question = asked(of=place.personas.partners["x"], days_ago=90, answered=61)
    way = ask(consultation, "Which way is best for your group?", "one", "Stay in the square", "Move to the yard", "Neither")
    for choice, count in zip(way.choices.all(), (40, 18, 3), strict=True):
        QuestionCount.objects.create(question=way, choice=choice, count=count)
    agree = ask(consultation, "The stalls of charities should stay free of charge.", "agree")
    for rating, count in enumerate((5, 0, 6, 20, 30), start=1):
        QuestionCount.objects.create(question=agree, rating=rating, count=count)
    QuestionCount.objects.create(question=question, count=55)
    words = "Mrs Example of 3 Mill Lane told us that it is too far. We would lose half of our customers.\nPlease keep the square."
    said(consultation, question, words, is_organisation=True, organisation="Sample Allotment Friends")
    said(consultation, question, "The yard floods in winter.", name="Sample Person", manner="paper")
    said(consultation, question, "Do not name me.", name="Sample Neighbour", confidential_reason="My landlord reads this", **SECRET)
    said(consultation, question, "I was away.", is_late=True)
    return consultation


def own(consultation: Consultation, name: str, *more: object) -> str:
    return reverse(f"consultations:{name}", args=[consultation.slug, *more])


def test_from_the_first_answer_read_to_the_outcome_published(place: Place, watch):
    weeks(12)
    consultation = spoken(place)
    response = Response.objects.order_by("pk")[0]
    page = place.visit(OFFICER)
    loads, found = watch(page), []
    page.goto(place.url + own(consultation, "own_answer_list"))
    found += checked(page, "own-list")
    page.get_by_label("Answers to").select_option(label="What do you think?")
    press(page, "Show")
    assert "The yard floods in winter." in page.locator("main").inner_text()
    found += checked(page, "own-list-question")
    page.get_by_role("link", name=response.reference).click()
    found += checked(page, "own-answer")
    page.get_by_role("link", name="Choose themes for “What do you think?”").click()
    page.get_by_label("A new theme").fill("Distance")
    found += checked(page, "tag")
    press(page, "Save the themes")
    page.get_by_role("link", name="Hide words in the answer").click()
    page.get_by_label("Or paste the words to hide").fill("Mrs Example  of 3 Mill Lane")
    page.get_by_label("Why are they hidden?").fill("Names a person")
    found += checked(page, "hide")
    press(page, "Hide these words")
    assert "[hidden, Names a person: Mrs Example of 3 Mill Lane]" in page.locator("main").inner_text()
    found += checked(page, "own-answer-hidden")
    page.get_by_role("link", name="Publish it").click()
    found += checked(page, "publish-answer")
    press(page, "Publish this answer")
    page.goto(place.url + own(consultation, "answers_publish"))
    found += checked(page, "publish-all")
    press(page, "Publish all that may be")
    assert "1 answer published." in page.locator("main").inner_text()
    page.goto(place.url + own(consultation, "theme_list"))
    found += checked(page, "themes")
    page.goto(place.url + own(consultation, "own_outcome_detail"))
    found += checked(page, "own-outcome")
    for step, label, words in (
        ("asked", "What did you ask, and why?", "Where the market should be."),
        ("said", "What did people say?", "That the yard is too far."),
        ("done", "What is done, and what is not and why?", "The market stays in the square."),
    ):
        page.goto(place.url + own(consultation, "outcome_update", step))
        page.get_by_label(label).fill(words)
        found += checked(page, f"outcome-{step}")
        press(page, "Save")
    page.goto(place.url + own(consultation, "outcome_update", "late"))
    page.get_by_label("Why is it late?").fill("The committee met later than planned.")
    page.get_by_label("Who authorised that?").fill("the Head of Policy")
    press(page, "Save")
    page.locator("#themes ~ ol a", has_text="Distance").click()
    page.get_by_label("What did people say about it?").fill("Many cannot walk so far.")
    page.get_by_label("What is done about it?").fill("A bus goes there on Saturdays.")
    page.get_by_label("What is not done, and why?").fill("No lift is built: it would cost more than the market earns.")
    page.get_by_role("checkbox").first.check()
    found += checked(page, "outcome-theme")
    press(page, "Save")
    page.get_by_role("link", name="Preview").click()
    found += checked(page, "preview")
    page.get_by_role("link", name="Go on to publish it").click()
    found += checked(page, "publish-outcome")
    press(page, "Publish the outcome")
    found += checked(page, "own-outcome-published")
    assert Outcome.objects.get().published_on
    assert Tag.objects.filter(is_cited=True).count() == 1
    found += loads.complaints
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("size", "colours"), [(WIDE, "light"), (NARROW, "dark")], ids=["wide and light", "narrow and dark"])
def test_everybody_reads_counts_answers_and_the_outcome(place: Place, watch, size, colours):
    weeks(12)
    consultation = spoken(place)
    for response in Response.objects.filter(is_confidential=False, is_late=False):
        published(response)
    first = Response.objects.order_by("pk")[0]
    hide_words(answer=words_of(first), spans=[Span(0, 26)], reason="Names a person", by=None, at=now())
    done, _ = out(of=place.personas.partners["x"], title="How the halls should be let")
    page = place.visit(viewport=size, color_scheme=colours)
    loads, found = watch(page), []
    page.goto(f"{place.url}/consultations/{consultation.slug}/answers/")
    found += checked(page, f"answers-{colours}")
    assert "[hidden: Names a person]" in page.locator("main").inner_text()
    assert "Mill Lane" not in page.content()
    page.get_by_role("link", name="Sample Allotment Friends").click()
    found += checked(page, f"answer-{colours}")
    page.goto(f"{place.url}/consultations/{consultation.slug}/outcome/")
    assert "It is 6 days overdue." in page.locator("main").inner_text()
    found += checked(page, f"overdue-{colours}")
    page.goto(f"{place.url}/consultations/{done.slug}/outcome/")
    found += checked(page, f"outcome-{colours}")
    with page.expect_navigation():
        page.locator(".results a").first.click()
    assert "The yard is too far for us." in page.locator("main").inner_text()
    found += loads.complaints
    assert not found, "\n".join(found)


def test_charts_and_redactions_are_read_on_paper_and_without_colour(place: Place):
    consultation = spoken(place)
    response = published(Response.objects.order_by("pk")[0])
    hide_words(answer=words_of(response), spans=[Span(0, 26)], reason="Names a person", by=None, at=now())
    page = place.visit()
    page.goto(f"{place.url}/consultations/{consultation.slug}/answers/")
    page.emulate_media(media="print")
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / "answers-print.png", full_page=True)
    bar = page.locator("table svg.bar").first
    assert bar.is_visible()
    assert page.evaluate("e => getComputedStyle(e).printColorAdjust", bar.element_handle()) == "exact"
    assert "40" in page.locator("table").first.inner_text()
    assert page.locator("mark").first.inner_text() == "[hidden: Names a person]"
    assert not page.locator(".pager").count() or not page.locator(".pager").is_visible()
    page.emulate_media(media="screen", forced_colors="active")
    assert bar.is_visible()


# page: what is sent wrong, and what the summary says
WRONG = {
    "redaction_create": ({}, "Choose sentences, or paste the words to hide"),
    "theme_create": ({}, "Give the theme a name"),
    "outcome_update": ({"Who authorised that?": "the Head of Policy"}, "Say why it is late"),
    "answer_withhold": ({}, "Say why"),
}


@pytest.mark.parametrize("size", [WIDE, ZOOMED], ids=["wide", "zoomed"])
@pytest.mark.parametrize("name", WRONG)
def test_after_a_failed_submit_the_summary_leads_to_the_field_and_nothing_is_lost(place: Place, watch, name, size):
    consultation = spoken(place)
    response = Response.objects.order_by("pk")[0]
    more = {
        "redaction_create": [response.reference, consultation.questions.order_by("pk")[0].pk],
        "outcome_update": ["late"],
        "answer_withhold": [response.reference],
    }.get(name, [])
    typed, says = WRONG[name]
    page = place.visit(OFFICER, viewport=size)
    loads = watch(page)
    page.goto(place.url + own(consultation, name, *more))
    for label, words in typed.items():
        page.get_by_label(label).fill(words)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").last.click()
    summary = page.locator("[role=alert]").first
    assert says in summary.inner_text()
    found = checked(page, f"failed-{name}")
    link = summary.locator("a[href^='#']").first
    link.click()
    assert page.evaluate("() => document.activeElement.matches('input, textarea, select')")
    for label, words in typed.items():
        assert page.get_by_label(label).input_value() == words
    found += [one for one in loads.complaints if "422" not in one]
    assert not found, "\n".join(found)


def test_words_are_hidden_by_keyboard_alone(place: Place):
    consultation = spoken(place)
    response, question = Response.objects.order_by("pk")[0], consultation.questions.order_by("pk")[0]
    page = place.visit(OFFICER, viewport=NARROW)
    page.goto(place.url + own(consultation, "redaction_create", response.reference, question.pk))
    page.get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    page.get_by_label("Why are they hidden?").focus()
    page.keyboard.type("Names a person")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert Redaction.objects.get().reason == "Names a person"
    assert checked(page) == []
