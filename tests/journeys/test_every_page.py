"""Every page in a real browser: accessible, no wider than the screen, light, quiet in the console."""

import pytest

from tests.access_rows import make_rows
from tests.access_table import ROUTES
from tests.house.personas import ANONYMOUS
from tests.journeys.conftest import WIDE, ZOOMED, Place, axe, overflows
from undertakings.models import Edition

pytestmark = pytest.mark.browser

MOST_BYTES = 40 * 1024
MOST_REQUESTS = 3  # beside the page


def addresses(place: Place, persona: str) -> list[str]:
    """The pages that a persona may read. Somebody who is signed in is shown those that not everybody reads."""
    text = Edition.objects.published().get().text.replace("edition: ", "edition: Second ", 1)
    made = make_rows(place.personas, draft={"text": text}, report={"email": "reader@test.invalid"})
    public = {name for name, route in ROUTES.items() if route.get[ANONYMOUS] == 200}
    allowed = {name for name, route in ROUTES.items() if route.get[persona] == 200}
    paths = [ROUTES[name].address(name, made) for name in sorted(public if persona == ANONYMOUS else allowed - public)]
    client = place.personas.client(persona)
    return [path for path in paths if client.get(path)["Content-Type"].startswith("text/html")]


@pytest.mark.parametrize("persona", [ANONYMOUS, "coordinator", "signatory_a"])
def test_axe_finds_nothing_and_no_page_is_wider_than_the_screen(place: Place, watch, persona):
    """Wide and light, then narrow and dark: a screen of 1280 × 1024 at 400 %, as narrow as a small telephone, and lower."""
    page = place.visit(persona)
    loads = watch(page)
    found = []
    for path in addresses(place, persona):
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light")
        page.goto(place.url + path)
        for size, colours in ((WIDE, "light"), (ZOOMED, "dark")):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=colours)
            found += [f"{colours}: {one}" for one in axe(page) + overflows(page)]
            heading = page.locator("h1")
            if heading.count() != 1 or heading.bounding_box()["width"] <= 100:
                found.append(f"{path}: its heading cannot be read on {size}")
    found += loads.complaints
    found += [one.url for one in loads.responses if not one.url.startswith((place.url, "data:"))]
    assert not found, "\n".join(found)


def test_a_page_weighs_little_and_asks_for_little(place: Place, watch):
    wrong = []
    page = place.visit()
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})  # each time for the first time
    loads = watch(page)
    for path in addresses(place, ANONYMOUS):
        if path == "/styleguide/":
            continue  # every component at once, for developers
        loads.responses.clear()
        page.goto(place.url + path, wait_until="load")
        if loads.weight() > MOST_BYTES or len(loads.responses) - 1 > MOST_REQUESTS:
            wrong.append(f"{path}: {loads.weight()} bytes, {len(loads.responses) - 1} requests beside it")
    assert not wrong, "\n".join(wrong)


def test_the_style_sheet_arrives(place: Place):
    """axe would pass an unstyled page, so see that this is none."""
    page = place.visit()
    page.goto(place.url)
    assert page.evaluate("() => getComputedStyle(document.querySelector('.skip')).position") in ("absolute", "fixed")
    assert page.evaluate("() => document.styleSheets.length") >= 1


def test_print_shows_the_text_without_the_site_around_it(place: Place):
    page = place.visit()
    page.goto(f"{place.url}/compact/")
    page.emulate_media(media="print")
    assert not page.locator("nav.nav").is_visible()
    assert page.locator("h1").first.is_visible()
    assert page.locator("main p").first.is_visible()
    ink = page.evaluate("() => getComputedStyle(document.querySelector('main p')).color")
    dark = [int(part) for part in ink.removeprefix("rgb(").removesuffix(")").split(",")]
    assert sum(dark) < 3 * 110, f"{ink} is too light for paper"
    assert len(page.pdf(format="A4")) > 10_000
