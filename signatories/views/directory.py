"""The directory of partners, and each partner's page."""

import re
from collections.abc import Sequence
from datetime import date
from string import ascii_lowercase
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from compact_portal.lib.clock import today
from compact_portal.lib.folding import clean
from compact_portal.pages.decorators import public_page
from compact_portal.pages.parts import kept, kept_each
from compact_portal.pages.pieces import Seek, columns, options, seek
from signatories.models import Partner
from signatories.panels import panels_of
from signatories.queries.directory import Line, Wanted, lines_on, listing
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
    on = today()
    found = listing(wanted, on=on)
    here = reverse("signatories:partner_list")
    context = {
        "wanted": wanted,
        "here": here,
        "found": found,
        "rows": _rows(found.lines, on=on),
        "count": capped(found.count),
        "plural": found.count != 1,
        "most_found": MOST_FOUND,
        "seek": seek(_form(wanted, here), words=wanted.words),
        "letters": "" if wanted.words else _letters(_address(wanted)),
        "previous": _step(wanted, "before", found.before, "Partners before these"),
        "next": _step(wanted, "after", found.after, "Partners after these"),
        "taking": _taking(),
        "many": found.count > MOST_COUNTED,
    }
    response = render(request, "signatories/partner_list.html", context)
    response.stored_page = not request.GET  # type: ignore[attr-defined]  # what people ask for is without end
    return response


def _form(wanted: Wanted, here: str) -> Seek:
    choices = tuple((name, label, options(has, chosen=getattr(wanted, name))) for name, label, has in CHOICES)
    return Seek(here, "Signatories", "Find by name", choices)


@kept
def _taking() -> SafeString:
    return render_to_string("signatories/_directory_taking.html", {"columns": columns(SIGNATORY_COLUMNS)})


def _rows(lines: Sequence[Line], *, on: date) -> SafeString:
    keys = [(line.number, on) for line in lines]
    rows = _each_row(keys)
    return mark_safe("".join(rows[key] for key in keys if key in rows))  # noqa: S308  they come out of templates


@kept_each
def _each_row(keys: list[tuple[int, date]]) -> dict[tuple[int, date], SafeString]:
    """Rows of the directory on a day, whatever it is asked for."""
    here = reverse("signatories:partner_list")
    return {
        key: render_to_string("signatories/_partner_row.html", {"line": line, "here": here}) for key, line in lines_on(keys).items()
    }


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


@kept
def _letters(first: str) -> SafeString:
    """The A to Z, given the address of the list's first page with its filters."""
    before = f"{first}{'&' if '?' in first else '?'}letter="
    every = [{"label": "0–9", "url": first}, *({"label": letter.upper(), "url": before + letter} for letter in ascii_lowercase)]
    return render_to_string("components/az.html", {"letters": every})


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
