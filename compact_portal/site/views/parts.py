"""Parts of the site's own pages, set as HTML once (compact_portal/pages/parts.py)."""

from datetime import date

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from compact_portal.pages.parts import kept
from compact_portal.site import queries
from undertakings.models import Edition


@kept
def home_records(edition: Edition, *, on: date) -> SafeString:
    """What the home page shows out of the text and the records of every app."""
    return render_to_string("site/_home_records.html", {"home": queries.home_records(edition, on=on)})
