"""The window of a consultation: how long it is, what it may become, and whether it keeps what the compact asks.

Source: field-rules, "Consultations". Both days are inclusive London days; the window lasts to the last instant of
`closes_on`. Its length is closes_on − opens_on, so that eight weeks from a Monday end on a Monday.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from compact_portal.lib.counted import counted
from compact_portal.lib.dates import end_of_day, in_words, start_of_day
from compact_portal.lib.permits import ALLOWED, Permit, refused
from compact_portal.lib.verdicts import Outcome, Verdict

# Beyond this a date was mistyped.
LONGEST = 366

# What a consultation has to say when it opens, by column, as a sentence names it; the first two cannot be left out.
WHOLE: Mapping[str, str] = {
    "proposal": "what is proposed", "why_now": "why, and why now", "options": "the options",
    "effect": "the effect on the voluntary and community sector",
}  # fmt: skip
# The groups that the compact names, by the key under which they are kept.
SPOKEN_FOR: Mapping[str, str] = {
    "women": "women", "minority": "a minority group", "excluded": "socially excluded people",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WindowFacts:
    """A window as the rules see it. `days` is the length that the compact asks for; None: none is recorded."""

    opens_on: date
    closes_on: date
    days: int | None
    short_reason: str = ""
    authorised_by: str = ""

    @property
    def is_explained(self) -> bool:
        """Whether a reason and who authorised it stand."""
        return bool(self.short_reason and self.authorised_by)


def earliest_close(opens_on: date, days: int) -> date:
    """The first day on which a window may close that keeps so many days; the default for a new one."""
    return opens_on + timedelta(days=days)


def days_of(opens_on: date, closes_on: date) -> int:
    """The length of a window in days."""
    return (closes_on - opens_on).days


def is_short(opens_on: date, closes_on: date, days: int | None) -> bool:
    """Whether it is shorter than so many days; where no length is recorded, nothing is short."""
    return days is not None and days_of(opens_on, closes_on) < days


def instants(opens_on: date, closes_on: date) -> tuple[datetime, datetime]:
    """The half-open instants [opens_at, closes_at) of a window, in UTC, whatever the clocks do in between."""
    return start_of_day(opens_on), end_of_day(closes_on)


def length_in_words(opens_on: date, closes_on: date, days: int | None) -> str:
    """As a heading says it: "56 of 56 days", "40 of 56 days", "70 days; 56 are asked for"."""
    held = days_of(opens_on, closes_on)
    if days is None:
        return counted(held, "day")
    if held > days:
        return f"{counted(held, 'day')}; {days} are asked for"
    return f"{held} of {counted(days, 'day')}"


def verdict_window(facts: WindowFacts, *, on: date) -> Verdict:
    """closes_on − opens_on ≥ the length that the compact asks for, judged from the day on which it opens.

    Source: the compact, "eight weeks". A shorter one is explained where its reason and who authorised it are published.
    """
    if on < facts.opens_on:
        return Verdict(Outcome.NOT_DUE, f"It opens on {in_words(facts.opens_on)}.", facts.opens_on - timedelta(days=1))
    held = days_of(facts.opens_on, facts.closes_on)
    dates = f"{counted(held, 'day')}, from {in_words(facts.opens_on)} to the end of {in_words(facts.closes_on)}"
    if facts.days is None:
        return Verdict(Outcome.UNKNOWN, f"{dates}. How long it should be is not recorded.")
    if held >= facts.days:
        return Verdict(Outcome.KEPT, f"{dates}; {facts.days} are asked for.")
    said = f"{dates}: {counted(facts.days - held, 'day')} less than the {facts.days} that are asked for."
    if facts.is_explained:
        return Verdict(Outcome.EXPLAINED, f"{said} Authorised by {facts.authorised_by}, with a reason.")
    return Verdict(Outcome.NOT_KEPT, said)


def verdict_short_window(facts: WindowFacts, *, on: date) -> Verdict:
    """Of a window that is short: its reason and who authorised it are published. ValueError where it is not short.

    Source: field-rules, "short window"; the national Compact's code.
    """
    if not is_short(facts.opens_on, facts.closes_on, facts.days):
        raise ValueError("Only a short window has to be explained.")
    if on < facts.opens_on:
        return Verdict(Outcome.NOT_DUE, f"It opens on {in_words(facts.opens_on)}.", facts.opens_on - timedelta(days=1))
    short = f"{days_of(facts.opens_on, facts.closes_on)} of {facts.days} days"
    if facts.is_explained:
        return Verdict(Outcome.KEPT, f"{short}; the reason and who authorised it are published.")
    return Verdict(Outcome.NOT_KEPT, f"{short}, and it is not published why and who authorised it.")


def missing_groups(named: Collection[str]) -> list[str]:
    """Of those whom the compact names, the ones for whom no group speaks, in words. `named` are keys of SPOKEN_FOR."""
    return [words for key, words in SPOKEN_FOR.items() if key not in named]


def verdict_groups(*, named: Collection[str], explained: str, opens_on: date, on: date) -> Verdict:
    """A group that speaks for women, one for a minority and one for socially excluded people is named when it opens.

    Source: the compact, "representative groups". `explained` is the published reason why one is not.
    """
    if on < opens_on:
        return Verdict(Outcome.NOT_DUE, f"It opens on {in_words(opens_on)}.", opens_on - timedelta(days=1))
    missing = missing_groups(named)
    if not missing:
        return Verdict(Outcome.KEPT, "Groups that speak for women, for a minority and for socially excluded people are named.")
    said = f"No group is named that speaks for {_listed(missing)}"
    if explained:
        return Verdict(Outcome.EXPLAINED, f"{said}; the reason is published.")
    return Verdict(Outcome.NOT_KEPT, f"{said}.")


def verdict_complete(*, present: Collection[str], explained: Collection[str], opens_on: date, on: date) -> Verdict:
    """What is proposed and why, the options, and the effect on the sector are there when it opens.

    Source: field-rules, "options and impact". `present` are keys of WHOLE with words in them, `explained` those whose
    absence has a published reason.
    """
    if on < opens_on:
        return Verdict(Outcome.NOT_DUE, f"It opens on {in_words(opens_on)}.", opens_on - timedelta(days=1))
    missing = [key for key in WHOLE if key not in present]
    if not missing:
        return Verdict(Outcome.KEPT, "It says what is proposed and why, the options, and the effect on the sector.")
    said = f"It does not say {_listed([WHOLE[key] for key in missing])}"
    if all(key in explained for key in missing):
        return Verdict(Outcome.EXPLAINED, f"{said}; the reason is published.")
    return Verdict(Outcome.NOT_KEPT, f"{said}.")


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def may_plan(*, opens_on: date, closes_on: date, on: date) -> Mapping[str, Permit]:
    """Whether a window may be planned for these days, by the field that would have to change."""
    found = {"opens_on": ALLOWED, "closes_on": ALLOWED}
    if opens_on < on:
        found["opens_on"] = refused(f"Choose {in_words(on)} or a later day: a window does not open in the past")
    if closes_on <= opens_on:
        found["closes_on"] = refused(f"Choose a day after {in_words(opens_on)}, the day on which it opens")
    elif days_of(opens_on, closes_on) > LONGEST:
        found["closes_on"] = refused("Choose a day within a year of the opening")
    return found


def may_move(
    *, opens_on: date, closes_on: date, from_opens_on: date, from_closes_on: date, has_opened: bool, on: date
) -> Mapping[str, Permit]:
    """Whether a public window may move from its days to others, by the field that would have to change.

    Not after the close; the opening not once it has opened; the close never into the past.
    """
    found = {"opens_on": ALLOWED, "closes_on": ALLOWED}
    if on > from_closes_on:
        found["closes_on"] = refused(f"It closed at the end of {in_words(from_closes_on)}: a closed consultation stays closed")
        return found
    if opens_on != from_opens_on and has_opened:
        found["opens_on"] = refused(f"It opened on {in_words(from_opens_on)}: that day stays")
    elif opens_on != from_opens_on and opens_on <= on:
        found["opens_on"] = refused(f"Choose a day after today, {in_words(on)}")
    if closes_on < opens_on or (closes_on == opens_on and not has_opened):
        found["closes_on"] = refused(f"Choose a day after {in_words(opens_on)}, the day on which it opens")
    elif closes_on < on:
        found["closes_on"] = refused(f"Choose {in_words(on)} or a later day: it cannot close in the past")
    elif days_of(opens_on, closes_on) > LONGEST:
        found["closes_on"] = refused("Choose a day within a year of the opening")
    elif (opens_on, closes_on) == (from_opens_on, from_closes_on):
        found["closes_on"] = refused("These are the days that it has already: change one of them")
    return found


def kind_of_move(*, closes_on: date, from_closes_on: date, has_opened: bool, on: date) -> str:
    """What a move is called in the ledger: its key of WindowEntry.Kind."""
    if not has_opened:
        return "moved"
    if closes_on > from_closes_on:
        return "extended"
    return "closed-early" if closes_on == on else "shortened"
