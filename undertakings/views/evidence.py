"""Is it kept? Every undertaking with its figures, and each measure down to the records behind it."""

import re
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import condition

from compact_portal.lib.clock import today
from compact_portal.lib.tabular import csv_lines
from compact_portal.lib.verdicts import Outcome
from compact_portal.pages.decorators import public_page
from compact_portal.pages.streaming import streamed, tag_of
from undertakings.evidence import Measure, PromiseMeasure, known
from undertakings.queries import evidence_pages
from undertakings.queries.evidence import Wanted
from undertakings.queries.evidence_data import RECORD_COLUMNS, evidence_changed_at
from undertakings.queries.text import edition_in_force
from undertakings.rules import is_year
from undertakings.views import parts
from undertakings.views.trail import EVIDENCE, trail

READS = ("outcome", "agency", "after")
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
_AFTER = re.compile(r"([0-9]{8})-([1-9][0-9]{0,17})")


@public_page(reads=())
def evidence_list(request: HttpRequest) -> HttpResponse:
    """Every undertaking of both sectors with what the records say of it."""
    on = today()
    edition = edition_in_force(on)
    context = {
        "undertakings": edition and parts.undertaking_sections(edition, on=on),
        "others": edition and parts.evidence(edition, on=on),
        "crumbs": trail("Is it kept?"),
        "on": on,
    }
    return render(request, "undertakings/evidence_list.html", context)


@public_page(reads=READS)
def evidence_detail(request: HttpRequest, measure: str) -> HttpResponse:
    """One measure: what it asks and by which rule, its figures by year and by agency, and its records."""
    found, on = _measure(measure), today()
    wanted = _wanted(request, Wanted(measure, on))
    page = evidence_pages.detail(found, wanted)
    crumbs = trail(found.question, EVIDENCE)
    return _page(request, "undertakings/evidence_detail.html", found, wanted, {**page, "crumbs": crumbs})


@public_page(reads=READS)
def evidence_year(request: HttpRequest, measure: str, year: str) -> HttpResponse:
    """One measure in one financial year, as it is known now."""
    found, on = _measure(measure), today()
    wanted = _wanted(request, Wanted(measure, on, year=_year(year)))
    page = evidence_pages.year_detail(found, wanted)
    if page is None:
        raise Http404("The measure has nothing to say of this year.")
    crumbs = trail(year, EVIDENCE, (found.question, reverse("undertakings:evidence_detail", args=[measure])))
    return _page(request, "undertakings/evidence_year.html", found, wanted, {**page, "crumbs": crumbs})


@public_page(reads=READS)
def evidence_known(request: HttpRequest, measure: str, year: str, on: str) -> HttpResponse:
    """The same figure as the portal knew it at the end of a day, so that what was quoted can be found again."""
    found, now = _measure(measure), today()
    known_on = _day(on)
    if known_on is None or known_on > now or not isinstance(found, PromiseMeasure):
        raise Http404("Figures are kept by the day for promises, up to today.")
    wanted = _wanted(request, Wanted(measure, now, year=_year(year), known_on=known_on))
    page = evidence_pages.year_detail(found, wanted) or {}
    above = (found.question, reverse("undertakings:evidence_detail", args=[measure]))
    crumbs = trail("As known then", EVIDENCE, above, (year, reverse("undertakings:evidence_year", args=[measure, year])))
    return _page(request, "undertakings/evidence_known.html", found, wanted, {**page, "crumbs": crumbs})


def _changed(request: HttpRequest, measure: str) -> datetime | None:
    return evidence_changed_at(on=today(), key=measure)


@public_page(reads=())
@condition(etag_func=tag_of, last_modified_func=_changed)
def evidence_csv(request: HttpRequest, measure: str) -> HttpResponseBase:
    """Every record of a measure with its verdict of today, as a table. No cell of it is a formula to a spreadsheet."""
    found = _measure(measure)
    if not isinstance(found, PromiseMeasure):
        raise Http404("An amount has no records with verdicts.")
    rows = csv_lines(tuple(RECORD_COLUMNS), evidence_pages.table_rows(found, on=today()))
    return streamed(rows, "text/csv; charset=utf-8", f"{measure}.csv")


def _page(request: HttpRequest, template: str, measure: Measure, wanted: Wanted, page: dict[str, Any]) -> HttpResponse:
    on = wanted.on
    facts = evidence_pages.measure_facts(measure, edition_in_force(on), on=on, year=wanted.year)
    steps = {name: value for name, value in (("outcome", wanted.outcome), ("agency", wanted.agency)) if value}
    here = request.path
    more = {
        "on": on,
        "here": here,
        "chosen": bool(steps or wanted.after),
        "next_url": f"{here}?{urlencode({**steps, 'after': page['next_key']})}#records" if page.get("next_key") else "",
    }
    response = render(request, template, {**facts, **page, **more, "wanted": wanted})
    response.stored_page = not request.GET  # type: ignore[attr-defined]  # what people ask for is without end
    return response


def _measure(key: str) -> Measure:
    found = known(key)
    if found is None:
        raise Http404("Nothing is measured under this name.")
    return found


def _year(year: str) -> str:
    if not is_year(year):
        raise Http404("A financial year is written 2026-27.")
    return year


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words) if len(words) == 10 else None
    except ValueError:
        return None


def _wanted(request: HttpRequest, plain: Wanted) -> Wanted:
    """What the address asks for; what it cannot mean counts as not said."""
    asked = request.GET
    outcome, agency, after = (asked.get(name, "") for name in READS)
    place = _AFTER.fullmatch(after)
    day = _day(f"{place[1][:4]}-{place[1][4:6]}-{place[1][6:]}") if place else None
    return Wanted(
        key=plain.key,
        on=plain.on,
        year=plain.year,
        known_on=plain.known_on,
        outcome=outcome if outcome in set(Outcome) else "",
        agency=int(agency) if _NUMBER.fullmatch(agency) else plain.agency,
        after=(day, int(place[2])) if place and day else None,
    )
