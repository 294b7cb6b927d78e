"""Where you are: the crumbs above a page's heading."""

from functools import cache

from django.urls import reverse

COMPACT = ("The compact", "undertakings:compact_detail")
UNDERTAKINGS = ("Undertakings", "undertakings:undertaking_list")
EVIDENCE = ("Is it kept?", "undertakings:evidence_list")
EDITIONS = ("Editions", "undertakings:edition_list")
JARGON = ("Jargon buster", "undertakings:term_list")


def trail(here: str, *above: tuple[str, str]) -> list[dict[str, str]]:
    """Crumbs for the component crumbs.html: pairs of a label and the name of an address, or the address, then this page."""
    steps = [{"label": label, "url": to if to.startswith("/") else _address(to)} for label, to in above]
    return [*steps, {"label": here, "url": ""}]


@cache
def _address(name: str) -> str:
    """Looked up once: it is the same for every page."""
    return reverse(name)
