"""What became of a signature, in words, as pure functions over plain values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from compact_portal.lib.dates import in_words


class Fate(StrEnum):
    """What a confirmed signature is on a day."""

    STANDS = "stands"
    EARLIER = "earlier"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    INVALIDATED = "invalidated"


@dataclass(frozen=True, slots=True)
class FateOn:
    """The fate with its short name, a sentence, and the tone in which the page says it ("" for none)."""

    fate: Fate
    name: str
    sentence: str
    tone: str


def fate_of(
    *,
    withdrawn_on: date | None,
    invalidated_on: date | None,
    superseded_by: str,
    of_edition_in_force: bool,
    partner_stands: str,
) -> FateOn:
    """What became of a confirmed signature. The first that applies: invalidated, withdrawn, superseded, of an earlier
    edition, standing.

    `superseded_by` is the label of a later edition that the same partner has signed since ("" for none);
    `partner_stands` is the partner's own standing in words, for a signature of an earlier edition.
    """
    if invalidated_on is not None:
        sentence = f"It was found invalid on {in_words(invalidated_on)} and does not count. The record of it is kept."
        return FateOn(Fate.INVALIDATED, "Invalidated", sentence, "bad")
    if withdrawn_on is not None:
        sentence = f"It was withdrawn on {in_words(withdrawn_on)}. It stood until then; the record of it is kept."
        return FateOn(Fate.WITHDRAWN, "Withdrawn", sentence, "warn")
    if superseded_by:
        sentence = f"The same partner has since signed a later edition, “{superseded_by}”, and that signature counts now."
        return FateOn(Fate.SUPERSEDED, "Superseded", sentence, "wait")
    if not of_edition_in_force:
        return FateOn(Fate.EARLIER, "Of an earlier text", f"It is not of the edition in force. {partner_stands}.", "warn")
    return FateOn(Fate.STANDS, "Stands", "It counts, under the edition in force.", "good")
