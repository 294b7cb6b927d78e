"""Letters about a consultation, each queued in the transaction of what it tells, and each once."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from compact_portal.lib.dates import in_words
from compact_portal.lib.mail_markup import as_typed
from compact_portal.lib.tokens import token_digest
from compact_portal.mail.actions import queue_mail
from compact_portal.mail.rules import folded_address
from consultations.models import Consultation, Follow, Response, WindowEntry
from consultations.queries.addresses import consultation_address, own_address
from signatories.models import Membership, Person

FOLLOWS, ANSWERED = "you follow it, or all consultations", "you have answered it"
TITLES = {
    "moved": "New dates: {}",
    "extended": "More time to answer: {}",
    "shortened": "Less time to answer: {}",
    "closed-early": "It closes today: {}",
}


def tell_moved(consultation: Consultation, entry: WindowEntry, *, at: datetime) -> int:
    """Tell everybody who follows, or has answered and left an address, that the window moved; gives how many letters.

    A date cannot wait for a weekly letter, so it goes to those who chose one as well. One letter for an address and an
    entry of the ledger, however often this is called.
    """
    title = as_typed(consultation.title)
    body = (
        f"The dates of the consultation “{title}” have changed.\n\n"
        f"It opens on {in_words(entry.opens_on)} and closes at the end of {in_words(entry.closes_on)}.\n\n"
        f"The reason:\n\n{as_typed(entry.reason)}\n\n"
        f"Every date that was set, and the consultation itself: {_address(consultation_address(consultation.slug))}"
    )
    told = 0
    for to, why in _told(consultation):
        message = queue_mail(
            to=to,
            subject=TITLES.get(entry.kind, "New dates: {}").format(consultation.title),
            body=body,
            at=at,
            # The key stays when the mail is forgotten, so it says of the address only what tells it from others.
            once=f"moved:{entry.pk}:{token_digest(folded_address(to))[:16]}",
            why=why,
        )
        told += message is not None
    return told


def _told(consultation: Consultation) -> Iterator[tuple[str, str]]:
    """Each address once, with why it is written to."""
    seen: set[str] = set()
    follows = Follow.objects.filter(confirmed_at__isnull=False).filter(Q(consultation=consultation) | Q(consultation=None))
    answers = Response.objects.filter(consultation=consultation, withdrawn_at=None).exclude(email="")
    for why, rows in ((ANSWERED, answers.order_by("pk")), (FOLLOWS, follows.order_by("pk"))):
        for to in rows.values_list("email", flat=True).iterator(chunk_size=2_000):
            if folded_address(to) not in seen:
                seen.add(folded_address(to))
                yield to, why


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
