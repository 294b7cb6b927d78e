"""The rules of the directory: where a partner stands as one word that an index can hold, and what it may be filtered by."""

from collections.abc import Sequence
from datetime import date

from compact_portal.lib.dates import add_months
from signatories.rules.signing import Standing

NOT_SIGNED, WITHDRAWN, TEXT_NOT_HELD = "none", "withdrawn", "paper"

# Counts go up to here; beyond, the directory says "more than 1,000" and does not count on.
MOST_COUNTED = 1_000
PAGE = 50
MOST_FOUND = 200

PUBLIC_KINDS = frozenset({"council", "parish", "police", "nhs", "other-public"})


def sector_of(kind: str) -> str:
    """The sector that a kind of organisation belongs to."""
    return "statutory" if kind in PUBLIC_KINDS else "voluntary"


def stands(*, edition: int | None, signed: bool, withdrawn: bool) -> str:
    """Where a partner stands, without regard to the day: an edition's number, or one of the words above.

    The standing on a day (`standing_on`) follows from it and from which edition is in force; so publishing an edition, or
    the day on which signatures of an earlier one lapse, changes no row.
    """
    if signed:
        return f"edition-{edition}" if edition is not None else TEXT_NOT_HELD
    return WITHDRAWN if withdrawn else NOT_SIGNED


def stands_for(standing: Standing, *, on: date, editions: Sequence[tuple[int, date]], lapse_months: int) -> list[str]:
    """What `stands` has to be for a partner to have that standing on a day.

    `editions` are those published by then, newest first, as number and day; the first is in force. One test holds this
    and `standing_on` together.
    """
    if standing is Standing.WITHDRAWN:
        return [WITHDRAWN]
    if standing is Standing.NONE:
        return [NOT_SIGNED]
    if not editions:
        return [TEXT_NOT_HELD] if standing is Standing.SIGNED else []
    if standing is Standing.SIGNED:
        return [stands(edition=editions[0][0], signed=True, withdrawn=False)]
    lapsed = on >= add_months(editions[0][1], lapse_months)
    if (standing is Standing.LAPSED) != lapsed:
        return []
    return [*(stands(edition=number, signed=True, withdrawn=False) for number, _ in editions[1:]), TEXT_NOT_HELD]


def capped(count: int) -> str:
    """A count as it is said: 0, 12, 1,000, more than 1,000."""
    return f"more than {MOST_COUNTED:,}" if count > MOST_COUNTED else f"{count:,}"
