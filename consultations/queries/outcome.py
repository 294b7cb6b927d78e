"""An outcome with its themes and the answers that it cites: for the rules, for its page, for the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from consultations.models import Answer, Consultation, Outcome, Response, Tag, Theme
from consultations.queries.publishing import publishable
from consultations.queries.shown import Voice, chosen_words, hidden_of, shown_parts, voice_of
from consultations.rules.outcome_time import OutcomeFacts, days_overdue, due_words, outcome_due_on, verdict_outcome
from consultations.rules.outcome_whole import ThemeFacts, WholeFacts, theme_lacks
from consultations.rules.redaction import Part, shortened
from undertakings.queries.thresholds import InForce, Thresholds

RULE = "outcome-published"
NO_TIME = "No time is recorded by which it is due."
# How many published answers a theme’s form offers, and how many characters of each.
MOST_OFFERED, MOST_QUOTED = 50, 300
# Characters of an answer under a theme; the whole of it is a link away.
MOST_CITED_WORDS = 600
SHOWN_ON_THE_ANSWER = Q(
    answer__response__published_at__isnull=False,
    answer__response__may_publish=True,
    answer__response__is_confidential=False,
    answer__response__withdrawn_at=None,
    answer__response__is_late=False,
)


def threshold_of(closes_on: date, thresholds: Thresholds | None = None) -> InForce | None:
    """The time for an outcome as it was in force on the day of the close."""
    return (thresholds or Thresholds()).at(RULE, closes_on)


def due_day(closes_on: date | None, thresholds: Thresholds | None = None) -> date | None:
    """The last day on which an outcome keeps its promise; None without a window, or where no time is recorded."""
    if closes_on is None:
        return None
    found = threshold_of(closes_on, thresholds)
    return outcome_due_on(closes_on, found.number) if found else None


def time_facts(consultation: Consultation, outcome: Outcome | None, thresholds: Thresholds | None = None) -> OutcomeFacts | None:
    """What the verdict needs to know; None for a consultation without a window."""
    if consultation.closes_on is None:
        return None
    found = threshold_of(consultation.closes_on, thresholds)
    published = outcome if outcome is not None and outcome.published_on is not None else None
    return OutcomeFacts(
        closes_on=consultation.closes_on,
        weeks=found.number if found else None,
        published_on=published.published_on if published else None,
        late_reason=published.late_reason if published else "",
        authorised_by=published.authorised_by if published else "",
    )


@dataclass(frozen=True, slots=True)
class Due:
    """How an outcome that is not out stands to its day: the sentence, and the days that it is overdue (0: none)."""

    words: str
    days: int


def due_of(consultation: Consultation, *, on: date) -> Due | None:
    """That of a consultation that has closed without an outcome; None where no time is recorded."""
    due_on = due_day(consultation.closes_on)
    return Due(due_words(due_on, on), days_overdue(due_on, on)) if due_on is not None else None


def outcome_of(consultation: Consultation) -> Outcome | None:
    """Its outcome, drafted or published."""
    return Outcome.objects.filter(consultation=consultation).first()


def themes_of(consultation: Consultation) -> list[Theme]:
    """Its themes in order, each with `has_answers` and `citable`: whether any, and whether a published answer speaks of it."""
    tags = Tag.objects.filter(theme=OuterRef("pk"))
    rows = Theme.objects.filter(consultation=consultation)
    return list(rows.annotate(has_answers=Exists(tags), citable=Exists(tags.filter(SHOWN_ON_THE_ANSWER))))


def whole_facts(consultation: Consultation, outcome: Outcome | None, *, on: date) -> WholeFacts:
    """What the rule of completeness needs to know."""
    held = outcome or Outcome(consultation=consultation)
    due_on = due_day(consultation.closes_on)
    cited = Tag.objects.filter(SHOWN_ON_THE_ANSWER, theme__consultation=consultation, is_cited=True)
    with_citations = set(cited.values_list("theme", flat=True))
    return WholeFacts(
        closes_at=consultation.closes_at,
        asked=held.asked,
        said=held.said,
        done=held.done,
        themes=[
            ThemeFacts(row.name, row.said, row.done, row.not_done, int(row.citable), int(row.pk in with_citations))  # type: ignore[attr-defined]
            for row in themes_of(consultation)
        ],
        answered=consultation.answered,
        is_late=days_overdue(due_on, on) > 0,
        late_reason=held.late_reason,
        authorised_by=held.authorised_by,
    )


@dataclass(frozen=True, slots=True)
class Cited:
    """A published answer under a theme: its number, who speaks, what they chose, and their words as the public reads them."""

    reference: str
    who: Voice
    chosen: str
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class ThemePart:
    """A theme of an outcome, with the answers that it cites. `gone` of them were taken back since."""

    theme: Theme
    cited: Sequence[Cited]
    gone: int


def theme_parts(consultation: Consultation) -> list[ThemePart]:
    """The themes of an outcome, each with its citations: a fixed number of queries, however many answers there are."""
    cited = _with_answers(Tag.objects.filter(is_cited=True))
    rows = Theme.objects.filter(consultation=consultation).prefetch_related(Prefetch("tags", queryset=cited, to_attr="cited_tags"))
    return [_part(row) for row in rows]


def _with_answers(tags: QuerySet[Tag]) -> QuerySet[Tag]:
    """Tags in order, with all that the public reads of their answers."""
    rows = tags.order_by("pk").select_related("answer__response__partner", "answer__question")
    return rows.prefetch_related("answer__choices", Prefetch("answer__redactions", queryset=hidden_of()))


def _part(theme: Theme) -> ThemePart:
    tags = theme.cited_tags  # type: ignore[attr-defined]
    shown = [tag for tag in tags if tag.answer.response.is_shown]
    return ThemePart(theme, [_cited(tag.answer) for tag in shown], len(tags) - len(shown))


def _cited(answer: Answer) -> Cited:
    response = answer.response
    return Cited(response.reference, voice_of(response), chosen_words(answer), shortened(shown_parts(answer), MOST_CITED_WORDS))


def outcome_page(consultation: Consultation, outcome: Outcome | None, *, on: date) -> dict[str, Any]:
    """What the public page of an outcome shows, and its preview: the same for both."""
    thresholds = Thresholds()
    facts = time_facts(consultation, outcome, thresholds)
    due_on = due_day(consultation.closes_on, thresholds)
    return {
        "consultation": consultation,
        "outcome": outcome,
        "verdict": verdict_outcome(facts, on=on) if facts else None,
        "threshold": threshold_of(consultation.closes_on, thresholds) if consultation.closes_on else None,
        "due": Due(due_words(due_on, on) if due_on else NO_TIME, days_overdue(due_on, on)),
        "themes": theme_parts(consultation) if outcome else [],
        "errata": list(outcome.errata.all()) if outcome else [],
    }


def outcome_hub(consultation: Consultation, outcome: Outcome | None, facts: WholeFacts, *, on: date) -> dict[str, Any]:
    """What the desk shows of an outcome beside its parts: how it stands, its themes, and answers that wait."""
    due_on = due_day(consultation.closes_on)
    return {
        "consultation": consultation,
        "outcome": outcome,
        "due": Due(due_words(due_on, on) if due_on else NO_TIME, days_overdue(due_on, on)),
        "themes": [
            {"theme": row, "whole": not theme_lacks(one)} for row, one in zip(themes_of(consultation), facts.themes, strict=True)
        ],
        "unpublished": publishable(consultation).exists(),
        "untagged": Response.objects.standing().filter(consultation=consultation, is_tagged=False).exists(),
    }


def quoted(tag: Tag) -> str:
    """A published answer in one line, as it stands among those that may be cited."""
    words = "".join(f"[{part.reason}]" if part.is_hidden else part.words for part in shown_parts(tag.answer))
    line = " ".join(f"{chosen_words(tag.answer)} {words}".split())
    cut = line if len(line) <= MOST_QUOTED else f"{line[:MOST_QUOTED].rstrip()}…"
    return f"{voice_of(tag.answer.response).name}, {tag.answer.response.reference}: {cut}"


def citable_tags(theme: Theme, *, most: int) -> list[Tag]:
    """Published answers that speak of a theme: those that are cited, then others in order, so many of them."""
    rows = _with_answers(Tag.objects.filter(SHOWN_ON_THE_ANSWER, theme=theme))
    return [*rows.filter(is_cited=True), *rows.filter(is_cited=False)[:most]]
