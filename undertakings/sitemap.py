"""The public pages of the text and its evidence, for the map of the site."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from compact_portal.lib.dates import london_day
from compact_portal.pages.sitemap import PublicPage, Section, highest_of, in_part, register
from undertakings.evidence import AmountMeasure, all_measures
from undertakings.models import Clause, JudgedMeasure, Term
from undertakings.models import Section as TextSection
from undertakings.queries.evidence import figures
from undertakings.queries.shown import amounts_by_year
from undertakings.queries.text import edition_in_force, published_editions


def undertaking_pages(rows: range, on: date) -> Iterator[PublicPage]:
    """The undertakings, themes and sectors of the edition in force."""
    edition = edition_in_force(on)
    if edition is not None:
        for model in (TextSection, Clause):
            found = model._default_manager.filter(edition=edition, kind=TextSection.Kind.UNDERTAKING).order_by("position")
            for anchor in found.values_list("anchor", flat=True):
                yield PublicPage(reverse("undertakings:undertaking_detail", args=[anchor]))


def edition_pages(rows: range, on: date) -> Iterator[PublicPage]:
    """Each published edition, which changes no more."""
    for edition in published_editions(on):
        yield PublicPage(reverse("undertakings:edition_detail", args=[edition.slug]), edition.published_on)


def term_pages(rows: range, on: date) -> Iterator[PublicPage]:
    """The meaning of each term."""
    terms = in_part(Term.objects.all(), rows)
    for slug in terms.values_list("slug", flat=True).iterator():
        yield PublicPage(reverse("undertakings:term_detail", args=[slug]))


def measure_pages(rows: range, on: date) -> Iterator[PublicPage]:
    """Each measure, and each year of which it has a figure. A figure as known on a day has too many pages to list."""
    measures = all_measures()
    years = figures([measure.key for measure in measures], on=on)
    changed = {row.key: london_day(row.changed_at) for row in JudgedMeasure.objects.all() if row.changed_at}
    for measure in measures:
        key, on_day = measure.key, changed.get(measure.key)
        yield PublicPage(reverse("undertakings:evidence_detail", args=[key]), on_day)
        of_measure = amounts_by_year(measure, on=on) if isinstance(measure, AmountMeasure) else years.get(key, {})
        for year in of_measure:
            yield PublicPage(reverse("undertakings:evidence_year", args=[key, year]), on_day)


def register_pages() -> None:
    """Offer them."""
    register(Section("undertakings", ("undertakings:undertaking_detail",), undertaking_pages))
    register(Section("editions", ("undertakings:edition_detail",), edition_pages))
    register(Section("terms", ("undertakings:term_detail",), term_pages, highest_of(Term)))
    register(Section("evidence", ("undertakings:evidence_detail", "undertakings:evidence_year"), measure_pages))
