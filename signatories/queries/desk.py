"""What waits at the coordinator's desk, what is known of a partner there, and a partner's own pages in the workspace."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from compact_portal.lib.dates import london_day
from compact_portal.lib.folding import fold
from compact_portal.mail.models import Address, Message
from compact_portal.mail.rules import folded_address
from signatories.models import ChainHead, Membership, Partner, Person, Signature, SignatureEvent
from signatories.queries.directory import Editions, editions_on
from signatories.queries.partner import SignedEdition, signed_editions, standing_of
from signatories.queries.reaffirming import asked, lapse_day
from signatories.rules.directory import MOST_COUNTED, capped
from signatories.rules.signing import StandingOn
from undertakings.models import Edition

MOST_SHOWN = 30
RAN_OUT_SHOWN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A signature that a coordinator acts on. `own` says that it is of the reader's organisation: somebody else acts."""

    signature: Signature
    days: int
    ran_out: bool
    own: bool
    trouble: str = ""

    @property
    def is_new(self) -> bool:
        """Whether the partner was proposed with it."""
        partner = self.signature.partner
        return partner.proposed_at is not None and partner.checked_at is None


@dataclass(frozen=True, slots=True)
class Bounce:
    """An address that mail does not reach, and whose it is, where we know."""

    address: Address
    people: list[str]


@dataclass(frozen=True, slots=True)
class Chain:
    """The chain of signatures, as far as it can be told at a glance."""

    links: int
    last_at: datetime | None
    head_on: date | None


@dataclass(frozen=True, slots=True)
class Reaffirmations:
    """How many partners are still to reaffirm the edition in force ("more than 1,000" beyond that), and until when."""

    edition: Edition
    count: str
    lapses_on: date
    lapsed: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """All that waits. Lists stop at MOST_SHOWN; the `more_…` say how many there are beyond."""

    to_check: list[Waiting]
    more_to_check: int
    pending: list[Waiting]
    more_pending: int
    dead: list[Message]
    more_dead: int
    bounces: list[Bounce]
    more_bounces: int
    drafts: int
    chain: Chain
    reaffirming: Reaffirmations | None


def desk(*, at: datetime, on: date, own: frozenset[int]) -> Desk:
    """The desk at an instant, for a coordinator whose own partners are `own`. The queries do not grow with what waits."""
    about = ("partner", "edition")
    checking = Signature.objects.to_check().select_related(*about).order_by("mail_confirmed_at", "pk")
    open_ = Signature.objects.filter(
        confirmed_at=None, mail_confirmed_at=None, withdrawn_at=None, invalidated_at=None, expires_at__gt=at - RAN_OUT_SHOWN
    )
    pending = open_.select_related(*about).order_by("expires_at", "pk")
    dead, bouncing = Message.objects.dead().exclude(to=""), Address.objects.bouncing()
    shown = list(pending[:MOST_SHOWN])
    trouble = _trouble_with(row.signer_email for row in shown)
    bounces = list(bouncing[:MOST_SHOWN])
    whose = _whose(address.address for address in bounces)
    return Desk(
        to_check=[_waiting(row, row.mail_confirmed_at or row.signed_at, at=at, own=own) for row in checking[:MOST_SHOWN]],
        more_to_check=_beyond(checking),
        pending=[
            _waiting(row, row.signed_at, at=at, own=own, trouble=trouble.get(folded_address(row.signer_email), "")) for row in shown
        ],
        more_pending=_beyond(pending),
        dead=list(dead[:MOST_SHOWN]),
        more_dead=_beyond(dead),
        bounces=[Bounce(address, whose.get(address.address, [])) for address in bounces],
        more_bounces=_beyond(bouncing),
        drafts=Edition.objects.drafts().count(),
        chain=_chain(),
        reaffirming=_reaffirming(on=on),
    )


def _waiting(row: Signature, since: datetime, *, at: datetime, own: frozenset[int], trouble: str = "") -> Waiting:
    ran_out = row.mail_confirmed_at is None and row.expires_at <= at
    return Waiting(row, (london_day(at) - london_day(since)).days, ran_out, row.partner_id in own, trouble)


def _beyond(rows: QuerySet[Any]) -> int:
    return max(0, rows.order_by().count() - MOST_SHOWN)


def _trouble_with(addresses: Iterable[str]) -> dict[str, str]:
    """By address in its one spelling, what mail to it has met."""
    typed = {address for address in addresses if address}
    found = dict.fromkeys(
        map(folded_address, Message.objects.dead().filter(to__in=typed).values_list("to", flat=True)), "The mail could not be sent"
    )
    bounced = Address.objects.bouncing().filter(address__in=[folded_address(each) for each in typed])
    return found | dict.fromkeys(bounced.values_list("address", flat=True), "Mail to this address comes back")


def _whose(addresses: Iterable[str]) -> dict[str, list[str]]:
    people = Person.objects.filter(email__in=list(addresses)).values_list("pk", "email")
    emails = dict(people)
    found: dict[str, list[str]] = {}
    parts = Membership.objects.filter(person__in=list(emails), until_on=None).select_related("partner").order_by("pk")
    for part in parts:
        found.setdefault(emails[part.person_id], []).append(f"{part.get_role_display().lower()} of {part.partner}")
    return found


def _chain() -> Chain:
    last = SignatureEvent.objects.order_by("-position").values_list("position", "at").first()
    head = ChainHead.objects.values_list("on", flat=True).first()
    return Chain(last[0] if last else 0, last[1] if last else None, head)


def _reaffirming(*, on: date) -> Reaffirmations | None:
    edition = Edition.objects.defer("text").in_force(on)
    if edition is None:
        return None
    count = asked(edition, on=on).order_by()[: MOST_COUNTED + 1].count()
    return Reaffirmations(edition, capped(count), lapse_day(edition), on >= lapse_day(edition)) if count else None


def partners_found(words: str) -> tuple[list[Partner], bool]:
    """Up to 30 partners, also those that the public does not see, by words of the name, a number or a signature's code."""
    tokens = fold(words).split()[:8]
    rows = Partner.objects.all()
    if not tokens:
        return [], False
    for token in tokens:
        rows = rows.filter(name_key__contains=token)
    code = words.strip().upper()[:80]
    found = {row.pk: row for row in rows.order_by("name_key", "pk")[: MOST_SHOWN + 1]}
    by_code = Partner.objects.filter(signatures__reference=code) | Partner.objects.filter(identifiers__value=code)
    found |= {row.pk: row for row in by_code.distinct()[:MOST_SHOWN]}
    return list(found.values())[:MOST_SHOWN], len(found) > MOST_SHOWN


@dataclass(frozen=True, slots=True)
class DeskPartner:
    """A partner as the desk knows it: where it stands, every signature with what can be done, people, and numbers."""

    partner: Partner
    standing: StandingOn
    signatures: list["DeskSignature"]
    members: list[Membership]
    numbers: list[str]


@dataclass(frozen=True, slots=True)
class DeskSignature:
    """A signature in the list of a partner. `state` is a word of the page; the rest says what can be done with it."""

    signature: Signature
    state: str
    tone: str

    @property
    def stands(self) -> bool:
        return self.state == "Stands"

    @property
    def to_check(self) -> bool:
        return self.state == "To check"


def desk_partner(partner: Partner, *, at: datetime, on: date) -> DeskPartner:
    """What the desk shows of a partner."""
    rows = partner.signatures.select_related("edition").order_by("-signed_at", "-pk")
    return DeskPartner(
        partner=partner,
        standing=standing_of(partner, editions_on(on)),
        signatures=[DeskSignature(row, *_state(row, at=at)) for row in rows],
        members=list(Membership.objects.on(on).filter(partner=partner).select_related("person").order_by("role", "pk")),
        numbers=list(partner.identifiers.values_list("value", flat=True)),
    )


def _state(row: Signature, *, at: datetime) -> tuple[str, str]:
    """What a signature is now, in one word or two, and the tone in which the page says it."""
    if row.invalidated_at:
        return ("Invalidated", "bad") if row.confirmed_at else ("Refused", "bad")
    if row.withdrawn_at:
        return "Withdrawn", "warn"
    if row.confirmed_at:
        return "Stands", "good"
    if row.mail_confirmed_at:
        return "To check", "warn"
    return ("Ran out", "wait") if row.expires_at <= at else ("Pending", "wait")


@dataclass(frozen=True, slots=True)
class OwnPartner:
    """A partner in the list of those in which somebody has a part."""

    partner: Partner
    roles: list[str]
    standing: StandingOn


def own_partners_of(person: Person, *, on: date) -> list[OwnPartner]:
    """The partners in which a person has a part on a day, by name."""
    editions = editions_on(on)
    roles: dict[int, list[str]] = {}
    partners: dict[int, Partner] = {}
    parts = Membership.objects.on(on).filter(person=person).select_related("partner")
    for part in parts.order_by("partner__name_key", "partner", "role"):
        partners[part.partner_id] = part.partner
        roles.setdefault(part.partner_id, []).append(part.get_role_display())
    return [OwnPartner(partner, roles[pk], standing_of(partner, editions)) for pk, partner in partners.items()]


def signed_of(partner: Partner, *, on: date) -> tuple[StandingOn, list[SignedEdition]]:
    """Where a partner stands on a day, and its confirmed signatures with what became of each."""
    editions: Editions = editions_on(on)
    standing = standing_of(partner, editions)
    return standing, signed_editions(partner, editions, standing)
