"""Funding in a real browser: an officer's agreement from draft to record, notices, money, costs; what a recipient says and
reports; what the public reads. With and without a script, by keyboard, narrow, and on paper."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from funding.models import Agreement, ChangeNotice, Dispute, Instalment, NoticeGuideline, Report
from tests.funding.agreeing import add, days_from_now, guideline, recorded
from tests.funding.test_reports import indicator
from tests.journeys.conftest import BOTH, NARROW, WIDE, Place, axe, overflows
from tests.journeys.test_reading import tab_to
from tests.journeys.test_signing import Walk

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _numbers(place: Place) -> None:
    """What the place has agreed, before anybody comes: thresholds of the loaded compact, and a guideline of three months."""
    guideline(3)


@pytest.fixture
def agreement(place: Place) -> Agreement:
    span = {"start_on": days_from_now(-300), "end_on": days_from_now(60), "awarded_on": days_from_now(-320)}
    partners = place.personas.partners
    made = recorded(partners["x"], partners["a"], title="Advice for all", common_monitoring=True, **span)
    indicator(made, "People advised", 400)
    return made


def walk(place: Place, persona: str, size=WIDE, *, script: bool = True) -> Walk:
    return Walk(place.visit(persona, viewport=size, java_script_enabled=script), place)


def day(page: Page, legend: str, on: date) -> None:
    """Type a day into its three boxes."""
    group = page.get_by_role("group", name=legend)
    for part, typed in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
        group.get_by_label(part, exact=True).fill(str(typed))


def own(agreement: Agreement, name: str = "own_agreement_detail", *more: object) -> str:
    return reverse(f"funding:{name}", args=[agreement.reference, *more])


def main(page: Page) -> str:
    return page.locator("main").inner_text()


@BOTH
def test_an_agreement_goes_from_the_desk_through_its_steps_to_the_register(place: Place, watch, size, script):
    one = walk(place, "officer_x1", size, script=script)
    page, loads = one.page, watch(one.page)
    one.open(reverse("funding:funding_desk"))
    one.follow("New agreement")
    page.get_by_label("Who receives it?").fill("Test partner A")
    page.get_by_label("Title").fill("Advice for all")
    one.press("Save and come back")
    assert "Before it can be recorded" in main(page)
    one.open(reverse("funding:funding_desk"))
    one.follow("Advice for all")
    one.follow("Who and what for")
    assert page.get_by_label("Who receives it?").input_value() == "Test partner A"
    page.get_by_label("What is it for?").fill("Advice to everybody who asks.")
    page.get_by_label("Kind of funding").select_option("core")
    one.press("Save and go on")
    day(page, "When was it awarded?", date(2026, 3, 1))
    day(page, "First day", date(2026, 4, 1))
    day(page, "Last day", date(2029, 3, 31))
    page.get_by_label("Award, over the whole term").fill("9,000")
    page.get_by_label("How is it paid?").select_option("advance")
    one.press("Save and go on")
    page.get_by_label("It uses the terms that funders share").check()
    one.press("Save and go on")
    one.follow("Record it")
    one.press("Record it")
    assert "The agreement is recorded and public." in main(page)
    one.follow("What the public reads")
    assert "£9,000" in main(page)
    assert Agreement.objects.get().is_public
    assert not one.found + loads.complaints, "\n".join(one.found + loads.complaints)


@BOTH
def test_a_notice_shows_its_days_before_it_is_saved_and_a_short_one_needs_its_reason(place: Place, agreement, size, script):
    one = walk(place, "officer_x1", size, script=script)
    page = one.page
    one.open(own(agreement, "part_create", "notices"))
    assert "The guideline is three months" in main(page)
    page.get_by_label("Why?", exact=True).fill("The budget is smaller")
    day(page, "When is the notice written?", date(2026, 11, 22))
    day(page, "When does the change take effect?", date(2027, 2, 1))
    one.press("Check the days first")
    assert "71 days of notice" in main(page)
    assert not ChangeNotice.objects.exists()
    one.press("Record the notice")
    assert page.title().startswith("There is a problem: ")
    assert "or choose Monday 22 February 2027 or a later day" in main(page)
    assert page.get_by_label("Why?", exact=True).input_value() == "The budget is smaller"
    page.get_by_label("If the notice is shorter than the guideline, why?").fill("Our own grant ended.")
    page.get_by_label("Who authorised the shorter notice?").fill("The Portfolio Holder")
    one.press("Record the notice")
    assert ChangeNotice.objects.get().authorised_by == "The Portfolio Holder"
    assert "Our own grant ended." in main(page)
    assert not one.found, "\n".join(one.found)


@BOTH
def test_instalments_come_from_a_schedule_and_the_calculator_shows_the_gap(place: Place, agreement, size, script):
    one = walk(place, "officer_x1", size, script=script)
    page = one.page
    one.open(own(agreement))
    one.follow("Instalments from a schedule")
    page.get_by_label("How many instalments?").fill("0")
    one.press("Make the instalments")
    assert "Choose from 1 to" in main(page)
    page.get_by_label("How many instalments?").fill("4")
    one.press("Make the instalments")
    assert list(Instalment.objects.values_list("pence", flat=True)) == [2250_00] * 4
    one.follow("Cost plan")
    page.get_by_label("Direct costs: staff").fill("8,000")
    page.get_by_label("Premises: cost of the whole organisation").fill("6,000")
    page.get_by_label("Premises: people in this work").fill("2")
    one.press("Work it out first")
    assert "Enter the whole for premises" in main(page)
    page.get_by_label("Premises: people in the whole organisation").fill("4")
    one.press("Work it out first")
    assert "£2,000 is paid for by nobody" in main(page)
    one.press("Save the cost plan")
    assert agreement.cost_lines.count() == 2
    assert not one.found, "\n".join(one.found)


@BOTH
def test_a_recipient_sees_its_line_of_time_and_disputes_a_day(place: Place, agreement, size, script):
    add(agreement, "instalments", due_on=days_from_now(-9), pence=10_00, paid_on=days_from_now(-9), paid_pence=10_00)
    one = walk(place, "contributor_a", size, script=script)
    page = one.page
    one.open(reverse("funding:own_funding_list"))
    one.follow("Test partner A")
    assert "1 agreement ends within three months" in main(page)
    one.follow("Confirm or dispute")
    page.get_by_label("No", exact=True).check()
    one.press("Say so")
    assert "Say what is not right" in main(page)
    page.get_by_label("What should the funder know?").fill("It came a week later.")
    day(page, "If not, which day was it?", days_from_now(-2))
    one.press("Say so")
    assert "You dispute this: It came a week later." in main(page)
    assert Dispute.objects.get().stance == "disputed"
    one.open(reverse("funding:agreement_detail", args=[agreement.reference]))
    assert "The recipient disputes this day" in main(page)
    assert "It came a week later." not in main(page)
    assert not one.found, "\n".join(one.found)


@BOTH
def test_one_report_is_kept_sent_and_read_by_the_funder(place: Place, agreement, size, script):
    owed = add(agreement, "returns", due_on=days_from_now(20))
    one = walk(place, "signatory_a", size, script=script)
    page = one.page
    one.open(reverse("funding:own_funding_detail", args=["test-a"]))
    one.follow("Report to your funders")
    one.press("Write a report")
    page.get_by_label("What was done?").fill("We gave advice every day.")
    page.get_by_label("People advised").first.fill("many")
    one.press("Save and look at it")
    assert "Enter a number, like 400 or 12.5" in main(page)
    assert page.get_by_label("What was done?").input_value() == "We gave advice every day."
    page.get_by_label("People advised").first.fill("312")
    one.press("Save and come back")
    one.press("Go on with your draft")
    assert page.get_by_label("People advised").first.input_value() == "312"
    day(page, "Up to which day does it go?", days_from_now(0))
    one.press("Save and look at it")
    assert "312 people a year" in main(page)
    one.press("Send it")
    assert "The report is sent." in main(page)
    owed.refresh_from_db()
    assert owed.received_on == days_from_now(0)
    officer = walk(place, "officer_x1", size, script=script)
    officer.open(reverse("funding:funding_desk"))
    officer.follow("Report of Test partner A")
    assert "312 people a year" in main(officer.page)
    assert Report.objects.get().sent_at
    assert not one.found + officer.found, "\n".join(one.found + officer.found)


@BOTH
def test_the_register_is_filtered_and_leads_to_agreements_rounds_and_shared_ways(place: Place, agreement, size, script):
    partners = place.personas.partners
    recorded(partners["y"], partners["b"], title="Riding", kind="project", award_pence=500_00)
    one = walk(place, "anonymous", size, script=script)
    page = one.page
    one.open(reverse("funding:agreement_list"))
    page.get_by_label("Kind").select_option("project")
    one.press("Show")
    assert page.locator("tbody tr").count() == 1
    one.follow("Riding")
    assert one.title() == "Riding"
    one.open(reverse("funding:agreement_list") + "?q=nothing-like-it")
    assert "No agreement fits." in main(page)
    one.follow("Show all")
    one.follow("Shared terms and monitoring")
    one.follow("all on the shared form")
    assert "Advice for all" in main(page)
    one.open(reverse("funding:agreement_list"))
    one.follow("Totals by funder and year")
    one.open(reverse("funding:fund_list"))
    assert not one.found, "\n".join(one.found)


@BOTH
def test_a_coordinator_records_the_guideline_for_all(place: Place, size, script):
    one = walk(place, "coordinator", size, script=script)
    page = one.page
    one.open(reverse("site:workspace"))
    one.follow("Notice guideline for all")
    one.press("Record the guideline")
    assert page.title().startswith("There is a problem: ")
    page.get_by_label("Calendar months of notice").fill("6")
    day(page, "From which day?", date(2027, 4, 1))
    page.get_by_label("Who agreed it?").fill("The Portfolio Holder")
    page.get_by_label("In consultation with whom?").fill("the group of chairs")
    one.press("Record the guideline")
    assert NoticeGuideline.objects.filter(funder=None, months=6).exists()
    assert not one.found, "\n".join(one.found)


def test_a_payment_is_recorded_by_keyboard_alone(place: Place, agreement):
    row = add(agreement, "instalments", due_on=days_from_now(-2), pence=10_00)
    page = place.visit("officer_x1")
    page.goto(place.url + reverse("funding:funding_desk"))
    tab_to(page, "£10 to Test partner A")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_role("group", name="When was it paid?").get_by_label("Day", exact=True).focus()
    paid_on = days_from_now(-1)
    for typed in (paid_on.day, paid_on.month, paid_on.year):
        page.keyboard.type(str(typed))
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    row.refresh_from_db()
    assert row.paid_on == paid_on


FAILING = {
    "fund_create": ["test-x"], "guideline_create": ["test-x"], "own_cut_create": ["test-x"], "common_guideline_create": [],
    "part_create evaluations": [], "part_create liaison": [], "part_create support": [], "part_create returns": [],
    "part_create notices": [], "part_create next-year": [], "part_create instalments": [], "objective_create": [],
}  # fmt: skip


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_after_a_failed_submit_each_line_leads_to_its_box(place: Place, agreement, size):
    """Every form of funding, sent empty."""
    found = []
    for name, arguments in FAILING.items():
        view, _, part = name.partition(" ")
        persona = "coordinator" if view.startswith("common") else "officer_x1"
        given = arguments or ([] if persona == "coordinator" else [agreement.reference, *([part] if part else [])])
        page = place.visit(persona, viewport=size)
        page.goto(place.url + reverse(f"funding:{view}", args=given))
        form = page.locator("main form[method=post]").last
        for box in form.locator("input[type=text], textarea").all():
            box.fill("")
        with page.expect_navigation():
            form.locator("button[type=submit]").first.click()
        found += axe(page) + overflows(page)
        links = page.locator("[role=alert] a")
        assert links.count() >= 1, name
        for number in range(links.count()):
            links.nth(number).click()
            assert page.evaluate("() => document.activeElement.matches('input, textarea, select')"), (name, number)
        page.context.close()
    assert not found, "\n".join(found)


def test_an_agreement_on_paper_shows_its_words_without_the_site_around_it(place: Place, agreement):
    page = place.visit()
    page.goto(place.url + reverse("funding:agreement_detail", args=[agreement.reference]))
    page.emulate_media(media="print")
    assert not page.locator("nav.nav").is_visible()
    assert page.locator("h1").first.is_visible()
    assert page.locator("#kept").is_visible()
    assert len(page.pdf(format="A4")) > 10_000


OFFICERS = {
    "desk": lambda one: reverse("funding:funding_desk"),
    "list": lambda one: reverse("funding:own_agreement_list", args=["test-x"]),
    "hub": own,
    "void": lambda one: own(one, "agreement_void"),
    "copy": lambda one: own(one, "agreement_copy"),
    "years": lambda one: own(one, "year_update"),
    "parts": lambda one: own(one, "part_list", "notices"),
    "fund": lambda one: reverse("funding:fund_create", args=["test-x"]),
}


def test_every_page_of_the_desk_is_accessible_and_fits_a_narrow_screen(place: Place, agreement, watch):
    found = []
    for size in (WIDE, NARROW):
        page = place.visit("officer_x1", viewport=size, color_scheme="dark" if size is NARROW else "light")
        loads = watch(page)
        for address in OFFICERS.values():
            page.goto(place.url + address(agreement))
            found += axe(page) + overflows(page)
        found += loads.complaints
    assert not found, "\n".join(found)
