"""Open data of funding, streamed."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import condition

from compact_portal.lib.clock import now
from compact_portal.lib.tabular import csv_lines
from compact_portal.pages.decorators import public_page
from compact_portal.pages.streaming import json_pieces, streamed, tag_of
from funding.queries import open_data
from funding.queries.register import years_and_funders
from signatories.models import Partner


def _changed(request: HttpRequest, *args: Any, **kwargs: Any) -> datetime | None:
    return open_data.funding_changed_at()


def _funder(slug: str) -> Partner:
    funder = open_data.funder_called(slug)
    if funder is None:
        raise Http404("No funder has this address.")
    return funder


@public_page(reads=())
@condition(etag_func=tag_of, last_modified_func=_changed)
def open_funding_csv(request: HttpRequest) -> HttpResponseBase:
    """Every public agreement as a table. No cell of it is a formula to a spreadsheet."""
    rows = (tuple(row.values()) for row in open_data.agreement_rows())
    return streamed(csv_lines(tuple(open_data.AGREEMENT_COLUMNS), rows), "text/csv; charset=utf-8", "funding.csv")


@public_page(reads=())
@condition(etag_func=tag_of, last_modified_func=_changed)
def open_funding_json(request: HttpRequest) -> HttpResponseBase:
    """Every public agreement as JSON, which explains its own keys."""
    pieces = json_pieces({"keys": open_data.AGREEMENT_COLUMNS}, {"agreements": open_data.agreement_rows()})
    return streamed(pieces, "application/json", "funding.json")


@public_page(reads=())
@condition(etag_func=tag_of, last_modified_func=_changed)
def open_giving_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A funder's grants as a 360Giving package."""
    funder = _funder(slug)
    if not settings.PORTAL_360GIVING_PREFIX:
        raise Http404("No package is published here: the publisher has no 360Giving prefix yet.")
    pieces = json_pieces(open_data.package_head(funder, at=now()), {"grants": open_data.grants_of(funder)})
    return streamed(pieces, "application/json", f"{slug}-360giving.json")


@public_page(reads=())
@condition(etag_func=tag_of, last_modified_func=_changed)
def open_grants_csv(request: HttpRequest, slug: str, year: str) -> HttpResponseBase:
    """A funder's awards of one financial year in the columns in which councils publish them."""
    funder = _funder(slug)
    if year not in years_and_funders()[0]:
        raise Http404("No awards of that year.")
    lines = csv_lines(open_data.YEARLY_COLUMNS, open_data.yearly_rows(funder, year))
    return streamed(lines, "text/csv; charset=utf-8", f"{slug}-grants-{year}.csv")
