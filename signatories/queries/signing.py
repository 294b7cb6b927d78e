"""What the pages of signing show: journeys, partners to choose from, look-alikes, and what became of a link."""

import re
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from compact_portal.lib.dates import in_words, london_day
from compact_portal.lib.folding import fold
from compact_portal.lib.likeness import alike
from signatories.models import Identifier, MailedLink, Partner, Signature, SigningJourney
from signatories.queries.links import link_of
from signatories.rules.signing import link_permit
from undertakings.models import Edition

MOST_FOUND = 10


def journey_of(key: str) -> SigningJourney | None:
    """The journey with that key, whatever its state. What is no key finds none."""
    try:
        wanted = uuid.UUID(key)
    except ValueError:
        return None
    return SigningJourney.objects.select_related("edition").filter(key=wanted).first()


def is_open(journey: SigningJourney, *, at: datetime) -> bool:
    """Whether a journey can still be gone on with."""
    return journey.finished_at is None and at < journey.expires_at


def signature_of(journey: SigningJourney) -> Signature | None:
    """The signature that a journey ended in."""
    return Signature.objects.select_related("partner", "edition", "journey").filter(journey=journey).first()


@dataclass(frozen=True, slots=True)
class Found:
    """A partner that somebody may be signing for, and who has signed for it already."""

    partner: Partner
    about: str
    signed: str
    is_signed: bool

    @property
    def label(self) -> str:
        return f"{self.partner.name} ({self.about}). {self.signed}"


def found_partners(words: str, *, edition: Edition) -> tuple[list[Found], bool]:
    """Up to ten listed partners whose names have all of the words, or that have the number; and whether there are more."""
    tokens = fold(words).split()[:8]
    if not tokens:
        return [], False
    by_name = Q()
    for token in tokens:
        by_name &= Q(name_key__contains=token)
    number = re.sub(r"\s+", "", words).upper()[:80]
    if any(sign.isdigit() for sign in number):
        by_name |= Q(pk__in=Identifier.objects.filter(value__endswith=number).values("partner"))
    rows = list(signable().filter(by_name).order_by("name_key", "pk")[: MOST_FOUND + 1])
    return told(rows[:MOST_FOUND], edition=edition), len(rows) > MOST_FOUND


def signable() -> Any:
    """The partners that somebody can sign for."""
    return Partner.objects.listed().filter(dissolved_on=None)


def told(partners: list[Partner], *, edition: Edition) -> list[Found]:
    """The partners with what they are and whether they have signed the edition, by whom and when: two queries for all."""
    keys = [partner.pk for partner in partners]
    standing = Signature.objects.standing().filter(partner__in=keys).select_related("edition")
    signed = {(row.partner_id, row.edition_id == edition.pk): row for row in standing.order_by("confirmed_at")}
    numbers: dict[int, list[str]] = {}
    for partner_id, value in Identifier.objects.filter(partner__in=keys).values_list("partner_id", "value"):
        numbers.setdefault(partner_id, []).append(value)
    return [
        Found(
            partner,
            ", ".join([partner.get_kind_display(), *numbers.get(partner.pk, [])]),
            _who_signed(signed.get((partner.pk, True)), signed.get((partner.pk, False))),
            (partner.pk, True) in signed,
        )
        for partner in partners
    ]


def _who_signed(this: Signature | None, earlier: Signature | None) -> str:
    row = this or earlier
    if row is None or row.confirmed_at is None:
        return "Has not signed."
    who = ", ".join(words for words in (row.signer_name, row.signer_role) if words)
    what = "Signed" if this else "Signed an earlier edition"
    return f"{what} on {in_words(london_day(row.confirmed_at))}{f': {who}' if who else ''}."


def holder_of(identifier: str) -> Partner | None:
    """The partner with that number, where the public knows it."""
    return signable().filter(identifiers__value=identifier).first() if identifier else None


def look_alikes(name: str, *, edition: Edition) -> list[Found]:
    """The listed partners whose names are nearly the same, the nearest first."""
    near = alike(name, signable().values_list("pk", "name_key").iterator())
    rows = Partner.objects.in_bulk(near)
    return told([rows[key] for key in near], edition=edition)


def chosen_partner(answers: dict[str, Any]) -> Partner | None:
    """The partner that a journey's answers name, None for a new one or before the answer."""
    chosen = answers.get("partner", {}).get("partner")
    return Partner.objects.filter(pk=chosen).first() if isinstance(chosen, int) else None


def name_in(answers: dict[str, Any]) -> str:
    """The name of the organisation that a journey is about, "" before it is known."""
    if answers.get("partner", {}).get("partner") == "none":
        return str(answers.get("new", {}).get("name", ""))
    partner = chosen_partner(answers)
    return partner.name if partner else ""


@dataclass(frozen=True, slots=True)
class LinkState:
    """What a confirming link can do now: ready, unknown, late, changed (another edition), taken (somebody else has signed),
    waiting (for a coordinator), done, closed."""

    state: str
    signature: Signature | None = None
    in_force: Edition | None = None


def confirming_state(token: str, *, at: datetime, on: date) -> LinkState:
    """What opening a confirming link shows. Reading it changes nothing."""
    link = link_of(token, purpose=MailedLink.Purpose.CONFIRM)
    if link is None or link.signature is None:
        return LinkState("unknown")
    signature, in_force = link.signature, Edition.objects.in_force(on)
    return LinkState(_state(link, signature, in_force, at=at), signature, in_force)


def signature_behind(token: str) -> Signature | None:
    """The signature that a confirming link is about, whether or not the link still works."""
    link = link_of(token, purpose=MailedLink.Purpose.CONFIRM)
    return link.signature if link else None


def _state(link: MailedLink, signature: Signature, in_force: Edition | None, *, at: datetime) -> str:
    if signature.withdrawn_at or signature.invalidated_at:
        return "closed"
    if signature.confirmed_at:
        return "done"
    if signature.mail_confirmed_at:
        return "waiting"
    if not link_permit(expires_at=link.expires_at, used_at=link.used_at, at=at):
        return "late"
    if signature.edition != in_force:
        return "changed"
    if signature.partner.signatures.standing().filter(edition=in_force).exists():
        return "taken"
    return "ready"


def resumed(token: str, *, at: datetime) -> SigningJourney | None:
    """The journey that a resume link goes on with, None where there is none to go on with."""
    link = link_of(token, purpose=MailedLink.Purpose.RESUME)
    journey = link.journey if link else None
    return journey if journey and is_open(journey, at=at) else None
