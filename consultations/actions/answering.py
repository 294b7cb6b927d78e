"""Answering: what was typed becomes a response, is changed, is withdrawn.

Whatever writes a response locks its consultation first, then looks again, then writes: the window that counts is the one
that holds then, two answers of one partner become one, and the kept counts fit the answers.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from compact_portal.audit.actions import next_reference
from compact_portal.audit.context import change
from compact_portal.lib.dates import london_day
from compact_portal.lib.references import reference_prefix
from consultations.actions.answering_mail import mail_receipt, mail_withdrawn
from consultations.actions.counting import add_counts
from consultations.actions.journeys import new_link
from consultations.models import Answer, AnswerJourney, Consultation, ConsultationLink, Redaction, Response, Tag
from consultations.queries.answering import Sheet, sheet_of, standing_of, version_key
from consultations.queries.counting import Cell, tally_of
from consultations.rules.answering import Given, answer_permit, is_late, may_be_changed, next_step, stays_late
from signatories.models import Partner, normal_email
from signatories.permissions import may
from undertakings.models import Edition

CHANGED = "The words were changed by whoever wrote them."


class AnswerRefused(Exception):
    """What stands in the way, as a sentence that says what to do. `why` is a short key for the page."""

    def __init__(self, why: str, sentence: str) -> None:
        super().__init__(sentence)
        self.why = why


@dataclass(frozen=True, slots=True)
class Told:
    """All that an answer says: who speaks, what may be done with it, and what is answered by the number of the question."""

    is_organisation: bool
    partner: Partner | None
    name: str
    organisation: str
    email: str
    may_publish: bool
    is_confidential: bool
    confidential_reason: str
    answers: Mapping[int, Given]

    @property
    def columns(self) -> dict[str, Any]:
        """As the columns of a response."""
        return {
            "is_organisation": self.is_organisation, "partner": self.partner, "name": self.name,
            "organisation": self.organisation if self.is_organisation else "", "email": normal_email(self.email),
            "may_publish": self.may_publish and not self.is_confidential, "is_confidential": self.is_confidential,
            "confidential_reason": self.confidential_reason if self.is_confidential else "",
        }  # fmt: skip


def send_answer(*, journey: AnswerJourney, by: Any, received_at: datetime, over: str = "", mails: bool = True) -> Response:
    """The response that a journey ends in, with its receipt in the mail where there is an address (unless not `mails`).

    `received_at` is the instant at which the server received the request, which decides whether it came in time. A journey
    makes one response however often its button is pressed. `over` is what the page showed of an answer that this one would
    change (`version_key`). Raises AnswerRefused: "closed" (also before it opens), "unanswered", "partner" (nobody signed in
    may answer for it), "changed" (what it would change is another answer by now), "withdrawn".
    """
    with change(by=by, why="Sent an answer", public=False):
        # What it points at is read after the lock: joined, it would be as it was before the wait.
        held = AnswerJourney.objects.select_for_update().get(pk=journey.pk)
        if held.finished_at is not None and held.response is not None:
            return held.response
        consultation = locked_consultation(held.consultation_id)
        _refuse_closed(consultation, received_at)
        sheet = sheet_of(consultation, on=london_day(received_at))
        told = told_by(held, sheet, by=by)
        late = is_late(received_at, closes_at=consultation.closes_at)
        before = _changes(held, told, consultation, late=late)
        if version_key(before) not in ("", over):
            raise AnswerRefused("changed", _has_changed(before, told))
        response = _write(before, told, consultation, sheet, token=held.key, by=by, received_at=received_at, late=late)
        held.response, held.finished_at, held.answers, held.email = response, received_at, {}, ""
        held.save()
        if mails and response.email:
            _mail(response, changed=before is not None, at=received_at)
    return response


def locked_consultation(pk: int) -> Any:
    """The consultation's row, locked for this transaction, with its agency. What only points at it is not held up."""
    return Consultation.objects.select_for_update(of=("self",), no_key=True).select_related("agency").get(pk=pk)


def _refuse_closed(consultation: Any, received_at: datetime) -> None:
    if not consultation.is_public:
        raise AnswerRefused("closed", "This consultation is no longer there, so nothing can be sent to it.")
    permit = answer_permit(received_at, opens_at=consultation.opens_at, closes_at=consultation.closes_at)
    if not permit:
        raise AnswerRefused("closed", permit.reason)


def told_by(journey: AnswerJourney, sheet: Sheet, *, by: Any) -> Told:
    """What a journey's answers tell. Raises AnswerRefused "unanswered" and "partner"."""
    kept = journey.answers
    answers = sheet.given(kept)
    if sheet.unanswered(answers) or next_step(kept, len(sheet.pages)) != "check":
        raise AnswerRefused("unanswered", "A question that has to be answered is not. Go through the pages once more.")
    who, you, publish = str(kept["who"]["who"]), kept["you"], kept["publish"]
    partner = _partner(who, journey, by=by) if who.isdigit() else None
    return Told(
        is_organisation=who != "person", partner=partner, name=you["name"],
        organisation=partner.name if partner else you["organisation"], email=you["email"],
        may_publish=publish["may_publish"] == "yes", is_confidential=publish["is_confidential"],
        confidential_reason=publish["confidential_reason"], answers=answers,
    )  # fmt: skip


def _partner(number: str, journey: AnswerJourney, *, by: Any) -> Partner:
    """The partner that is answered for: by a member who is signed in, or by the link to its answer that was mailed."""
    partner = Partner.objects.filter(pk=number).first()
    mine = journey.response is not None and journey.response.partner_id == int(number)
    if partner is None or not (mine or may(by, "consultations.answer", partner)):
        name = partner.name if partner else "that organisation"
        raise AnswerRefused(
            "partner", f"To answer for {name} you have to be signed in as its member. Sign in again; what you typed is kept."
        )
    return partner


def _changes(journey: AnswerJourney, told: Told, consultation: Any, *, late: bool) -> Response | None:
    """The response that this one changes, locked, or None. After the close what came in time stays, and this is kept apart."""
    mine: Response | None = None
    if journey.response_id:
        mine = Response.objects.select_for_update().get(pk=journey.response_id)
        if mine.withdrawn_at is not None:
            raise AnswerRefused("withdrawn", "This answer was withdrawn meanwhile, so it cannot be changed. Answer anew instead.")
    found = standing_of(told.partner, consultation, is_late=late) if told.partner else None
    if found is not None:
        return Response.objects.select_for_update().get(pk=found.pk)
    return mine if mine is not None and (mine.is_late or not late) else None


def _has_changed(before: Response | None, told: Told) -> str:
    who = told.partner.name if told.partner else "You"
    number = f" (number {before.reference})" if before else ""
    return f"{who} answered meanwhile{number}. Press the button once more, and what you send now takes the place of that answer."


def _write(
    before: Response | None, told: Told, consultation: Any, sheet: Sheet, *, token: Any, by: Any, received_at: datetime, late: bool
) -> Response:
    """The new response, or the changed one, with its answers and the counts that they change."""
    cells: Counter[Cell] = Counter()
    counted = 0
    if before is None:
        response = Response(
            reference=new_reference(received_at), token=token, consultation=consultation, received_at=received_at, is_late=late,
            responder=by, **told.columns,
        )  # fmt: skip
    else:
        response = before
        if not before.is_late:
            cells.subtract(tally_of(before, sheet.all))
            counted -= 1
        _renew(response, told, received_at=received_at, late=late, by=by)
    response.save()
    write_answers(response, told.answers, at=received_at)
    if not response.is_late:
        cells.update(tally_of(response, sheet.all))
        counted += 1
    add_counts(consultation, cells, answers=counted)
    return response


def _renew(response: Response, told: Told, *, received_at: datetime, late: bool, by: Any) -> None:
    """What a changed response says of itself. It is to be read again before it is published, and another address ends the
    links that went to the one before."""
    if normal_email(told.email) != response.email:
        response.links.all().delete()
    for name, value in told.columns.items():
        setattr(response, name, value)
    if response.is_late and not late:
        response.received_at, response.is_late = received_at, False
    response.responder = by or response.responder
    response.changed_at, response.published_at, response.published_by = received_at, None, None
    response.version += 1


def new_reference(at: datetime) -> str:
    """The next number of an answer: the place's prefix with an R for response, such as DACR-2026-0001."""
    on = london_day(at)
    edition = Edition.objects.in_force(on)
    return next_reference(f"{reference_prefix(edition.place if edition else '')}R", on=on)


def write_answers(response: Response, answers: Mapping[int, Given], *, at: datetime) -> None:
    """Make the rows what is answered now. Of an answer whose words change, what officers made of the old ones goes."""
    rows = {row.question_id: row for row in Answer.objects.filter(response=response)}
    Answer.objects.filter(pk__in=[row.pk for question, row in rows.items() if question not in answers]).delete()
    for question, answer in answers.items():
        row = rows.get(question) or Answer(response=response, question_id=question)
        if row.pk and row.words != answer.words:
            Tag.objects.filter(answer=row).delete()
            Redaction.objects.filter(answer=row, lifted_at=None).update(lifted_at=at, lifted_reason=CHANGED)
        row.words, row.rating = answer.words, answer.rating
        row.save()
        row.choices.set(answer.choices)


def _mail(response: Response, *, changed: bool, at: datetime) -> None:
    token = new_link(purpose=ConsultationLink.Purpose.CHANGE, response=response, at=at)
    mail_receipt(response, token=token, changed=changed, at=at)


def withdraw_answer(*, response: Response, by: Any, received_at: datetime) -> Response:
    """Take an answer back: what it says is deleted, that there was one stays. Doing it twice does it once.

    Raises AnswerRefused "closed" once the window has closed.
    """
    with change(by=by, why="Withdrew an answer", public=False):
        consultation = locked_consultation(response.consultation_id)
        held = Response.objects.select_for_update(of=("self",)).select_related("consultation__agency").get(pk=response.pk)
        if held.withdrawn_at is not None:
            return held
        permit = may_be_changed(received_at, closes_at=consultation.closes_at, was_late=held.is_late)
        if not permit:
            raise AnswerRefused("closed", permit.reason)
        if not held.is_late:
            cells: Counter[Cell] = Counter()
            cells.subtract(tally_of(held, sheet_of(consultation, on=london_day(received_at)).all))
            add_counts(consultation, cells, answers=-1)
        Answer.objects.filter(response=held).delete()
        held.withdrawn_at, held.published_at, held.published_by = received_at, None, None
        held.version += 1
        held.save()
        if held.email:
            mail_withdrawn(held, at=received_at)
    return held


def rejudge_answers(*, consultation: Consultation, by: Any) -> int:
    """After the window moved: late answers that the new one takes in count from now on. Gives how many.

    What came in time stays so, however the window shrinks. A partner whose answer in time stands keeps that one. Call it
    inside the change that moves the window.
    """
    with change(by=by, why="The window moved, and what was late came in time"):
        held = locked_consultation(consultation.pk)
        asks, moved = sheet_of(held, on=held.closes_on).all, 0
        rows = Response.objects.select_for_update().filter(consultation=held, is_late=True, withdrawn_at=None).order_by("pk")
        for row in rows:
            if stays_late(row.is_late, row.received_at, closes_at=held.closes_at):
                continue
            if row.partner_id and standing_of(row.partner, held, is_late=False):  # type: ignore[arg-type]  # it has one
                continue
            row.is_late = False
            row.version += 1
            row.save()
            add_counts(held, tally_of(row, asks), answers=1)
            moved += 1
    return moved
