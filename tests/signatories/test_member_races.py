"""Members and invitations at one instant, and limits over several workers, on a real PostgreSQL with real threads."""

import re
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client

from compact_portal.mail.models import Message
from signatories.actions import members
from signatories.actions.erasing import erase_person
from signatories.actions.invitations import accept_invitation, invite
from signatories.actions.members import MembershipRefused, end_membership
from signatories.models import Invitation, Membership, Partner, Person
from tests.house.personas import SINCE
from tests.house.races import at_once, kinds_of

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ON = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROUNDS = 8


@pytest.fixture(autouse=True)
def _mail_waits(settings):
    settings.PORTAL_MAIL = "queue"


def two_signatories(number: int) -> list[Membership]:
    partner = Partner.objects.create(name=f"P {number}", slug=f"p-{number}", sector="voluntary", kind="group")
    people = [Person.objects.create_user(f"p{number}-{n}@test.invalid", name=f"Person {n}") for n in (1, 2)]
    return [Membership.objects.create(person=person, partner=partner, role="signatory", from_on=SINCE) for person in people]


def leaving(membership: Membership) -> Callable[[], Any]:
    return lambda: end_membership(membership=membership, last_on=ON, by=membership.person, on=ON, at=AT)


def left_over(pair: list[Membership]) -> int:
    return Membership.objects.filter(pk__in=[one.pk for one in pair], until_on=None).count()


def test_of_two_last_signatories_who_leave_at_one_instant_one_stays():
    for number in range(ROUNDS):
        pair = two_signatories(number)
        results = at_once(*map(leaving, pair))
        assert kinds_of(results) == ["Membership", "MembershipRefused"], results
        assert left_over(pair) == 1


def test_without_the_lock_both_would_leave(monkeypatch):
    """The control: each counts the other as the successor, and nobody is left."""
    barrier = threading.Barrier(2)

    def count_together(membership: Membership) -> Any:
        found = list(successors(membership))
        barrier.wait(timeout=10)
        return Counted(found)

    class Counted(list):
        def count(self, *_: Any) -> int:
            return len(self)

    successors = members.successors
    monkeypatch.setattr(members, "successors", count_together)
    monkeypatch.setattr(members.Partner.objects, "select_for_update", Partner.objects.all, raising=False)
    pair = two_signatories(0)
    results = at_once(*map(leaving, pair))
    assert kinds_of(results) == ["Membership", "Membership"], results
    assert left_over(pair) == 0


def test_of_two_who_end_each_other_one_stays():
    for number in range(ROUNDS):
        first, second = two_signatories(number)
        results = at_once(
            lambda one=first, by=second.person: end_membership(membership=one, last_on=ON, by=by, on=ON, at=AT),
            lambda one=second, by=first.person: end_membership(membership=one, last_on=ON, by=by, on=ON, at=AT),
        )
        assert kinds_of(results) == ["Membership", "MembershipRefused"]
        assert left_over([first, second]) == 1


def test_an_invitation_accepted_twice_at_one_instant_makes_one_member():
    for number in range(ROUNDS):
        host = two_signatories(number)[0]
        invite(partner=host.partner, email=f"new{number}@test.invalid", name="N", role="contributor", by=host.person, on=ON, at=AT)
        found = re.search(r"/account/invitations/([\w-]+)/", Message.objects.latest("pk").body)
        assert found
        press = partial(accept_invitation, token=found.group(1), name="N", on=ON, at=AT)
        assert kinds_of(at_once(press, press, press)) == ["InvitationRefused", "InvitationRefused", "Membership"]
        assert Membership.objects.filter(person__email=f"new{number}@test.invalid").count() == 1


def test_two_invitations_of_one_address_at_one_instant_are_one():
    for number in range(ROUNDS):
        first, second = two_signatories(number)
        email = f"x{number}@test.invalid"
        ask = partial(invite, partner=first.partner, email=email, name="X", role="contributor", on=ON, at=AT)
        results = at_once(partial(ask, by=first.person), partial(ask, by=second.person))
        assert kinds_of(results) == ["Invitation", "Invitation"], results
        assert Invitation.objects.filter(email=email).count() == 1


def test_leaving_and_being_erased_at_one_instant_ends_the_part_once():
    for number in range(ROUNDS):
        first, _ = two_signatories(number)
        results = at_once(leaving(first), lambda person=first.person: erase_person(person=person, by=person, on=ON, at=AT))
        assert not [one for one in results if isinstance(one, Exception) and not isinstance(one, MembershipRefused)], results
        assert Membership.objects.get(pk=first.pk).until_on in (ON, ON - timedelta(days=1))
        assert not Person.objects.filter(email=f"p{number}-1@test.invalid").exists()


# Limits: each thread is a worker with a connection of its own; the database is what they share.


def test_of_many_guesses_in_many_workers_few_are_looked_at(monkeypatch):
    """At most 10 of 100 guesses at a second factor are evaluated, and the person is let in again later."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal import auth

    person = Person.objects.create_user("guessed@test.invalid")
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    looked, lock = [], threading.Lock()

    def look(self: Any, code: str) -> bool:
        with lock:
            looked.append(code)
        return False

    monkeypatch.setattr(auth.TOTP, "validate_code", look)
    prove = signed_in_halfway(person, 5)
    results = at_once(*(lambda client=client: [guess(client, n) for n in range(20)] for client in prove))
    assert not [one for one in results if isinstance(one, Exception)], results
    assert 1 <= len(looked) <= 10, len(looked)


def signed_in_halfway(person: Person, many: int) -> list[Client]:
    """Browsers in which the code by mail was right, and the second factor is still to be proved."""
    found = []
    for _ in range(many):
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        found.append(client)
    return found


def guess(client: Client, number: int) -> int:
    return client.post("/account/two-factor/again/?next=/workspace/", {"code": f"{number:06}"}).status_code


def ask_five_times() -> list[int]:
    return [Client().post("/account/sign-in/", {"email": "known@test.invalid"}).status_code for _ in range(5)]


def test_of_many_requests_for_codes_in_many_workers_few_are_mailed():
    Person.objects.create_user("known@test.invalid")
    results = at_once(*[ask_five_times] * 6)
    assert not [one for one in results if isinstance(one, Exception)], results
    assert Message.objects.filter(to="known@test.invalid").count() == 3


def test_with_a_cache_of_its_own_each_worker_would_count_from_nothing(settings):
    """The control: what the workers share is what makes the limit hold."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    Person.objects.create_user("known@test.invalid")
    at_once(*[ask_five_times] * 6)
    assert Message.objects.filter(to="known@test.invalid").count() > 3
