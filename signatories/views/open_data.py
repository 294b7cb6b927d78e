"""Open data of partners and signatures, streamed: the directory as a table and as JSON, and the chain of signatures."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import condition

from compact_portal.lib.clock import today
from compact_portal.lib.tabular import csv_lines
from compact_portal.pages.decorators import public_page
from compact_portal.pages.middleware import CACHE_CONTROL
from compact_portal.pages.queries import content_version
from signatories.queries import open_data


def _tag(request: HttpRequest) -> str:
    """What is said follows from public content and the day; the bytes are not known before they are sent."""
    return f'W/"{content_version()}-{today():%Y%m%d}"'


def _directory_changed(request: HttpRequest) -> datetime | None:
    return open_data.directory_changed_at(on=today())


def _chain_changed(request: HttpRequest) -> datetime | None:
    return open_data.chain_changed_at()


@public_page
@condition(etag_func=_tag, last_modified_func=_directory_changed)
def open_signatories_csv(request: HttpRequest) -> HttpResponseBase:
    """The directory as a table. No cell of it is a formula to a spreadsheet."""
    rows = (tuple(row.values()) for row in open_data.signatory_rows(on=today()))
    return _streamed(csv_lines(tuple(open_data.SIGNATORY_COLUMNS), rows), "text/csv; charset=utf-8", "signatories.csv")


@public_page
@condition(etag_func=_tag, last_modified_func=_directory_changed)
def open_signatories_json(request: HttpRequest) -> HttpResponseBase:
    """The directory as JSON, which explains its own keys."""
    pieces = open_data.json_pieces(open_data.SIGNATORY_COLUMNS, {"signatories": open_data.signatory_rows(on=today())})
    return _streamed(pieces, "application/json", "signatories.json")


@public_page
@condition(etag_func=_tag, last_modified_func=_chain_changed)
def open_chain_json(request: HttpRequest) -> HttpResponseBase:
    """Every link of the chain of signatures and every published head, as far as they are public."""
    pieces = open_data.json_pieces(open_data.CHAIN_KEYS, {"links": open_data.chain_rows(), "heads": open_data.head_rows()})
    return _streamed(pieces, "application/json", "signature-chain.json")


def _streamed(pieces: Iterator[str], content_type: str, name: str) -> StreamingHttpResponse:
    """An answer that is sent while it is read. Several hundred pieces go together: each write costs more than its bytes."""
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": CACHE_CONTROL, "Vary": "Accept-Encoding"}
    return StreamingHttpResponse(open_data.in_blocks(pieces), content_type=content_type, headers=headers)
