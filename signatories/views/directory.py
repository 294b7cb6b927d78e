"""The directory of partners, and each partner's page."""

import re
from string import ascii_lowercase
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from compact_portal.lib.clock import today
from compact_portal.lib.folding import clean
from compact_portal.pages.decorators import public_page
from signatories.models import Partner
from signatories.panels import panels_of
from signatories.queries.directory import Wanted, listing
from signatories.queries.open_data import SIGNATORY_COLUMNS
from signatories.queries.partner import listed_partner, partner_elsewhere, partner_page
from signatories.rules.directory import MOST_COUNTED, MOST_FOUND, capped
from signatories.rules.signing import Standing

MOST_CHARACTERS = 200
STANDINGS = {
    Standing.SIGNED: "Signed",
    Standing.REAFFIRM: "To reaffirm",
    Standing.LAPSED: "Lapsed",
    Standing.WITHDRAWN: "Withdrawn",
    Standing.NONE: "Has not signed",
}
# What can be chosen: the parameter, its label, its choices.
CHOICES = (
    ("sector", "Sector", dict(Partner.Sector.choices)),
    ("kind", "Kind", dict(Partner.Kind.choices)),
    ("income", "Income", dict(Partner.Income.choices)),
    ("status", "Where it stands", {str(key): label for key, label in STANDINGS.items()}),
)
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


@public_page
def partner_list(request: HttpRequest) -> HttpResponse:
    """The directory from A to Z, or what of it is asked for."""
    wanted = _wanted(request)
    found = listing(wanted, on=today())
    context = {
        "wanted": wanted,
        "here": reverse("signatories:partner_list"),
        "found": found,
        "count": capped(found.count),
        "plural": found.count != 1,
        "most_found": MOST_FOUND,
        "choices": [
            {"name": name, "label": label, "options": options, "chosen": getattr(wanted, name)} for name, label, options in CHOICES
        ],
        "letters": _letters(wanted),
        "previous": _step(wanted, "before", found.before, "Partners before these"),
        "next": _step(wanted, "after", found.after, "Partners after these"),
        "columns": SIGNATORY_COLUMNS,
        "many": found.count > MOST_COUNTED,
    }
    response = render(request, "signatories/partner_list.html", context)
    response.stored_page = not request.GET  # type: ignore[attr-defined]  # what people ask for is without end
    return response


def _wanted(request: HttpRequest) -> Wanted:
    """What the address asks for; what it cannot mean counts as not said."""
    asked = request.GET
    chosen: dict[str, Any] = {name: asked.get(name, "") for name, _, options in CHOICES if asked.get(name, "") in options}
    numbers: dict[str, Any] = {name: int(asked[name]) for name in ("after", "before") if _NUMBER.fullmatch(asked.get(name, ""))}
    letter = asked.get("letter", "")
    return Wanted(
        words=clean(asked.get("q", ""))[:MOST_CHARACTERS].strip(),
        letter=letter if len(letter) == 1 and letter in ascii_lowercase else "",
        **chosen,
        **numbers,
    )


def _address(wanted: Wanted, **place: Any) -> str:
    """The directory with the same filters, at another place."""
    kept = {"q": wanted.words} | {name: getattr(wanted, name) for name, _, _ in CHOICES} | place
    asked = urlencode({name: value for name, value in kept.items() if value})
    return reverse("signatories:partner_list") + (f"?{asked}" if asked else "")


def _letters(wanted: Wanted) -> list[dict[str, str]]:
    first = _address(wanted)
    before = f"{first}{'&' if '?' in first else '?'}letter="
    return [{"label": "0–9", "url": first}, *({"label": letter.upper(), "url": before + letter} for letter in ascii_lowercase)]


def _step(wanted: Wanted, name: str, number: int, label: str) -> dict[str, str] | None:
    return {"url": _address(wanted, **{name: number}), "label": label} if number else None


@public_page
def partner_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One partner: what it pledges, who its champion is, what it has signed, and what other parts of the portal know."""
    on = today()
    partner = listed_partner(slug)
    if partner is None:
        moved = partner_elsewhere(slug)
        if moved is None:
            raise Http404("No partner has this address.")
        return redirect("signatories:partner_detail", moved.slug, permanent=True)
    crumbs = [{"label": "Signatories", "url": reverse("signatories:partner_list")}, {"label": partner.name, "url": ""}]
    context = {"page": partner_page(partner, on=on), "panels": panels_of(partner, on=on), "crumbs": crumbs}
    return render(request, "signatories/partner_detail.html", context)
