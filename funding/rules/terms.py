"""What is promised over the term of an agreement: its length, what comes after, its indicators, evaluations and liaison."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from compact_portal.lib.counted import counted, in_letters
from compact_portal.lib.dates import add_months, in_words
from compact_portal.lib.verdicts import Outcome, Verdict

_DAY = timedelta(days=1)


def whole_months(start_on: date, end_on: date) -> int:
    """Whole calendar months from the first day to the last, both inclusive. 1 April to 31 March is 12."""
    after = end_on + _DAY
    months = (after.year - start_on.year) * 12 + after.month - start_on.month
    return months if add_months(start_on, months) <= after else months - 1


def verdict_multi_year(*, start_on: date, end_on: date, months: int | None, reason: str) -> Verdict:
    """The term is long enough to plan by, or the reason why not is published.

    Source: the compact, "the value of long-term, multi-year funding"; the months are the portal's reading unless the place
    has recorded its own. None: not recorded.
    """
    length = whole_months(start_on, end_on)
    said = f"The term is {counted(length, 'month')}"
    if months is None:
        return Verdict(Outcome.UNKNOWN, f"{said}. No length is recorded from which it counts as multi-year.")
    if length >= months:
        return Verdict(Outcome.KEPT, f"{said}; {in_letters(months, 'month')} or more count as multi-year.")
    said = f"{said}; multi-year begins at {in_letters(months, 'month')}"
    if reason:
        return Verdict(Outcome.EXPLAINED, f"{said}. The reason is published.")
    return Verdict(Outcome.NOT_KEPT, f"{said}.")


def verdict_told(*, period_end: date, told_on: date | None, months: int | None, on: date) -> Verdict:
    """The recipient is told about the time after the period so many calendar months before it ends, or earlier.

    Source: the compact, "normally before the end of the current grant period", which is 0 months.
    """
    if months is None:
        return Verdict(Outcome.UNKNOWN, "How early the next year should be told is not recorded.")
    limit = add_months(period_end, -months)
    if told_on is not None:
        early = (period_end - told_on).days
        if told_on <= limit:
            return Verdict(Outcome.KEPT, f"Told on {in_words(told_on)}, {counted(early, 'day')} before the end of the period.")
        return Verdict(Outcome.NOT_KEPT, f"Told on {in_words(told_on)}; due by {in_words(limit)}.")
    if on <= limit:
        return Verdict(Outcome.NOT_DUE, f"To be told by {in_words(limit)}.", limit)
    return Verdict(Outcome.NOT_KEPT, f"Due by {in_words(limit)}; nothing is recorded as told.")


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """One indicator of an objective; `whole` says that it has a unit, a target and a day by which it is to be met."""

    agreed_on: date | None
    whole: bool


def verdict_indicators(*, start_on: date, objectives: Sequence[Sequence[IndicatorFacts]], on: date) -> Verdict:
    """Each objective has an indicator with a unit, a target and a due day, agreed no later than the start.

    Source: the compact, "agreeing … objectives, performance indicators and their associated targets".
    """
    if not objectives:
        return Verdict(Outcome.UNKNOWN, "No objective is recorded.")
    number = len(objectives)
    bare = sum(not any(one.whole for one in indicators) for indicators in objectives)
    late = sum(any(one.agreed_on is None or one.agreed_on > start_on for one in indicators) for indicators in objectives)
    if not bare and not late:
        return Verdict(Outcome.KEPT, f"{counted(number, 'objective')}, each with an indicator agreed by {in_words(start_on)}.")
    if on <= start_on:
        return Verdict(Outcome.NOT_DUE, f"To be agreed by {in_words(start_on)}.", start_on)
    if bare:
        return Verdict(Outcome.NOT_KEPT, f"{bare} of {counted(number, 'objective')} without an indicator, unit, target and day.")
    return Verdict(
        Outcome.NOT_KEPT, f"{late} of {counted(number, 'objective')} with an indicator agreed after {in_words(start_on)}."
    )


def verdict_review(*, start_on: date, end_on: date, evaluated: Sequence[date], months: int | None, on: date) -> Verdict:
    """No more than so many months lie between the start and the first evaluation, and between two of them.

    A term that ends before the first is due needs none. Source: the compact, "reviewing financial support".
    """
    if months is None:
        return Verdict(Outcome.UNKNOWN, "How often funding should be evaluated is not recorded.")
    days = [start_on, *sorted(day for day in evaluated if start_on <= day <= on)]
    for earlier, later in pairwise(days):
        if later > add_months(earlier, months) and add_months(earlier, months) < end_on:
            return Verdict(
                Outcome.NOT_KEPT,
                f"More than {in_letters(months, 'month')} passed between {in_words(earlier)} and {in_words(later)}.",
            )
    deadline = add_months(days[-1], months)
    some = len(days) > 1
    last = f"Last evaluated on {in_words(days[-1])}" if some else "Not evaluated yet"
    coming = [day for day in evaluated if on < day]
    if deadline >= end_on:
        found = Outcome.KEPT if some else Outcome.NOT_DUE
        return Verdict(found, f"{last}; the term ends before another is due.", min(coming) - _DAY if coming else None)
    if on <= deadline:
        until = min([deadline, *(day - _DAY for day in coming)])
        return Verdict(Outcome.KEPT if some else Outcome.NOT_DUE, f"{last}; due by {in_words(deadline)}.", until)
    return Verdict(Outcome.NOT_KEPT, f"{last}; due by {in_words(deadline)}.", min(coming) - _DAY if coming else None)


def uncovered(start_on: date, end_on: date, spells: Sequence[tuple[date, date | None]]) -> date | None:
    """The first day of a term on which no spell stands, or None. Spells are inclusive; None is without end."""
    day = start_on
    for from_on, until_on in sorted(spells, key=lambda spell: spell[0]):
        if from_on > day:
            break
        if until_on is None:
            return None
        day = max(day, until_on + _DAY)
    return day if day <= end_on else None


def verdict_liaison(*, start_on: date, end_on: date, spells: Sequence[tuple[date, date | None]], on: date) -> Verdict:
    """No day of the term is without a named liaison officer. Source: the compact's own example of liaison officers."""
    if on < start_on:
        return Verdict(Outcome.NOT_DUE, f"The term begins on {in_words(start_on)}.", start_on - _DAY)
    gap = uncovered(start_on, end_on, spells)
    if gap is None:
        return Verdict(Outcome.KEPT, "A liaison officer is named for every day of the term.")
    if gap <= on:
        return Verdict(Outcome.NOT_KEPT, f"Nobody is named as liaison officer on {in_words(gap)}.")
    return Verdict(Outcome.KEPT, f"A liaison officer is named until {in_words(gap - _DAY)}.", gap - _DAY)
