"""From a figure to its records and back, on screens of every width, by keyboard, on paper and without colours."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from compact_portal.lib import clock
from funding.models import Instalment
from tests.funding import agreeing
from tests.house.personas import Personas
from tests.journeys.conftest import NARROW, WIDE, ZOOMED, Place, axe, overflows
from tests.journeys.test_reading import enter, tab_to

pytestmark = pytest.mark.browser
KEY, YEAR = "payment-on-time", "2026-27"
PAGE = f"/evidence/{KEY}/"


def fill(personas: Personas) -> None:
    """Instalments of agency X with each outcome that a payment may have, and what it says of them."""
    agreeing.guideline()
    agreement = agreeing.recorded(personas.partners["x"], personas.partners["a"])
    on = clock.today()
    for days, late, why in ((-90, 0, ""), (-60, 5, ""), (-30, 5, "The bank was closed."), (30, None, "")):
        due = on + timedelta(days=days)
        row: Instalment = agreeing.add(agreement, "instalments", due_on=due, pence=100_00, kind="regular")
        if late is not None:
            more: dict[str, Any] = {"late_reason": why, "authorised_by": "Head of finance"} if why else {}
            agreeing.change_part(agreement, row, paid_on=due + timedelta(days=late), paid_pence=100_00, **more)


def pages() -> list[str]:
    known = f"{PAGE}{YEAR}/known-on/{clock.today().isoformat()}/"
    return ["/evidence/", PAGE, f"{PAGE}?outcome=not_kept", f"{PAGE}{YEAR}/", known, "/open-data/"]


def test_pages_with_figures_are_for_everybody(place: Place, watch):
    fill(place.personas)
    page = place.visit()
    loads, found = watch(page), []
    for path in pages():
        page.goto(place.url + path)
        for size, colours in ((WIDE, "light"), (WIDE, "dark"), (NARROW, "dark"), (ZOOMED, "light")):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=colours)
            found += axe(page) + overflows(page)
    assert not found + loads.complaints, "\n".join(found + loads.complaints)


def test_a_reply_is_written_seen_and_withdrawn(place: Place):
    fill(place.personas)
    page = place.visit("officer_x1", viewport=NARROW)
    page.goto(f"{place.url}/workspace/")
    page.get_by_role("link", name="Your figures").click()
    assert axe(page) + overflows(page) == []
    first = page.locator("main section section h3").first
    assert first.inner_text() == "Are instalments paid by the day they are due?"
    page.locator("main section section").first.get_by_role("link", name="Reply beside this figure").click()
    page.get_by_role("button", name="Publish the reply").click()
    assert axe(page) + overflows(page) == []
    page.get_by_role("link", name="Fill in What should its readers know?").click()
    assert page.evaluate("() => document.activeElement.name") == "words"
    page.keyboard.type("The bank was closed for a day.")
    page.get_by_label("Signed as").fill("Head of grants")
    page.get_by_role("button", name="Publish the reply").click()
    assert page.url == f"{place.url}{PAGE}#replies"
    assert "The bank was closed for a day." in page.locator("#replies").inner_text()
    page.goto(f"{place.url}/workspace/evidence/")
    page.get_by_role("link", name="Withdraw").first.click()
    assert axe(page) + overflows(page) == []
    page.get_by_role("button", name="Withdraw the reply").click()
    page.goto(place.url + PAGE)
    assert "Nobody has replied to this figure." in page.locator("#replies").inner_text()


def test_from_an_undertaking_to_a_record_that_is_not_kept_by_keyboard_and_back(place: Place):
    fill(place.personas)
    page = place.visit()
    undertaking = f"{place.url}/compact/undertakings/prompt-payment/"
    page.goto(undertaking)
    tab_to(page, "See the records")
    enter(page)
    assert page.url == place.url + PAGE
    tab_to(page, "not kept (1)")
    enter(page)
    assert page.locator("#records tbody tr").count() == 1
    tab_to(page, "£100")
    enter(page)
    assert "/funding/agreements/" in page.url
    page.go_back()
    page.go_back()
    page.go_back()
    assert page.url == undertaking


def test_from_home_to_a_breached_notice_in_three_steps_by_keyboard_and_back(place: Place):
    """Each page tells in the order of its headings and tables what it is about, before the link that leads on."""
    a_breached_notice(place.personas)
    page = place.visit()
    page.goto(place.url)
    for _ in range(3):  # the third figure, by the rule that chooses them
        tab_to(page, "See the records")
    enter(page)
    assert page.url == f"{place.url}/evidence/notice-given/"
    assert in_order(page, "Is notice of a change given", "Kept in 0 of 1", "By financial year", "The records", "not kept (1)")
    tab_to(page, "not kept (1)")
    enter(page)
    table = page.get_by_role("table", name="The newest first")
    assert table.get_by_role("columnheader").all_inner_texts() == ["Record", "Whose promise", "Counts on", "Verdict", "Why"]
    cells = [table.get_by_role("rowheader").inner_text(), *table.get_by_role("cell").all_inner_texts()]
    assert (cells[1], cells[3]) == ("Test partner X", "Not kept")
    tab_to(page, cells[0])
    enter(page)
    assert "/funding/agreements/" in page.url
    assert in_order(page, "Notices of a change", "Not kept")
    for _ in range(3):
        page.go_back()
    assert page.url == f"{place.url}/"


def a_breached_notice(personas: Personas) -> None:
    """A notice that was written before a guideline was recorded, and is too late by it."""
    agreement = agreeing.recorded(personas.partners["x"], personas.partners["a"])
    on = clock.today()
    said = {"written_on": on - timedelta(days=30), "effective_on": on + timedelta(days=1), "reason": "Less money"}
    agreeing.add(agreement, "notices", kind="reduce", **said)
    agreeing.guideline(3)


def in_order(page: Page, *words: str) -> bool:
    """Whether a screen reader, going through the main part, comes upon these words one after the other."""
    heard, place = page.locator("main").aria_snapshot(), 0
    for said in words:
        place = heard.find(said, place)
        assert place >= 0, f"{said!r} is not heard after the words before it:\n{heard}"
        place += len(said)
    return True


def test_a_drawing_says_in_words_and_in_patterns_what_it_says_in_colours(place: Place):
    """Each part has its count in words beside it; what is not kept has a pattern, so that grey paper tells it from kept."""
    fill(place.personas)
    page = place.visit(forced_colors="active")
    page.goto(place.url + PAGE)
    key = page.locator(".key").first.locator("li").all_inner_texts()
    assert [words.strip() for words in key] == ["1 kept", "1 not kept", "1 explained", "1 not due yet"]
    table = page.locator("table", has=page.locator("#by-year"))
    row = table.locator("tbody tr", has_text=YEAR).locator("td").all_inner_texts()
    assert [words.strip() for words in row[1:]] == ["1", "1", "1", "0", "1"]
    fills = page.evaluate("() => [...document.querySelectorAll('main .ev svg rect')].map(e => e.getAttribute('fill'))")
    assert "url(#p-broken)" in fills
    assert "url(#p-explained)" in fills


def test_on_paper_the_figure_its_table_and_its_address_stand(place: Place):
    fill(place.personas)
    page = place.visit()
    page.goto(f"{place.url}{PAGE}{YEAR}/")
    page.emulate_media(media="print")
    assert not page.locator("nav.nav").is_visible()
    for place_of in (".say strong", "main svg", "#records-table"):
        assert page.locator(place_of).first.is_visible(), place_of
    assert PAGE in page.locator(".only-print").first.inner_text()
    assert len(page.pdf(format="A4")) > 10_000
