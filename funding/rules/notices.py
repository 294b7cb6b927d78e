"""Notice of a change: how long it is, what would have kept the guideline, and whether it came with a reason.

Source: field-rules, "Funding": the compact leaves the length to a guideline that the place agrees.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from compact_portal.lib.counted import counted, in_letters
from compact_portal.lib.dates import add_months, in_words
from compact_portal.lib.verdicts import Outcome, Verdict


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """A notice as the rules see it. `months` is the guideline in force on the day it was written; None: none was recorded."""

    written_on: date
    effective_on: date
    months: int | None
    reason: str = ""
    authorised_by: str = ""


def days_of_notice(written_on: date, effective_on: date) -> int:
    """Days from the day it was written to the day it takes effect; negative where it took effect before."""
    return (effective_on - written_on).days


def earliest_effective(written_on: date, months: int) -> date:
    """The first day on which a change may take effect that keeps a guideline of so many calendar months."""
    return add_months(written_on, months)


def last_day_to_write(effective_on: date, months: int) -> date:
    """The last day on which a notice can be written that keeps a guideline for a change that takes effect on a day."""
    day = add_months(effective_on, -months)
    # Of several days at a month's end that lead to the same day, the last one counts.
    while add_months(day + timedelta(days=1), months) <= effective_on:
        day += timedelta(days=1)
    return day


def verdict_notice(facts: NoticeFacts) -> Verdict:
    """effective_on ≥ add_months(written_on, guideline); shorter is explained where a reason and who authorised it stand.

    Source: the compact, "notice in line with the guidelines"; the months are the place's own.
    """
    days = days_of_notice(facts.written_on, facts.effective_on)
    given = f"{counted(days, 'day')} of notice" if days >= 0 else f"Took effect {counted(-days, 'day')} before it was written"
    if facts.months is None:
        return Verdict(Outcome.UNKNOWN, f"{given}. No guideline was recorded for {in_words(facts.written_on)}.")
    guideline = f"the guideline is {in_letters(facts.months, 'month')}"
    earliest = earliest_effective(facts.written_on, facts.months)
    if facts.effective_on >= earliest:
        return Verdict(Outcome.KEPT, f"{given}; {guideline}.")
    said = f"{given}; {guideline}; the earliest day that keeps it is {in_words(earliest)}."
    if facts.reason and facts.authorised_by:
        return Verdict(Outcome.EXPLAINED, f"{said} Authorised by {facts.authorised_by}, with a reason.")
    return Verdict(Outcome.NOT_KEPT, said)


def verdict_change_reasoned(*, reason: str, decided_on: date | None, consulted_on: date | None) -> Verdict:
    """A reason stands on the notice, and the recipient was consulted no later than the day of the decision.

    Source: the compact, "consulting upon changes to the funding position"; National Compact 2010.
    """
    if decided_on is None:
        return Verdict(Outcome.UNKNOWN, "The day of the decision is not recorded.")
    missing = [] if reason else ["no reason is given"]
    if consulted_on is None:
        missing.append("no consultation with the recipient is recorded")
    elif consulted_on > decided_on:
        missing.append(f"the recipient was consulted on {in_words(consulted_on)}, after the decision of {in_words(decided_on)}")
    if missing:
        said = ", and ".join(missing)
        return Verdict(Outcome.NOT_KEPT, f"{said[0].upper()}{said[1:]}.")
    assert consulted_on is not None
    return Verdict(
        Outcome.KEPT,
        f"A reason is given, and the recipient was consulted on {in_words(consulted_on)}, "
        f"{in_letters((decided_on - consulted_on).days, 'day')} before the decision.",
    )
