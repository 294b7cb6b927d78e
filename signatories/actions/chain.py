"""The chain of signatures: one link for each thing that happens to a signature, in the transaction of its action."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection

from compact_portal.audit.context import change
from compact_portal.lib.chain import START, new_salt, personal_digest, seal
from signatories.models import ChainHead, Signature, SignatureEvent
from signatories.queries.chain import facts_of, personal_of, without_salt

# One number that stands for the chain among PostgreSQL's advisory locks.
_CHAIN_LOCK = 5_202_002


def append_event(*, kind: str, signature: Signature, at: datetime, **more: Any) -> SignatureEvent:
    """Add a link. Call it last in the action's change, when the signature's row is written: on PostgreSQL the chain is
    locked until the commit.

    `more` are further public facts (the partner merged into). What is personal is sealed with a salt of its own, which
    erasing the person destroys.
    """
    return append_events(kind=kind, signatures=[signature], at=at, **more)[0]


def append_events(*, kind: str, signatures: Iterable[Signature], at: datetime, **more: Any) -> list[SignatureEvent]:
    """Add a link of one kind for each of the signatures, in their order, at the cost of one."""
    _lock()
    last = SignatureEvent.objects.order_by("-position").values_list("position", "link").first()
    position, previous = last or (0, START)
    events = []
    for signature in signatures:
        position += 1
        facts = more | facts_of(kind=kind, signature=signature, at=at, position=position)
        salt = new_salt()
        digest = personal_digest(salt, personal_of(signature, kind))
        link = seal(previous, facts, digest)
        events.append(
            SignatureEvent(
                position=position, kind=kind, at=at, signature=signature, facts=facts, salt=salt, personal_digest=digest,
                previous=previous, link=link,
            )
        )  # fmt: skip
        previous = link
    return SignatureEvent.objects.bulk_create(events, batch_size=500)


def seal_what_is_left(*, at: datetime) -> list[SignatureEvent]:
    """Add a link for each signature of which something personal was erased, salts and all: it says so, and seals the rest.

    Call it in the change of the erasure, after it. So a salt that is missing without such a link gives tampering away.
    """
    return append_events(kind=SignatureEvent.Kind.ERASED, signatures=list(without_salt()), at=at)


def _lock() -> None:
    """SQLite has one writer at a time already; on PostgreSQL the first link has no row before it to lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])


def publish_head(*, on: date, at: datetime) -> ChainHead | None:
    """Keep the chain's last link as it is on a day, once a day; None while there is no chain."""
    held = ChainHead.objects.filter(on=on).first()
    last = SignatureEvent.objects.order_by("-position").first()
    if held is not None or last is None:
        return held
    with change(by=None, why="Published the head of the chain of signatures"):
        head, _ = ChainHead.objects.get_or_create(
            on=on, defaults={"position": last.position, "link": last.link, "published_at": at}
        )
    return head
