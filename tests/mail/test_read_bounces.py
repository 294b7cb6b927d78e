"""A mail that comes back is recorded with the mail it was, once, and its address is remembered."""

import io
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from compact_portal.lib.bounces import Report
from compact_portal.mail.actions import Bounced, forget_mail, mend_address, queue_mail, take_bounce
from compact_portal.mail.models import Address, Message

AT = datetime(2024, 11, 25, 9, 12, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
CHOIR = "treasurer@choir.example"
OURS = "<5d41402abc4b2a76b9719d911017c592@portal.example>"
SAMPLES = Path(__file__).parents[1] / "data" / "bounces"


@pytest.fixture
def message(db) -> Message:
    message = queue_mail(to="Treasurer@choir.example", subject="A code", body="K7QX", at=AT)
    assert message is not None
    Message.objects.filter(pk=message.pk).update(message_id=OURS, sent_at=AT)
    message.refresh_from_db()
    return message


def said(capsys, name: str) -> str:
    call_command("read_bounces", str(SAMPLES / f"{name}.eml"))
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "diagnostic"),
    [("postfix-no-such-user", "5.1.1"), ("exim-headers-only", "5.0.0"), ("exchange-forwarded", "5.7.1")],
)
def test_a_mail_that_comes_back_for_good_is_recorded_with_its_address(message, capsys, name, diagnostic):
    assert said(capsys, name) == "The bounce is recorded, and the address with it: no mail reaches it.\n"
    message.refresh_from_db()
    assert message.bounce_class == diagnostic
    address = Address.objects.bouncing().get()
    # The address is the one that we wrote to, in one spelling, even where a forwarding led on to somebody else.
    assert (address.address, address.bounce_class, address.count) == (CHOIR, diagnostic, 1)
    assert address.bounced_at == message.bounced_at
    assert list(Message.objects.bounced()) == [message]


def test_the_same_report_twice_counts_once(message, capsys):
    said(capsys, "postfix-no-such-user")
    before = Message.objects.values().get()
    assert said(capsys, "postfix-no-such-user") == "This bounce is recorded already.\n"
    assert Message.objects.values().get() == before
    assert Address.objects.get().count == 1


def test_a_mail_that_was_tried_for_too_long_bounces_and_its_address_stays_good(message, capsys):
    assert said(capsys, "expired") == "The bounce is recorded.\n"
    assert Message.objects.get().bounce_class == "4.4.1"
    assert not Address.objects.exists()


@pytest.mark.parametrize("name", ["delayed", "delivered"])
def test_a_mail_that_is_late_or_has_arrived_is_no_bounce(message, capsys, name):
    assert "There is nothing to record." in said(capsys, name)
    assert Message.objects.get().bounced_at is None
    assert not Address.objects.exists()


def test_nothing_of_what_the_server_wrote_about_people_is_kept(message, capsys):
    said(capsys, "exchange-forwarded")
    kept = repr([*Message.objects.values(), *Address.objects.values()])
    assert "Somebody" not in kept
    assert "RESOLVER" not in kept
    assert "agency.example" not in kept


def refusal(capsys, *arguments: str) -> str:
    with pytest.raises(CommandError) as problem:
        call_command("read_bounces", *arguments)
    assert "\n" not in str(problem.value)
    assert capsys.readouterr().out == ""
    assert not Address.objects.exists()
    return str(problem.value)


def test_a_report_about_a_mail_that_is_not_kept_says_so(db, capsys):
    assert "No mail with that Message-ID is kept here" in refusal(capsys, str(SAMPLES / "postfix-no-such-user.eml"))


def test_an_answer_of_a_person_is_no_report(message, capsys):
    assert "no delivery status notification" in refusal(capsys, str(SAMPLES / "away-reply.eml"))


def test_a_file_that_is_not_there_is_one_line(db, capsys, tmp_path):
    assert "cannot be read: No such file or directory." in refusal(capsys, str(tmp_path / "none.eml"))
    assert "cannot be read: Is a directory." in refusal(capsys, str(tmp_path))
    assert "cannot be read" in refusal(capsys, "a\0b")


def test_fifty_megabytes_are_refused_by_their_first(db, capsys, monkeypatch):
    class Endless(io.BytesIO):
        given = 0

        def read(self, size=-1):
            assert 0 < size <= 2 * 1024 * 1024, "it asks for all there is"
            self.given += size
            return b"x" * size

    endless = Endless()
    monkeypatch.setattr(sys, "stdin", type("In", (), {"buffer": endless}))
    assert "larger than 1 MB" in refusal(capsys, "-")
    assert endless.given <= 2 * 1024 * 1024


@pytest.mark.parametrize("raw", [b"", b"\x00\xff" * 1000, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10])
def test_what_is_no_mail_at_all_is_one_line(db, capsys, monkeypatch, raw):
    monkeypatch.setattr(sys, "stdin", type("In", (), {"buffer": io.BytesIO(raw)}))
    assert refusal(capsys).startswith("Nothing recorded. It ")


def test_a_database_that_is_away_is_one_line(db, capsys, monkeypatch):
    def away(*args, **kwargs):
        raise DatabaseError("no connection to 10.0.0.1")

    monkeypatch.setattr("compact_portal.mail.management.commands.read_bounces.take_bounce", away)
    words = refusal(capsys, str(SAMPLES / "expired.eml"))
    assert words.startswith("Nothing recorded: the database does not answer (DatabaseError).")


def test_a_mail_server_s_pipe_gets_one_line_and_one_of_two_answers(tmp_path):
    command = [sys.executable, "manage.py", "read_bounces", "-"]
    done = subprocess.run(
        command, cwd=Path(__file__).parents[2], input=b"\x00" * 5_000_000, capture_output=True, timeout=60, check=False,
        env={"PATH": "", "PORTAL_DATA": str(tmp_path)},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().splitlines() == [
        "CommandError: Nothing recorded. It is larger than 1 MB, which no delivery report about our mail is."
    ]


def bounce(message: Message, *, at: datetime = LATER) -> Bounced:
    return take_bounce(Report(message_id=message.message_id, failed=True, diagnostic="5.1.1"), at=at)


def another() -> Message:
    message = queue_mail(to=CHOIR, subject="Another", body="Words", at=AT)
    assert message is not None
    return message


def test_bounces_of_one_address_are_counted(message):
    for each in (message, another(), another()):
        assert bounce(each) is Bounced.DEAD
    assert Address.objects.get().count == 3


def test_an_address_that_is_mended_is_clear_until_it_bounces_again(message, coordinator_person):
    bounce(message)
    address = Address.objects.get()
    assert mend_address(address, by=coordinator_person, at=LATER)
    assert not mend_address(address, by=coordinator_person, at=LATER)
    assert not Address.objects.bouncing().exists()
    address.refresh_from_db()
    assert (address.mended_by, address.mended_at) == (coordinator_person, LATER)
    fresh = another()
    assert not fresh.to_bouncing
    bounce(fresh, at=LATER + timedelta(days=1))
    address = Address.objects.bouncing().get()
    assert (address.count, address.mended_by, address.mended_at) == (2, None, None)
    assert another().to_bouncing


def test_old_mail_and_old_addresses_are_forgotten(message):
    sent_once = queue_mail(to=CHOIR, subject="Once", body="Words", at=AT, once="receipt:1")
    assert sent_once is not None
    Message.objects.filter(pk=sent_once.pk).update(sent_at=AT)
    bounce(message)
    waiting = another()
    assert forget_mail(at=AT + timedelta(days=30), keep_days=30) == 0
    assert forget_mail(at=AT + timedelta(days=31), keep_days=30) == 2
    left = Message.objects.order_by("pk")
    assert [one.pk for one in left] == [sent_once.pk, waiting.pk]
    assert (left[0].to, left[0].subject, left[0].body, left[0].once) == ("", "", "", "receipt:1")
    assert Address.objects.count() == 1
    forget_mail(at=LATER + timedelta(days=366), keep_days=30)
    assert not Address.objects.exists()


def test_an_address_that_was_mended_is_forgotten_with_the_mail(message):
    bounce(message)
    mend_address(Address.objects.get(), by=None, at=LATER)
    forget_mail(at=LATER + timedelta(days=31), keep_days=30)
    assert not Address.objects.exists()
