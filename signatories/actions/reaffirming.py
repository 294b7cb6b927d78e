"""Reaffirm: a signatory who is signed in signs the edition in force anew, and is asked to in time."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from compact_portal.audit.actions import next_reference
from compact_portal.audit.context import change
from compact_portal.lib.references import reference_prefix
from signatories.actions.desk_mail import mail_new_edition, signatories_of
from signatories.actions.locks import locked_partner
from signatories.actions.signing import SigningRefused, complete
from signatories.models import Partner, Person, Signature, normal_email
from signatories.queries.reaffirming import asked, lapse_day
from signatories.rules.signing import authority_fault, may_be_signed, reminder_now
from undertakings.models import Edition


def reaffirm(
    *, partner: Partner, digest: str, name: str, role: str, authority: str, authority_on: date, by: Person, at: datetime, on: date
) -> Signature:
    """Sign the edition in force for a partner, as a signatory who is signed in: no link is mailed to confirm it.

    `digest` is that of the text which the page showed. Raises SigningRefused: "edition" where another one is in force by
    now, "restatement", "signed", "authority", "dissolved", or "new" where the partner has never signed.
    """
    with change(by=by, why="Reaffirmed the compact"):
        held = locked_partner(partner)
        edition = Edition.objects.in_force(on)
        _refuse(held, edition, digest=digest, authority_on=authority_on, on=on)
        assert edition is not None  # _refuse has seen to it
        signature = Signature.objects.create(
            reference=next_reference(reference_prefix(edition.place), on=on), partner=held, edition=edition,
            digest=edition.digest, signer_name=name, signer_role=role, signer_email=normal_email(by.email),
            authority=authority, authority_on=authority_on, signed_at=at, expires_at=at, mail_confirmed_at=at,
        )  # fmt: skip
        complete(signature=signature, at=at, on=on)
    return signature


def _refuse(partner: Partner, edition: Edition | None, *, digest: str, authority_on: date, on: date) -> None:
    if edition is None or edition.digest != digest:
        raise SigningRefused(
            "edition", "Another edition has come into force since you opened this page. What changed stands below: read it first."
        )
    if not (permit := may_be_signed(standing=edition.standing, sample=settings.PORTAL_SAMPLE)):
        raise SigningRefused("restatement", permit.reason)
    if fault := authority_fault(authority_on, on=on):
        raise SigningRefused("authority", fault)
    if partner.merged_into_id or partner.dissolved_on or not partner.is_listed:
        raise SigningRefused("dissolved", f"{partner} cannot sign any more: it was dissolved, merged or not taken up.")
    standing = partner.signatures.standing()
    if standing.filter(edition=edition).exists():
        raise SigningRefused("signed", f"{partner} has signed this edition already. There is nothing left to do.")
    if not standing.exists():
        raise SigningRefused("new", f"{partner} has no signature to reaffirm. Sign the compact instead.")


@dataclass(frozen=True, slots=True)
class Reminded:
    """What a round of reminders did; `why_not` says why nothing was to be sent at all ("" otherwise)."""

    mails: int = 0
    partners: int = 0
    why_not: str = ""


def send_reminders(*, at: datetime, on: date) -> Reminded:
    """Ask the signatories of every partner that has signed an earlier text to reaffirm: when the edition is new, after 4
    weeks and after 12, each mail once. Each partner's mails are queued in a transaction of their own, so that a run that
    is stopped goes on where it was.
    """
    edition = Edition.objects.defer("text").in_force(on)
    if edition is None or edition.published_on is None:
        return Reminded(why_not="No edition is in force.")
    if not (permit := may_be_signed(standing=edition.standing, sample=settings.PORTAL_SAMPLE)):
        return Reminded(why_not=permit.reason)
    lapses_on = lapse_day(edition)
    number = reminder_now(published_on=edition.published_on, on=on, lapses_on=lapses_on)
    if number is None:
        return Reminded(why_not="The time in which to reaffirm has ended.")
    mails = partners = 0
    for partner in asked(edition, on=on).iterator(chunk_size=500):
        sent = _remind(partner, edition, number=number, lapses_on=lapses_on, at=at, on=on)
        mails, partners = mails + sent, partners + bool(sent)
    return Reminded(mails, partners)


def _remind(partner: Partner, edition: Edition, *, number: int, lapses_on: date, at: datetime, on: date) -> int:
    """Queue the mails of one partner; gives how many there were."""
    with change(by=None, why="Asked to reaffirm", public=False):
        return sum(
            mail_new_edition(partner, person, edition, number=number, lapses_on=lapses_on, at=at)
            for person in signatories_of(partner, on=on)
        )
