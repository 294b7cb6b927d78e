"""Two officers at one instant leave one right result. On PostgreSQL, with real threads, and a control that shows the race."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from compact_portal.audit.actions import StaleVersion
from compact_portal.lib.clock import now
from compact_portal.mail.models import Message
from consultations.actions import approving, locks, window
from consultations.actions.approving import approve
from consultations.actions.window import Days, set_window
from consultations.actions.writing import save_step
from consultations.models import Consultation, Follow, WindowEntry
from tests.consultations.writing import draft, fresh, public, submitted, thresholds
from tests.house.races import kinds_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
DAY = timedelta(days=1)


def move(row: Consultation, days: int) -> Callable[[], Any]:
    wanted = Days(row.opens_on, row.closes_on + days * DAY, f"By {days} days")
    return lambda: set_window(consultation=row, version=row.version, days=wanted, by=None, at=now())


def unlocked(pk: int, *, by: Any, version: int | None = None) -> Consultation:
    """The row read, looked at, and not locked."""
    row = Consultation.objects.select_related("agency").get(pk=pk)
    if version is not None and row.version != version:
        raise StaleVersion(row)
    return row


def test_two_who_move_the_window_at_once_write_one_entry():
    thresholds()
    for number in range(3):
        row = public(title=f"Number {number}")
        assert kinds_at_once(move(row, 7), move(row, 14)) == ["StaleVersion", "WindowEntry"]
        assert WindowEntry.objects.filter(consultation=row).count() == 2
        last = WindowEntry.objects.filter(consultation=row).latest("position")
        assert fresh(row).closes_on == last.closes_on


def test_without_the_lock_both_would_get_as_far_as_the_ledger(monkeypatch):
    """The race is there: without the lock both pass the look, and only the ledger's own constraint stops the second."""
    thresholds()
    row = public()
    meet = threading.Barrier(2, timeout=10)
    looked = window._check_length

    def wait(entry: WindowEntry) -> None:
        looked(entry)
        meet.wait()

    monkeypatch.setattr(window, "locked_consultation", unlocked)
    monkeypatch.setattr(window, "_check_length", wait)
    assert kinds_at_once(move(row, 7), move(row, 14)) == ["IntegrityError", "WindowEntry"]
    assert locks.locked_consultation is not unlocked


def test_two_who_approve_at_once_approve_once():
    thresholds()
    row = submitted()
    call = lambda: approve(consultation=row, version=row.version, by=None, at=now())  # noqa: E731  the same twice
    assert kinds_at_once(call, call) == ["Consultation", "StaleVersion"]
    assert row.history.filter(history_change_reason="Approved the consultation").count() == 1


def test_without_the_lock_both_would_approve(monkeypatch):
    thresholds()
    row = submitted()
    meet = threading.Barrier(2, timeout=10)
    checked = approving._require_checked

    def wait(*args: Any, **more: Any) -> None:
        checked(*args, **more)
        meet.wait()

    monkeypatch.setattr(approving, "locked_consultation", unlocked)
    monkeypatch.setattr(approving, "_require_checked", wait)
    call = lambda: approve(consultation=row, version=row.version, by=None, at=now())  # noqa: E731  the same twice
    kinds_at_once(call, call)
    assert row.history.filter(history_change_reason="Approved the consultation").count() == 2


def test_a_window_that_moves_while_another_edits_loses_neither():
    thresholds()
    row = draft()
    wanted = Days(now().date() + 10 * DAY, now().date() + 66 * DAY)

    def edit() -> Any:
        return save_step(consultation=row, step="options", version=row.version, values={"options": "New"}, by=None, at=now())

    def plan() -> Any:
        return set_window(consultation=row, version=row.version, days=wanted, by=None, at=now())

    results = kinds_at_once(edit, plan)
    assert "StaleVersion" in results
    held = fresh(row)
    assert (held.options == "New") is ("Consultation" in results)
    assert held.window.exists() is ("WindowEntry" in results)


def test_everybody_is_told_once_though_two_moved_it():
    thresholds()
    row = public()
    Follow.objects.create(consultation=row, email="one@sample.invalid", asked_at=now(), confirmed_at=now())
    kinds_at_once(move(row, 7), move(row, 14))
    assert Message.objects.filter(once__startswith="news:moved:").count() == 1
