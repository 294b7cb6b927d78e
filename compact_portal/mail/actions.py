"""Queue mail, send what is queued, and take in what comes back."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F

from compact_portal.lib.bounces import Report
from compact_portal.lib.folding import clean
from compact_portal.mail import rules
from compact_portal.mail.letters import as_email
from compact_portal.mail.models import Address, Message


class NoAddress(ValueError):
    """Where a mail should go is no e-mail address."""


def queue_mail(
    *, to: str, subject: str, body: str, at: datetime, once: str | None = None, why: str = "", unsubscribe: str = ""
) -> Message | None:
    """Put one mail in the queue, in the caller's transaction. With `once`, a second mail of that key is None.

    `body` is Markdown as lib/markup.py has it; what came from outside goes through lib/mail_markup.as_typed first.
    `why` ends the sentence "You get this mail because …". `unsubscribe` is the whole address that ends the series to which a
    letter belongs: a POST to it without a cookie has to end it at once (RFC 8058). Raises NoAddress when `to` is none.
    """
    _check_address(to)
    host = urlsplit(settings.PORTAL_ADDRESS).hostname
    words = {
        "to": to, "subject": rules.subject_line(clean(subject)), "body": clean(body), "why": clean(why)[: rules.MOST_WHY],
        "message_id": f"<{uuid.uuid4().hex}@{host}>", "queued_at": at, "due_at": at,
        "unsubscribe": unsubscribe,
        "to_bouncing": Address.objects.bouncing().filter(address=rules.folded_address(to)).exists(),
    }  # fmt: skip
    if once is None:
        message = Message.objects.create(**words)
    else:
        # The unique key decides between two who ask in one instant, without spoiling the caller's transaction.
        message, made = Message.objects.get_or_create(once=once, defaults=words)
        if not made:
            return None
    _send_after_commit(message.pk, at=at)
    return message


def _check_address(to: str) -> None:
    try:
        validate_email(to)
    except ValidationError as problem:
        raise NoAddress("That is no e-mail address. Check it where it was typed; nothing was queued.") from problem
    if len(to) > rules.MOST_ADDRESS:
        raise NoAddress("That is no e-mail address: it is longer than one can be. Nothing was queued.")


def _send_after_commit(pk: int, *, at: datetime) -> None:
    if settings.PORTAL_MAIL == "now":
        transaction.on_commit(lambda: deliver(pk, at=at))


class Outcome(Enum):
    """What became of one attempt."""

    SENT = "sent"
    LATER = "later"
    GIVEN_UP = "given up"
    SERVER_AWAY = "server away"
    NOT_OURS = "not ours"


@dataclass(slots=True)
class Sent:
    """How many mails went, how many will be tried again, how many were given up."""

    sent: int = 0
    later: int = 0
    given_up: int = 0

    def count(self, outcome: Outcome) -> None:
        """Add one attempt; a mail that another worker has counts for that one."""
        self.sent += outcome is Outcome.SENT
        self.later += outcome in (Outcome.LATER, Outcome.SERVER_AWAY)
        self.given_up += outcome is Outcome.GIVEN_UP


def send_waiting(*, clock: Callable[[], datetime], stopping: Callable[[], bool] = lambda: False) -> Sent:
    """Send all that is due, over one connection. `clock` is asked before each mail, and so is `stopping`.

    When the mail server does not answer, the rest waits for the next round instead of being tried one by one.
    """
    done = Sent(given_up=_give_up_lapsed(at=clock()))
    post = get_connection()
    try:
        for pk in list(Message.objects.due(clock()).values_list("pk", flat=True)):
            if stopping():
                break
            outcome = _deliver(pk, at=clock(), post=post)
            done.count(outcome)
            if outcome is Outcome.SERVER_AWAY:
                break
    finally:
        _hang_up(post)
    return done


def deliver(pk: int, *, at: datetime) -> bool:
    """Send one queued mail. True when it went. One that is not due, or that another worker has, is left alone."""
    post = get_connection()
    try:
        return _deliver(pk, at=at, post=post) is Outcome.SENT
    finally:
        _hang_up(post)


def _deliver(pk: int, *, at: datetime, post: BaseEmailBackend) -> Outcome:
    """Claim, send, record: three steps, and no lock or transaction is held while the mail server is talked to.

    A worker that dies in between leaves a mail that is due again after rules.IN_FLIGHT: it may go twice, never not at
    all, and both have one Message-ID.
    """
    claimed = Message.objects.due(at).order_by().filter(pk=pk)
    if not claimed.update(due_at=at + rules.IN_FLIGHT, attempts=F("attempts") + 1):
        return Outcome.NOT_OURS
    message = Message.objects.get(pk=pk)
    try:
        post.open()
    except OSError as problem:  # smtplib's errors are OSErrors too
        return _not_sent(message, problem, at=at, outcome=Outcome.SERVER_AWAY)
    try:
        as_email(message, post=post).send()
    except OSError as problem:
        _hang_up(post)  # after an error nobody knows where the conversation stands
        return _not_sent(message, problem, at=at, outcome=Outcome.LATER)
    except ValueError as problem:  # it cannot be written as a mail, today or tomorrow
        return _give_up(message, problem=rules.told(problem), at=at)
    Message.objects.filter(pk=pk).update(sent_at=at, problem="")
    return Outcome.SENT


def _not_sent(message: Message, problem: OSError, *, at: datetime, outcome: Outcome) -> Outcome:
    refused = rules.refused_for_good(problem)
    if refused:
        with transaction.atomic():
            _note_bounce(message.to, diagnostic=refused, at=at)
            return _give_up(message, problem=rules.told(problem), at=at)
    if rules.given_up(message.attempts):
        return _give_up(message, problem=rules.told(problem), at=at)
    due_at = at + rules.wait_after(message.attempts)
    Message.objects.filter(pk=message.pk).update(due_at=due_at, problem=rules.told(problem))
    return outcome


def _give_up(message: Message, *, problem: str, at: datetime) -> Outcome:
    Message.objects.filter(pk=message.pk).update(failed_at=at, problem=problem)
    return Outcome.GIVEN_UP


def _give_up_lapsed(*, at: datetime) -> int:
    """A mail whose sending ended its worker every time would do so for ever."""
    return Message.objects.lapsed(at).order_by().update(failed_at=at, problem="The sender stopped during each attempt.")


def _hang_up(post: BaseEmailBackend) -> None:
    """Say goodbye. A server that does not answer it has taken what it took."""
    try:
        post.close()
    except OSError:
        pass


def retry(message: Message, *, by: Any, at: datetime) -> bool:
    """Send a mail that was given up once more, with a full set of attempts. False when it is not dead (any more)."""
    dead = Message.objects.dead().order_by().exclude(to="").filter(pk=message.pk)
    with transaction.atomic():
        again = dead.update(failed_at=None, attempts=0, due_at=at, problem="", retried_at=at, retried_by=by)
        if again:
            _send_after_commit(message.pk, at=at)
    return bool(again)


class Bounced(Enum):
    """What came of a report from a mail server."""

    NOT_KNOWN = "No mail with that Message-ID is kept here, so there is nothing to record."
    NOT_FAILED = "The mail has not failed: it is late or has arrived. There is nothing to record."
    BEFORE = "This bounce is recorded already."
    RECORDED = "The bounce is recorded."
    DEAD = "The bounce is recorded, and the address with it: no mail reaches it."


def take_bounce(report: Report, *, at: datetime) -> Bounced:
    """Record that a mail came back. The same report twice counts once.

    The address that counts is the one we wrote to, whatever the report says: that we know the mail by its Message-ID,
    which nobody can guess, is what makes the report worth believing.
    """
    message = Message.objects.filter(message_id=report.message_id).first()
    if message is None:
        return Bounced.NOT_KNOWN
    if not report.failed:
        return Bounced.NOT_FAILED
    with transaction.atomic():
        first = Message.objects.filter(pk=message.pk, bounced_at=None)
        if not first.update(bounced_at=at, bounce_class=report.diagnostic):
            return Bounced.BEFORE
        if not report.dead or not message.to:
            return Bounced.RECORDED
        _note_bounce(message.to, diagnostic=report.diagnostic, at=at)
    return Bounced.DEAD


def _note_bounce(to: str, *, diagnostic: str, at: datetime) -> None:
    bounced = {"bounced_at": at, "bounce_class": diagnostic}
    address, made = Address.objects.get_or_create(address=rules.folded_address(to), defaults=bounced)
    if not made:
        again = Address.objects.filter(pk=address.pk)
        again.update(**bounced, count=F("count") + 1, mended_at=None, mended_by=None)


def mend_address(address: Address, *, by: Any, at: datetime) -> bool:
    """Say that mail reaches an address again. False when somebody has said so already."""
    bouncing = Address.objects.bouncing().order_by().filter(pk=address.pk)
    return bool(bouncing.update(mended_at=at, mended_by=by))


def forget_mail(*, at: datetime, keep_days: int) -> int:
    """Take away mail that was sent or given up so many days ago, and addresses that nobody needs to look at any more.

    Of a mail that may be sent only once the bare key stays, so that it is not sent again. Gives how many mails went.
    """
    before = at - timedelta(days=keep_days)
    with transaction.atomic():
        done = Message.objects.filter(sent_at__lt=before) | Message.objects.filter(failed_at__lt=before)
        gone, _ = done.filter(once=None).delete()
        gone += done.exclude(to="").update(to="", subject="", body="", why="", problem="", unsubscribe="")
        Address.objects.filter(mended_at__lt=before).delete()
        Address.objects.filter(bounced_at__lt=at - rules.ADDRESS_KEPT).delete()
    return gone
