"""What is mailed on the way to an answer. Each is queued in the transaction of what it tells."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from compact_portal.lib.dates import at_in_words, in_words, london_day
from compact_portal.lib.mail_markup import as_typed
from compact_portal.mail.actions import queue_mail
from consultations.models import AnswerJourney, Consultation, Response
from consultations.rules.answering import LATE_DAYS

IGNORE = "If you know nothing of this, you need do nothing."


def mail_resume_link(journey: AnswerJourney, *, token: str, at: datetime) -> None:
    """The link with which somebody goes on answering where they stopped."""
    about = journey.consultation
    queue_mail(
        to=journey.email,
        subject=f"Go on with your answer: {about.title}",
        body=(
            f"Here you go on where you stopped:\n\n{_address('answer_resume', about, token)}\n\n"
            f"It closes at the end of {closes(about)}. Whoever has the link sees what you have typed. Nothing is sent to "
            f"{as_typed(about.agency.name)} until you press the last button.\n\n{IGNORE}"
        ),
        at=at,
        why="somebody asked on the pages of a consultation for a link to this address",
    )


def mail_receipt(response: Response, *, token: str, changed: bool, at: datetime) -> None:
    """What was received, when, and the link with which it is changed or withdrawn. What was answered stands behind the link."""
    about = response.consultation
    what = "changed your answer to" if changed else "answered"
    queue_mail(
        to=response.email,
        subject=f"{'Your answer is changed' if changed else 'We have your answer'}: {about.title}",
        body=(
            f"You have {what} “{as_typed(about.title)}”, which {as_typed(about.agency.name)} asks about. "
            f"We received it on {at_in_words(at if changed else response.received_at)}. Its number is {response.reference}.\n\n"
            f"{_standing(response)}\n\n"
            f"Read it again, save a copy, change it or withdraw it here:\n\n{_address('answer_change', about, token)}\n\n"
            "Whoever has the link can do so, so keep it to yourself. "
            f"If you did not answer, open it and withdraw what was sent in your name."
        ),
        at=at,
        why="somebody gave this address with an answer to a consultation",
    )


def mail_withdrawn(response: Response, *, at: datetime) -> None:
    """An answer is no longer there."""
    queue_mail(
        to=response.email,
        subject=f"Your answer is withdrawn: {response.consultation.title}",
        body=(
            f"Your answer {response.reference} to “{as_typed(response.consultation.title)}” was withdrawn on {at_in_words(at)}. "
            "What it said is deleted and does not count. Until the close you can answer anew:\n\n"
            f"{settings.PORTAL_ADDRESS}{reverse('consultations:answer_start', args=[response.consultation.slug])}"
        ),
        at=at,
        why="you answered a consultation with this address",
    )


def closes(about: Consultation) -> str:
    """The last day in words: "Monday 30 November 2026"."""
    return in_words(about.closes_on) if about.closes_on else "the last day"


def _standing(response: Response) -> str:
    about = response.consultation
    if not response.is_late:
        return f"You can change or withdraw it until the end of {closes(about)}."
    until = in_words(london_day(about.closes_at + timedelta(days=LATE_DAYS - 1))) if about.closes_at else ""
    return (
        f"It closed at the end of {closes(about)}, so your answer is late. It is kept apart and not counted; the agency may read "
        f"it, and need not weigh it. You can withdraw it until {until}."
    )


def _address(name: str, about: Consultation, token: str) -> str:
    return settings.PORTAL_ADDRESS + reverse(f"consultations:{name}", args=[about.slug, token])
