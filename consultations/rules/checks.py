"""What would break an undertaking or make answering hard, found before a consultation opens.

Each finding says what is wrong and what to do. One that has to be mended stops the approval; every other can be mended,
or explained in words that are published beside the consultation.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from compact_portal.lib.counted import counted
from compact_portal.lib.dates import in_words
from compact_portal.lib.holiday_times import covered
from consultations.rules.audiences import shared
from consultations.rules.window import days_of, earliest_close, is_short, missing_groups

# Plain English is read with ease at this age; GOV.UK writes for it as well.
READING_AGE = 14
MOST_CLASHES = 5


@dataclass(frozen=True, slots=True)
class Other:
    """A consultation of another agency that the same people are asked to answer."""

    title: str
    agency: str
    opens_on: date
    closes_on: date
    audiences: Collection[str]


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """A consultation as the checks see it. `words` are its texts by column; `days` is the length asked for, if any."""

    words: Mapping[str, str]
    opens_on: date | None = None
    closes_on: date | None = None
    days: int | None = None
    short_reason: str = ""
    has_appraisal: bool = False
    audiences: Collection[str] = ()
    groups: Collection[str] = ()
    questions: int = 0
    choiceless: Sequence[str] = ()
    others: Sequence[Other] = ()
    unexplained: Sequence[str] = ()
    reading_age: int | None = None
    explained: Mapping[str, str] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether a column has words in it."""
        return bool(self.words.get(name, "").strip())


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found. `step` is where it is mended; `must` stops the approval until it is; `explained` is why it stays."""

    key: str
    title: str
    words: str
    mend: str
    step: str
    must: bool = False
    explained: str = ""

    @property
    def can_be_explained(self) -> bool:
        """Whether words settle it: the window's own words stand in the window."""
        return not self.must and self.key in TITLES

    @property
    def is_settled(self) -> bool:
        """Whether it needs nothing more before the consultation opens."""
        return bool(self.explained) and not self.must


# Which findings there are, with the step that mends each; those whose words are published when they are explained.
STEPS: Mapping[str, str] = {
    "proposal": "proposal", "window": "window", "holidays": "window", "clash": "window", "options": "options", "effect": "effect",
    "audiences": "who", "groups": "who", "questions": "questions", "jargon": "proposal", "reading": "proposal",
    "formats": "formats",
}  # fmt: skip
# What each is called once it is explained, for readers.
TITLES: Mapping[str, str] = {
    "holidays": "Holidays fall into the window", "clash": "Others ask the same people in these weeks",
    "options": "No options are named", "effect": "The effect on the sector is missing",
    "groups": "Representative groups are missing", "jargon": "Abbreviations are explained nowhere",
    "reading": "It is hard to read", "formats": "Other formats cannot be asked for",
}  # fmt: skip
EXPLAINABLE = tuple(TITLES)


def findings(facts: CheckFacts, *, on: date) -> list[Finding]:
    """What is found on a day, what has to be mended first."""
    found = [
        *_proposal(facts), *_window(facts, on=on), *_questions(facts), *_audiences(facts), *_options(facts), *_effect(facts),
        *_groups(facts), *_holidays(facts), *_clash(facts), *_jargon(facts), *_reading(facts), *_formats(facts),
    ]  # fmt: skip
    return sorted(found, key=lambda one: not one.must)


def stops(found: Collection[Finding]) -> list[Finding]:
    """Those that have to be mended or explained before somebody may ask for approval."""
    return [one for one in found if not one.is_settled]


def _finding(facts: CheckFacts, key: str, title: str, words: str, mend: str, *, must: bool = False) -> Finding:
    explained = "" if must else facts.explained.get(key, "")
    return Finding(key, title, words, mend, STEPS[key], must, explained)


def _proposal(facts: CheckFacts) -> Iterator[Finding]:
    wanted = {"title": "a title", "summary": "a summary", "proposal": "what is proposed", "why_now": "why, and why now"}
    missing = [words for name, words in wanted.items() if not facts.has(name)]
    if missing:
        yield _finding(facts, "proposal", "The proposal is not complete", f"Missing: {', '.join(missing)}.", "Write it.", must=True)


def _window(facts: CheckFacts, *, on: date) -> Iterator[Finding]:
    if facts.opens_on is None or facts.closes_on is None:
        yield _finding(facts, "window", "The window is not set", "Nobody knows yet when it opens.", "Set its days.", must=True)
        return
    if facts.opens_on < on:
        said = f"It was to open on {in_words(facts.opens_on)}, and nobody had approved it by then."
        yield _finding(facts, "window", "The window would open in the past", said, "Choose later days.", must=True)
    if is_short(facts.opens_on, facts.closes_on, facts.days):
        assert facts.days is not None
        held = days_of(facts.opens_on, facts.closes_on)
        day = in_words(earliest_close(facts.opens_on, facts.days))
        yield Finding(
            "window", "The window is short", f"{held} days; the compact asks for {facts.days}.",
            f"Close on {day} or later, or say why it is short and who authorised it.", STEPS["window"],
            must=not facts.short_reason, explained=facts.short_reason,
        )  # fmt: skip


def _questions(facts: CheckFacts) -> Iterator[Finding]:
    if not facts.questions:
        yield _finding(
            facts, "questions", "There is no question", "People could not say what they think.", "Ask one at least.", must=True
        )
    if facts.choiceless:
        said = f"Fewer than two answers are offered to: {'; '.join(facts.choiceless)}."
        yield _finding(facts, "questions", "A question offers no choice", said, "Write the answers that it offers.", must=True)


def _audiences(facts: CheckFacts) -> Iterator[Finding]:
    if not facts.audiences:
        yield _finding(
            facts, "audiences", "Nobody is named as asked", "Who is asked is not said.", "Choose for whom it is.", must=True
        )


def _options(facts: CheckFacts) -> Iterator[Finding]:
    if not facts.has("options"):
        said = "People can say little about a proposal with nothing beside it."
        yield _finding(facts, "options", TITLES["options"], said, "Name them, and why each is there.")


def _effect(facts: CheckFacts) -> Iterator[Finding]:
    if not facts.has("effect") and not facts.has_appraisal:
        said = "What it would do to the voluntary and community sector is not said."
        yield _finding(facts, "effect", TITLES["effect"], said, "Write it, or choose the policy’s appraisal.")


def _groups(facts: CheckFacts) -> Iterator[Finding]:
    if missing := missing_groups(facts.groups):
        said = f"No group is named that speaks for {', nor one for '.join(missing)}."
        yield _finding(facts, "groups", TITLES["groups"], said, "Name the groups that are asked.")


def _holidays(facts: CheckFacts) -> Iterator[Finding]:
    if facts.opens_on is None or facts.closes_on is None or facts.closes_on < facts.opens_on:
        return
    times = covered(facts.opens_on, facts.closes_on)
    if times:
        said = "; ".join(f"{one.name}: {counted(days, 'day')}" for one, days in times)
        lost = sum(days for _, days in times)
        later = in_words(facts.closes_on + timedelta(days=lost))
        mend = f"Close on {later} to give these {counted(lost, 'day')} back, or choose other weeks."
        yield _finding(facts, "holidays", TITLES["holidays"], f"{said}.", mend)


def clashes(facts: CheckFacts) -> list[tuple[Other, list[str]]]:
    """Others that ask the same people in the same weeks, each with the audiences that they share."""
    if facts.opens_on is None or facts.closes_on is None:
        return []
    met = [
        (other, shared(facts.audiences, other.audiences))
        for other in facts.others
        if other.opens_on <= facts.closes_on and other.closes_on >= facts.opens_on
    ]
    return [(other, audiences) for other, audiences in met if audiences]


def _clash(facts: CheckFacts) -> Iterator[Finding]:
    met = clashes(facts)
    if met:
        said = [
            f"{other.agency}: “{other.title}”, until {in_words(other.closes_on)} ({', '.join(audiences).lower()})"
            for other, audiences in met[:MOST_CLASHES]
        ]
        more = f"; and {len(met) - MOST_CLASHES} more" if len(met) > MOST_CLASHES else ""
        yield _finding(
            facts, "clash", TITLES["clash"], f"{'; '.join(said)}{more}.",
            "Choose other weeks, give more time, or ask together.",
        )  # fmt: skip


def _jargon(facts: CheckFacts) -> Iterator[Finding]:
    if facts.unexplained:
        yield _finding(
            facts, "jargon", TITLES["jargon"], f"{', '.join(facts.unexplained)}.",
            "Write them out, or ask a coordinator to add them to the jargon buster.",
        )  # fmt: skip


def _reading(facts: CheckFacts) -> Iterator[Finding]:
    if facts.reading_age is not None and facts.reading_age > READING_AGE:
        said = f"It reads with ease at the age of {facts.reading_age}; {READING_AGE} is what most people manage."
        yield _finding(facts, "reading", TITLES["reading"], said, "Shorten the sentences, and use everyday words.")


def _formats(facts: CheckFacts) -> Iterator[Finding]:
    if not facts.has("contact") or not (facts.has("contact_email") or facts.has("contact_phone")):
        said = "Nobody is named whom people can ask for large print, Easy Read, sign language or paper."
        yield _finding(facts, "formats", TITLES["formats"], said, "Name an office with an address or telephone.")
