"""The public registers of policy appraisals and of decisions."""

import re
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from compact_portal.lib import clock
from compact_portal.lib.folding import clean
from compact_portal.pages.decorators import public_page
from consultations.models import PolicyAppraisal
from consultations.queries.addresses import CONSULTATIONS
from consultations.queries.registers import (
    APPRAISALS,
    DECISIONS,
    Register,
    agencies_and_years,
    listing,
    public_record,
    record_elsewhere,
    record_page,
)
from consultations.rules.registers import MOST_FOUND, NEWEST, OLDEST, Wanted
from signatories.rules.directory import capped
from undertakings.views.trail import trail

MOST_CHARACTERS = 200
SORT = ("sort", "Order", {NEWEST: "the newest first", OLDEST: "the oldest first"})
OWN_CHOICE: dict[str, tuple[str, str, dict[str, str]]] = {
    APPRAISALS.key: ("effect", "Effect", {str(key): str(label) for key, label in PolicyAppraisal.Effect.choices}),
    DECISIONS.key: ("consulted", "Consultation", {"yes": "After a consultation", "no": "Without one"}),
}
ABOVE = {
    APPRAISALS.key: ("Policy appraisals", "consultations:appraisal_list"),
    DECISIONS.key: ("Decisions", "consultations:decision_list"),
}
READS = ("q", "agency", "year", "sort", "after", "before")
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


@public_page(reads=(*READS, "effect"), many=True)
def appraisal_list(request: HttpRequest) -> HttpResponse:
    """Every appraisal of a new policy, or those that are asked for."""
    return _list(request, APPRAISALS)


@public_page(reads=(*READS, "consulted"), many=True)
def decision_list(request: HttpRequest) -> HttpResponse:
    """Every decision with its reasons, or those that are asked for."""
    return _list(request, DECISIONS)


def _list(request: HttpRequest, register: Register) -> HttpResponse:
    agencies, years = agencies_and_years(register)
    choices = (("agency", "Agency", agencies), ("year", "Year", {year: year for year in years}), OWN_CHOICE[register.key], SORT)
    wanted = _wanted(request, choices)
    found = listing(register, wanted, on=clock.today())
    context = {
        "wanted": wanted,
        "found": found,
        "count": capped(found.count),
        "most_found": MOST_FOUND,
        "here": reverse(ABOVE[register.key][1]),
        "choices": [
            {"name": name, "label": label, "options": options, "chosen": getattr(wanted, name)} for name, label, options in choices
        ],
        "previous": _step(register, wanted, "before", found.before),
        "next": _step(register, wanted, "after", found.after),
        "crumbs": trail(ABOVE[register.key][0], ("Consultations", CONSULTATIONS)),
    }
    return render(request, f"consultations/{register.key}_list.html", context)


def _wanted(request: HttpRequest, choices: Any) -> Wanted:
    """What the address asks for; what it cannot mean counts as not said."""
    asked = request.GET
    chosen: dict[str, Any] = {name: asked.get(name, "") for name, _, options in choices if asked.get(name, "") in options}
    numbers: dict[str, Any] = {name: int(asked[name]) for name in ("after", "before") if _NUMBER.fullmatch(asked.get(name, ""))}
    words = clean(asked.get("q", ""))[:MOST_CHARACTERS].strip()
    return Wanted(words=words, **({"sort": NEWEST} | chosen), **numbers)


def _step(register: Register, wanted: Wanted, name: str, number: int) -> dict[str, str] | None:
    names = ("agency", "year", OWN_CHOICE[register.key][0], "sort")
    kept = {"q": wanted.words} | {one: getattr(wanted, one) for one in names} | {name: number}
    asked = urlencode({one: value for one, value in kept.items() if value and value != NEWEST})
    label = f"{register.noun.capitalize()}s {name} these"
    return {"url": f"{reverse(ABOVE[register.key][1])}?{asked}", "label": label} if number else None


@public_page
def appraisal_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One appraisal: the policy, its effect, on whom, and whether it came in time."""
    return _detail(request, APPRAISALS, slug)


@public_page
def decision_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One decision: what, who, when, why, and whether each promise about it was kept."""
    return _detail(request, DECISIONS, slug)


def _detail(request: HttpRequest, register: Register, slug: str) -> HttpResponse:
    row = public_record(register, slug)
    if row is None:
        moved = record_elsewhere(register, slug)
        if moved is None:
            raise Http404("No record has this address.")
        return redirect(f"consultations:{register.key}_detail", moved.slug, permanent=True)
    crumbs = trail(row.reference, ("Consultations", CONSULTATIONS), ABOVE[register.key])
    return render(request, f"consultations/{register.key}_detail.html", {**record_page(row, on=clock.today()), "crumbs": crumbs})
