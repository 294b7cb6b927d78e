"""Where the records of funding are read."""

from django.urls import reverse


def fund_address(slug: str) -> str:
    """The public page of a round of funding."""
    return reverse("funding:fund_detail", args=[slug])


def agreement_address(reference: str) -> str:
    """The public page of an agreement."""
    return reverse("funding:agreement_detail", args=[reference])
