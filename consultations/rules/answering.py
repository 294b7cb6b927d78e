"""The way to an answer, step by step, as pure rules over the questions and the answers that are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from compact_portal.lib.counted import counted
from compact_portal.lib.dates import in_words, london_day
from compact_portal.lib.permits import ALLOWED, Permit, refused

# Of these, several that follow each other stand on one page: each takes a moment, and they are often one list.
SHORT = ("rating", "agree")
MOST_ON_A_PAGE = 5
# How long what came after the close is still taken, to be kept apart; what was begun is forgotten after it, too.
LATE_DAYS = 30
# Who sends sooner than this after beginning is asked to press once more: programs do not, people may.
LEAST_SECONDS = 5

RATINGS = ((5, "5: very good"), (4, "4"), (3, "3"), (2, "2"), (1, "1: very poor"))
AGREEING = (
    (5, "Strongly agree"),
    (4, "Agree"),
    (3, "Neither agree nor disagree"),
    (2, "Disagree"),
    (1, "Strongly disagree"),
)
# The kinds of question whose answer is a number from 1 to 5, and what each number is called.
SCALES: dict[str, tuple[tuple[int, str], ...]] = {"rating": RATINGS, "agree": AGREEING}

TITLES = {
    "who": "For whom do you answer?",
    "you": "About you",
    "publish": "Who may read your answer",
    "check": "Check your answer, then send it",
}


def pages_of(kinds: Sequence[str]) -> list[list[int]]:
    """Which questions stand on one page, by their places from 0, given their kinds in order.

    One question a page, but that ratings, or agreements, which follow each other stand together, five at most.
    """
    pages: list[list[int]] = []
    for place, kind in enumerate(kinds):
        last = pages[-1] if pages else []
        if last and kind in SHORT and kinds[last[-1]] == kind and len(last) < MOST_ON_A_PAGE:
            last.append(place)
        else:
            pages.append([place])
    return pages


def page_step(number: int) -> str:
    """The step of a page of questions, counted from 1."""
    return f"page-{number}"


def steps(pages: int) -> list[str]:
    """Every step in the order in which it is asked, for so many pages of questions; the last is the check."""
    return ["who", *(page_step(number) for number in range(1, pages + 1)), "you", "publish", "check"]


def next_step(answers: Mapping[str, Any], pages: int) -> str:
    """The first step without an answer, or "check": where somebody goes on."""
    return next(step for step in steps(pages) if step == "check" or not _is_answered(step, answers))


def _is_answered(step: str, answers: Mapping[str, Any]) -> bool:
    """An organisation has a name: who first answered as a person, and then for one, is asked for it."""
    if step == "you" and answers.get("who", {}).get("who") == "organisation":
        return bool(answers.get("you", {}).get("organisation"))
    return step in answers


def place_of(step: str, pages: int) -> str:
    """Where a step stands among all: "Step 2 of 6"."""
    order = steps(pages)
    return f"Step {order.index(step) + 1} of {len(order)}"


def step_before(step: str, pages: int) -> str:
    """The step before one, "" before the first."""
    order = steps(pages)
    place = order.index(step)
    return order[place - 1] if place else ""


def answer_permit(at: datetime, *, opens_at: datetime, closes_at: datetime) -> Permit:
    """Whether an answer is taken at an instant, in time or late; before it opens and long after it closed it is not."""
    if at < opens_at:
        return refused(f"It opens on {in_words(london_day(opens_at))}. Come back then.")
    if at >= closes_at + timedelta(days=LATE_DAYS):
        return refused("It has closed, and answers are no longer taken. Its page says what came of it.")
    return ALLOWED


def is_late(received_at: datetime, *, closes_at: datetime) -> bool:
    """Whether an answer came after the close. Closing is the first instant after the last day: half-open."""
    return received_at >= closes_at


def may_be_changed(at: datetime, *, closes_at: datetime, was_late: bool) -> Permit:
    """Whether an answer can still be changed or withdrawn: until the close, and what was late as long as late ones are taken."""
    until = closes_at + timedelta(days=LATE_DAYS) if was_late else closes_at
    if at >= until:
        return refused(
            "It has closed, so this answer can no longer be changed or withdrawn here. Write to the agency if it has to be."
        )
    return ALLOWED


def stays_late(was_late: bool, received_at: datetime, *, closes_at: datetime) -> bool:
    """The same after the window moved: what was late may come in time, what was in time stays so."""
    return was_late and is_late(received_at, closes_at=closes_at)


def asks_once_more(*, started_at: datetime, at: datetime, trap: str, asked: bool) -> bool:
    """Whether a sender looks like a program: at once after beginning, or with words where people see no box.

    They are asked to press once more and then believed, so that nobody is shut out.
    """
    return not asked and (bool(trap) or at - started_at < timedelta(seconds=LEAST_SECONDS))


def days_left(closes_on: date, *, on: date) -> int:
    """How many days come after today until the last one to answer; 0 on that day, and once it has closed."""
    return max(0, (closes_on - on).days)


def time_left(closes_on: date, *, on: date) -> str:
    """The same in words: "8 days left", "last day"."""
    left = days_left(closes_on, on=on)
    return f"{counted(left, 'day')} left" if left else "last day"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as its answer is judged by: what kind, whether it must be answered, the numbers of what it offers."""

    kind: str
    is_required: bool
    choices: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Given:
    """An answer to one question: words, or a number from 1 to 5, or the numbers of what was chosen."""

    words: str = ""
    rating: int | None = None
    choices: frozenset[int] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not self.words.strip() and self.rating is None and not self.choices


NOTHING = Given()


def given(asked: Asked, kept: Any) -> Given:
    """What a kept value of a form says in answer to a question. What does not fit the question is no answer."""
    if asked.kind == "words":
        return Given(words=kept) if isinstance(kept, str) and kept.strip() else NOTHING
    if asked.kind in SCALES:
        number = _number(kept)
        return Given(rating=number) if number is not None and 1 <= number <= 5 else NOTHING
    many = kept if isinstance(kept, list) else [kept]
    chosen = frozenset(number for one in many if (number := _number(one)) is not None) & asked.choices
    return Given(choices=chosen) if asked.kind == "several" or len(chosen) == 1 else NOTHING


def _number(kept: Any) -> int | None:
    words = str(kept)
    return int(words) if words.isascii() and words.isdigit() and len(words) < 19 else None


def tallied(kind: str, answer: Given) -> list[tuple[int | None, int]]:
    """Which counts of a question an answer adds one to: pairs of a choice (or None) and a rating.

    (None, 0) counts who answered at all. So a reader is told "of 12 who answered it" of a question with several choices.
    """
    if answer.is_empty:
        return []
    if kind in SCALES:
        return [(None, answer.rating or 0)]
    if kind == "words":
        return [(None, 0)]
    return [(None, 0), *((choice, 0) for choice in sorted(answer.choices))]
