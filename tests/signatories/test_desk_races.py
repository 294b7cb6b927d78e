"""Two at the desk at one instant, on a real PostgreSQL with real threads; each race has a control that shows it."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection

from signatories.actions import merging, paper
from signatories.actions.desk import accept_signature
from signatories.actions.merging import merge_partners
from signatories.actions.paper import record_paper
from signatories.actions.reaffirming import reaffirm, send_reminders
from signatories.actions.signing import NewPartner
from signatories.actions.withdrawing import withdraw_signature
from signatories.models import Partner, Person, Signature
from signatories.queries.paper import read_paper
from tests.house.races import at_once, kinds_of
from tests.signatories.proving import edition, partner, signed
from tests.signatories.waiting import mailed, now, to_check, today, wrong
from undertakings.models import Edition

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = 6


@pytest.fixture(autouse=True)
def _edition(settings):
    settings.PORTAL_MAIL = "queue"
    edition(on=today() - timedelta(days=60))


def merge(gone: Partner, into: Partner) -> Any:
    told = {"version": gone.version, "into_version": into.version, "by": None, "at": now(), "on": today()}
    return partial(merge_partners, gone=gone, into=into, **told)


def pair(number: int) -> tuple[Partner, Partner]:
    made = partner(f"Sample Choirs {number}"), partner(f"Sample Choir {number}")
    for one in made:
        signed(one, today())
    return made


def test_two_who_merge_a_pair_crosswise_merge_it_once_and_neither_waits_for_ever():
    for number in range(ROUNDS):
        one, other = pair(number)
        kinds = kinds_of(at_once(merge(one, other), merge(other, one)))
        assert kinds in (["Partner", "SigningRefused"], ["Partner", "StaleVersion"])
        assert Partner.objects.filter(merged_into__isnull=False).count() == number + 1
    assert wrong() == []


def test_locked_in_another_order_the_two_block_each_other(monkeypatch):
    """The control: each takes the one that goes first, so two merges crosswise hold what the other wants."""

    def as_they_come(numbers):
        return {pk: _slowly(pk) for pk in order.pop()}

    def _slowly(pk):
        row = Partner.objects.select_for_update().get(pk=pk)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.2)")
        return row

    monkeypatch.setattr(merging, "locked_partners", as_they_come)
    one, other = pair(0)
    order = [(other.pk, one.pk), (one.pk, other.pk)]
    assert "OperationalError" in kinds_of(at_once(merge(one, other), merge(other, one)))


def test_signing_while_merging_loses_no_signature():
    for number in range(ROUNDS):
        gone, into = partner(f"Sample Choirs {number}"), partner(f"Sample Choir {number}")
        signature = to_check(gone, f"s{number}@sample.invalid")
        gone.refresh_from_db()
        check = partial(accept_signature, signature=signature, version=signature.version, by=None, at=now(), on=today())
        at_once(check, merge(gone, into))
        signature.refresh_from_db()
        gone.refresh_from_db()
        if gone.merged_into_id:
            assert signature.partner == into
        assert not gone.merged_into_id or not Signature.objects.filter(partner=gone).exists()
    assert wrong() == []


def test_a_signature_is_checked_once_by_two_coordinators():
    for number in range(ROUNDS):
        signature = to_check(NewPartner(f"Sample Group {number}", "voluntary", "group"), f"s{number}@sample.invalid")
        check = partial(accept_signature, signature=signature, version=signature.version, by=None, at=now(), on=today())
        assert kinds_of(at_once(check, check)) == ["Signature", "StaleVersion"]
        assert signature.events.count() == 1
    assert wrong() == []


def test_a_signature_is_withdrawn_once():
    for number in range(ROUNDS):
        own = partner(f"Sample Group {number}")
        signature = signed(own, today())
        told = {"version": signature.version, "reason": "x", "by": None, "at": now(), "on": today()}
        withdraw = partial(withdraw_signature, signature=signature, **told)
        assert kinds_of(at_once(withdraw, withdraw)) == ["Signature", "StaleVersion"]
        assert signature.events.count() == 2


def rows_of(number: int) -> bytes:
    rows = "".join(f"Sample {number} {place},voluntary,group,2004-03-31\n" for place in range(40))
    return f"name,sector,kind,signed_on\n{rows}".encode()


def record_twice(number: int) -> list[str]:
    data = rows_of(number)
    digest = read_paper(data, on=today(), own=frozenset()).digest
    record = partial(record_paper, data=data, digest=digest, by=None, at=now(), on=today())
    return kinds_of(at_once(record, record))


def test_one_list_recorded_twice_at_once_makes_each_partner_once():
    for number in range(ROUNDS):
        assert record_twice(number) == ["PlanChanged", "Recorded"]
        assert Partner.objects.filter(name__startswith=f"Sample {number} ").count() == 40
    assert wrong() == []


def test_without_its_lock_a_list_makes_partners_twice_or_fails(monkeypatch):
    """The control: partners without a number have nothing that the database could tell two of them by."""
    monkeypatch.setattr(paper, "_lock", lambda: None)
    monkeypatch.setattr(paper, "_free_slugs", _own_slugs)
    for number in range(ROUNDS):
        record_twice(number)
    counts = [Partner.objects.filter(name__startswith=f"Sample {number} ").count() for number in range(ROUNDS)]
    assert max(counts) > 40


def _own_slugs(names):
    """Addresses that differ in each thread, so that they do not tell the two apart by accident."""
    import threading

    return [f"{threading.get_ident()}-{abs(hash(name))}"[:80] for name in names]


def test_two_signatories_who_reaffirm_at_once_make_one_signature():
    for number in range(ROUNDS):
        own = partner(f"Sample Group {number}")
        Edition.objects.exclude(label="First").update(published_on=None, digest="", text="")
        signed(own, today())
        second = edition(f"Edition {number}", on=today())
        people = [Person.objects.create_user(f"p{number}-{each}@sample.invalid", "Sample Person") for each in range(2)]
        told = {"name": "N", "role": "R", "authority": "A", "authority_on": today(), "at": now(), "on": today()}
        doings = [partial(reaffirm, partner=own, digest=second.digest, by=person, **told) for person in people]
        assert kinds_of(at_once(*doings)) == ["Signature", "SigningRefused"]
        assert Signature.objects.standing().filter(partner=own, edition=second).count() == 1


def test_two_runs_of_reminders_at_once_mail_everybody_once():
    for number in range(8):
        signed(partner(f"Sample Group {number}"), today())
    edition("Second", on=today())
    run = partial(send_reminders, at=now(), on=today())
    results = at_once(run, run)
    assert sum(result.mails for result in results) == 8
    assert len(mailed("to reaffirm")) == len(set(mailed("to reaffirm"))) == 8
