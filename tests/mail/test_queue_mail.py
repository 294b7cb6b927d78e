"""Mail is queued with what it tells, and nothing that somebody types gets out of its place."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.db import transaction

from compact_portal.mail import sender
from compact_portal.mail.actions import queue_mail
from compact_portal.mail.letters import as_email
from compact_portal.mail.models import Address, Message

AT = datetime(2024, 11, 25, 9, 12, tzinfo=UTC)
CHOIR = "treasurer@choir.example"


def queued(**changes) -> Message:
    message = queue_mail(**{"to": CHOIR, "subject": "A code", "body": "It is **K7QX**.", "at": AT, **changes})
    assert message is not None
    return message


class Undone(Exception):
    """Something went wrong in the action that wanted the mail."""


def test_a_mail_goes_back_with_the_transaction_that_wanted_it(db):
    def action() -> None:
        with transaction.atomic():
            queued()
            raise Undone

    with pytest.raises(Undone):
        action()
    assert not Message.objects.exists()


def test_a_mail_that_may_go_once_is_queued_once(db):
    assert queued(once="receipt:1")
    assert queue_mail(to=CHOIR, subject="Again", body="Again", at=AT, once="receipt:1") is None
    assert queued(once="receipt:2")
    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    "to",
    ["", "treasurer", "a@b@c.example", "a@choir.example\nBcc: all@choir.example", "a@choir.example, b@choir.example",
     "A <a@choir.example>", "a@choir.example\x00", "a\r\n@choir.example", "a@" + "b." * 140 + "example"],
)  # fmt: skip
def test_what_is_no_address_is_refused_and_nothing_is_queued(db, to):
    with pytest.raises(ValueError, match="no e-mail address"):
        queue_mail(to=to, subject="A", body="B", at=AT)
    assert not Message.objects.exists()


def test_words_of_any_length_fit(db):
    message = queued(subject="s" * 500, why="w" * 500, body="b" * 100_000, to="a@" + "b." * 120 + "example")
    message.refresh_from_db()
    assert (len(message.subject), len(message.why), len(message.body)) == (200, 300, 100_000)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\x00", "\n "])
def test_no_subject_begins_a_header_of_its_own(db, ends):
    message = queued(subject=f"Hello{ends}Bcc: all@choir.example{ends}{ends}Body")
    made = as_email(message).message()
    assert made.keys().count("Subject") == 1
    assert "Bcc" not in made.keys()  # noqa: SIM118  a header's name, not a key of a mapping
    assert b"\nBcc:" not in made.as_bytes()
    assert as_email(message).recipients() == [CHOIR]


@pytest.mark.parametrize("name", ["A\r\nBcc: all@choir.example", 'The "Vale" <x@y.example>, Compact', "Cômpact é 🎶"])
def test_no_name_of_a_compact_gets_out_of_the_from_line(db, monkeypatch, name):
    monkeypatch.setattr(sender, "_source", lambda: name)
    made = as_email(queued()).message()
    assert b"\nBcc:" not in made.as_bytes()
    assert made["From"].endswith("<compact-portal@localhost>")
    assert made["From"].count("@localhost") == 1


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("post@portal.example", "The Vale Compact <post@portal.example>"),
        ("Post Room <post@portal.example>", "Post Room <post@portal.example>"),
    ],
)
def test_the_from_line_has_the_name_of_the_compact_unless_another_is_set(db, monkeypatch, settings, given, shown):
    monkeypatch.setattr(sender, "_source", lambda: "The Vale Compact")
    settings.DEFAULT_FROM_EMAIL = given
    made = as_email(queued())
    assert made.message()["From"] == shown
    assert made.from_email == "post@portal.example"


def test_the_compact_in_force_gives_its_name(loaded):
    assert as_email(queued()).message()["From"].startswith("Dacorum Compact <")


def test_the_same_mail_is_made_the_same_each_time(db):
    message = queued()
    first, second = as_email(message).message(), as_email(Message.objects.get()).message()
    for name in ("Message-ID", "Date", "From", "To", "Subject"):
        assert first[name] == second[name]
    assert first["Date"] == "Mon, 25 Nov 2024 09:12:00 +0000"


def test_mail_to_an_address_that_bounces_is_queued_and_marked(db):
    Address.objects.create(address=CHOIR, bounced_at=AT, bounce_class="5.1.1")
    assert queued(to="Treasurer@Choir.Example").to_bouncing
    assert not queued(to="secretary@choir.example").to_bouncing
    Address.objects.update(mended_at=AT)
    assert not queued().to_bouncing


@pytest.mark.django_db(transaction=True)
def test_where_no_worker_runs_a_mail_goes_when_its_transaction_is_done(settings):
    settings.PORTAL_MAIL = "now"
    with transaction.atomic():
        message = queued()
        assert mail.outbox == []
    assert [one.to for one in mail.outbox] == [[CHOIR]]
    message.refresh_from_db()
    assert message.sent_at == AT


@pytest.mark.django_db(transaction=True)
def test_where_a_worker_runs_a_mail_waits_for_it(settings):
    settings.PORTAL_MAIL = "queue"
    queued()
    assert mail.outbox == []
    assert Message.objects.waiting().count() == 1
