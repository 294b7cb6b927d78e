"""Signatures that wait for a coordinator, and everything that a test of the desk asks about afterwards."""

from datetime import date, datetime, timedelta
from typing import Any

from compact_portal.lib import clock
from compact_portal.lib.dates import london_day
from compact_portal.mail.models import Message
from signatories.actions.signing import NewPartner, Signer, confirm, sign, start_journey
from signatories.models import Partner, Signature, SignatureEvent
from signatories.queries.verifying import Counted, everything_wrong
from undertakings.models import Edition

STRANGER = "stranger@sample.invalid"
CHOIR = NewPartner("Sample Choir", "voluntary", "group", "GB-CHC-1234567")


def now() -> datetime:
    """This instant, at which the pages act."""
    return clock.now()


def today() -> date:
    return london_day(now())


def pending(partner: Partner | NewPartner, email: str = STRANGER, *, at: datetime | None = None) -> tuple[Signature, str]:
    """A signature whose mail is not confirmed, and the token of its link."""
    then = at or now()
    edition = Edition.objects.in_force(london_day(then))
    assert edition
    signer = Signer("Sample Stranger", "Secretary", email, "The committee", london_day(then) - timedelta(days=3))
    journey = start_journey(edition=edition, at=then)
    return sign(journey=journey, partner=partner, signer=signer, at=then, on=london_day(then), prefix="SMA")


def to_check(partner: Partner | NewPartner, email: str = STRANGER) -> Signature:
    """A signature that waits for a check."""
    signature, token = pending(partner, email)
    confirm(token=token, at=now(), on=today())
    signature.refresh_from_db()
    assert Signature.objects.to_check().filter(pk=signature.pk).exists()
    return signature


def wrong() -> list[str]:
    """What does not agree in the chain, the signatures and what is kept of partners."""
    return [str(each) for each in everything_wrong(Counted())]


def kinds() -> list[str]:
    """The kinds of the chain's links, in order."""
    return list(SignatureEvent.objects.order_by("position").values_list("kind", flat=True))


def mailed(subject: str) -> list[str]:
    """To whom mails went whose subject has these words."""
    return list(Message.objects.filter(subject__contains=subject).order_by("pk").values_list("to", flat=True))


def body(subject: str) -> Any:
    return Message.objects.filter(subject__contains=subject).latest("pk").body
