"""Two members at one instant write one report, and send it once. On PostgreSQL, with real threads, each with a control."""

import threading
from typing import Any

import pytest
from django.db import IntegrityError

from compact_portal.lib.clock import now, today
from funding.actions import reports
from funding.actions.parts import save_part
from funding.actions.reports import begin_report, save_report, send_report
from funding.models import MonitoringReturn, Report
from tests.funding.agreeing import START, add, group, recorded, thresholds
from tests.house.races import kinds_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def draft() -> Report:
    report = begin_report(recipient=group(), by=None)
    values = {"words": "Done", "up_to_on": today()}
    owed = MonitoringReturn.objects.values_list("pk", flat=True)
    return save_report(report=report, version=1, values=values, answers=owed, measured={}, by=None, on=today())


def test_two_who_begin_at_once_begin_one():
    thresholds()
    for number in range(5):
        recipient = group(f"Sample Group {number}")
        assert kinds_at_once(*[lambda one=recipient: begin_report(recipient=one, by=None)] * 2) == ["Report", "Report"]
        assert Report.objects.filter(recipient=recipient).count() == 1


def test_without_the_recipients_lock_the_second_would_fail(monkeypatch):
    """Shows that the race is there: both have looked before either writes, and only the database stops the second."""
    recipient, meet, failed = group(), threading.Barrier(2, timeout=5), list[str]()
    create = Report.objects.create

    def meeting(**values: Any) -> Report:
        meet.wait()
        return create(**values)

    class Unlocked:
        objects = type("Objects", (), {"select_for_update": lambda of: type("Rows", (), {"get": lambda pk: None})})

    def begin() -> Any:
        try:
            return begin_report(recipient=recipient, by=None)
        except IntegrityError as error:
            failed.append(str(error))
            return error

    monkeypatch.setattr(Report.objects, "create", meeting)
    monkeypatch.setattr(reports, "Partner", Unlocked)
    kinds_at_once(begin, begin)
    assert len(failed) == 1
    assert Report.objects.count() == 1


def test_pressed_twice_at_once_it_is_sent_once():
    thresholds()
    for _ in range(5):
        agreement = recorded()
        add(agreement, "returns", due_on=START)
        report = draft()
        both = [lambda one=report: send_report(report=one, version=one.version, by=None, at=now())] * 2
        assert kinds_at_once(*both) == ["Report", "ValidationError"]
        assert not MonitoringReturn.objects.filter(received_on=None).exists()


def test_an_officer_who_marks_a_return_while_it_is_sent_loses_nothing():
    """One of the two days stands, whole, and neither waits for the other for ever."""
    thresholds()
    for _ in range(5):
        agreement = recorded()
        owed = add(agreement, "returns", due_on=START)
        report = draft()

        def mark(agreement=agreement, owed=owed) -> Any:
            values = {"received_on": START}
            return save_part(agreement=agreement, row=owed, version=owed.version, values=values, by=None, why="x")

        found = kinds_at_once(mark, lambda one=report: send_report(report=one, version=one.version, by=None, at=now()))
        owed.refresh_from_db()
        if "StaleVersion" in found:
            assert owed.received_on == today()
        else:
            assert owed.received_on == START
            assert not Report.objects.get(pk=report.pk).answers.filter(pk=owed.pk).exists()
