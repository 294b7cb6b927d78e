"""Open data: the hub of all of it; the edition in force, the jargon buster, and the figures of evidence."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import http_date

from compact_portal.lib.clock import today
from compact_portal.lib.licence import LICENCE, LICENCE_NAME
from compact_portal.lib.tabular import csv_lines
from compact_portal.pages.decorators import public_page
from undertakings.models import Edition, EvidenceLink, Term
from undertakings.open_data import entries
from undertakings.queries.edition import compact_as_data
from undertakings.queries.evidence_data import FIGURE_COLUMNS, evidence_as_data, evidence_changed_at, figure_rows
from undertakings.queries.reference import JARGON_COLUMNS, jargon_rows, last_change
from undertakings.rules import is_year
from undertakings.views.editions import markdown_response
from undertakings.views.trail import trail


@public_page(reads=())
def open_data_list(request: HttpRequest) -> HttpResponse:
    """What there is as open data: what each set holds, its formats and its columns."""
    on = today()
    found = [
        {
            "entry": entry,
            "changed_at": entry.changed_at(on) if entry.changed_at else None,
            "links": [{"label": label, "url": reverse(name)} for label, name in entry.formats],
            "patterns": [{"label": label, "url": reverse(name, kwargs=dict(parts))} for label, name, parts in entry.patterns],
        }
        for entry in entries()
    ]
    context = {"sets": found, "licence": LICENCE, "licence_name": LICENCE_NAME, "crumbs": trail("Open data")}
    return render(request, "undertakings/open_data_list.html", context)


@public_page(reads=("year",))
def open_evidence_json(request: HttpRequest) -> HttpResponse:
    """Every measure with its figures; the document explains its own keys. `?year=2026-27` keeps to one year."""
    on = today()
    data = evidence_as_data(on=on, year=_year(request))
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Last-Modified"] = http_date(evidence_changed_at(on=on).timestamp())
    return response


@public_page(reads=("year",))
def open_evidence_csv(request: HttpRequest) -> HttpResponse:
    """The same figures as a table."""
    on = today()
    rows = (tuple(row.values()) for row in figure_rows(on=on, year=_year(request)))
    response = HttpResponse(
        "".join(csv_lines(tuple(FIGURE_COLUMNS), rows)).encode(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="evidence.csv"'},
    )
    response.headers["Last-Modified"] = http_date(evidence_changed_at(on=on).timestamp())
    return response


def _year(request: HttpRequest) -> str:
    asked = request.GET.get("year", "")
    if asked and not is_year(asked):
        raise Http404("A financial year is written 2026-27.")
    return asked


@public_page(reads=())
def open_compact_text(request: HttpRequest) -> HttpResponse:
    """The edition in force, byte for byte."""
    edition = Edition.objects.in_force(today())
    if edition is None:
        raise Http404("No compact is loaded.")
    return _dated(markdown_response(edition), Edition)


@public_page(reads=())
def open_compact_json(request: HttpRequest) -> HttpResponse:
    """The edition in force item by item; the document explains its own keys."""
    on = today()
    data = compact_as_data(Edition.objects.in_force(on), on=on)
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    return _dated(response, Edition, EvidenceLink)


@public_page(reads=())
def open_jargon_csv(request: HttpRequest) -> HttpResponse:
    """The jargon buster as a table. No cell of it is a formula to a spreadsheet."""
    response = HttpResponse(
        "".join(csv_lines(tuple(JARGON_COLUMNS), jargon_rows())).encode(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="jargon.csv"'},
    )
    return _dated(response, Term)


def _dated(response: HttpResponse, *models: type) -> HttpResponse:
    """Say when any row of these models was changed last."""
    changed = last_change(*models)
    if changed:
        response.headers["Last-Modified"] = http_date(changed.timestamp())
    return response
