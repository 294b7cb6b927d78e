"""Parts of the site's own pages, set as HTML once (compact_portal/pages/parts.py)."""

from collections.abc import Iterable
from datetime import date
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from compact_portal.pages.parts import kept
from compact_portal.search.documents import Result
from compact_portal.search.rules import as_html
from compact_portal.site import queries
from undertakings.models import Edition


@kept
def home_records(edition: Edition, *, on: date) -> SafeString:
    """What the home page shows out of the text and the records of every app."""
    return render_to_string("site/_home_records.html", {"home": queries.home_records(edition, on=on)})


def results(found: Iterable[Result]) -> SafeString:
    """Results of a search as items of a list. Set here and not by a template: a page of them is never asked for twice, and
    a template's loop would take as long as finding them."""
    return mark_safe("".join(map(_result, found)))  # noqa: S308  each has escaped all that is in it


def _result(one: Result) -> str:
    said = as_html(one.snippet)
    return (
        f'<li><h3><a href="{escape(one.url)}">{as_html(one.title_parts)}</a></h3>\n'
        f'<p class="meta">{escape(queries.SEARCHED.get(one.kind, ""))}</p>\n{f"<p>{said}</p>" if said else ""}</li>\n'
    )
