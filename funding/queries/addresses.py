"""Where the records of funding are read, and where an officer opens them."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from funding.models import Agreement, ChangeNotice, Fund, Instalment

# Records that have a form of their own, by the name of their part of the agreement; others are opened on the agreement's page.
_PARTS: dict[type[Any], str] = {Instalment: "instalments", ChangeNotice: "notices"}


def fund_address(slug: str) -> str:
    """The public page of a round of funding."""
    return reverse("funding:fund_detail", args=[slug])


def agreement_address(reference: str) -> str:
    """The public page of an agreement."""
    return reverse("funding:agreement_detail", args=[reference])


def desk_addresses(model: type[Any], ids: Sequence[int]) -> dict[int, str]:
    """Where an officer of the funder opens each of these records: one query."""
    if model is Agreement:
        rows = Agreement.objects.filter(pk__in=ids).values_list("pk", "reference")
        return {pk: reverse("funding:own_agreement_detail", args=[reference]) for pk, reference in rows}
    found = {}
    for pk, reference in model._default_manager.filter(pk__in=ids).values_list("pk", "agreement__reference"):
        part = _PARTS.get(model)
        name, more = ("funding:part_update", [part, pk]) if part else ("funding:own_agreement_detail", [])
        found[pk] = reverse(name, args=[reference, *more])
    return found


def fund_desk_addresses(ids: Sequence[int]) -> dict[int, str]:
    """The same for rounds of funding."""
    rows = Fund.objects.filter(pk__in=ids).values_list("pk", "funder__slug", "slug")
    return {pk: reverse("funding:fund_update", args=[agency, slug]) for pk, agency, slug in rows}
