"""The public pages of agreements and rounds, for the map of the site."""

from collections.abc import Iterator
from datetime import date

from compact_portal.pages.sitemap import PublicPage, Section, highest_of, in_part, register
from funding.models import Agreement, Fund
from funding.queries.addresses import agreement_address, fund_address


def agreement_pages(rows: range, on: date) -> Iterator[PublicPage]:
    """Each public agreement. Its page changes with many records and by the day, so no day is named."""
    agreements = in_part(Agreement.objects.public(), rows)
    for reference in agreements.values_list("reference", flat=True).iterator():
        yield PublicPage(agreement_address(reference))


def fund_pages(rows: range, on: date) -> Iterator[PublicPage]:
    """Each round that stands."""
    funds = in_part(Fund.objects.standing(), rows)
    for slug in funds.values_list("slug", flat=True).iterator():
        yield PublicPage(fund_address(slug))


def register_pages() -> None:
    """Offer them."""
    register(Section("agreements", ("funding:agreement_detail",), agreement_pages, highest_of(Agreement)))
    register(Section("funds", ("funding:fund_detail",), fund_pages, highest_of(Fund)))
