"""What has to have come by a day: instalments, a core grant's whole year, monitoring returns."""

from dataclasses import dataclass
from datetime import date, timedelta

from compact_portal.lib.counted import counted
from compact_portal.lib.dates import in_words
from compact_portal.lib.money import in_pounds
from compact_portal.lib.verdicts import Outcome, Verdict


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """One instalment: when it was due, when it was paid (None: not yet), and what explains a late one."""

    due_on: date
    paid_on: date | None
    late_reason: str = ""
    authorised_by: str = ""


def _by(last: date, came_on: date | None, *, on: date, done: str, explained: bool = False) -> Verdict:
    """Whether something came by a day. `done` is what was done to it, "paid" or "received"."""
    if came_on is not None:
        late = (came_on - last).days
        if late <= 0:
            return Verdict(Outcome.KEPT, f"{done.capitalize()} on {in_words(came_on)}; due by {in_words(last)}.")
        said = f"{done.capitalize()} on {in_words(came_on)}, {counted(late, 'day')} after {in_words(last)}"
        if explained:
            return Verdict(Outcome.EXPLAINED, f"{said}, with a reason.")
        return Verdict(Outcome.NOT_KEPT, f"{said}.")
    if on <= last:
        return Verdict(Outcome.NOT_DUE, f"Due by {in_words(last)}.", last)
    said = f"Due by {in_words(last)} and not {done} yet"
    if explained:
        return Verdict(Outcome.EXPLAINED, f"{said}, with a reason.")
    return Verdict(Outcome.NOT_KEPT, f"{said}.")


def verdict_payment(facts: PaymentFacts, *, days: int | None, on: date) -> Verdict:
    """paid_on ≤ due_on + days. Source: the compact, "facilitating prompt payment"; its own days are 0. None: not recorded."""
    if days is None:
        return Verdict(Outcome.UNKNOWN, "No number of days for payment is recorded.")
    explained = bool(facts.late_reason and facts.authorised_by)
    return _by(facts.due_on + timedelta(days=days), facts.paid_on, on=on, done="paid", explained=explained)


def verdict_monitoring(*, due_on: date, received_on: date | None, on: date) -> Verdict:
    """A return is received by the day it was due. Source: the compact, "meet reporting obligations to funders"."""
    return _by(due_on, received_on, on=on, done="received")


def verdict_up_front(*, year_pence: int, starts_on: date, paid: list[tuple[date, int]], on: date) -> Verdict:
    """For core funding the whole year is paid by the day on which the year begins.

    `paid` are the payments towards that year as day and pence. Source: the compact's own example of core funding paid in
    full at the beginning of each financial year.
    """
    so_far, settled_on = 0, None
    for paid_on, pence in sorted(paid):
        so_far += pence
        if so_far >= year_pence:
            settled_on = paid_on
            break
    whole = in_pounds(year_pence)
    if settled_on is not None:
        if settled_on <= starts_on:
            return Verdict(
                Outcome.KEPT, f"All of {whole} was paid by {in_words(settled_on)}; the year began {in_words(starts_on)}."
            )
        return Verdict(
            Outcome.NOT_KEPT,
            f"All of {whole} was paid only by {in_words(settled_on)}, {counted((settled_on - starts_on).days, 'day')} "
            f"after the year began.",
        )
    if on <= starts_on:
        return Verdict(Outcome.NOT_DUE, f"{whole} is to be paid by {in_words(starts_on)}.", starts_on)
    return Verdict(Outcome.NOT_KEPT, f"{in_pounds(so_far)} of {whole} is paid; the year began on {in_words(starts_on)}.")
