"""What is old enough goes, with its history; what is not stays; running it again takes nothing more."""

import uuid
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command

from compact_portal.mail.actions import queue_mail
from compact_portal.mail.models import Message
from compact_portal.site.actions import apply_retention
from compact_portal.site.models import ProblemReport

AT = datetime(2026, 11, 2, 12, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
CANARY = "canary-9f2c"

pytestmark = pytest.mark.django_db


def report(closed_at: datetime | None) -> ProblemReport:
    return ProblemReport.objects.create(
        reference=f"T-{uuid.uuid4().hex[:8]}", words=f"{CANARY} words", email=f"{CANARY}@test.invalid",
        token=uuid.uuid4(), reported_at=AT - timedelta(days=900), closed_at=closed_at, answer="Done." if closed_at else "",
    )  # fmt: skip


def mail(*, age: timedelta, state: str, once: str | None = None) -> Message:
    message = queue_mail(to=f"{CANARY}@test.invalid", subject=f"{CANARY} mail", body=CANARY, at=AT - age, once=once)
    assert message
    if state:
        Message.objects.filter(pk=message.pk).update(**{state: AT - age})
    return message


def apply() -> tuple[int, int, int]:
    gone = apply_retention(at=AT, keep_reports_days=365, keep_mail_days=30)
    return gone.reports, gone.mails, gone.sessions


@pytest.mark.parametrize(
    ("closed_at", "goes"),
    [
        (None, False),
        (AT - timedelta(days=365) + MOMENT, False),
        (AT - timedelta(days=365), False),
        (AT - timedelta(days=365) - MOMENT, True),
    ],
)
def test_a_report_goes_so_long_after_its_answer_with_all_its_history(closed_at: datetime | None, goes: bool) -> None:
    row = report(closed_at)
    row.answer = "Done, and more."
    row.save()
    assert apply()[0] == int(goes)
    assert ProblemReport.objects.exists() is not goes
    assert ProblemReport.history.filter(email__contains=CANARY).exists() is not goes
    assert apply() == (0, 0, 0)


@pytest.mark.parametrize("state", ["sent_at", "failed_at"])
def test_a_mail_that_went_or_was_given_up_goes_and_one_that_waits_stays(state: str) -> None:
    mail(age=timedelta(days=31), state=state)
    young = mail(age=timedelta(days=29), state=state)
    waiting = mail(age=timedelta(days=400), state="")
    assert apply()[1] == 1
    assert set(Message.objects.values_list("pk", flat=True)) == {young.pk, waiting.pk}


def test_of_a_mail_that_may_go_only_once_the_key_stays_and_nothing_else() -> None:
    mail(age=timedelta(days=31), state="sent_at", once="welcome:1")
    assert apply()[1] == 1
    kept = Message.objects.get()
    assert CANARY not in f"{kept.to}{kept.subject}{kept.body}"
    assert queue_mail(to="x@test.invalid", subject="x", body="x", at=AT, once="welcome:1") is None
    assert apply()[1] == 0


def test_a_session_goes_when_it_has_expired() -> None:
    for key, left in (("a" * 32, -1), ("b" * 32, 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=AT + timedelta(hours=left))
    assert apply()[2] == 1
    assert Session.objects.get().session_key == "b" * 32


def test_the_command_says_in_one_line_what_went() -> None:
    report(AT - timedelta(days=4000))
    out = StringIO()
    call_command("apply_retention", stdout=out)
    assert out.getvalue() == (
        "Taken away: answered reports 1, mails 0, sessions 0, journeys to a signature 0, addresses of signatures 0, "
        "invitations 0, links 0, follows 0. Signed out, having left: 0.\n"
    )
