"""What is mailed on the way to a signature. Each is queued in the transaction of what it tells."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from compact_portal.lib.dates import at_in_words
from compact_portal.lib.mail_markup import as_typed
from compact_portal.mail.actions import queue_mail
from signatories.models import Signature, SigningJourney

IGNORE = "If you know nothing of this, you need do nothing: without the link nothing happens."


def mail_confirming_link(signature: Signature, *, token: str, at: datetime) -> None:
    """The link whose button confirms a signature. Only the mailbox's owner learns whether a coordinator checks first."""
    partner, edition = as_typed(signature.partner.name), _edition(signature)
    address = _address("signing_confirm", token)
    after = (
        f"After that a coordinator checks the signature, since this address is not yet known as one that signs for {partner}. "
        "You get a mail when that is done."
        if signature.needs_check
        else "With that the signature counts, and everybody can see it."
    )
    queue_mail(
        to=signature.signer_email,
        subject=f"Confirm the signature of {signature.partner.name}",
        body=(
            f"{as_typed(signature.signer_name)}, you have signed {edition} for {partner}.\n\n"
            f"Open this page and press its button to confirm it:\n\n{address}\n\n"
            f"The link works once, until {at_in_words(signature.expires_at)}. {after}\n\n"
            f"The number of the signature is {signature.reference}. "
            f"The SHA-256 of the exact text that you sign: {signature.digest}\n\n{IGNORE}"
        ),
        at=at,
        why=f"somebody gave this address to sign for {signature.partner.name}",
    )


def mail_resume_link(journey: SigningJourney, *, token: str, at: datetime) -> None:
    """The link with which somebody goes on signing where they stopped."""
    queue_mail(
        to=journey.email,
        subject="Go on with signing",
        body=(
            f"Here you go on with signing “{as_typed(journey.edition.compact)}” where you stopped:\n\n"
            f"{_address('signing_resume', token)}\n\n"
            f"The link works until you have signed, or until {at_in_words(journey.expires_at)}; each time you save a step, "
            f"a week begins anew. Whoever has the link sees what you have typed.\n\n{IGNORE}"
        ),
        at=at,
        why="somebody asked on the signing pages for a link to this address",
    )


def mail_signed(signature: Signature, *, at: datetime) -> None:
    """A signature counts from now on."""
    proof = _address("signature_detail", signature.reference)
    queue_mail(
        to=signature.signer_email,
        subject=f"{signature.partner.name} has signed",
        body=(
            f"The signature of {as_typed(signature.partner.name)} under {_edition(signature)} counts from now on.\n\n"
            f"This page proves it, with a certificate to print:\n\n{proof}\n\n"
            f"You are now known as a signatory of {as_typed(signature.partner.name)}: with this address you can sign in, look "
            "after its members, and withdraw the signature if it should come to that."
        ),
        at=at,
        once=f"signed:{signature.reference}",
        why=f"you signed for {signature.partner.name}",
    )


def _edition(signature: Signature) -> str:
    edition = signature.edition
    return f"“{as_typed(edition.compact)}” ({as_typed(edition.label)})" if edition else "the compact"


def _address(name: str, token: str) -> str:
    return settings.PORTAL_ADDRESS + reverse(f"signatories:{name}", args=[token])
