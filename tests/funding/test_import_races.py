"""Two officers at one spreadsheet, and others at work beside it. On PostgreSQL, with real threads, each with a control."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from compact_portal.lib.clock import now, today
from funding.actions import ahead, bringing, importing
from funding.actions.agreements import save_agreement
from funding.actions.bringing import start_bringing, step, undo
from funding.actions.importing import work
from funding.models import Agreement, AwardTotal, ImportBatch, Instalment
from tests.funding.agreeing import add, drafted, guideline, thresholds
from tests.funding.sheets import brought_in, checked, choir, go_on, many
from tests.house.races import kinds_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _numbers(transactional_db):
    thresholds()
    guideline(3)


def stepping(batch: ImportBatch) -> Callable[[], Any]:
    return lambda: work(batch=batch, step=lambda held: step(held, at=now(), on=today()), enough=lambda: False)


def test_of_two_who_bring_in_one_file_at_once_one_does():
    batch = checked(*many(3))
    both = [lambda: start_bringing(batch=batch, version=batch.version, by=None)] * 2
    assert kinds_at_once(*both) == ["ImportBatch", "StaleVersion"]
    go_on(batch)
    assert Agreement.objects.public().count() == 3


def test_without_the_batchs_lock_both_would(monkeypatch):
    """Shows that the race is there: the same two, with the batch read and not locked, and a moment between look and write."""
    batch = checked(*many(3))
    meet = threading.Barrier(2, timeout=10)

    def unlocked(batch: ImportBatch, **told: Any) -> ImportBatch:
        held = ImportBatch.objects.select_related("agency", "mapping").get(pk=batch.pk)
        assert held.version == told["version"]
        meet.wait()
        return held

    monkeypatch.setattr(bringing, "locked_batch", unlocked)
    both = [lambda: start_bringing(batch=batch, version=batch.version, by=None)] * 2
    assert kinds_at_once(*both) == ["ImportBatch", "ImportBatch"]
    assert importing.locked_batch is not unlocked


def test_two_who_take_the_steps_of_one_file_do_each_step_once(monkeypatch):
    monkeypatch.setattr(bringing, "STEP", 2)
    for module in (ahead, bringing):
        monkeypatch.setattr(module, "FOLLOWED", 2)
    batch = checked(*many(9))
    start_bringing(batch=batch, version=batch.version, by=None)
    assert kinds_at_once(stepping(batch), stepping(batch)) == ["ImportBatch", "ImportBatch"]
    batch.refresh_from_db()
    assert batch.state == "done"
    found = Agreement.objects.order_by("own_reference").values_list("own_reference", flat=True)
    assert list(found) == [f"G-{number}" for number in range(1, 10)]
    assert list(AwardTotal.objects.values_list("agreements", "pence")) == [(9, 9 * 9_000_00)]
    assert Agreement.history.count() == 9


def test_one_file_brought_twice_and_brought_in_at_once_is_in_once():
    one, other = checked(*many(3)), checked(*many(3))
    for batch in (one, other):
        start_bringing(batch=batch, version=batch.version, by=None)
    kinds_at_once(stepping(one), stepping(other))
    states = sorted(ImportBatch.objects.values_list("state", flat=True))
    assert states == ["done", "ready"]
    assert Agreement.objects.count() == 3
    assert ImportBatch.objects.get(state="ready").counts["same agreement"] == 3


@pytest.mark.parametrize("part", ["the agreement", "a payment"])
def test_taking_back_while_somebody_edits_leaves_one_of_the_two(part):
    for _ in range(4):
        batch = brought_in(choir())
        made = Agreement.objects.public().get()

        def edit(made: Agreement = made) -> Any:
            if part == "the agreement":
                return save_agreement(agreement=made, version=made.version, values={"title": "Mine"}, by=None, why="x")
            return add(made, "instalments", due_on=today(), pence=1_00)

        def take_back(batch: ImportBatch = batch) -> Any:
            return undo(batch=batch, version=batch.version, by=None, at=now())

        done = kinds_at_once(edit, take_back)
        made.refresh_from_db()
        batch.refresh_from_db()
        assert len([one for one in done if one != "ValidationError" and one != "StaleVersion"]) == 1
        if made.voided_at is None:
            assert batch.state == "done"
            assert made.title == "Mine" or made.instalments.count() == 1
        else:
            assert made.title != "Mine"
            assert made.instalments.count() == 0
        Instalment.objects.all().delete()
        Agreement.objects.all().delete()
        ImportBatch.objects.all().delete()


def test_without_the_records_locks_both_could(monkeypatch):
    """Shows that the race is there: looked at before the other has written, voided after."""
    batch = brought_in(choir())
    made = Agreement.objects.get()

    def looked(batch: ImportBatch) -> None:
        thread = threading.Thread(target=edit)
        thread.start()
        thread.join()

    def edit() -> None:
        save_agreement(agreement=made, version=made.version, values={"title": "Mine"}, by=None, why="x")
        connection.close()

    monkeypatch.setattr(bringing, "_refuse_changed", looked)
    undo(batch=batch, version=batch.version, by=None, at=now())
    made.refresh_from_db()
    assert (made.title, made.voided_at is not None) == ("Mine", True)


def test_whoever_writes_meanwhile_is_not_held_up(monkeypatch):
    """Between two steps no lock is held: each write of another officer gets through within one step, while a file comes in."""
    monkeypatch.setattr(bringing, "STEP", 50)
    batch = checked(*many(300))
    start_bringing(batch=batch, version=batch.version, by=None)
    going, waited = threading.Event(), list[float]()

    def others() -> None:
        while not going.is_set():
            began = time.monotonic()
            drafted(title="Beside it")
            waited.append(time.monotonic() - began)
        connection.close()

    longest = 0.0

    def timed(held: ImportBatch) -> None:
        nonlocal longest
        began = time.monotonic()
        step(held, at=now(), on=today())
        longest = max(longest, time.monotonic() - began)

    thread = threading.Thread(target=others)
    thread.start()
    try:
        work(batch=batch, step=timed, enough=lambda: False)
    finally:
        going.set()
        thread.join()
    assert len(waited) >= 5
    # On a machine that does nothing else a step takes a third of a second; on a busy one both take as much longer.
    assert max(waited) < 2 * longest + 0.5


def test_between_any_two_steps_nothing_is_locked():
    batch = checked(*many(3))
    start_bringing(batch=batch, version=batch.version, by=None)

    def then_write(held: ImportBatch) -> None:
        step(held, at=now(), on=today())
        with connection.cursor() as cursor:
            # Of this database: another worker's transactions are held on the same server.
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) "
                "WHERE datname = current_database() AND locktype = 'transactionid' AND granted"
            )
            assert cursor.fetchone()[0] == 0

    assert work(batch=batch, step=then_write, enough=lambda: False).state == "done"
