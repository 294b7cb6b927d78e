"""Who is told that an outcome is out: everybody who follows, and everybody who answered with an address. Once each."""

from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db.models import Q

from compact_portal.lib.mail_markup import as_typed
from compact_portal.mail.actions import queue_mail
from compact_portal.mail.rules import folded_address
from consultations.models import Consultation, Follow, Response
from consultations.queries.addresses import outcome_address

FOLLOWS, ANSWERED = "you follow its consultations", "you answered this consultation"


def tell_outcome(consultation: Consultation, *, at: datetime) -> int:
    """Queue one letter for each address, however often it is called; gives how many are new.

    Who asked for one letter a week is told in that. The letter says nothing of what anybody answered.
    """
    told = 0
    for address, (to, why) in _addresses(consultation).items():
        key = sha256(address.encode()).hexdigest()[:40]
        letter = queue_mail(
            to=to,
            subject=f"What became of “{consultation.title}”",
            body=(
                f"{as_typed(consultation.agency.name)} has published the outcome of the consultation "
                f"“{as_typed(consultation.title)}”: what it asked, what people said, what it does, and what it does not and "
                f"why.\n\nRead it here:\n\n{settings.PORTAL_ADDRESS}{outcome_address(consultation.slug)}"
            ),
            at=at,
            once=f"outcome:{consultation.pk}:{key}",
            why=why,
        )
        told += letter is not None
    return told


def _addresses(consultation: Consultation) -> dict[str, tuple[str, str]]:
    """Each address once, by one spelling of it: where to write, and why."""
    follows = Follow.objects.filter(Q(consultation=consultation) | Q(consultation=None), confirmed_at__isnull=False)
    found: dict[str, tuple[str, str]] = {}
    for to in follows.filter(manner=Follow.Manner.EACH).order_by("pk").values_list("email", flat=True):
        found.setdefault(folded_address(to), (to, FOLLOWS))
    answered = Response.objects.filter(consultation=consultation, withdrawn_at=None).exclude(email="")
    for to in answered.order_by("pk").values_list("email", flat=True).iterator(chunk_size=2_000):
        found.setdefault(folded_address(to), (to, ANSWERED))
    return found
