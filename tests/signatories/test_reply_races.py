"""Two who reply at one instant, on a real PostgreSQL with real threads; a control shows that the race is there."""

from functools import partial
from time import sleep

import pytest
from django.db import IntegrityError

from compact_portal.audit.context import change
from compact_portal.lib import clock
from signatories.actions import replies as actions
from signatories.actions.replies import ReplyRefused, hide_reply, reply, withdraw_reply
from signatories.models import EvidenceReply
from tests.house.races import raised_at_once
from tests.undertakings import evidence_rows
from tests.undertakings.pages import edition_of, words_of
from undertakings.models import EvidenceLink

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
offered = pytest.fixture(evidence_rows.offered)


@pytest.fixture
def figure(offered, personas):
    edition_of(words_of("First", [("in-time", "Money comes in time.")]))
    with change(by=None, why="A test"):
        EvidenceLink.objects.create(anchor="in-time", measure=evidence_rows.KEY, position=1)
    return offered


def saying(personas, figure, person):
    return partial(
        reply, partner=personas.partners["x"], measure=figure, year="", words=f"Said by {person}", signed_as="Officer",
        by=personas.people[person], at=clock.now(), on=clock.today(),
    )  # fmt: skip


def test_two_officers_at_once_leave_one_reply_and_the_other_is_told(personas, figure):
    for _ in range(5):
        raised = raised_at_once(*(saying(personas, figure, person) for person in ("officer_x1", "officer_x2", "coordinator_of_x")))
        assert [type(one) for one in raised] == [ReplyRefused] * 2
        made = EvidenceReply.objects.standing().get()
        withdraw_reply(reply=made, version=made.version, by=None, at=clock.now())


def test_one_hides_while_the_other_withdraws_and_one_of_them_is_told(personas, figure):
    for _ in range(5):
        made = saying(personas, figure, "officer_x1")()
        raised = raised_at_once(
            partial(hide_reply, reply=made, version=made.version, reason="It names somebody.", by=None, at=clock.now()),
            partial(withdraw_reply, reply=made, version=made.version, by=None, at=clock.now()),
        )
        assert len(raised) == 1
        held = EvidenceReply.objects.get(pk=made.pk)
        assert held.version == made.version + 1
        if held.withdrawn_at is None:
            withdraw_reply(reply=held, version=held.version, by=None, at=clock.now())


def test_without_the_lock_only_the_database_refuses_the_second(personas, figure, monkeypatch):
    """The control: the same writers, with the partner's row not held."""

    def unlocked(partner, **more):
        return partner

    def slow(**facts):
        sleep(0.2)  # between looking and writing
        return real(**facts)

    real = actions.reply_permit
    monkeypatch.setattr(actions, "locked_partner", unlocked)
    monkeypatch.setattr(actions, "reply_permit", slow)
    raised = raised_at_once(*(saying(personas, figure, person) for person in ("officer_x1", "officer_x2")))
    assert [type(one) for one in raised] == [IntegrityError]
