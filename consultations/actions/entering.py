"""An officer types in an answer that came on paper, by e-mail or by telephone."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied

from compact_portal.audit.context import change
from compact_portal.lib.dates import start_of_day
from consultations.actions.answering import locked_consultation, new_reference, write_answers
from consultations.actions.counting import add_counts
from consultations.models import Consultation, Response
from consultations.queries.answering import sheet_of
from consultations.queries.counting import tally_of
from consultations.rules.answering import Given, is_late
from signatories.models import normal_email
from signatories.permissions import may


@dataclass(frozen=True, slots=True)
class Came:
    """How and on which London day an answer came, and what it says of whoever gave it."""

    manner: str
    on: date
    is_organisation: bool
    name: str
    organisation: str
    email: str
    may_publish: bool
    is_confidential: bool
    confidential_reason: str


def enter_answer(*, consultation: Consultation, token: uuid.UUID, came: Came, answers: Mapping[int, Given], by: Any) -> Response:
    """The response that is made of it. In time is what came no later than on the last day, whenever it is typed in.

    The form's token makes one response, however often it is sent. PermissionDenied for who is no officer of the agency.
    """
    with change(by=by, why="Typed in an answer that came otherwise"):
        held = locked_consultation(consultation.pk)
        if not (permit := may(by, "consultations.log", held.agency)):
            raise PermissionDenied(permit.reason)
        before = Response.objects.filter(token=token, consultation=held).first()
        if before is not None:
            return before
        received_at = start_of_day(came.on)
        late = is_late(received_at, closes_at=held.closes_at)
        response = Response.objects.create(
            reference=new_reference(received_at), token=token, consultation=held, manner=came.manner,
            is_organisation=came.is_organisation, name=came.name, organisation=came.organisation if came.is_organisation else "",
            email=normal_email(came.email), may_publish=came.may_publish and not came.is_confidential,
            is_confidential=came.is_confidential, confidential_reason=came.confidential_reason if came.is_confidential else "",
            received_at=received_at, is_late=late, entered_by=by,
        )  # fmt: skip
        write_answers(response, answers, at=received_at)
        if not late:
            add_counts(held, tally_of(response, sheet_of(held, on=came.on).all), answers=1)
    return response
