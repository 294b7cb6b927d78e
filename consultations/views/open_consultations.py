"""Consultations and their published answers as open data, streamed; a feed and a calendar to subscribe to."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import condition

from compact_portal.lib import clock
from compact_portal.lib.dates import london_day, start_of_day
from compact_portal.lib.tabular import csv_lines
from compact_portal.lib.workbook import XLSX, WorkbookFile
from compact_portal.pages.decorators import public_page
from compact_portal.pages.streaming import json_pieces, streamed, streamed_blocks, tag_of
from consultations.models import Consultation
from consultations.queries import feeds, open_answers, open_consultations
from consultations.queries.addresses import consultation_address, whole
from undertakings.queries.text import edition_in_force

LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
CSV = "text/csv; charset=utf-8"


def _changed(request: HttpRequest, *args: Any, **kwargs: Any) -> datetime | None:
    """States turn with the day, so nothing is older than the day is."""
    found = open_consultations.consultations_changed_at()
    return max(found, start_of_day(clock.today())) if found else None


def _open(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark data about all consultations."""
    return public_page(reads=())(condition(etag_func=tag_of, last_modified_func=_changed)(view))


@_open
def open_consultations_csv(request: HttpRequest) -> HttpResponseBase:
    """Every public consultation as a table."""
    lines = csv_lines(tuple(open_consultations.CONSULTATION_COLUMNS), _consultation_cells(clock.now()))
    return streamed(lines, CSV, "consultations.csv")


def _consultation_cells(at: datetime) -> Iterator[tuple[Any, ...]]:
    return (tuple(row.values()) for row in open_consultations.consultation_rows(at=at))


@_open
def open_consultations_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The same as a spreadsheet."""
    columns = tuple(open_consultations.CONSULTATION_COLUMNS)
    return streamed_blocks(WorkbookFile("Consultations", columns, _consultation_cells(clock.now())), XLSX, "consultations.xlsx")


@_open
def open_consultations_json(request: HttpRequest) -> HttpResponseBase:
    """The same as JSON, which explains its own keys."""
    rows = open_consultations.consultation_rows(at=clock.now())
    pieces = json_pieces({"keys": open_consultations.CONSULTATION_COLUMNS}, {"consultations": rows})
    return streamed(pieces, "application/json", "consultations.json")


@_open
def open_consultations_feed(request: HttpRequest) -> HttpResponseBase:
    """A feed in a format that other places could adopt: docs/consultations-feed.md."""
    at = clock.now()
    changed = open_consultations.consultations_changed_at()
    head = {
        "version": open_consultations.FEED_VERSION,
        "publisher": {"name": _name_on(at), "url": whole("/")},
        "licence": LICENCE,
        "generated": max(changed or start_of_day(london_day(at)), start_of_day(london_day(at))).isoformat(),
    }
    pieces = json_pieces(head, {"consultations": open_consultations.feed_entries(at=at)})
    return streamed(pieces, "application/json", "consultations-feed.json")


def _name_on(at: datetime) -> str:
    edition = edition_in_force(london_day(at))
    return edition.compact if edition else "compact"


@_open
def open_consultations_atom(request: HttpRequest) -> HttpResponseBase:
    """The newest consultations as an Atom feed."""
    at = clock.now()
    feed = feeds.atom(open_consultations.newest(at=at), name=_name_on(at))
    return HttpResponse(feed, content_type="application/atom+xml; charset=utf-8")


@_open
def open_consultations_ics(request: HttpRequest) -> HttpResponseBase:
    """The windows of all agencies' consultations as one calendar."""
    at = clock.now()
    found = open_consultations.calendar_rows(at=at, on=london_day(at))
    headers = {"Content-Disposition": 'inline; filename="consultations.ics"'}
    return HttpResponse(feeds.calendar(found, name=_name_on(at)), content_type="text/calendar; charset=utf-8", headers=headers)


def _of(slug: str) -> Consultation:
    consultation = open_answers.answered_consultation(slug)
    if consultation is None:
        raise Http404("No consultation has this address.")
    return consultation


def _answers_changed(request: HttpRequest, slug: str) -> datetime | None:
    return open_answers.answers_changed_at(_of(slug))


def _answers(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark the published answers to the consultation in the address."""

    @wraps(view)
    def inner(request: HttpRequest, slug: str) -> HttpResponseBase:
        return view(request, _of(slug))

    return public_page(reads=())(condition(etag_func=tag_of, last_modified_func=_answers_changed)(inner))


def _answer_cells(consultation: Consultation) -> Iterator[tuple[Any, ...]]:
    return (tuple(row.values()) for row in open_answers.answer_rows(consultation))


@_answers
def open_answers_csv(request: HttpRequest, consultation: Consultation) -> HttpResponseBase:
    """The published answers as a table, a row for each."""
    lines = csv_lines(tuple(open_answers.ANSWER_COLUMNS), _answer_cells(consultation))
    return streamed(lines, CSV, f"{consultation.slug}-answers.csv")


@_answers
def open_answers_xlsx(request: HttpRequest, consultation: Consultation) -> HttpResponseBase:
    """The same as a spreadsheet."""
    file = WorkbookFile("Answers", tuple(open_answers.ANSWER_COLUMNS), _answer_cells(consultation))
    return streamed_blocks(file, XLSX, f"{consultation.slug}-answers.xlsx")


@_answers
def open_answers_json(request: HttpRequest, consultation: Consultation) -> HttpResponseBase:
    """The same as JSON, which explains its own keys."""
    head = {
        "consultation": {
            "reference": consultation.reference, "title": consultation.title,
            "address": whole(consultation_address(consultation.slug)),
        },
        "keys": open_answers.ANSWER_COLUMNS,
    }  # fmt: skip
    pieces = json_pieces(head, {"answers": open_answers.answer_rows(consultation)})
    return streamed(pieces, "application/json", f"{consultation.slug}-answers.json")
