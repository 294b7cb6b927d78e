"""Two at one instant leave one right result. On PostgreSQL, with real threads, each with a control that shows the race."""

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from compact_portal.lib.clock import now, today
from compact_portal.lib.dates import start_of_day
from compact_portal.mail.models import Message
from consultations.actions import following, registers
from consultations.actions.following import ask_to_follow, confirm_follow, end_follow
from consultations.actions.registers import record_it
from consultations.actions.rounds import send_news, send_weekly
from consultations.models import ConsultationLink, Decision, Follow
from tests.consultations.asking import approved, opened
from tests.consultations.followers import READER, follows, mails, path_in
from tests.consultations.recording import drafted_decision
from tests.house.races import at_once, kinds_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
OPENS = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _mail_waits(settings):
    settings.PORTAL_MAIL = "queue"


def a_link() -> str:
    ask_to_follow(consultation=opened(), email=READER, manner="each", at=AT)
    return path_in(mails()[-1], "/confirm/").split("/")[4]


def press(token: str) -> bool:
    return confirm_follow(token=token, manner="each", at=AT) is not None


def test_a_confirm_link_that_is_pressed_twice_at_once_works_once():
    for _ in range(5):
        token = a_link()
        assert sorted(at_once(*[lambda one=token: press(one)] * 2)) == [False, True]


def test_without_the_lock_it_would_work_twice(monkeypatch):
    """Shows that the race is there: the same two, with a moment between look and write, and the rows not locked."""
    token = a_link()
    meet = threading.Barrier(2, timeout=5)
    real = following.confirm_permit

    def looked(**facts: Any) -> Any:
        permit = real(**facts)
        meet.wait()
        return permit

    for model in (Follow, ConsultationLink):
        monkeypatch.setattr(model._default_manager, "select_for_update", lambda *a, m=model, **k: m._default_manager.all())
    monkeypatch.setattr(following, "confirm_permit", looked)
    assert at_once(*[lambda: press(token)] * 2) == [True, True]


def test_two_who_ask_with_one_address_at_once_make_one_follow():
    for number in range(5):
        row = opened(title=f"Number {number}")
        ask = lambda one=row: ask_to_follow(consultation=one, email=READER, manner="each", at=AT)  # noqa: E731  the same, twice
        assert at_once(ask, ask) == [None, None]
        assert Follow.objects.filter(consultation=row).count() == 1
        working = ConsultationLink.objects.filter(follow__consultation=row, expires_at__gt=AT)
        assert working.count() == 1


def test_confirmed_and_ended_at_once_leaves_it_ended_or_never_begun():
    token = a_link()
    follow = Follow.objects.get()
    end = following.end_address(follow, at=AT).split("/")[4]
    at_once(lambda: press(token), lambda: end_follow(token=end, everything=False))
    assert not Follow.objects.exists()


def test_two_rounds_at_once_write_each_letter_once():
    row = approved(OPENS, OPENS + timedelta(days=55))
    opens = start_of_day(OPENS)
    row.approved_at = row.submitted_at = opens - timedelta(days=30)
    row.save()
    for number in range(10):
        follows(row, f"r{number}@test.invalid", since=opens - timedelta(days=1))
        follows(row, f"w{number}@test.invalid", since=opens - timedelta(days=1), manner="weekly")
    counts = at_once(*[lambda: send_news(at=opens + timedelta(hours=1))] * 2)
    assert sum(counts) == 10
    counts = at_once(*[lambda: send_weekly(at=opens + timedelta(days=7))] * 2)
    assert sum(counts) == 10
    assert Message.objects.values("to").distinct().count() == Message.objects.count() == 20


def record(row: Decision) -> Any:
    return record_it(row=row, version=row.version, by=None, at=now(), on=today())


def test_of_two_officers_who_record_one_decision_one_is_told():
    for number in range(5):
        row = drafted_decision(title=f"Number {number}")
        assert kinds_at_once(*[lambda one=row: record(one)] * 2) == ["Decision", "StaleVersion"]
        row.refresh_from_db()
        assert row.version == 2


def test_without_the_lock_both_would_record_it(monkeypatch):
    meet = threading.Barrier(2, timeout=5)
    real = registers._require_whole

    def looked(row: Any, *, on: date) -> None:
        real(row, on=on)
        meet.wait()

    monkeypatch.setattr(registers, "_locked", lambda row, *, by, version: Decision.objects.get(pk=row.pk))
    monkeypatch.setattr(registers, "_require_whole", looked)
    row = drafted_decision()
    assert kinds_at_once(*[lambda: record(row)] * 2) == ["Decision", "Decision"]
