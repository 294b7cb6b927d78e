"""The public register: agreements, totals, rounds of funding."""

import re
from collections.abc import Sequence
from datetime import date
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
from funding.models import Agreement
from funding.queries.agreement import agreement_page, public_agreement
from funding.queries.funds import fund_elsewhere, fund_page, fund_rows, public_fund
from funding.queries.open_data import AGREEMENT_COLUMNS
from funding.queries.register import agreements_shown, alignment, listing, totals, years_and_funders
from funding.rules.register import MOST_FOUND, NEWEST, SORTS, Wanted
from signatories.models import Partner
from signatories.rules.directory import capped
from undertakings.views.trail import trail

MOST_CHARACTERS = 200
FUNDING = ("Funding", "funding:agreement_list")
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
_SLUG = re.compile(r"[a-z0-9-]{1,80}")
CHOICES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("kind", "Kind", {str(key): str(label) for key, label in Agreement.Kind.choices}),
    ("size", "Size of recipient", {str(key): str(label) for key, label in Partner.Income.choices}),
    ("term", "Length", {"multi": "Multi-year", "short": "Shorter"}),
    (
        "cost",
        "Full cost",
        {"kept": "Covered", "explained": "Explained", "not_kept": "Not covered", "unknown": "Not known"},
    ),
    ("shared", "Shared ways", {"terms": "The terms that funders share", "monitoring": "The monitoring form that funders share"}),
    ("notice", "Notice of a change", {"yes": "Served", "no": "None"}),
    ("sort", "Order", SORTS),
)


@public_page(reads=("q", "funder", "recipient", "year", "after", "before", *(name for name, _, _ in CHOICES)), many=True)
def agreement_list(request: HttpRequest) -> HttpResponse:
    """The register, or what of it is asked for."""
    years, funders = years_and_funders()
    wanted = _wanted(request, years)
    found = listing(wanted)
    here = reverse("funding:agreement_list")
    choices = (("funder", "Funder", funders), ("year", "Awarded in", {year: year for year in years}), *CHOICES)
    context = {
        "wanted": wanted,
        "found": found,
        "seek": seek(_form(wanted, here, choices), words=wanted.words),
        "rows": _rows(found.rows),
        "count": capped(found.count),
        "most_found": MOST_FOUND,
        "here": here,
        "previous": _step(wanted, "before", found.before, "Agreements before these"),
        "next": _step(wanted, "after", found.after, "Agreements after these"),
        "opening": _opening(),
        "taking": _taking(),
    }
    return render(request, "funding/agreement_list.html", context)


@kept
def _opening() -> SafeString:
    return render_to_string("funding/_register_opening.html")


@kept
def _taking() -> SafeString:
    return render_to_string("funding/_register_taking.html", {"columns": columns(AGREEMENT_COLUMNS)})


def _form(wanted: Wanted, here: str, choices: tuple[tuple[str, str, dict[str, str]], ...]) -> Seek:
    return Seek(
        here, "Funding agreements", "Find by words",
        choices=tuple(
            (name, label, options(has, chosen=getattr(wanted, name), every="" if name == "sort" else "all"))
            for name, label, has in choices
        ),
        hidden=(("recipient", wanted.recipient),) if wanted.recipient else (),
    )  # fmt: skip


def _rows(numbers: Sequence[int]) -> SafeString:
    rows = _each_row(numbers)
    return mark_safe("".join(rows[number] for number in numbers if number in rows))  # noqa: S308  they come out of templates


@kept_each
def _each_row(numbers: list[int]) -> dict[int, SafeString]:
    """Rows of the register, whatever it is asked for."""
    return {row.pk: render_to_string("funding/_agreement_row.html", {"row": row}) for row in agreements_shown(numbers)}


def _wanted(request: HttpRequest, years: list[str]) -> Wanted:
    """What the address asks for; what it cannot mean counts as not said."""
    asked = request.GET
    chosen: dict[str, Any] = {name: asked.get(name, "") for name, _, options in CHOICES if asked.get(name, "") in options}
    numbers: dict[str, Any] = {name: int(asked[name]) for name in ("after", "before") if _NUMBER.fullmatch(asked.get(name, ""))}
    slugs: dict[str, Any] = {name: asked[name] for name in ("funder", "recipient") if _SLUG.fullmatch(asked.get(name, ""))}
    year = asked.get("year", "")
    words = clean(asked.get("q", ""))[:MOST_CHARACTERS].strip()
    return Wanted(words=words, year=year if year in years else "", **({"sort": NEWEST} | chosen), **slugs, **numbers)


def _step(wanted: Wanted, name: str, number: int, label: str) -> dict[str, str] | None:
    names = ("funder", "recipient", "year", *(name for name, _, _ in CHOICES))
    kept = {"q": wanted.words} | {one: getattr(wanted, one) for one in names} | {name: number}
    asked = urlencode({one: value for one, value in kept.items() if value and value != NEWEST})
    return {"url": f"{reverse('funding:agreement_list')}?{asked}", "label": label} if number else None


@public_page
def agreement_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """One agreement: what was promised and paid, its notices, and each verdict with its rule and source."""
    agreement = public_agreement(reference)
    if agreement is None:
        raise Http404("No agreement has this reference.")
    context = {**agreement_page(agreement, on=today()), "crumbs": trail(agreement.reference, FUNDING)}
    return render(request, "funding/agreement_detail.html", context)


@public_page
def award_total_list(request: HttpRequest) -> HttpResponse:
    """What each funder awarded in each year, drawn and as a table."""
    years, rows, most = totals()
    for row in rows:
        for cell in row.cells:
            cell["width"] = round(300 * cell["pence"] / most, 1) if most else 0
    context = {"years": years, "rows": rows, "crumbs": trail("Totals by funder and year", FUNDING)}
    return render(request, "funding/award_total_list.html", context)


@public_page
def alignment_list(request: HttpRequest) -> HttpResponse:
    """Which funders use the same terms and the same monitoring form, and for how many of their agreements."""
    context = {**alignment(), "crumbs": trail("Shared terms and monitoring", FUNDING)}
    return render(request, "funding/alignment_list.html", context)


@public_page
def fund_list(request: HttpRequest) -> HttpResponse:
    """The rounds of funding, the newest first."""
    on: date = today()
    context = {"rows": fund_rows(on=on), "crumbs": trail("Rounds of funding", FUNDING)}
    return render(request, "funding/fund_list.html", context)


@public_page
def fund_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One round: its criteria, how the sector was consulted on them, and what was awarded from it."""
    fund = public_fund(slug)
    if fund is None:
        moved = fund_elsewhere(slug)
        if moved is None:
            raise Http404("No round has this address.")
        return redirect("funding:fund_detail", moved.slug, permanent=True)
    rounds = ("Rounds of funding", "funding:fund_list")
    context = {**fund_page(fund, on=today()), "crumbs": trail(fund.title, FUNDING, rounds)}
    return render(request, "funding/fund_detail.html", context)
