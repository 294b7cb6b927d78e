"""A spreadsheet of agreements in a real browser: by keyboard, each fault led to, wide and narrow, with and without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from funding.models import Agreement, ImportBatch
from tests.funding.sheets import AGREEMENTS, choir, csv_of, many
from tests.journeys.conftest import BOTH, NARROW, WIDE, Place, axe, overflows

pytestmark = pytest.mark.browser
HERE = "/workspace/funding/import/test-x/"


def press(page: Page, name: str) -> None:
    """A button or a link, by keyboard."""
    page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True)).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose(page: Page, folder: Path, name: str, data: bytes) -> None:
    (folder / name).write_bytes(data)
    page.get_by_label("Spreadsheet").set_input_files(folder / name)
    press(page, "Read it")


@BOTH
def test_a_spreadsheet_from_the_desk_to_the_register_and_back(place: Place, watch, tmp_path, size, script):
    page = place.visit("officer_x1", viewport=size, java_script_enabled=script)
    loads, found = watch(page), []

    def look() -> None:
        if script:  # axe is a script itself
            found.extend(axe(page) + overflows(page))

    page.goto(f"{place.url}/workspace/funding/")
    press(page, "Bring in a spreadsheet")
    look()
    choose(page, tmp_path, "letter.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
    assert "no spreadsheet but a png file" in page.get_by_role("alert").inner_text()
    look()
    page.get_by_role("alert").get_by_role("link").first.click()
    if script:
        assert page.evaluate("() => document.activeElement.type") == "file"
    rows = [*many(2, Beneficiary="Test partner A"), choir(Our_reference="G-3", Beneficiary="Tset partner A", Award="lots")]
    choose(page, tmp_path, "grants.csv", csv_of(AGREEMENTS, *rows))
    assert page.get_by_label("Date awarded").input_value() == "awarded_on"
    look()
    page.get_by_label("Title").select_option("none")
    page.get_by_label("Purpose").select_option("award_pence")
    press(page, "Check the rows")
    assert "is chosen for" in page.get_by_role("alert").inner_text()
    look()
    page.get_by_label("Purpose").select_option("purpose")
    press(page, "Check the rows")
    assert "Nothing can be brought in yet" in page.locator("main").inner_text()
    assert "Award: Type an amount in pounds" in page.locator("main").inner_text()
    look()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the workbook to mend (XLSX)").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
    page.goto(place.url + HERE)
    choose(page, tmp_path, "mended.csv", csv_of(AGREEMENTS, *rows[:2], choir(Our_reference="G-3", Beneficiary="Tset partner A")))
    press(page, "Say which organisations are meant")
    look()
    press(page, "Say so and check these rows again")
    assert "Say which organisation “Tset partner A” is" in page.get_by_role("alert").inner_text()
    look()
    page.get_by_label("Test partner A").check()
    press(page, "Say so and check these rows again")
    look()
    press(page, "Bring in 3 records")
    assert "What the file did" in page.locator("main").inner_text()
    assert Agreement.objects.public().count() == 3
    look()
    press(page, "Take all of it back")
    look()
    press(page, "Take all of it back")
    assert ImportBatch.objects.latest("pk").state == "undone"
    assert not Agreement.objects.public().exists()
    refusals = [said for said in loads.complaints if "422" not in said and "ERR_ABORTED" not in said]
    assert not found + refusals, "\n".join(found + refusals)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_page_goes_on_by_itself_until_all_is_checked(place: Place, tmp_path, monkeypatch, size):
    monkeypatch.setattr("funding.views.importing.SECONDS", -1.0)
    page = place.visit("officer_x1", viewport=size)
    page.route("**/go-on.js", lambda route: route.abort())
    page.goto(place.url + HERE)
    choose(page, tmp_path, "grants.csv", csv_of(AGREEMENTS, *many(3, Beneficiary="Test partner A")))
    with page.expect_navigation():
        page.get_by_role("button", name="Check the rows").click()
    assert "Checking the rows" in page.locator("main").inner_text()
    assert axe(page) + overflows(page) == []
    monkeypatch.setattr("funding.views.importing.SECONDS", 60.0)
    page.unroute("**/go-on.js")
    page.reload()
    page.get_by_role("heading", name="What the file would do").wait_for()
