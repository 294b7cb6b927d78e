"""What has been kept about signing and inviting for as long as the privacy notice says."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q

from compact_portal.audit.context import change
from signatories.actions.members import end_sessions_without_part
from signatories.models import Invitation, MailedLink, Signature, SigningJourney


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many of each were taken away; of signatures, only the address."""

    journeys: int
    addresses: int
    invitations: int
    links: int
    left: int


def forget_old(*, at: datetime, on: date, keep_addresses_days: int, keep_links_days: int) -> Forgotten:
    """Take away journeys that have run out, the addresses of signatures that were settled long ago, old invitations and
    links; and end the sessions of people who have left. Running it again takes nothing more."""
    before = at - timedelta(days=keep_addresses_days)
    with change(by=None, why="Kept for as long as the privacy notice says", public=False):
        links, _ = MailedLink.objects.filter(expires_at__lt=at - timedelta(days=keep_links_days)).delete()
        forgotten = Forgotten(
            journeys=_forget_journeys(at=at),
            addresses=_forget_addresses(before=before),
            invitations=_forget_invitations(before=before),
            links=links,
            left=end_sessions_without_part(on=on),
        )
        UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return forgotten


def _forget_journeys(*, at: datetime) -> int:
    """Those that nobody can go on with: run out, and no signature came of them that can still be confirmed or signed anew."""
    run_out = SigningJourney.objects.filter(expires_at__lt=at)
    waiting = Q(signature__confirmed_at=None, signature__withdrawn_at=None, signature__invalidated_at=None)
    open_ = waiting & (Q(signature__expires_at__gte=at) | Q(signature__mail_confirmed_at__isnull=False))
    numbers = list(run_out.exclude(pk__in=SigningJourney.objects.filter(open_).values("pk")).values_list("pk", flat=True))
    SigningJourney.objects.filter(pk__in=numbers).delete()
    return len(numbers)


def _forget_addresses(*, before: datetime) -> int:
    """Of signatures that were confirmed, set aside, or ran out so long ago; in their history, too."""
    settled = Q(confirmed_at__lt=before) | Q(invalidated_at__lt=before) | Q(mail_confirmed_at=None, expires_at__lt=before)
    numbers = list(Signature.objects.exclude(signer_email="").filter(settled).values_list("pk", flat=True))
    Signature.objects.filter(pk__in=numbers).update(signer_email="")
    history: Any = Signature.history
    history.filter(id__in=numbers).update(signer_email="")
    return len(numbers)


def _forget_invitations(*, before: datetime) -> int:
    settled = Q(accepted_at__lt=before) | Q(cancelled_at__lt=before) | Q(expires_at__lt=before)
    numbers = list(Invitation.objects.filter(settled).values_list("pk", flat=True))
    Invitation.objects.filter(pk__in=numbers).delete()
    history: Any = Invitation.history
    history.filter(id__in=numbers).delete()
    return len(numbers)
