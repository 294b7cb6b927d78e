"""The way to an answer: begun, saved step by step, gone on with another day, or begun again to change what was sent."""

import uuid
from datetime import datetime
from typing import Any

from compact_portal.audit.context import change
from compact_portal.lib.dates import london_day
from compact_portal.lib.tokens import new_token, token_digest
from consultations.actions.answering_mail import mail_resume_link
from consultations.models import AnswerJourney, Consultation, ConsultationLink, Response
from consultations.queries.answering import answers_in, sheet_of
from signatories.models import normal_email


def start_journey(*, consultation: Consultation, at: datetime) -> AnswerJourney:
    """A journey to an answer. What is typed comes with each step."""
    return AnswerJourney.objects.create(key=uuid.uuid4(), consultation=consultation, started_at=at, saved_at=at)


def save_step(*, journey: AnswerJourney, step: str, answers: dict[str, Any], at: datetime) -> None:
    """Keep the answers of one step; those of the other steps stay as they are, also when two tabs save at once.

    A journey that was finished meanwhile keeps nothing.
    """
    with change(by=None, why="Saved a step of an answer", public=False):
        held = AnswerJourney.objects.select_for_update().get(pk=journey.pk)
        if held.finished_at is None:
            held.answers = {**held.answers, step: answers}
            held.saved_at = at
            held.save()
    journey.answers, journey.saved_at, journey.finished_at = held.answers, held.saved_at, held.finished_at


def new_link(*, purpose: str, at: datetime, **about: Any) -> str:
    """Make a mailed link and give its token, which is not kept: only its digest is. It works until what it is about ends."""
    token = new_token()
    ConsultationLink.objects.create(purpose=purpose, token_digest=token_digest(token), made_at=at, **about)
    return token


def send_resume_link(*, journey: AnswerJourney, email: str, at: datetime) -> None:
    """Mail a link with which the journey goes on. Those sent before go on working."""
    with change(by=None, why="Asked for a link to go on answering", public=False):
        held = AnswerJourney.objects.select_for_update(of=("self",)).select_related("consultation__agency").get(pk=journey.pk)
        held.email, held.saved_at = normal_email(email), at
        held.save()
        token = new_link(purpose=ConsultationLink.Purpose.RESUME, journey=held, at=at)
        mail_resume_link(held, token=token, at=at)
    journey.email = held.email


def begin_change(*, response: Response, at: datetime) -> AnswerJourney:
    """A journey with all that a response says, to change it. The response stands as it is until the journey is sent."""
    sheet = sheet_of(response.consultation, on=london_day(at))
    as_whom = "organisation" if response.is_organisation else "person"
    answers: dict[str, Any] = {
        "who": {"who": str(response.partner_id) if response.partner_id else as_whom},
        **sheet.kept(answers_in(response)),
        "you": {"name": response.name, "organisation": response.organisation, "email": response.email},
        "publish": {
            "may_publish": "yes" if response.may_publish else "no",
            "is_confidential": response.is_confidential,
            "confidential_reason": response.confidential_reason,
        },
    }
    return AnswerJourney.objects.create(
        key=uuid.uuid4(), consultation=response.consultation, response=response, answers=answers, started_at=at, saved_at=at
    )
