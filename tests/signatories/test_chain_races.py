"""Things that happen to signatures at one instant make one chain, on a real PostgreSQL with real threads."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from compact_portal.audit.context import change
from signatories.actions import chain
from signatories.models import ChainHead, Signature, SignatureEvent
from signatories.queries.verifying import Counted, everything_wrong
from tests.house.races import at_once, raised_at_once
from tests.signatories.proving import edition, noon, partner
from tests.undertakings.pages import DAY
from undertakings.models import Edition

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
THREADS, ROUNDS = 8, 5


def confirmed(number: int) -> Signature:
    """A signature of the one edition, past the actions, with no link about it yet."""
    text = Edition.objects.first() or edition()
    return Signature.objects.create(
        reference=f"SMA-2026-{number:04d}", partner=partner(f"Sample {number}"), edition=text, digest=text.digest,
        signer_name="Sample chair", authority="The committee", signed_at=noon(DAY), confirmed_at=noon(DAY), expires_at=noon(DAY),
    )  # fmt: skip


def append(signature: Signature) -> None:
    with change(by=None, why="A test"):
        chain.append_event(kind=SignatureEvent.Kind.CONFIRMED, signature=signature, at=noon(DAY))


def rounds() -> list[Exception | None]:
    raised = []
    for start in range(0, THREADS * ROUNDS, THREADS):
        made = [confirmed(number) for number in range(start, start + THREADS)]
        raised += at_once(*(lambda signature=signature: append(signature) for signature in made))
    return raised


def test_links_added_at_one_instant_follow_each_other_and_none_is_lost() -> None:
    assert rounds() == [None] * (THREADS * ROUNDS)
    positions = list(SignatureEvent.objects.order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, THREADS * ROUNDS + 1))
    assert [str(found) for found in everything_wrong(Counted()) if not str(found).startswith("Partner")] == []


def test_without_its_lock_the_chain_would_lose_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the race is there."""
    monkeypatch.setattr(chain, "_lock", lambda: None)
    raised = rounds()
    assert any(isinstance(problem, IntegrityError) for problem in raised)
    assert SignatureEvent.objects.count() < THREADS * ROUNDS


def test_a_head_that_two_publish_at_one_instant_is_published_once() -> None:
    append(confirmed(0))
    for days in range(ROUNDS):
        on = DAY + timedelta(days=days)
        assert raised_at_once(*[lambda on=on: chain.publish_head(on=on, at=noon(on))] * 4) == []
    assert ChainHead.objects.count() == ROUNDS
