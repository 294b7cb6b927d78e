"""Prove that signatures, their chain, the texts that they are of and what is kept of partners agree, row by row."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from compact_portal.lib.chain import breaks, sha256
from compact_portal.lib.one_moment import one_moment
from signatories.models import ChainHead, Partner, Signature, SignatureEvent
from signatories.queries.chain import events, instant, link_of_event, state_of
from signatories.queries.standing import KEPT, standing_columns
from undertakings.models import Edition


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that does not agree, and what is wrong with it, as a sentence."""

    row: str
    wrong: str

    def __str__(self) -> str:
        return f"{self.row}: {self.wrong}"


@dataclass(slots=True)
class Counted:
    """How much was looked at."""

    links: int = 0
    signatures: int = 0
    editions: int = 0
    partners: int = 0
    heads: int = 0


BEGINNINGS = frozenset({SignatureEvent.Kind.CONFIRMED, SignatureEvent.Kind.RECORDED})
ENDS = {"withdrawn_at": SignatureEvent.Kind.WITHDRAWN, "invalidated_at": SignatureEvent.Kind.INVALIDATED}


def everything_wrong(counted: Counted) -> Iterator[Wrong]:
    """Each row that does not agree with the others, in the order of chain, signatures, heads, editions, partners.

    Nothing when all is whole. Everything is read as it is at one moment, in steps, while others go on writing; memory holds
    a few hundred bytes a signature.
    """
    tails: dict[int, Tail] = {}
    with one_moment():
        yield from _chain(counted, tails)
        yield from _signatures(counted, tails)
        yield from _heads(counted)
        yield from _editions(counted)
        yield from _partners(counted)


@dataclass(slots=True)
class Tail:
    """What the chain says about a signature: the kinds of its links in order, and the facts of the last. `lost` is the
    place of a link whose salt is gone, 0 where there is none or a later link says that it was erased."""

    kinds: list[str]
    last: dict[str, Any]
    position: int
    lost: int


def _chain(counted: Counted, tails: dict[int, Tail]) -> Iterator[Wrong]:
    """The links: each sound in itself, each upon the one before, each what its columns say."""
    found: list[Wrong] = []

    def links() -> Iterator[Any]:
        for event in events():
            counted.links += 1
            found.extend(_columns(event))
            tail = tails.setdefault(event.signature_id, Tail([], {}, 0, 0))
            if not event.salt:
                tail.lost = event.position
            elif event.kind == SignatureEvent.Kind.ERASED:
                tail.lost = 0
            tail.kinds.append(event.kind)
            tail.last, tail.position = event.facts, event.position
            yield link_of_event(event)

    for broken in breaks(links()):
        yield Wrong(f"Link {broken.position}", broken.wrong)
    yield from found
    if orphans := SignatureEvent.objects.count() - counted.links:
        yield Wrong("Chain", f"{orphans} of its links are about signatures that are gone.")


def _columns(event: SignatureEvent) -> Iterator[Wrong]:
    row = f"Link {event.position}"
    said = {"position": event.position, "kind": event.kind, "at": instant(event.at), "reference": event.signature.reference}
    for name, value in said.items():
        if event.facts.get(name) != value:
            yield Wrong(row, f"Its {name} is {value}, but what was sealed is {event.facts.get(name)}.")


def _signatures(counted: Counted, tails: dict[int, Tail]) -> Iterator[Wrong]:
    """Every signature that was ever confirmed has its links, and its row says what the last of them says."""
    rows = Signature.objects.select_related("edition", "partner").order_by("pk")
    for signature in rows.iterator(chunk_size=2_000):
        counted.signatures += 1
        tail = tails.get(signature.pk)
        yield from (Wrong(f"Signature {signature.reference}", wrong) for wrong in _signature(signature, tail))


def _signature(signature: Signature, tail: Tail | None) -> Iterator[str]:
    if signature.edition and signature.digest != signature.edition.digest:
        yield f"Its digest is not that of the edition “{signature.edition}”."
    if tail is None:
        if signature.confirmed_at:
            yield "It is confirmed, but the chain has no link about it."
        return
    if tail.kinds[0] not in BEGINNINGS or sum(kind in BEGINNINGS for kind in tail.kinds) != 1:
        yield "The chain has to begin with its confirmation, and to have it once."
    if tail.lost:
        yield f"The salt of link {tail.lost} is gone, but no later link says that anything was erased: nothing proves the name."
    for column, kind in ENDS.items():
        if bool(getattr(signature, column)) != (kind in tail.kinds):
            yield f"Its row and the chain do not agree on whether it was {kind}."
    for name, value in state_of(signature).items():
        if tail.last.get(name) != value:
            yield f"Its {name.replace('_', ' ')} is “{value}”, but link {tail.position} seals “{tail.last.get(name)}”."
    sealed, partner = tail.last.get("partner"), signature.partner
    if sealed != partner.name and not partner.history.filter(name=sealed).exists():
        yield f"It is with “{partner}”, but link {tail.position} seals “{sealed}”, which that partner was never called."


def _heads(counted: Counted) -> Iterator[Wrong]:
    """The published heads: each is the link that stands at its place, and each goes further than the one before."""
    before = 0
    published = SignatureEvent.objects.filter(position__in=ChainHead.objects.values("position"))
    links = dict(published.values_list("position", "link"))
    for head in ChainHead.objects.order_by("on"):
        counted.heads += 1
        row = f"Published head of {head.on}"
        link = links.get(head.position)
        if link is None:
            yield Wrong(row, f"It names link {head.position}, which is missing: the end of the chain was cut off.")
        elif link != head.link:
            yield Wrong(row, f"Link {head.position} is not the one that was published: the chain was written anew.")
        if head.position < before:
            yield Wrong(row, "It stands before the head of an earlier day.")
        before = head.position


def _editions(counted: Counted) -> Iterator[Wrong]:
    for edition in Edition.objects.published().order_by("pk"):
        counted.editions += 1
        if sha256(edition.text) != edition.digest:
            yield Wrong(f"Edition “{edition}”", "Its text is not the one that its digest stands for.")


def _partners(counted: Counted) -> Iterator[Wrong]:
    """What is kept of each partner is what its signatures say."""
    signatures = Prefetch("signatures", Signature.objects.select_related("edition"))
    rows: Iterable[Partner] = (
        Partner.objects.select_related("signed_edition").prefetch_related(signatures).order_by("pk").iterator(chunk_size=1_000)
    )
    for partner in rows:
        counted.partners += 1
        right = standing_columns(partner)
        for name in KEPT:
            if getattr(partner, name) != right[name]:
                kept = getattr(partner, name)
                yield Wrong(f"Partner {partner.slug}", f"{name} is {kept!s}, but what follows from its rows is {right[name]!s}.")
