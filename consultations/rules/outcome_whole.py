"""What an outcome still lacks before it may be published: one sentence for each thing, which says what to do.

Source: the issue of consultations: what was asked, what was said, what was done and why not, per theme, each citing answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ThemeFacts:
    """One theme: its three parts, how many published answers speak of it (one is enough to know), how many are cited."""

    name: str
    said: str
    done: str
    not_done: str
    citable: int
    cited: int


@dataclass(frozen=True, slots=True)
class WholeFacts:
    """An outcome as this rule sees it. `is_late` says that today is after the day on which it was due."""

    closes_at: datetime | None
    asked: str
    said: str
    done: str
    themes: Sequence[ThemeFacts]
    answered: int
    is_late: bool
    late_reason: str
    authorised_by: str


def theme_lacks(theme: ThemeFacts) -> list[str]:
    """What one theme still lacks."""
    lacking = []
    if not theme.said:
        lacking.append(f"Write what people said about “{theme.name}”.")
    if not theme.done and not theme.not_done:
        lacking.append(f"Write what is done about “{theme.name}”, or why nothing is.")
    if theme.citable and not theme.cited:
        lacking.append(f"Cite at least one published answer about “{theme.name}”.")
    return lacking


def outcome_lacks(facts: WholeFacts, *, at: datetime) -> list[str]:
    """Everything that stands between a draft and its publication; empty where nothing does."""
    if facts.closes_at is None or at < facts.closes_at:
        return ["The consultation has not closed yet: its outcome is published after the close."]
    lacking = [
        said
        for words, said in (
            (facts.asked, "Write what you asked."),
            (facts.said, "Write what people said."),
            (facts.done, "Write what is done, and what is not and why."),
        )
        if not words
    ]
    if facts.answered and not facts.themes:
        lacking.append("Make at least one theme, and tag the answers that speak of it.")
    for theme in facts.themes:
        lacking += theme_lacks(theme)
    if facts.is_late and not facts.late_reason:
        lacking.append("It is late: write why.")
    if facts.is_late and not facts.authorised_by:
        lacking.append("It is late: write who authorised that.")
    return lacking
