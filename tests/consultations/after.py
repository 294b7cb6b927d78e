"""Closed consultations with answers, themes and outcomes, made by the portal's own actions."""

from datetime import datetime, timedelta
from typing import Any

from compact_portal.audit.context import change
from compact_portal.lib.clock import now
from consultations.actions.outcomes import publish_outcome, save_outcome, save_theme_part
from consultations.actions.publishing import publish_response
from consultations.actions.themes import add_theme, tag_answer
from consultations.models import Answer, Consultation, Outcome, Question, Response, Tag, Theme
from tests.consultations.asking import answered, ask, closed
from undertakings.models import Threshold

OPEN = {"may_publish": True}
SECRET = {"is_confidential": True}


def weeks(value: int = 12) -> None:
    """The time for an outcome, as the sample year records it."""
    with change(by=None, why="A test"):
        Threshold.objects.create(rule="outcome-published", value=str(value), unit="weeks", source="national practice")


def asked(days_ago: int = 7, **more: Any) -> tuple[Consultation, Question]:
    """A closed consultation with one question."""
    consultation = closed(days_ago, **more)
    return consultation, ask(consultation)


def in_time(consultation: Consultation) -> datetime:
    """An instant before the close."""
    assert consultation.closes_at
    return consultation.closes_at - timedelta(days=1)


def said(consultation: Consultation, question: Question, words: str = "It is too far.", **more: Any) -> Response:
    """A response with these words, by consent unless it says otherwise."""
    return answered(consultation, in_time(consultation), {question: words}, **(OPEN | more))


def words_of(response: Response) -> Answer:
    """Its one answer."""
    return response.answers.get()


def tagged(response: Response, theme: Theme) -> Tag:
    tag_answer(answer=words_of(response), add=[theme.pk], take=[], name="", by=None)
    return Tag.objects.get(answer=words_of(response), theme=theme)


def published(response: Response, at: datetime | None = None) -> Response:
    return publish_response(response=response, by=None, at=at or now())


def written(days_ago: int = 7, **more: Any) -> tuple[Consultation, Outcome]:
    """A closed consultation whose outcome lacks nothing: one theme with one cited answer."""
    consultation, question = asked(days_ago, **({"answered": 1} | more))
    response = published(said(consultation, question, "The yard is too far for us."))
    theme = add_theme(consultation=consultation, name="Distance", by=None)
    tag = tagged(response, theme)
    at = now()
    words = {"asked": "Where the market should be.", "said": "That it is far.", "done": "It stays."}
    version = Outcome.objects.get(consultation=consultation).version
    save_outcome(consultation=consultation, version=version, values=words, by=None, at=at)
    part = {"said": "Many cannot walk so far.", "done": "A bus goes there.", "not_done": ""}
    save_theme_part(theme=theme, version=theme.version, values=part, cited=[tag.pk], by=None, at=at)
    return consultation, Outcome.objects.get(consultation=consultation)


def out(days_ago: int = 7, **more: Any) -> tuple[Consultation, Outcome]:
    """The same, published."""
    consultation, outcome = written(days_ago, **more)
    outcome = publish_outcome(consultation=consultation, version=outcome.version, by=None, at=now())
    consultation.refresh_from_db()
    return consultation, outcome
