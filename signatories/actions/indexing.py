"""What the search finds of partners: those that the public sees, by their name and by what they say of themselves."""

from collections.abc import Iterable, Iterator

from django.urls import reverse

from compact_portal.search.actions import index, put, put_many, remove
from compact_portal.search.rules import Entry
from signatories.models import Partner

KIND = "partner"


def index_partner(partner: Partner) -> None:
    """Bring the search to a partner's row as it is, in the caller's transaction; what stayed the same costs one query."""
    if Partner.objects.listed().filter(pk=partner.pk).exists():
        put(kind=KIND, document=entry_of(partner))
    else:
        remove(kind=KIND, key=str(partner.pk))


def index_new(partners: Iterable[Partner]) -> None:
    """Add partners that are listed and were made together, at the cost of a few."""
    put_many(kind=KIND, documents=map(entry_of, partners))


def index_partners() -> int:
    """Make the search's partners those of the directory, all of them; gives how many. For a load past the actions."""
    return index(kind=KIND, documents=_entries())


def _entries() -> Iterator[Entry]:
    return (entry_of(partner) for partner in Partner.objects.listed().order_by("pk").iterator(chunk_size=2_000))


def entry_of(partner: Partner) -> Entry:
    """A partner as it is found."""
    return Entry(
        key=str(partner.pk),
        title=partner.name,
        summary=partner.pledge or partner.get_kind_display(),
        url=reverse("signatories:partner_detail", args=[partner.slug]),
    )
