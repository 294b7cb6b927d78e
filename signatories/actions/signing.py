"""Signing: a journey is saved, becomes a pending signature, and is confirmed by its mailed link.

Whatever writes to signatures locks the partner's row first, then looks again, then writes: two people who act at one
instant leave one right result.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError

from compact_portal.audit.actions import free_slug, next_reference, save_version
from compact_portal.audit.context import change
from compact_portal.lib.org_ids import checked
from compact_portal.lib.references import reference_prefix
from compact_portal.lib.tokens import new_token, token_digest
from signatories.actions.chain import append_event
from signatories.actions.people import give_part, know_person
from signatories.actions.signing_mail import mail_confirming_link, mail_resume_link, mail_signed
from signatories.actions.standing import refresh_standing
from signatories.models import (
    Identifier,
    MailedLink,
    Membership,
    Partner,
    Person,
    Signature,
    SignatureEvent,
    SigningJourney,
    normal_email,
)
from signatories.queries.links import link_of
from signatories.rules.signing import CONFIRM_DAYS, RESUME_DAYS, authority_fault, link_permit, may_be_signed, needs_check
from undertakings.models import Edition


class SigningRefused(Exception):
    """What stands in the way, as a sentence that says what to do. `why` is a short key for the page."""

    def __init__(self, why: str, sentence: str) -> None:
        super().__init__(sentence)
        self.why = why


@dataclass(frozen=True, slots=True)
class NewPartner:
    """A partner that the signer proposes; `identifier` may be empty."""

    name: str
    sector: str
    kind: str
    identifier: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, in what role, by whose authority, given on which day."""

    name: str
    role: str
    email: str
    authority: str
    authority_on: date


def start_journey(*, edition: Edition, at: datetime) -> SigningJourney:
    """A journey to a signature of that edition. The answers come with each step."""
    return SigningJourney.objects.create(
        key=uuid.uuid4(), edition=edition, started_at=at, saved_at=at, expires_at=at + timedelta(days=RESUME_DAYS)
    )


def save_step(*, journey: SigningJourney, step: str, answers: dict[str, Any], at: datetime) -> None:
    """Keep the answers of one step; those of the other steps stay as they are, also when two tabs save at once."""
    with change(by=None, why="Saved a step of signing", public=False):
        held = SigningJourney.objects.select_for_update().get(pk=journey.pk)
        held.answers = {**held.answers, step: answers}
        held.saved_at, held.expires_at = at, at + timedelta(days=RESUME_DAYS)
        held.save()
    journey.answers, journey.saved_at, journey.expires_at = held.answers, held.saved_at, held.expires_at


def new_link(*, purpose: str, until: datetime, at: datetime, **about: Any) -> str:
    """Make a mailed link and give its token, which is not kept: only its digest is."""
    token = new_token()
    MailedLink.objects.create(purpose=purpose, token_digest=token_digest(token), made_at=at, expires_at=until, **about)
    return token


def take_edition(*, journey: SigningJourney, edition: Edition, at: datetime) -> None:
    """Go on with another edition, after its signer has seen what changed. The answers stay."""
    with change(by=None, why="Went on with the new edition", public=False):
        held = SigningJourney.objects.select_for_update().get(pk=journey.pk)
        held.edition, held.saved_at, held.expires_at = edition, at, at + timedelta(days=RESUME_DAYS)
        held.save()


def send_resume_link(*, journey: SigningJourney, email: str, at: datetime) -> None:
    """Mail a link with which the journey goes on. Those sent before go on working."""
    with change(by=None, why="Asked for a link to go on", public=False):
        held = SigningJourney.objects.select_for_update(of=("self",)).select_related("edition").get(pk=journey.pk)
        held.email, held.saved_at, held.expires_at = normal_email(email), at, at + timedelta(days=RESUME_DAYS)
        held.save()
        token = new_link(purpose=MailedLink.Purpose.RESUME, journey=held, until=held.expires_at, at=at)
        mail_resume_link(held, token=token, at=at)


def sign_journey(*, journey: SigningJourney, at: datetime, on: date) -> Signature:
    """Sign with the answers that the journey has. Raises SigningRefused, also "partner" where the chosen one is gone."""
    partner, signer = told_by(journey.answers)
    prefix = reference_prefix(journey.edition.place)
    return sign(journey=journey, partner=partner, signer=signer, at=at, on=on, prefix=prefix)[0]


def told_by(answers: dict[str, Any]) -> tuple[Partner | NewPartner, Signer]:
    """The partner and the signer that a journey's answers tell."""
    chosen, you, authority = answers["partner"]["partner"], answers["you"], answers["authority"]
    day = date.fromisoformat(authority["day"])
    signer = Signer(you["name"], you["role"], you["email"], authority["body"], day)
    if chosen == "none":
        new = answers["new"]
        return NewPartner(new["name"], new["sector"], new["kind"], new["identifier"], new["website"]), signer
    partner = Partner.objects.filter(pk=chosen, refused_at=None, dissolved_on=None).first()
    if partner is None:
        raise SigningRefused("partner", "The organisation that you chose is no longer in the list. Choose it once more.")
    return partner, signer


def sign(
    *, journey: SigningJourney, partner: Partner | NewPartner, signer: Signer, at: datetime, on: date, prefix: str
) -> tuple[Signature, str]:
    """The pending signature that a journey ends in, and its confirming link's token ("" when it was made before).

    A journey makes one signature however often its button is pressed, and one mail. Raises SigningRefused where the edition
    is no longer in force ("edition") or cannot be signed ("restatement"), the partner has a standing signature of it already
    ("signed"), the number of a new partner is known ("known"), or the authority was given on a day to come ("authority").
    """
    try:
        return _sign(journey=journey, partner=partner, signer=signer, at=at, on=on, prefix=prefix)
    except IntegrityError:
        # Somebody has proposed the same organisation in this instant; at the second look it is there.
        return _sign(journey=journey, partner=partner, signer=signer, at=at, on=on, prefix=prefix)


def _sign(
    *, journey: SigningJourney, partner: Partner | NewPartner, signer: Signer, at: datetime, on: date, prefix: str
) -> tuple[Signature, str]:
    with change(by=None, why="Signed, to be confirmed by mail", public=False):
        held = SigningJourney.objects.select_for_update(of=("self",)).select_related("edition").get(pk=journey.pk)
        before = Signature.objects.filter(journey=held).first()
        if before is not None:
            return before, ""
        _refuse_text(held.edition, on=on)
        if fault := authority_fault(signer.authority_on, on=on):
            raise SigningRefused("authority", fault)
        is_new = isinstance(partner, NewPartner)
        signed = _propose(partner, at=at) if isinstance(partner, NewPartner) else _locked(partner)
        _refuse_second(signed, held.edition)
        _close_earlier(held, at=at)
        email = normal_email(signer.email)
        signature = Signature.objects.create(
            reference=next_reference(prefix, on=on), journey=held, partner=signed, edition=held.edition,
            digest=held.edition.digest, signer_name=signer.name, signer_role=signer.role, signer_email=email,
            authority=signer.authority, authority_on=signer.authority_on, signed_at=at,
            expires_at=at + timedelta(days=CONFIRM_DAYS),
            needs_check=needs_check(is_new=is_new, address_tied=address_tied(email, signed, on=on)),
        )  # fmt: skip
        held.finished_at = at
        held.save()
        token = confirming_link(signature, at=at)
        mail_confirming_link(signature, token=token, at=at)
        return signature, token


def _refuse_text(edition: Edition, *, on: date) -> None:
    if Edition.objects.in_force(on) != edition:
        raise SigningRefused(
            "edition", "A new edition was published while you were signing. Read what changed, then sign the new one."
        )
    if not (permit := may_be_signed(standing=edition.standing, sample=settings.PORTAL_SAMPLE)):
        raise SigningRefused("restatement", permit.reason)


def _refuse_second(partner: Partner, edition: Edition) -> None:
    if partner.signatures.standing().filter(edition=edition).exists():
        raise SigningRefused("signed", f"{partner} has signed this edition already. There is nothing left to do.")


def _propose(new: NewPartner, *, at: datetime) -> Partner:
    identifier = checked(new.identifier) if new.identifier else ""
    if identifier and (known := _holder(identifier)):
        return known
    partner = Partner.objects.create(
        name=new.name, slug=free_slug(Partner, new.name, most=70), sector=new.sector, kind=new.kind, website=new.website,
        proposed_at=at,
    )  # fmt: skip
    if identifier:
        Identifier.objects.create(partner=partner, value=identifier)
    return partner


def _holder(identifier: str) -> Partner | None:
    """Whoever has that number, where it is somebody that others have proposed too: the same number is the same body."""
    holder = Partner.objects.filter(identifiers__value=identifier).first()
    if holder is None:
        return None
    partner = _locked(holder)
    if partner.refused_at:
        raise SigningRefused(
            "known",
            f"A coordinator has looked at {identifier} before and has not taken it up. Write to one of the contacts; "
            "what you typed is kept for a week.",
        )
    if partner.proposed_at is None or partner.checked_at:
        raise SigningRefused("known", f"{identifier} belongs to {partner}, which is here already. Choose it from the list.")
    return partner


def _close_earlier(journey: SigningJourney, *, at: datetime) -> None:
    """Who signs anew does so instead of what they signed before and have not confirmed."""
    earlier = journey.answers.get("again", {}).get("signature")
    open_ = {"confirmed_at": None, "mail_confirmed_at": None, "expires_at__gt": at}
    if signature := Signature.objects.select_for_update().filter(pk=earlier, **open_).first():
        signature.expires_at = at
        signature.version += 1
        signature.save()
        signature.links.filter(used_at=None, expires_at__gt=at).update(expires_at=at)


def _locked(partner: Partner) -> Partner:
    """The partner's row, locked; where it was merged meanwhile, the partner that it went into."""
    held = Partner.objects.select_for_update().get(pk=partner.pk)
    return _locked(held.merged_into) if held.merged_into else held


def address_tied(email: str, partner: Partner, *, on: date) -> bool:
    """Whether the address belongs to somebody who may sign for the partner on that day."""
    signing = Membership.objects.on(on).filter(partner=partner, role=Membership.Role.SIGNATORY)
    return signing.filter(person__email=normal_email(email), person__is_active=True).exists()


def confirming_link(signature: Signature, *, at: datetime) -> str:
    """A new confirming link; those sent before stop working, so that the newest mail is the one that counts."""
    signature.links.filter(used_at=None, expires_at__gt=at).update(expires_at=at)
    return new_link(purpose=MailedLink.Purpose.CONFIRM, signature=signature, until=at + timedelta(days=CONFIRM_DAYS), at=at)


def resend(*, signature: Signature, at: datetime, by: Any = None) -> Signature:
    """Mail a new confirming link to the address that signed; it gives another week. Raises SigningRefused ("link") where
    the mail has been confirmed or the signature is settled."""
    with change(by=by, why="Sent the confirming link once more", public=False):
        _locked(signature.partner)
        held = Signature.objects.select_for_update(of=("self",)).select_related("partner", "edition").get(pk=signature.pk)
        if _is_settled(held) or held.mail_confirmed_at or not held.signer_email:
            raise SigningRefused("link", "This signature is settled already, so there is nothing to confirm.")
        held.expires_at = at + timedelta(days=CONFIRM_DAYS)
        held.version += 1
        held.save()
        mail_confirming_link(held, token=confirming_link(held, at=at), at=at)
    return held


def sign_anew(*, signature: Signature, edition: Edition, at: datetime) -> SigningJourney:
    """A journey with the answers of a signature that is not confirmed yet, to sign again: another edition, or another
    address. The earlier one stays open until the new one is signed. Raises SigningRefused ("link") where it is settled."""
    if _is_settled(signature) or signature.mail_confirmed_at or signature.journey is None:
        raise SigningRefused("link", "This signature is settled already, so there is nothing to sign again.")
    with change(by=None, why="Began to sign again", public=False):
        journey = start_journey(edition=edition, at=at)
        journey.answers = {**signature.journey.answers, "again": {"signature": signature.pk}}
        journey.save()
    return journey


def _is_settled(signature: Signature) -> bool:
    return any((signature.confirmed_at, signature.withdrawn_at, signature.invalidated_at))


def confirm(*, token: str, at: datetime, on: date) -> Signature:
    """Use a confirming link: the signature is confirmed, or waits for a coordinator's check. Works once.

    Raises SigningRefused: "link" (unknown, used, run out), "edition" (a newer one was published meanwhile), "signed"
    (somebody else has signed for the partner meanwhile).
    """
    with change(by=None, why="Confirmed by the mailed link"):
        found = link_of(token, purpose=MailedLink.Purpose.CONFIRM)
        if found is None or found.signature is None:
            raise SigningRefused("link", "We do not know this link. Copy the whole of it from the mail, or ask for a new one.")
        partner = _locked(found.signature.partner)
        link = MailedLink.objects.select_for_update().get(pk=found.pk)
        permit = link_permit(expires_at=link.expires_at, used_at=link.used_at, at=at)
        if not permit:
            raise SigningRefused("link", permit.reason)
        signature = Signature.objects.select_for_update(of=("self",)).select_related("edition").get(pk=found.signature.pk)
        if _is_settled(signature) or signature.edition is None:
            raise SigningRefused("link", "This signature is settled already, so the link has nothing left to do.")
        _refuse_text(signature.edition, on=on)
        _refuse_second(partner, signature.edition)
        link.used_at = signature.mail_confirmed_at = at
        link.save()
        signature.partner = partner
        if signature.needs_check:
            signature.version += 1
            signature.save()
        else:
            complete(signature=signature, at=at, on=on)
    return signature


def complete(*, signature: Signature, at: datetime, on: date) -> None:
    """A signature that nothing stands in the way of any more counts from now on, and its signer becomes a member.

    The caller holds the partner and the signature locked, inside its change.
    """
    signature.confirmed_at = at
    signature.signer = _member(signature, on=on)
    signature.version += 1
    signature.save()
    _take_pledge(signature)
    refresh_standing(signature.partner)
    append_event(kind=SignatureEvent.Kind.CONFIRMED, signature=signature, at=at)
    mail_signed(signature, at=at)


def _take_pledge(signature: Signature) -> None:
    """What the signer pledged becomes the partner's; a box that was left empty changes nothing. The answers then go."""
    journey, partner = signature.journey, signature.partner
    if journey is None:
        return
    typed = journey.answers.get("pledge", {})
    wanted = {name: typed.get(name, "").strip() for name in ("pledge", "champion")}
    changed = {name: words for name, words in wanted.items() if words and words != getattr(partner, name)}
    if changed:
        save_version(partner, changed)
    journey.answers, journey.email = {}, ""
    journey.save()


def _member(signature: Signature, *, on: date) -> Person:
    person = know_person(email=signature.signer_email, name=signature.signer_name, by=None, why="Signed for a partner")
    give_part(
        person=person, partner=signature.partner, role=Membership.Role.SIGNATORY, on=on, by=None,
        why="Signed the compact for the partner", job_title=signature.signer_role,
    )  # fmt: skip
    return person
