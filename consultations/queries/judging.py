"""A consultation handed to the rules: its state, its window, and each promise about asking as it stands on a day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from compact_portal.lib.promises import Promise
from compact_portal.lib.verdicts import Outcome, Verdict
from consultations.models import Consultation, WindowEntry
from consultations.queries.outcome import due_day
from consultations.rules.catalogue_asking import COMPLETE, GROUPS, SHORT_WINDOW, WINDOW
from consultations.rules.states import State, state_at
from consultations.rules.window import (
    WHOLE,
    WindowFacts,
    is_short,
    verdict_complete,
    verdict_groups,
    verdict_short_window,
    verdict_window,
)
from undertakings.queries.thresholds import Thresholds

WINDOW_RULE = "consultation-window"
TONES = {
    Outcome.KEPT: "good", Outcome.NOT_KEPT: "bad", Outcome.EXPLAINED: "warn", Outcome.NOT_DUE: "wait", Outcome.UNKNOWN: "",
}  # fmt: skip
STATE_TONES = {
    State.DRAFT: "wait", State.UPCOMING: "wait", State.OPEN: "good", State.CLOSED: "", State.OUTCOME_DUE: "bad",
    State.OUTCOME_PUBLISHED: "good",
}  # fmt: skip


def window_days(thresholds: Thresholds, on: date) -> int | None:
    """The days that the compact asks for on the day on which a window opens; None: none is recorded."""
    return thresholds.number(WINDOW_RULE, on)


def state_of(row: Any, thresholds: Thresholds, *, at: datetime) -> State:
    """Where a consultation (or a row of its kept columns) stands at an instant."""
    return state_at(
        at, is_approved=row.approved_at is not None, opens_at=row.opens_at, closes_at=row.closes_at, outcome_on=row.outcome_on,
        outcome_due_on=due_day(row.closes_on, thresholds),
    )  # fmt: skip


def was_public(row: Consultation) -> bool:
    """Whether the public could read it at some time: then nothing of its window goes, and its address goes on working."""
    return row.approved_at is not None or row.history.filter(approved_at__isnull=False).exists()


def window_facts(entry: WindowEntry, thresholds: Thresholds) -> WindowFacts:
    """An entry of the ledger for the rules."""
    days = window_days(thresholds, entry.opens_on)
    return WindowFacts(entry.opens_on, entry.closes_on, days, entry.short_reason, entry.authorised_by)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A promise with its verdict on one consultation."""

    promise: Promise
    verdict: Verdict

    @property
    def tone(self) -> str:
        """The class of its tag."""
        return TONES[self.verdict.outcome]

    @property
    def words(self) -> str:
        """The outcome as the tag says it."""
        return self.verdict.outcome.words.capitalize()


def judge(row: Consultation, thresholds: Thresholds, *, on: date) -> list[Judgement]:
    """Every promise about asking that there is something to say about. `window`, `groups`, `explanations` may be prefetched."""
    entries = sorted(row.window.all(), key=lambda one: one.position)
    if not entries:
        return []
    facts = window_facts(entries[-1], thresholds)
    explained = {one.check_key: one.words for one in row.explanations.all()}
    named = {one.speaks_for for one in row.groups.all()}
    present = {name for name in WHOLE if getattr(row, name).strip()} | ({"effect"} if row.appraisal_id else set())
    found = [Judgement(WINDOW, verdict_window(facts, on=on))]
    if is_short(facts.opens_on, facts.closes_on, facts.days):
        found.append(Judgement(SHORT_WINDOW, verdict_short_window(facts, on=on)))
    groups = verdict_groups(named=named, explained=explained.get("groups", ""), opens_on=facts.opens_on, on=on)
    complete = verdict_complete(present=present, explained=explained.keys(), opens_on=facts.opens_on, on=on)
    return [*found, Judgement(GROUPS, groups), Judgement(COMPLETE, complete)]
