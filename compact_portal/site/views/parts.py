"""Parts of the site's own pages, set as HTML once (compact_portal/pages/parts.py)."""

from collections.abc import Iterable
from datetime import date

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from compact_portal.pages.parts import kept
from compact_portal.search.queries import Result
from compact_portal.site import queries
from undertakings.models import Edition


@kept
def home_records(edition: Edition, *, on: date) -> SafeString:
    """What the home page shows out of the text and the records of every app."""
    return render_to_string("site/_home_records.html", {"home": queries.home_records(edition, on=on)})


def results(found: Iterable[Result]) -> SafeString:
    """Results of a search as items of a list. Set here and not by a template: a page of them is never asked for twice, and
    a template's loop would take as long as finding them."""
    rows = (
        (
            one.url,
            one.title_html,
            queries.SEARCHED.get(one.kind, ""),
            format_html("<p>{}</p>", said) if (said := one.snippet_html) else "",
        )
        for one in found
    )
    return format_html_join("", '<li><h3><a href="{}">{}</a></h3>\n<p class="meta">{}</p>\n{}</li>\n', rows)
