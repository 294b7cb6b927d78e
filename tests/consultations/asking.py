"""Consultations, windows and answers as rows, for tests of what is built on them."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from compact_portal.audit.actions import free_slug, next_reference
from compact_portal.audit.context import change
from compact_portal.lib.clock import now
from compact_portal.lib.dates import end_of_day, london_day, start_of_day
from consultations.models import Answer, Choice, Consultation, Question, Response, WindowEntry
from signatories.actions.people import add_partner
from signatories.models import Partner

WHOLE: dict[str, str] = {
    "summary": "Where the market stands on Saturdays.", "proposal": "To move the market to the old yard.",
    "why_now": "The lease of the square ends.", "options": "Stay in the square, or move to the yard.",
    "effect": "Charities that hold stalls would have less room.", "who_asked": "Everybody who buys or sells there.",
    "contact": "the Policy team", "contact_email": "policy@sample.invalid",
}  # fmt: skip


def agency(name: str = "Sample Council") -> Partner:
    return Partner.objects.filter(name=name).first() or add_partner(
        name=name, sector="statutory", kind="council", by=None, why="A test"
    )


def drafted(of: Partner | None = None, title: str = "The market square", **more: Any) -> Consultation:
    """A draft that lacks only its window."""
    with change(by=None, why="A test"):
        return Consultation.objects.create(
            reference=next_reference("TST", on=london_day(now())), agency=of or agency(), title=title,
            slug=free_slug(Consultation, title), **(WHOLE | more),
        )  # fmt: skip


def approved(
    opens_on: date, closes_on: date, of: Partner | None = None, title: str = "The market square", **more: Any
) -> Consultation:
    """An approved consultation with its planned window, both days inclusive."""
    at = min(now(), start_of_day(opens_on)) - timedelta(days=1)
    with change(by=None, why="A test"):
        consultation = drafted(of, title, **more)
        WindowEntry.objects.create(
            consultation=consultation, position=1, kind="planned", opens_on=opens_on, closes_on=closes_on, made_at=at
        )
        for name, value in {
            "opens_on": opens_on, "closes_on": closes_on, "first_closes_on": closes_on, "opens_at": start_of_day(opens_on),
            "closes_at": end_of_day(closes_on), "submitted_at": at, "approved_at": at,
        }.items():  # fmt: skip
            setattr(consultation, name, value)
        consultation.save()
    return consultation


def opened(days_ago: int = 7, days_left: int = 49, **more: Any) -> Consultation:
    """An open consultation: it opened so many days ago, and closes in so many."""
    today = london_day(now())
    return approved(today - timedelta(days=days_ago), today + timedelta(days=days_left), **more)


def closed(days_ago: int = 7, **more: Any) -> Consultation:
    """A consultation of eight weeks that closed so many days ago."""
    today = london_day(now())
    return approved(today - timedelta(days=days_ago + 56), today - timedelta(days=days_ago), **more)


def ask(consultation: Consultation, words: str = "What do you think?", kind: str = "words", *choices: str, **more: Any) -> Question:
    """A question with its choices, after those that stand there already."""
    with change(by=None, why="A test"):
        question = Question.objects.create(
            consultation=consultation, position=consultation.questions.count() + 1, kind=kind, words=words, **more
        )
        for position, one in enumerate(choices, start=1):
            Choice.objects.create(question=question, position=position, words=one)
    return question


def answered(
    consultation: Consultation, at: datetime | None = None, said: dict[Question, str] | None = None, **more: Any
) -> Response:
    """A response with words to each question of `said`; the kept counts are not touched."""
    at = at or now()
    with change(by=None, why="A test"):
        response = Response.objects.create(
            reference=next_reference("TSTR", on=london_day(at)), token=uuid4(), consultation=consultation, received_at=at, **more
        )
        for question, words in (said or {}).items():
            Answer.objects.create(response=response, question=question, words=words)
    return response
