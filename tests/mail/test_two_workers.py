"""Two workers at once never send one mail twice."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection

from compact_portal.mail.actions import deliver, queue_mail, send_waiting
from compact_portal.mail.letters import as_email
from compact_portal.mail.models import Message

AT = datetime(2024, 11, 25, 9, 12, tzinfo=UTC)
WORKERS, MAILS = 8, 40


def fill() -> None:
    for n in range(MAILS):
        queue_mail(to=f"member{n}@choir.example", subject=f"Letter {n}", body="Words.", at=AT)


def at_once(work) -> list:
    """Run `work` in all threads, from one starting shot, each with a connection to the database of its own."""
    shot = threading.Barrier(WORKERS)

    def run(_: int):
        try:
            shot.wait(timeout=30)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(run, range(WORKERS)))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_workers_at_one_queue_send_each_mail_once(post_office):
    fill()
    done = at_once(lambda: send_waiting(clock=lambda: AT))
    assert Counter(post_office.ids) == dict.fromkeys(Message.objects.values_list("message_id", flat=True), 1)
    assert sum(one.sent for one in done) == MAILS
    assert set(Message.objects.values_list("attempts", flat=True)) == {1}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_workers_at_one_mail_send_it_once(post_office):
    for n in range(10):
        message = queue_mail(to="treasurer@choir.example", subject=f"Letter {n}", body="Words.", at=AT)
        assert sorted(at_once(lambda pk=message.pk: deliver(pk, at=AT))) == [False] * (WORKERS - 1) + [True]
    assert len(post_office.mails) == 10


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_a_claim_there_is_such_a_race(post_office):
    """The control: looking, sending and then noting it sends mails twice, so that the tests above have something to find."""

    def look_send_note() -> None:
        for message in list(Message.objects.due(AT)):
            if not Message.objects.filter(pk=message.pk, sent_at=None).exists():
                continue
            as_email(message).send()
            Message.objects.filter(pk=message.pk).update(sent_at=AT)

    fill()
    at_once(look_send_note)
    assert max(Counter(post_office.ids).values()) > 1


def test_two_processes_at_one_queue_send_each_mail_once(outside, post_office):
    """On SQLite too, where writers wait for each other."""
    fill()
    place = outside()
    workers = [place.worker(post_office) for _ in range(2)]
    for worker in workers:
        out, err = worker.communicate(timeout=120)
        assert (worker.returncode, err) == (0, ""), out
    assert set(Counter(post_office.ids).values()) == {1}
    assert len(post_office.mails) == MAILS
    assert place.rows("SELECT count(*) FROM mail_message WHERE sent_at IS NOT NULL AND attempts = 1") == [(MAILS,)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_mail_that_many_ask_for_in_one_instant_is_queued_once():
    def ask() -> bool:
        return queue_mail(to="treasurer@choir.example", subject="A", body="B", at=AT, once="receipt:1") is not None

    assert sorted(at_once(ask)) == [False] * (WORKERS - 1) + [True]
    assert Message.objects.count() == 1
