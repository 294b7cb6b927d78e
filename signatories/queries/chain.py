"""The chain of signatures as it is kept: what a link says in public, what it seals, and all links in order."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from compact_portal.lib.chain import Link
from signatories.models import Signature, SignatureEvent


def facts_of(*, kind: str, signature: Signature, at: datetime, position: int) -> dict[str, Any]:
    """What a link says in public. The partner is named as it was called then."""
    return {"position": position, "kind": kind, "at": instant(at), "partner": signature.partner.name, **state_of(signature)}


def state_of(signature: Signature) -> dict[str, str]:
    """What a signature's row says, as far as it is public. The last link about it says the same."""
    return {
        "reference": signature.reference,
        "edition": signature.edition.label if signature.edition else "",
        "digest": signature.digest,
        "method": signature.method,
        "authority_on": signature.authority_on.isoformat() if signature.authority_on else "",
        "signed_at": instant(signature.signed_at),
        "confirmed_at": instant(signature.confirmed_at),
        "withdrawn_at": instant(signature.withdrawn_at),
        "invalidated_at": instant(signature.invalidated_at),
    }


def instant(at: datetime | None) -> str:
    """An instant in its one spelling: UTC, to the microsecond; "" for none."""
    return at.astimezone(UTC).isoformat(timespec="microseconds") if at else ""


def personal_of(signature: Signature, kind: str) -> dict[str, str]:
    """What a link of that kind seals: who signed by whose authority; and the reason, where the link tells of an end.

    One that tells of an erasure seals what was left, reasons and all, so that the rest is still proven.
    """
    sealed = {"name": signature.signer_name, "role": signature.signer_role, "authority": signature.authority}
    if kind == SignatureEvent.Kind.ERASED:
        sealed |= {"withdrawn": signature.withdrawn_reason, "invalidated": signature.invalidated_reason}
    elif kind == SignatureEvent.Kind.WITHDRAWN:
        sealed["reason"] = signature.withdrawn_reason
    elif kind == SignatureEvent.Kind.INVALIDATED:
        sealed["reason"] = signature.invalidated_reason
    return sealed


def link_of_event(event: SignatureEvent) -> Link:
    """An event as the link that it is; what is personal only where its salt is there to prove it."""
    personal = personal_of(event.signature, event.kind) if event.salt else None
    return Link(event.position, event.facts, event.salt, personal, event.personal_digest, event.previous, event.link)


def without_salt() -> QuerySet[Signature]:
    """The signatures about which the last link has lost its salt: something personal was erased, and no link says so yet."""
    last = SignatureEvent.objects.filter(signature=OuterRef("pk")).order_by("-position")
    lost = Signature.objects.annotate(last_salt=Subquery(last.values("salt")[:1])).filter(last_salt="")
    return lost.select_related("edition", "partner").order_by("pk")


def events() -> Iterator[SignatureEvent]:
    """All events in order, each with its signature; a few thousand in memory at a time."""
    rows = SignatureEvent.objects.order_by("position").select_related("signature__edition", "signature__partner")
    return rows.iterator(chunk_size=2_000)
