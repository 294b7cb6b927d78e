"""A real browser over a running portal: plain static files, a strict eye on the console, axe."""

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response

from tests.house.content import load_dacorum
from tests.house.needs import CHROMIUM
from tests.house.personas import ANONYMOUS, Personas, make_personas

AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
# 400 % zoom on a screen of 1280 × 1024 leaves this much.
ZOOMED = {"width": 320, "height": 256}
# The two ways in which a journey is made. Each page is looked at narrow with scripts, too: test_every_page.py.
BOTH = pytest.mark.parametrize(("size", "script"), [(WIDE, True), (NARROW, False)], ids=["wide", "narrow without a script"])


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    flags = (
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    )  # fmt: skip
    return {"executable_path": str(CHROMIUM), "args": list(flags)}


@dataclass
class Place:
    """The running portal, its people, and pages in which to visit it."""

    url: str
    personas: Personas
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    # Pages on which no script runs. axe is one, and may wait for a timer that never comes: look at the scripted page instead.
    unscripted: set[Page] = field(default_factory=set)

    def visit(self, persona: str = ANONYMOUS, **options: Any) -> Page:
        """A new browser window in which that persona is signed in."""
        context = self.browser.new_context(**({"viewport": WIDE, "locale": "en-GB", "reduced_motion": "reduce"} | options))
        self.contexts.append(context)
        context.set_default_timeout(10_000)
        if persona != ANONYMOUS:
            cookie = self.personas.client(persona).cookies[django_settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.url}])
        page = context.new_page()
        self.unscripted |= {page} if options.get("java_script_enabled") is False else set()
        return page


@pytest.fixture
def place(transactional_db: None, live_server: Any, browser: Browser) -> Iterator[Place]:
    load_dacorum()
    made = Place(live_server.url, make_personas(), browser)
    yield made
    for context in made.contexts:
        context.close()


@dataclass
class Loads:
    """What a page loaded, what it weighs packed, and what went wrong meanwhile."""

    responses: list[Response] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def weight(self) -> int:
        return sum(len(gzip.compress(response.body(), mtime=0)) for response in self.responses if response.status == 200)


@pytest.fixture
def watch() -> Callable[[Page], Loads]:
    """Listen to a page: the console, the policy's refusals, failed requests."""

    def listen(page: Page) -> Loads:
        loads = Loads()

        def failed(request: Request) -> None:
            # Going on to the next page while the icon is still on its way ends that request: nothing is broken.
            if request.failure != "net::ERR_ABORTED":
                loads.complaints.append(f"failed: {request.url} {request.failure}")

        page.on("response", lambda response: loads.responses.append(response))
        page.on("console", lambda said: loads.complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: loads.complaints.append(str(error)))
        page.on("requestfailed", failed)
        return loads

    return listen


# Only what it finds goes out of the browser: all that it has looked at is a hundred times as much.
AXE_RUN = f"async () => (await axe.run({json.dumps(AXE)})).violations"


def axe(page: Page) -> list[str]:
    """What axe finds, a line each: rule, help, and the first element it is about."""
    if page.evaluate("() => typeof axe === 'undefined'"):  # reading its half a megabyte takes as long as a small page
        page.evaluate(Axe().axe_script)
    found = page.evaluate(AXE_RUN)
    return [f"{page.url} {one['id']}: {one['help']}: {one['nodes'][0]['html'][:160]}" for one in found]


def overflows(page: Page) -> list[str]:
    """What sticks out sideways, if the page can be scrolled that way."""
    return page.evaluate(
        """() => {
            const wide = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= wide) return [];
            const out = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > wide + 1);
            return [location.pathname + ": " + out.slice(0, 3).map(e => e.outerHTML.slice(0, 90)).join(" | ")];
        }"""
    )
