"""Forms in a real browser: what is wrong is said at the top, each line leads to its field, nothing typed is lost."""

import uuid
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from compact_portal.site.models import ProblemReport
from tests.house.personas import ANONYMOUS
from tests.journeys.conftest import NARROW, WIDE, Place, axe, overflows
from undertakings.models import Contact, Edition, Term

pytestmark = pytest.mark.browser


def _report() -> list[object]:
    at = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
    return [ProblemReport.objects.create(reference="DAC-2026-0001", words="W", token=uuid.uuid4(), reported_at=at).reference]


def _draft() -> list[object]:
    return [Edition.objects.create(slug="draft-x", label="Draft", text="# No theme").pk]


# page: who fills it in, and its arguments; each is sent empty
FORMS = {
    "site:problem_create": (ANONYMOUS, list),
    "site:problem_update": ("coordinator", _report),
    "site:styleguide": (ANONYMOUS, list),
    "account_login": (ANONYMOUS, list),
    "mfa_activate_totp": ("coordinator", list),
    "undertakings:draft_create": ("coordinator", list),
    "undertakings:draft_import": ("coordinator", list),
    "undertakings:reference_create": ("coordinator", lambda: ["terms"]),
    "undertakings:reference_update": ("coordinator", lambda: ["contacts", Contact.objects.order_by("pk")[0].pk]),
}


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", FORMS)
def test_after_a_failed_submit_each_line_of_the_summary_leads_to_its_field(place: Place, watch, name, size):
    persona, arguments = FORMS[name]
    page = place.visit(persona, viewport=size)
    loads = watch(page)
    page.goto(place.url + reverse(name, args=arguments()))
    form = page.locator("main form[method=post]").last
    for box in form.locator("input[type=text], input[type=email], textarea").all():
        if box.is_visible() and box.get_attribute("required") is not None:
            box.fill("")
    with page.expect_navigation():
        form.locator("button[type=submit], input[type=submit]").first.click()
    summary = page.locator("[role=alert], .errors").first
    assert summary.is_visible()
    assert page.title().startswith("There is a problem: ")
    found = axe(page) + overflows(page)
    links = summary.locator("a[href^='#']")
    assert links.count() >= 1
    for number in range(links.count()):
        target = links.nth(number).get_attribute("href").removeprefix("#")
        links.nth(number).click()
        focused = page.evaluate("() => document.activeElement.id")
        inside = page.evaluate("id => !!document.getElementById(id)?.contains(document.activeElement)", target)
        assert focused == target or inside, f"{name}: the line about {target!r} focuses {focused!r}"
        assert page.evaluate("() => document.activeElement.matches('input, textarea, select, button')"), target
    refusals = [said for said in loads.complaints if "422" not in said]  # the browser's console names the status
    assert not found + refusals, "\n".join(found + refusals)


def test_a_problem_is_reported_by_keyboard_alone(place: Place):
    page = place.visit()
    page.goto(f"{place.url}/contacts/")
    page.locator("footer a", has_text="Report a problem").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("textarea").focus()
    page.keyboard.type("The second number is wrong.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "DAC-" in page.locator("main").inner_text()
    assert ProblemReport.objects.get().words == "The second number is wrong."
    assert axe(page) == []


def test_what_was_typed_is_still_there_after_a_failed_submit(place: Place):
    page = place.visit()
    page.goto(f"{place.url}/report-a-problem/")
    page.get_by_label("What is wrong?").fill("Too small.")
    page.get_by_label("Your e-mail address").fill("not an address")
    with page.expect_navigation():
        page.locator("main form[method=post] button[type=submit]").click()
    assert page.get_by_label("What is wrong?").input_value() == "Too small."
    assert page.get_by_label("Your e-mail address").input_value() == "not an address"


def test_a_term_that_a_coordinator_mends_is_explained_anew_where_it_is_used(place: Place):
    page = place.visit("coordinator")
    term = Term.objects.get(slug="lsp") if Term.objects.filter(slug="lsp").exists() else Term.objects.order_by("pk")[0]
    page.goto(place.url + reverse("undertakings:reference_update", args=["terms", term.pk]))
    page.get_by_label("Meaning").fill("A meaning that somebody has just mended.")
    with page.expect_navigation():
        page.locator("main form[method=post] button[type=submit]").first.click()
    page.goto(place.url + reverse("undertakings:term_detail", args=[term.slug]))
    assert "A meaning that somebody has just mended." in page.locator("main").inner_text()
