"""Reading, searching, comparing and downloading with a keyboard, and with scripts switched off."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from compact_portal.lib.clock import today
from compact_portal.lib.compact_text import read_compact
from tests.consultations.asking import ask, opened
from tests.funding.agreeing import recorded
from tests.journeys.conftest import Place, axe
from undertakings.actions.publishing import publish
from undertakings.models import Edition

pytestmark = pytest.mark.browser


def tab_to(page: Page, words: str, *, most: int = 250) -> None:
    """Press Tab until what has the focus says these words, as somebody without a mouse does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        said = page.evaluate("() => (document.activeElement.innerText || document.activeElement.name || '').trim()")
        if said.casefold().startswith(words.casefold()):
            box = page.evaluate("() => { const b = document.activeElement.getBoundingClientRect(); return [b.top, b.bottom]; }")
            height = page.viewport_size["height"]
            assert box[1] > 0, f"{words} has the focus above what is seen"
            assert box[0] < height, f"{words} has the focus below what is seen"
            return
    raise AssertionError(f"Tab never reaches {words!r} on {page.url}.")


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def second_edition() -> tuple[Edition, Edition]:
    """Publish a second edition: one undertaking reworded."""
    first = Edition.objects.published().get()
    label = first.text.split("edition: ", 1)[1].split("\n", 1)[0]
    text = first.text.replace(f"edition: {label}", "edition: Next edition", 1)
    lines = text.split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("- "))
    lines[at] = lines[at].replace("- ", "- Anew: ", 1)
    reading, faults = read_compact("\n".join(lines).encode())
    assert reading is not None, faults
    return first, publish(reading=reading, by=None, on=first.published_on, note="One item reworded.")


def test_the_compact_is_read_searched_compared_and_downloaded_by_keyboard(place: Place):
    first, second = second_edition()
    page = place.visit()
    page.goto(place.url)
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main"
    page.goto(place.url)
    tab_to(page, "Undertakings")
    enter(page)
    assert page.url.endswith("/compact/undertakings/")
    tab_to(page, "Search")
    enter(page)
    tab_to(page, "q")
    page.keyboard.type("consultation")
    enter(page)
    assert "q=consultation" in page.url
    results = page.locator("main").inner_text()
    assert "consult" in results.casefold()
    page.goto(place.url)
    tab_to(page, "Editions")
    enter(page)
    tab_to(page, "Next edition")
    enter(page)
    assert page.url == place.url + reverse("undertakings:edition_detail", args=[second.slug])
    page.goto(place.url + reverse("undertakings:edition_compare", args=[first.slug, second.slug]))
    assert "Anew:" in " ".join(page.locator("ins").all_inner_texts())
    assert axe(page) == []
    page.goto(place.url + reverse("undertakings:edition_detail", args=[second.slug]))
    link = page.locator(f"a[href='{reverse('undertakings:edition_text', args=[second.slug])}']").first
    link.focus()
    with page.expect_response(lambda response: response.url.endswith(".md")) as got:
        page.keyboard.press("Enter")
    assert got.value.body() == second.text.encode()


def consultation_page() -> str:
    row = opened(proposal="The LSP asks. The LSP decides.")
    ask(row, "What should the LSP do?", help="The LSP meets each month.")
    return reverse("consultations:consultation_detail", args=[row.slug])


def agreement_page() -> str:
    agreement = recorded(purpose="Advice, as the LSP has it. The LSP pays.", awarded_on=today(), start_on=today())
    return reverse("funding:agreement_detail", args=[agreement.reference])


WITH_JARGON = {"the compact": lambda: "/compact/", "a consultation": consultation_page, "an agreement": agreement_page}


@pytest.mark.parametrize("where", WITH_JARGON)
def test_a_term_is_explained_without_leaving_the_page_by_keyboard(place: Place, where: str):
    address = WITH_JARGON[where]()
    page = place.visit()
    page.goto(f"{place.url}{address}")
    term = page.locator("main a.term").first
    words, note, back = term.inner_text(), term.get_attribute("href").removeprefix("#"), term.get_attribute("id")
    target = page.locator(f"[id='{note}']")
    assert not target.is_visible()
    term.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.startswith(f"{place.url}{address}#"))
    target.wait_for(state="visible")
    assert len(target.inner_text()) > len(words)
    assert axe(page) == []
    target.locator("a", has_text="Back to the text").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith(back))
    target.wait_for(state="hidden")
    page.emulate_media(media="print")
    assert target.is_visible()


def test_without_scripts_everything_is_read_filtered_searched_and_downloaded(place: Place):
    page = place.visit(java_script_enabled=False)
    page.goto(f"{place.url}/compact/undertakings/")
    assert page.locator("main a[href^='/compact/undertakings/']").count() > 5
    page.goto(f"{place.url}/jargon-buster/")
    names = page.locator("main").inner_text()
    assert "LSP" in names or "Local Strategic Partnership" in names
    page.goto(f"{place.url}/search/")
    page.locator("main input[name=q]").fill("volunter")
    with page.expect_navigation():
        page.locator("main form button, main form input[type=submit]").first.click()
    assert "volunt" in page.locator("main").inner_text().casefold()
    term = page.goto(f"{place.url}/compact/")
    assert term is not None
    page.locator("main a.term").first.click()
    assert page.locator(".note:target").is_visible()
    page.goto(f"{place.url}{consultation_page()}")
    page.locator("#proposal ~ .prose a.term").click()
    assert page.locator(".note:target").is_visible()


def test_the_focus_is_always_seen(place: Place):
    """Each stop of the Tab key has an outline or a background that differs from its unfocused self."""
    page = place.visit()
    page.goto(place.url)
    unseen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => {
                const e = document.activeElement, s = getComputedStyle(e);
                const seen = (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none";
                return [seen, e.outerHTML.slice(0, 80)];
            }"""
        )
        if not state[0] and not state[1].startswith("<body"):  # from the last stop, Tab leads out of the page
            unseen.append(state[1])
    assert not unseen, "\n".join(unseen)
