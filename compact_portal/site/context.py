"""What every page's frame shows. It asks nothing about the reader: public pages are the same bytes for everybody."""

from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from compact_portal.lib.clock import today
from compact_portal.pages import parts
from compact_portal.pages.queries import content_version, versions
from undertakings.models import Edition

NAV = (
    ("The compact", "undertakings:compact_detail", "/compact/"),
    ("Undertakings", "undertakings:undertaking_list", "/compact/undertakings/"),
    ("Is it kept?", "undertakings:evidence_list", "/evidence/"),
    ("Signatories", "signatories:partner_list", "/signatories/"),
    ("Funding", "funding:agreement_list", "/funding/"),
    ("Consultations", "consultations:consultation_list", "/consultations/"),
    ("Examples", "undertakings:example_list", "/examples/"),
    ("Jargon buster", "undertakings:term_list", "/jargon-buster/"),
    ("Contacts", "undertakings:contact_list", "/contacts/"),
)
FOOTER = (
    ("The compact", (("Principles", "undertakings:principle_list"), ("Editions", "undertakings:edition_list"),
                     ("Codes of practice", "undertakings:code_list"), ("Open data", "undertakings:open_data_list"))),
    ("Use it", (("Sign the compact", "signatories:signing_start"), ("Signatories", "signatories:partner_list"),
                ("Search", "site:search"), ("Jargon buster", "undertakings:term_list"),
                ("Your workspace", "site:workspace"))),
    ("This site", (("Accessibility", "site:accessibility"), ("Privacy", "site:privacy"), ("Cookies", "site:cookies"),
                   ("Report a problem with a page", "site:problem_create"))),
)  # fmt: skip

_names: dict[tuple[int, str], tuple[str, str]] = {}


def compact_names(number: int | None = None) -> tuple[str, str]:
    """The compact's name and place, from the edition in force; kept until public content or the day changes.

    `number` is the content version, where the caller has read it.
    """
    key = (content_version() if number is None else number, today().isoformat())
    if key not in _names:
        edition = Edition.objects.in_force(today())
        _names.clear()
        _names[key] = (edition.compact, edition.place) if edition else ("Compact Portal", "")
    return _names[key]


@cache
def _links() -> tuple[list[tuple[str, str, str]], list[dict[str, Any]]]:
    """Addresses of the frame: they are the same on every page, and looking up each anew takes longer than the frame."""
    nav = [(label, reverse(url), prefix) for label, url, prefix in NAV]
    footer = [{"title": title, "links": [{"label": label, "url": reverse(url)} for label, url in links]} for title, links in FOOTER]
    return nav, footer


def _nav(current: str) -> list[dict[str, Any]]:
    return [{"label": label, "url": url, "current": prefix == current} for label, url, prefix in _links()[0]]


@lru_cache(maxsize=64)
def frame(name: str, *, current: str, exact: bool, sample: bool) -> tuple[SafeString, SafeString, SafeString]:
    """What each page loads, and what stands above and below it, set once: setting it anew takes as long as a small page.

    `current` is the prefix of the nav's entry that the page is under, "" for none; `exact` when the page is that entry's own.
    """
    above = {"name": name, "nav": _nav(current), "exact": exact, "sample": sample}
    return (
        render_to_string("site/_frame_files.html"),
        render_to_string("site/_frame_top.html", above),
        render_to_string("site/_frame_foot.html", {"footer": _links()[1]}),
    )


def portal(request: HttpRequest) -> dict[str, Any]:
    """The context processor: `portal` in every template."""
    moment = parts.moment()  # what a public page stands on has been read already
    number, request.words = (moment.version, moment.words) if moment else versions()  # type: ignore[attr-defined]  # for jargon
    name, place = compact_names(number)
    path = request.path
    current = max((prefix for _, _, prefix in NAV if path.startswith(prefix)), key=len, default="")
    exact = any(path == url for _, url, prefix in _links()[0] if prefix == current)
    files, top, foot = frame(name, current=current, exact=exact, sample=settings.PORTAL_SAMPLE)
    return {
        "portal": {
            "name": name,
            "place": place,
            "sample": settings.PORTAL_SAMPLE,
            "path": path,
            "address": settings.PORTAL_ADDRESS,
            "nav": _nav(current),
            "files": files,
            "top": top,
            "foot": foot,
        }
    }
