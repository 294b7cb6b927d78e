"""The promises about those who answer: what was said in confidence stays so, and small groups are heard."""

from datetime import date

from compact_portal.lib.counted import counted
from compact_portal.lib.dates import in_words
from compact_portal.lib.verdicts import Outcome, Verdict
from consultations.rules.small_counts import LEAST_SHOWN


def verdict_confidentiality(*, confidential: int, published: int, closes_on: date, on: date) -> Verdict:
    """No confidential answer of a consultation is published. Source: the compact, on information given in confidence.

    `confidential` are those that asked for it, `published` those of them that are, or once were, there for everybody. How
    many asked is itself not told below five. It counts once the window has closed; until then there is nothing to publish.
    """
    if published:
        said = f"{counted(published, 'confidential answer')} {'was' if published == 1 else 'were'} published."
        return Verdict(Outcome.NOT_KEPT, said)
    if on <= closes_on:
        return Verdict(Outcome.NOT_DUE, f"Open until {in_words(closes_on)}.", closes_on)
    if not confidential:
        return Verdict(Outcome.NOT_DUE, "Nobody asked to be confidential.")
    many = f"Of {confidential:,} confidential answers none" if confidential >= LEAST_SHOWN else "No confidential answer"
    return Verdict(Outcome.KEPT, f"{many} is published.")
