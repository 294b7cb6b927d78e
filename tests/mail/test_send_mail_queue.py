"""Queued mail reaches a real mail server, once each, and what does not go is tried again."""

import signal
import socket
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from compact_portal.mail import actions, rules
from compact_portal.mail.actions import deliver, queue_mail, retry, send_waiting
from compact_portal.mail.models import Address, Message

AT = datetime(2024, 11, 25, 9, 12, tzinfo=UTC)
CHOIR = "treasurer@choir.example"
MINUTE = timedelta(minutes=1)


def queued(n: int = 0, **changes) -> Message:
    words = {"to": CHOIR, "subject": f"Letter {n}", "body": f"Words of letter {n}.", "at": AT + timedelta(seconds=n)}
    message = queue_mail(**{**words, **changes})
    assert message is not None
    return message


def send(at: datetime = AT) -> tuple[int, int, int]:
    done = send_waiting(clock=lambda: at)
    return done.sent, done.later, done.given_up


def again(message: Message) -> Message:
    message.refresh_from_db()
    return message


def text_of(mail) -> str:
    return mail.get_body(("plain",)).get_content()


def html_of(mail) -> str:
    return mail.get_body(("html",)).get_content()


def test_a_mail_arrives_as_plain_text_and_html_that_say_the_same(db, post_office):
    message = queued(
        to="treasurer@choir.example", subject="Grüße — a code for Zoë 🎶", body="Zoë, *press* [the link](/sign/1/).\n\n- é"
    )
    assert send() == (1, 0, 0)
    (sender, recipients, mail) = post_office.arrived[0]
    assert (sender, recipients) == ("compact-portal@localhost", [CHOIR])
    assert mail["Subject"] == "Grüße — a code for Zoë 🎶"
    assert mail["Message-ID"] == message.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == AT
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert "Zoë, press the link <http://127.0.0.1:8000/sign/1/>." in " ".join(text_of(mail).split())
    assert '<em>press</em> <a href="http://127.0.0.1:8000/sign/1/">the link</a>' in html_of(mail)
    assert again(message).sent_at == AT


def test_the_sender_has_the_name_of_the_compact(loaded, post_office):
    queued()
    send()
    assert post_office.mails[0]["From"].addresses[0].display_name == "Dacorum Compact"


def test_no_line_on_the_wire_is_longer_than_mail_servers_take(db, post_office):
    queued(body="word " * 2000 + "https://a.example/" + "x" * 3000, subject="s" * 200)
    assert send() == (1, 0, 0)
    assert max(len(line) for line in post_office.raw[0].splitlines()) <= 998
    assert "https://a.example/" + "x" * 3000 in text_of(post_office.mails[0])


def test_the_oldest_mail_goes_first_and_each_goes_once(db, post_office):
    messages = [queued(n) for n in range(3)]
    at = AT + MINUTE
    assert send(at) == (3, 0, 0)
    assert send(at) == (0, 0, 0)
    assert post_office.ids == [message.message_id for message in messages]


def test_a_mail_is_not_sent_before_it_was_queued_for(db, post_office):
    queued()
    assert send(AT - MINUTE) == (0, 0, 0)
    assert send(AT) == (1, 0, 0)


def test_a_server_that_puts_off_is_asked_again_after_a_while_with_the_same_mail(db, post_office):
    message = queued()
    post_office.answer_to_data = "451 Later, please"
    assert send() == (0, 1, 0)
    assert (again(message).attempts, message.problem, message.due_at) == (1, "SMTPDataError 451", AT + MINUTE)
    assert send(AT + MINUTE - timedelta(seconds=1)) == (0, 0, 0)
    post_office.answer_to_data = "250 Taken"
    assert send(AT + MINUTE) == (1, 0, 0)
    assert post_office.ids == [message.message_id]
    assert (again(message).attempts, message.problem) == (2, "")


def test_one_mail_that_is_put_off_does_not_hold_up_the_others(db, post_office):
    queued(1, to="away@choir.example")
    others = [queued(n) for n in (2, 3)]
    post_office.refusing["away@choir.example"] = "450 4.2.0 Greylisted"
    assert send(AT + MINUTE) == (2, 1, 0)
    assert post_office.ids == [message.message_id for message in others]
    assert not Address.objects.exists()


def test_an_address_that_the_server_refuses_for_good_is_given_up_at_once_and_remembered(db, post_office):
    message = queued()
    post_office.refusing[CHOIR] = "550 5.1.1 No such person here: treasurer@choir.example"
    assert send() == (0, 0, 1)
    assert (again(message).failed_at, message.problem) == (AT, "SMTPRecipientsRefused 550")
    address = Address.objects.bouncing().get()
    assert (address.address, address.bounce_class, address.count) == (CHOIR, "5.1.1", 1)
    assert list(Message.objects.dead()) == [message]


def test_while_the_server_is_away_one_mail_is_tried_and_the_rest_wait(db, post_office, settings):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = nobody.getsockname()[1]
        messages = [queued(n) for n in range(3)]
        assert send(AT + MINUTE) == (0, 1, 0)
    assert sorted(again(message).attempts for message in messages) == [0, 0, 1]


def test_a_mail_that_no_server_takes_is_dead_after_its_last_attempt(db, post_office):
    message = queued()
    post_office.answer_to_data = "554 5.6.0 Not this one"
    at = AT
    for attempt in range(1, rules.MOST_ATTEMPTS):
        assert send(at) == (0, 1, 0)
        assert again(message).attempts == attempt
        at = message.due_at
    assert send(at) == (0, 0, 1)
    assert (again(message).failed_at, message.attempts) == (at, rules.MOST_ATTEMPTS)
    assert list(Message.objects.dead()) == [message]
    assert send(at + timedelta(days=30)) == (0, 0, 0)
    assert not Address.objects.exists()


def test_a_dead_mail_is_sent_again_when_a_coordinator_asks(db, post_office, coordinator_person):
    message = queued()
    post_office.refusing[CHOIR] = "550 5.1.1 No such person here"
    send()
    post_office.refusing.clear()
    later = AT + timedelta(days=1)
    assert retry(message, by=coordinator_person, at=later)
    assert not retry(message, by=coordinator_person, at=later)
    assert send(later) == (1, 0, 0)
    assert (again(message).retried_by, message.retried_at, message.attempts) == (coordinator_person, later, 1)
    assert post_office.ids == [message.message_id]
    assert not retry(message, by=coordinator_person, at=later)


def test_a_dead_mail_whose_words_are_gone_is_not_sent_again(db, post_office):
    message = queued(once="receipt:1")
    post_office.refusing[CHOIR] = "550 5.1.1 No such person here"
    send()
    later = AT + timedelta(days=31)
    assert actions.forget_mail(at=later, keep_days=30) == 1
    assert not retry(message, by=None, at=later)


def test_a_mail_that_cannot_be_written_is_given_up_and_the_others_go(db, post_office):
    broken, whole = queued(1), queued(2)
    Message.objects.filter(pk=broken.pk).update(subject="two\nlines")  # no action writes such a row
    assert send(AT + MINUTE) == (1, 0, 1)
    assert again(broken).problem == "BadHeaderError"
    assert post_office.ids == [whole.message_id]


def test_a_mail_that_another_worker_has_in_hand_is_left_alone(db, post_office):
    message = queued()
    Message.objects.filter(pk=message.pk).update(due_at=AT + rules.IN_FLIGHT, attempts=1)
    assert not deliver(message.pk, at=AT + MINUTE)
    assert deliver(message.pk, at=AT + rules.IN_FLIGHT)
    assert len(post_office.mails) == 1


def test_a_mail_that_ends_its_worker_each_time_is_given_up(db, post_office):
    message = queued()
    Message.objects.filter(pk=message.pk).update(due_at=AT, attempts=rules.MOST_ATTEMPTS)
    assert send() == (0, 0, 1)
    assert "stopped during each attempt" in again(message).problem
    assert post_office.mails == []


def test_sending_ends_between_two_mails_when_it_is_told_to(db, post_office):
    for n in range(3):
        queued(n)
    told = iter([False, True])
    done = send_waiting(clock=lambda: AT + MINUTE, stopping=lambda: next(told))
    assert (done.sent, len(post_office.mails)) == (1, 1)


def test_the_command_says_in_one_line_what_it_did(db, post_office, capsys):
    queued()
    call_command("send_mail_queue")
    assert capsys.readouterr().out == "Mail: 1 sent, 0 to be tried again, 0 given up.\n"
    call_command("send_mail_queue")
    assert capsys.readouterr().out == "Mail: 0 sent, 0 to be tried again, 0 given up.\n"


def test_the_command_says_in_one_line_that_the_database_is_away(db, monkeypatch):
    def away(**kwargs):
        raise OperationalError("no connection to 10.0.0.1")

    monkeypatch.setattr("compact_portal.mail.management.commands.send_mail_queue.send_waiting", away)
    with pytest.raises(CommandError, match=r"^The database does not answer \(OperationalError\)\. Check it"):
        call_command("send_mail_queue")


def test_a_worker_that_is_killed_after_the_server_took_the_mail_sends_it_again_as_the_same_mail(outside, post_office):
    message = queued()
    place = outside()
    worker = place.worker(post_office)
    post_office.when_taken = worker.kill
    assert worker.wait(timeout=60) == -signal.SIGKILL
    worker.communicate()
    post_office.when_taken = lambda: None
    assert place.rows("SELECT sent_at, attempts FROM mail_message") == [(None, 1)]

    assert place.work(post_office).startswith("Mail: 0 sent")  # it may still be in flight, for all that anybody knows
    place.rows("UPDATE mail_message SET due_at = queued_at")  # as when a quarter of an hour has passed
    assert place.work(post_office).startswith("Mail: 1 sent")
    assert place.work(post_office).startswith("Mail: 0 sent")
    assert post_office.ids == [message.message_id] * 2
    assert place.rows("SELECT attempts FROM mail_message WHERE sent_at IS NOT NULL") == [(2,)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_watches_sends_what_comes_and_ends_cleanly_when_told(outside, post_office, number):
    queued()
    place = outside()
    worker = place.worker(post_office, "--watch")
    deadline = time.monotonic() + 60
    while not place.rows("SELECT 1 FROM mail_message WHERE sent_at IS NOT NULL"):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    told = time.monotonic()
    worker.send_signal(number)
    out, err = worker.communicate(timeout=30)
    assert time.monotonic() - told < 5
    assert (worker.returncode, err) == (0, "")
    assert out == "Mail: 1 sent, 0 to be tried again, 0 given up.\nMail: stopped.\n"


def test_a_worker_that_is_told_to_end_finishes_the_mail_in_hand(outside, post_office):
    for n in range(5):
        queued(n)
    place = outside()
    worker = place.worker(post_office, "--watch")
    post_office.when_taken = worker.terminate
    out, err = worker.communicate(timeout=60)
    assert (worker.returncode, err) == (0, "")
    assert out == "Mail: 1 sent, 0 to be tried again, 0 given up.\nMail: stopped.\n"
    assert place.rows("SELECT count(*) FROM mail_message WHERE sent_at IS NOT NULL") == [(1,)]
