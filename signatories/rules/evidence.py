"""The rules by which signatures are evidence that the compact is known and reaffirmed."""

from collections.abc import Sequence
from datetime import date, timedelta

from compact_portal.lib.dates import in_words
from compact_portal.lib.verdicts import Outcome, Verdict
from signatories.rules.signing import Standing, standing_on

# Income bands of small groups: under £100,000 a year, as the sector's own almanac counts micro and small organisations.
SMALL = ("under-10k", "10k-100k")

_OUTCOMES = {Standing.SIGNED: Outcome.KEPT, Standing.REAFFIRM: Outcome.NOT_DUE, Standing.LAPSED: Outcome.NOT_KEPT}


def reaffirmed(
    on: date, *, signed_edition: int | None, signed_on: date, editions: Sequence[tuple[int, date]], lapse_months: int
) -> Verdict:
    """Whether a signature stands under the edition in force on a day; `editions` are number and day, the newest first.

    Source: design, "Reaffirming": a signature of an earlier text is to be reaffirmed until it lapses. Until then it is not
    due. Where no edition is in force yet there is nothing to reaffirm.
    """
    known = [edition for edition in editions if edition[1] <= on]
    coming = min((published for _, published in editions if published > on), default=None)
    if not known:
        words = f"The first edition is published on {in_words(coming)}." if coming else "No edition is published yet."
        return Verdict(Outcome.NOT_DUE, words, _before(coming))
    standing = standing_on(
        on=on,
        signed_on=signed_on,
        signed_in_force=signed_edition == known[0][0],
        withdrawn_on=None,
        in_force_since=known[0][1],
        lapse_months=lapse_months,
    )
    ends = min((day for day in (_before(standing.until), _before(coming)) if day), default=None)
    return Verdict(_OUTCOMES[standing.standing], f"{standing.sentence}.", ends)


def _before(day: date | None) -> date | None:
    return day - timedelta(days=1) if day else None
