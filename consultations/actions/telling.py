"""Letters to officers about a consultation, each queued in the transaction of what it tells, and each once."""

from datetime import datetime

from django.conf import settings

from compact_portal.lib.mail_markup import as_typed
from compact_portal.mail.actions import queue_mail
from consultations.models import Consultation
from consultations.queries.addresses import own_address
from signatories.models import Membership, Person


def tell_submitted(consultation: Consultation, *, at: datetime) -> None:
    """Ask the other officers of the agency to approve."""
    parts = Membership.objects.on(at.date()).filter(partner=consultation.agency, role=Membership.Role.OFFICER)
    others = Person.objects.filter(pk__in=parts.values("person"), is_active=True).exclude(pk=consultation.submitted_by_id or 0)
    for person in others.order_by("pk"):
        queue_mail(
            to=person.email,
            subject=f"A consultation waits for your approval: {consultation.title}",
            body=(
                f"Somebody of your agency asks for the consultation “{as_typed(consultation.title)}” to be approved. Nobody else "
                f"sees it before a second officer has approved it:\n\n{_address(own_address(consultation.slug))}"
            ),
            at=at,
            once=f"submitted:{consultation.pk}:{consultation.version}:{person.pk}",
            why=f"you are an officer of {consultation.agency}",
        )


def tell_sent_back(consultation: Consultation, person: Person, *, words: str, at: datetime) -> None:
    """Tell who asked for the approval that it was not given, and why."""
    queue_mail(
        to=person.email,
        subject=f"Sent back: {consultation.title}",
        body=(
            f"The consultation “{as_typed(consultation.title)}” was sent back to be changed:\n\n{as_typed(words)}\n\n"
            f"{_address(own_address(consultation.slug))}"
        ),
        at=at,
        once=f"sent-back:{consultation.pk}:{consultation.version}",
        why="you asked for its approval",
    )


def _address(path: str) -> str:
    return f"{settings.PORTAL_ADDRESS}{path}"
