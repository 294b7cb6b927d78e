"""Promises about a round of funding and about a funder as a whole."""

from datetime import date
from decimal import Decimal

from compact_portal.lib.dates import in_words
from compact_portal.lib.verdicts import Outcome, Verdict


def verdict_criteria_published(*, opens_on: date, published_on: date | None, on: date) -> Verdict:
    """The criteria are published no later than the round opens. Source: the compact, "clear and consistent criteria"."""
    if published_on is not None:
        if published_on <= opens_on:
            return Verdict(Outcome.KEPT, f"Published on {in_words(published_on)}; the round opened on {in_words(opens_on)}.")
        return Verdict(Outcome.NOT_KEPT, f"Published on {in_words(published_on)}, after the round opened on {in_words(opens_on)}.")
    if on <= opens_on:
        return Verdict(Outcome.NOT_DUE, f"To be published by {in_words(opens_on)}.", opens_on)
    return Verdict(Outcome.NOT_KEPT, f"The round opened on {in_words(opens_on)}, and no criteria are published.")


def verdict_criteria_consulted(*, opens_on: date, consulted: bool | None, on: date) -> Verdict:
    """The criteria are made in consultation with the sector. Source: the compact, the lead-in to the funding undertakings."""
    if consulted:
        return Verdict(Outcome.KEPT, "The sector was consulted on the criteria.")
    if on <= opens_on:
        return Verdict(Outcome.NOT_DUE, f"The round opens on {in_words(opens_on)}.", opens_on)
    if consulted is None:
        return Verdict(Outcome.UNKNOWN, "Whether the sector was consulted on the criteria is not recorded.")
    return Verdict(Outcome.NOT_KEPT, "The sector was not consulted on the criteria.")


def verdict_fair_cuts(*, own: Decimal | None, sector: Decimal | None, reason: str) -> Verdict:
    """The cut to the sector is no larger than the funder's own, both in per cent of the year before; a rise is negative.

    Source: Best Value guidance 2011.
    """
    if own is None or sector is None:
        return Verdict(Outcome.UNKNOWN, "The two cuts are not both recorded.")
    said = f"The sector’s funding was cut by {sector.normalize():f} %, the funder’s own budget by {own.normalize():f} %"
    if sector <= own:
        return Verdict(Outcome.KEPT, f"{said}.")
    if reason:
        return Verdict(Outcome.EXPLAINED, f"{said}, with a reason.")
    return Verdict(Outcome.NOT_KEPT, f"{said}.")
