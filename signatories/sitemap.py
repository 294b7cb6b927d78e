"""The public pages of partners and signatures, for the map of the site."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from compact_portal.lib.dates import london_day
from compact_portal.pages.sitemap import PublicPage, Section, highest_of, in_part, register
from signatories.models import Partner, Signature


def partner_pages(rows: range, on: date) -> Iterator[PublicPage]:
    """Each partner that the public sees."""
    partners = in_part(Partner.objects.listed(), rows)
    for slug in partners.values_list("slug", flat=True).iterator():
        yield PublicPage(reverse("signatories:partner_detail", args=[slug]))


def signature_pages(rows: range, on: date) -> Iterator[PublicPage]:
    """The proof of each signature that was confirmed; the day is that of the last thing that happened to it."""
    signatures = in_part(Signature.objects.filter(confirmed_at__isnull=False), rows)
    columns = ("reference", "confirmed_at", "withdrawn_at", "invalidated_at")
    for reference, *instants in signatures.values_list(*columns).iterator():
        changed = max(at for at in instants if at)
        yield PublicPage(reverse("signatories:signature_detail", args=[reference]), london_day(changed))


def register_pages() -> None:
    """Offer them."""
    register(Section("partners", ("signatories:partner_detail",), partner_pages, highest_of(Partner)))
    register(Section("signatures", ("signatories:signature_detail",), signature_pages, highest_of(Signature)))
