"""What a row of a list of paper signatures may say, as pure functions over plain values."""

from collections.abc import Mapping
from datetime import date

from compact_portal.lib.dates import in_words
from compact_portal.lib.permits import ALLOWED, Permit, refused
from compact_portal.lib.tabular import neutral

REQUIRED = ("name", "sector", "kind", "signed_on")
OPTIONAL = ("identifier", "edition", "signer", "role", "authority", "website")
COLUMNS = (*REQUIRED, *OPTIONAL)
MOST_ROWS = 5_000
LONGEST = {"name": 200, "identifier": 80, "edition": 200, "signer": 120, "role": 120, "authority": 200, "website": 200}
FIRST_YEAR = 1990  # no local compact is older than the national one of 1998


def day_permit(signed_on: date, *, on: date, published_on: date | None) -> Permit:
    """Whether something can have been signed on a day: not before there were compacts, or its edition, nor after today."""
    if signed_on > on:
        return refused(f"{in_words(signed_on)} is still to come. Give the day on which it was signed")
    if signed_on.year < FIRST_YEAR:
        return refused(f"{in_words(signed_on)} is before there were compacts. Check the year")
    if published_on is not None and signed_on < published_on:
        return refused(
            f"That edition was published on {in_words(published_on)}, after it was signed. "
            "Leave the edition empty where an earlier text was signed that is not held here"
        )
    return ALLOWED


def too_long(values: Mapping[str, str]) -> str:
    """What is too long in a row, as a sentence without its full stop; "" for nothing."""
    for name, most in LONGEST.items():
        if len(values[name]) > most:
            return f"{name} has {len(values[name])} characters. Shorten it to {most}"
    return ""


def example_rows() -> list[tuple[str, ...]]:
    """The rows of the template that is filled in: one of a text that is not held, one of an edition that is."""
    return [
        tuple(neutral(cell) for cell in row)
        for row in (
            ("Sample Village Hall", "voluntary", "charity", "2004-03-31", "", "", "", "Chair", "The committee", ""),
            ("Sample Parish Council", "statutory", "parish", "2005-06-14", "", "", "", "Clerk", "The council", ""),
        )
    ]
