"""What an agency's officers have to do about its consultations; each list at the same cost however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from compact_portal.lib.counted import counted
from compact_portal.lib.dates import in_words
from consultations.models import Consultation, Question
from consultations.queries.addresses import own_address, own_outcome_address
from consultations.queries.outcome import RULE as OUTCOME_RULE
from consultations.queries.register import Line, lines_of
from consultations.rules.register import PAGE
from signatories.models import Partner, Person
from signatories.permissions import people_with
from undertakings.queries.thresholds import Thresholds

SHOWN = 20
# How the reason of a history row begins when a draft was sent back.
SENT_BACK = "Sent back: "
SOON = timedelta(days=14)
# Officers are told of an outcome that is due this long before, and again this long before.
OUTCOME_AHEAD = (timedelta(weeks=4), timedelta(weeks=1))
Rows = QuerySet[Consultation]


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: what, why now, where, and how urgent: "", "warn" or "bad" with the words of its tag."""

    label: str
    hint: str
    url: str
    tone: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True)
class TaskList:
    """Things of one kind, the most urgent first; `more` says that there are others behind them."""

    key: str
    title: str
    none: str
    tasks: Sequence[Task]
    more: bool


def officers_of(agency: Partner, *, on: date) -> int:
    """How many officers an agency has on a day: with one, nobody else can approve."""
    return people_with("consultations.log", agency, on=on).count()


def desk(agency: Partner, person: Person, *, on: date) -> list[TaskList]:
    """Five lists: to approve, drafts, opening soon, closing soon, outcomes to publish."""
    public, drafts = Consultation.objects.public().filter(agency=agency), Consultation.objects.standing().filter(agency=agency)
    waiting = drafts.filter(approved_at=None, submitted_at__isnull=False).order_by("submitted_at", "pk")
    soon = public.filter(opens_on__gt=on, opens_on__lte=on + SOON).order_by("opens_on", "pk")
    closing = public.filter(opens_on__lte=on, closes_on__range=(on, on + SOON)).order_by("closes_on", "pk")
    return [
        _listed("approve", "Waiting for approval", "Nothing waits.", waiting, lambda row: _waiting(row, person, on)),
        _listed(
            "drafts", "Drafts", "None.", drafts.filter(approved_at=None, submitted_at=None).order_by("-pk"),
            lambda row: Task(row.title or row.reference, _draft_hint(row, on), own_address(row.slug)),
        ),
        _listed("opening", "Opening in the next two weeks", "None.", soon, lambda row: _opening(row, on)),
        _listed("closing", "Closing in the next two weeks", "None.", closing, lambda row: _closing(row, on)),
        _outcomes(public, on=on),
    ]  # fmt: skip


def _listed(key: str, title: str, none: str, rows: Any, task: Any) -> TaskList:
    found = list(rows[: SHOWN + 1])
    return TaskList(key, title, none, [task(row) for row in found[:SHOWN]], len(found) > SHOWN)


def _draft_hint(row: Consultation, on: date) -> str:
    if row.opens_on is None:
        return "no window yet"
    return f"to open on {in_words(row.opens_on)}" + (", which has passed" if row.opens_on < on else "")


def _waiting(row: Consultation, person: Person, on: date) -> Task:
    whose = "you asked for it" if row.submitted_by_id == person.pk else "asked for by another officer"
    days = (row.opens_on - on).days if row.opens_on else 0
    tone, tag = ("bad", "Too late to open as planned") if days < 0 else ("warn", "Soon") if days <= 7 else ("", "")
    return Task(row.title, f"{whose}; {_draft_hint(row, on)}", own_address(row.slug), tone, tag)


def _opening(row: Consultation, on: date) -> Task:
    assert row.opens_on is not None
    return Task(
        row.title, f"opens on {in_words(row.opens_on)}, in {counted((row.opens_on - on).days, 'day')}", own_address(row.slug)
    )


def _closing(row: Consultation, on: date) -> Task:
    assert row.closes_on is not None
    days = (row.closes_on - on).days
    when = "today" if days == 0 else f"in {counted(days, 'day')}"
    said = f"closes at the end of {in_words(row.closes_on)}, {when}; {counted(row.answered, 'answer')} so far"
    return Task(row.title, said, own_address(row.slug), "warn" if days <= 1 else "", {0: "Last day", 1: "Tomorrow"}.get(days, ""))


def _outcomes(public: Rows, *, on: date) -> TaskList:
    """Outcomes due within four weeks, or overdue; without a recorded number of weeks, those that have closed at all."""
    weeks = Thresholds().number(OUTCOME_RULE, on)
    rows = public.filter(closes_on__lt=on).exclude(outcome_on__lte=on).order_by("closes_on", "pk")
    if weeks is not None:
        rows = rows.filter(closes_on__lte=on + OUTCOME_AHEAD[0] - timedelta(weeks=weeks))
    return _listed("outcomes", "Outcomes to publish", "None is due.", rows, lambda row: _outcome(row, weeks, on))


def _outcome(row: Consultation, weeks: int | None, on: date) -> Task:
    assert row.closes_on is not None
    url = own_outcome_address(row.slug)
    if weeks is None:
        return Task(row.title, f"closed on {in_words(row.closes_on)}", url)
    due_on = row.closes_on + timedelta(weeks=weeks)
    days = (due_on - on).days
    if days < 0:
        return Task(row.title, f"was due {in_words(due_on)}, {counted(-days, 'day')} ago", url, "bad", "Overdue")
    said = f"due by {in_words(due_on)}, {'today' if days == 0 else 'in ' + counted(days, 'day')}"
    near = timedelta(days=days) <= OUTCOME_AHEAD[1]
    return Task(row.title, said, url, "warn" if near else "", "This week" if near else "")


def own_consultations(agency: Partner, *, before: int, at: datetime) -> tuple[list[Line], int]:
    """All consultations of an agency but voided ones, the newest first, a page of them; and the number to go on before."""
    rows = Consultation.objects.standing().filter(agency=agency).order_by("-pk")
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    thresholds = Thresholds()
    return lines_of(found[:PAGE], thresholds, at=at), found[PAGE - 1].pk if len(found) > PAGE else 0


def own_consultation(slug: str) -> Consultation | None:
    """The consultation at a slug, in whatever state."""
    rows = Consultation.objects.select_related("agency", "appraisal", "submitted_by")
    return rows.filter(slug=slug).first()


def last_words(row: Consultation) -> str:
    """Why a draft was sent back, where that was the last thing that was said about it; else ""."""
    last = row.history.filter(history_change_reason__startswith=SENT_BACK).order_by("-history_date", "-history_id").first()
    return last.history_change_reason.removeprefix(SENT_BACK) if last is not None and row.submitted_at is None else ""


def question_of(row: Consultation, pk: int) -> Question | None:
    """A question of a consultation."""
    return row.questions.filter(pk=pk).first()
