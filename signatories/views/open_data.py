"""Open data of partners and signatures, streamed: the directory as a table and as JSON, and the chain of signatures."""

from datetime import datetime

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import condition

from compact_portal.lib.clock import today
from compact_portal.lib.tabular import csv_lines
from compact_portal.pages.decorators import public_page
from compact_portal.pages.streaming import json_pieces, streamed, tag_of
from signatories.queries import open_data


def _directory_changed(request: HttpRequest) -> datetime | None:
    return open_data.directory_changed_at(on=today())


def _chain_changed(request: HttpRequest) -> datetime | None:
    return open_data.chain_changed_at()


@public_page
@condition(etag_func=tag_of, last_modified_func=_directory_changed)
def open_signatories_csv(request: HttpRequest) -> HttpResponseBase:
    """The directory as a table. No cell of it is a formula to a spreadsheet."""
    rows = (tuple(row.values()) for row in open_data.signatory_rows(on=today()))
    return streamed(csv_lines(tuple(open_data.SIGNATORY_COLUMNS), rows), "text/csv; charset=utf-8", "signatories.csv")


@public_page
@condition(etag_func=tag_of, last_modified_func=_directory_changed)
def open_signatories_json(request: HttpRequest) -> HttpResponseBase:
    """The directory as JSON, which explains its own keys."""
    pieces = json_pieces({"keys": open_data.SIGNATORY_COLUMNS}, {"signatories": open_data.signatory_rows(on=today())})
    return streamed(pieces, "application/json", "signatories.json")


@public_page
@condition(etag_func=tag_of, last_modified_func=_chain_changed)
def open_chain_json(request: HttpRequest) -> HttpResponseBase:
    """Every link of the chain of signatures and every published head, as far as they are public."""
    pieces = json_pieces({"keys": open_data.CHAIN_KEYS}, {"links": open_data.chain_rows(), "heads": open_data.head_rows()})
    return streamed(pieces, "application/json", "signature-chain.json")
