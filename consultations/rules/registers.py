"""What is promised about policy appraisals and decisions, and what their public registers may be asked for.

Source: field-rules, "Consultations". A day that is recorded is taken as it stands; only what is missing turns with the calendar.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from compact_portal.lib.counted import counted
from compact_portal.lib.dates import in_words
from compact_portal.lib.verdicts import Outcome, Verdict
from compact_portal.lib.working_days import add_working_days, working_days_between

_DAY = timedelta(days=1)

PAGE = 50
MOST_COUNTED = 1_000
MOST_FOUND = 200
NEWEST, OLDEST = "newest", "oldest"


@dataclass(frozen=True, slots=True)
class Why:
    """Why something was not as promised, and which office authorised it. Both together explain it; one alone does not."""

    reason: str = ""
    authorised_by: str = ""

    @property
    def explains(self) -> bool:
        """Whether both stand there."""
        return bool(self.reason and self.authorised_by)


def _broken(said: str, why: Why) -> Verdict:
    if why.explains:
        return Verdict(Outcome.EXPLAINED, f"{said}. Authorised by {why.authorised_by}, with a reason.")
    return Verdict(Outcome.NOT_KEPT, f"{said}.")


def verdict_appraisal(*, dated_on: date | None, adopted_on: date | None, why: Why, on: date) -> Verdict:
    """dated_on ≤ adopted_on; later is explained. Source: the compact, "appraise new policies and procedures"."""
    if adopted_on is None:
        begun = f"Appraised on {in_words(dated_on)}; the" if dated_on else "The"
        return Verdict(Outcome.NOT_DUE, f"{begun} policy is not adopted yet.")
    if dated_on is not None:
        if dated_on <= adopted_on:
            when = "on the day" if dated_on == adopted_on else f"{counted((adopted_on - dated_on).days, 'day')} before"
            return Verdict(Outcome.KEPT, f"Appraised on {in_words(dated_on)}, {when} the policy was adopted.")
        late = counted((dated_on - adopted_on).days, "day")
        return _broken(f"Appraised on {in_words(dated_on)}, {late} after the policy was adopted on {in_words(adopted_on)}", why)
    if on <= adopted_on:
        return Verdict(Outcome.NOT_DUE, f"To be appraised by {in_words(adopted_on)}, when the policy is adopted.", adopted_on)
    return _broken(f"The policy was adopted on {in_words(adopted_on)}, and no appraisal is dated", why)


@dataclass(frozen=True, slots=True)
class Asked:
    """The consultation that a decision follows: its last day, when the answers were published (None: they are not), and
    whether anybody answered at all."""

    closes_on: date
    answers_on: date | None = None
    has_answers: bool = True


def verdict_decision_time(asked: Asked, *, decided_on: date, why: Why, on: date) -> Verdict:
    """decided_on > closes_on, and ≥ the day on which the answers were published. Source: Gunning, formative and considered."""
    decided = f"Decided on {in_words(decided_on)}"
    if decided_on <= asked.closes_on:
        when = "on the day" if decided_on == asked.closes_on else f"{counted((asked.closes_on - decided_on).days, 'day')} before"
        return _broken(f"{decided}, {when} the consultation closed: the last day was {in_words(asked.closes_on)}", why)
    after = f"{decided}, {counted((decided_on - asked.closes_on).days, 'day')} after the last day of the consultation"
    if not asked.has_answers:
        return Verdict(Outcome.KEPT, f"{after}. Nobody answered.")
    if asked.answers_on is not None:
        if asked.answers_on <= decided_on:
            return Verdict(Outcome.KEPT, f"{after}; the answers were published on {in_words(asked.answers_on)}.")
        return _broken(f"{after}, but before the answers were published on {in_words(asked.answers_on)}", why)
    if on < decided_on:
        return Verdict(
            Outcome.NOT_DUE, f"To be decided on {in_words(decided_on)}; the answers are to be published first.", decided_on - _DAY
        )
    return _broken(f"{after}, but the answers were not published", why)


def verdict_decision_cites(*, cites: str, has_answers: bool) -> Verdict:
    """What it makes of the answers stands on the decision. Source: Gunning, answers considered."""
    if not has_answers:
        return Verdict(Outcome.NOT_DUE, "Nobody answered, so there is nothing to cite.")
    if cites:
        return Verdict(Outcome.KEPT, "The decision says how it took account of the answers.")
    return Verdict(Outcome.NOT_KEPT, "The decision does not say how it took account of the answers.")


def last_day_to_publish(decided_on: date, days: int) -> date:
    """The last day on which a decision can be published so that it is made public within so many working days."""
    return add_working_days(decided_on, days)


def verdict_decision_published(*, decided_on: date, published_on: date | None, days: int | None, why: Why, on: date) -> Verdict:
    """published_on ≤ decided_on and so many working days of England. None: no number is recorded.

    Source: the compact asks for decisions made public; the days are the portal's reading or the place's own.
    """
    if days is None:
        return Verdict(Outcome.UNKNOWN, "No number of days in which a decision is published is recorded.")
    last = last_day_to_publish(decided_on, days)
    if published_on is not None:
        taken = counted(working_days_between(decided_on, published_on), "working day")
        said = f"Published on {in_words(published_on)}, {taken} after it was made"
        if published_on <= last:
            return Verdict(Outcome.KEPT, f"{said}; {counted(days, 'day')} are allowed.")
        return _broken(f"{said}; it was due by {in_words(last)}", why)
    if on <= last:
        return Verdict(Outcome.NOT_DUE, f"To be published by {in_words(last)}.", last)
    return _broken(f"Due by {in_words(last)} and not published yet", why)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a register is asked for. Empty texts ask for all; `after` and `before` are numbers of records.

    `effect` is asked of appraisals only, `consulted` (yes or no) of decisions only.
    """

    words: str = ""
    agency: str = ""
    year: str = ""
    effect: str = ""
    consulted: str = ""
    sort: str = NEWEST
    after: int = 0
    before: int = 0

    @property
    def is_filtered(self) -> bool:
        """Whether anything is asked for beside order and place."""
        return any((self.words, self.agency, self.year, self.effect, self.consulted))
