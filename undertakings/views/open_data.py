"""Open data of the text: the edition in force as Markdown and as JSON, and the jargon buster as a table."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.http import http_date

from compact_portal.lib.clock import today
from compact_portal.lib.tabular import csv_lines
from compact_portal.pages.decorators import public_page
from undertakings.models import Edition, EvidenceLink, Term
from undertakings.queries.edition import compact_as_data
from undertakings.queries.reference import jargon_rows, last_change
from undertakings.views.editions import markdown_response

JARGON_COLUMNS = ("term", "short form", "also written", "meaning", "see also", "added by", "address")


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
        "".join(csv_lines(JARGON_COLUMNS, jargon_rows())).encode(),
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
