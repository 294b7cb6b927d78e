"""What the coordinator's desk mails. Each is queued in the transaction of what it tells, each once."""

from collections.abc import Iterator
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from compact_portal.lib.dates import in_words
from compact_portal.lib.mail_markup import as_typed
from compact_portal.lib.tokens import token_digest
from compact_portal.mail.actions import queue_mail
from signatories.models import Membership, Partner, Person, Signature
from undertakings.models import Edition


def signatories_of(partner: Partner, *, on: date) -> list[Person]:
    """Who may sign for a partner on a day."""
    parts = Membership.objects.on(on).filter(partner=partner, role=Membership.Role.SIGNATORY, person__is_active=True)
    return list(Person.objects.filter(pk__in=parts.values("person")).order_by("pk"))


def mail_refused(signature: Signature, *, at: datetime) -> None:
    """A coordinator did not take a signature up, and says why."""
    partner = as_typed(signature.partner.name)
    queue_mail(
        to=signature.signer_email,
        subject=f"The signature of {signature.partner.name} was not taken up",
        body=(
            f"A coordinator of the compact has checked the signature {signature.reference} of {partner} and has not taken it "
            "up. It does not count, and nobody but coordinators sees it. The reason:\n\n"
            f"{as_typed(signature.invalidated_reason)}\n\n"
            f"You can sign again: {_address('signatories:signing_start')}\n\n"
            f"If you think that this is a mistake, write to one of the contacts: {_address('undertakings:contact_list')}"
        ),
        at=at,
        once=f"refused:{signature.reference}",
        why=f"you signed for {signature.partner.name}",
    )


def mail_ended(signature: Signature, *, at: datetime, on: date) -> None:
    """A signature was withdrawn or invalidated: told to whoever signed, and to those who may sign for the partner."""
    ended = "invalidated" if signature.invalidated_at else "withdrawn"
    reason = signature.invalidated_reason or signature.withdrawn_reason
    partner = as_typed(signature.partner.name)
    for to in _told(signature, on=on):
        queue_mail(
            to=to,
            subject=f"The signature of {signature.partner.name} was {ended}",
            body=(
                f"The signature {signature.reference} of {partner} under {edition_in_words(signature.edition)} was {ended}. "
                "It does not count any more; the record of it is kept, and everybody can see what became of it:\n\n"
                f"{_address('signatories:signature_detail', signature.reference)}\n\n"
                f"The reason:\n\n{as_typed(reason)}\n\n"
                f"If you know nothing of this, write to one of the contacts: {_address('undertakings:contact_list')}"
            ),
            at=at,
            # The key stays when the mail is forgotten, so it says of the address only what tells it from others.
            once=f"{ended}:{signature.reference}:{token_digest(to)[:16]}",
            why=f"you signed for {signature.partner.name}, or may sign for it",
        )


def mail_new_edition(partner: Partner, person: Person, edition: Edition, *, number: int, lapses_on: date, at: datetime) -> bool:
    """Ask a signatory to reaffirm; `number` counts from 0, the later ones remind. False where it was mailed before."""
    name = as_typed(partner.name)
    again = "" if number == 0 else "You have been asked before; this is a reminder. "
    mail = queue_mail(
        to=person.email,
        subject=("Reminder: a" if number else "A") + f" new edition for {partner.name} to reaffirm",
        body=(
            f"{again}{name} has signed an earlier text of the compact. Since {in_words(edition.published_on or at.date())} "
            f"{edition_in_words(edition)} is in force.\n\n"
            f"Here you see what changed for {name}, and reaffirm with one button:\n\n"
            f"{_address('signatories:own_partner_reaffirm', partner.slug)}\n\n"
            "You will be asked who agreed to it and on which day. Until then the directory says “to reaffirm”, and from "
            f"{in_words(lapses_on)} on it says “lapsed”."
        ),
        at=at,
        once=f"reaffirm:{edition.pk}:{number}:{partner.pk}:{person.pk}",
        why=f"you may sign the compact for {partner.name}",
    )
    return mail is not None


def edition_in_words(edition: Edition | None) -> str:
    """The compact and its edition, as a mail names them; a text that is not held is just the compact."""
    return f"“{as_typed(edition.compact)}” ({as_typed(edition.label)})" if edition else "the compact"


def _told(signature: Signature, *, on: date) -> Iterator[str]:
    addresses = [signature.signer_email, *(person.email for person in signatories_of(signature.partner, on=on))]
    yield from dict.fromkeys(address for address in addresses if address)


def _address(name: str, *args: str) -> str:
    return settings.PORTAL_ADDRESS + reverse(name, args=args)
