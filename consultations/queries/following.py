"""What the pages of following show, and who is reminded of what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef

from compact_portal.lib.tokens import token_digest
from consultations.models import AnswerJourney, Consultation, ConsultationLink, Follow, Response
from consultations.queries.outcome import due_day
from consultations.rules.following import (
    BEFORE_CLOSE,
    UNTOUCHED,
    close_reminder,
    confirm_permit,
    outcome_reminder,
)
from signatories.models import Person
from signatories.permissions import people_with
from undertakings.queries.thresholds import Thresholds


def followed_consultation(slug: str) -> Consultation | None:
    """The public consultation of that address."""
    return Consultation.objects.public().filter(slug=slug).select_related("agency").first()


def link_of(token: str, *, purpose: str) -> ConsultationLink | None:
    """The mailed link that a token belongs to, used or not, with what it is about."""
    links = ConsultationLink.objects.select_related("follow__consultation")
    return links.filter(purpose=purpose, token_digest=token_digest(token)).first()


@dataclass(frozen=True, slots=True)
class LinkState:
    """What a confirming link can do now: ready, done, late or unknown."""

    state: str
    follow: Follow | None = None


def confirming_state(token: str, *, at: datetime) -> LinkState:
    """What opening a confirming link shows. Reading it changes nothing."""
    link = link_of(token, purpose=ConsultationLink.Purpose.CONFIRM)
    if link is None or link.follow is None:
        return LinkState("unknown")
    if link.used_at is not None:
        return LinkState("done", link.follow)
    ready = confirm_permit(expires_at=link.expires_at, used_at=None, at=at)
    return LinkState("ready" if ready else "late", link.follow)


def ended_by(token: str) -> Follow | None:
    """What an end link would end; None where it has ended, or never was."""
    link = link_of(token, purpose=ConsultationLink.Purpose.END)
    return link.follow if link else None


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An answer that somebody began, and which reminder of the close is due."""

    journey: AnswerJourney
    days: int


def unfinished(*, at: datetime, on: date) -> Iterator[Unfinished]:
    """Answers that were begun with an address, not finished and not touched for a day, of which the close is near.

    Of several by one address the one that was saved last; none where that address has answered.
    """
    answered = Response.objects.standing().filter(consultation=OuterRef("consultation"), email=OuterRef("email"))
    rows = AnswerJourney.objects.filter(
        finished_at=None, saved_at__lte=at - UNTOUCHED, consultation__approved_at__isnull=False, consultation__voided_at=None,
        consultation__opens_at__lte=at, consultation__closes_at__gt=at,
        consultation__closes_on__lte=on + timedelta(days=BEFORE_CLOSE[0]),
    ).exclude(email="")  # fmt: skip
    rows = rows.filter(~Exists(answered)).select_related("consultation__agency").defer("answers")
    seen: set[tuple[int, str]] = set()
    for journey in rows.order_by("consultation", "email", "-saved_at", "-pk").iterator(chunk_size=500):
        place = (journey.consultation_id, journey.email)
        assert journey.consultation.closes_on is not None
        days = close_reminder(closes_on=journey.consultation.closes_on, on=on)
        if place not in seen and days is not None:
            seen.add(place)
            yield Unfinished(journey, days)


@dataclass(frozen=True, slots=True)
class OutcomeDue:
    """A consultation whose outcome is due on a day, which reminder of it is due, and the officers who get it."""

    consultation: Consultation
    due_on: date
    weeks: int
    officers: list[Person]


def outcomes_due(*, at: datetime, on: date) -> Iterator[OutcomeDue]:
    """Closed consultations without an outcome of which the last day is near; none where the place has set no weeks."""
    thresholds = Thresholds()
    rows = Consultation.objects.public().filter(closes_at__lte=at, outcome_on=None).select_related("agency")
    for row in rows.order_by("pk"):
        assert row.closes_on is not None
        due_on = due_day(row.closes_on, thresholds)
        weeks = outcome_reminder(due_on=due_on, on=on) if due_on else None
        if due_on and weeks is not None:
            yield OutcomeDue(row, due_on, weeks, list(people_with("consultations.log", row.agency, on=on)))
