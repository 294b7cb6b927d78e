"""Writers at one instant, on a real PostgreSQL with real threads; a control shows that the race is there."""

from contextlib import contextmanager
from datetime import date
from functools import partial
from time import sleep
from typing import Any

import pytest

from compact_portal.audit.context import change
from compact_portal.lib.verdicts import Figure
from tests.house.races import raised_at_once
from tests.undertakings import evidence_rows as rows
from tests.undertakings.evidence_rows import KEY, add
from tests.undertakings.pages import set_day
from undertakings import evidence
from undertakings.actions import evidence as actions
from undertakings.models import Link, Tally
from undertakings.queries.evidence import figure_of
from undertakings.queries.judging import differences

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TODAY, DUE = date(2026, 11, 26), date(2027, 1, 1)
OTHER = "another-measure"
offered = pytest.fixture(rows.offered)
WRITERS = 8


@pytest.fixture(autouse=True)
def _day(monkeypatch, offered):
    set_day(monkeypatch, TODAY)


@pytest.fixture
def two_measures():
    evidence.register(rows.a_measure(OTHER))
    yield
    evidence.unregister(OTHER)


def write(pk: int, words: str) -> None:
    with change(by=None, why="A test"):
        link = Link.objects.get(pk=pk)
        link.title = words
        link.save()


def test_no_count_is_lost_and_nobody_waits_for_the_other(two_measures):
    links = [add(f"kept {number}", agency=1) for number in range(WRITERS)]
    for turn in range(4):
        words = ("not_kept", "due kept", "unknown", "kept")[turn]
        raised = raised_at_once(*(partial(write, link.pk, f"{words} {number}") for number, link in enumerate(links)))
        assert raised == []
    for measure in (evidence.known(KEY), evidence.known(OTHER)):
        assert figure_of(measure.key, on=TODAY) == Figure(kept=WRITERS)
        assert list(differences(measure, on=DUE)) == []


def test_two_writers_of_one_record_leave_what_the_second_wrote():
    link = add("kept 1")
    for turn in range(5):
        assert raised_at_once(partial(write, link.pk, f"not_kept {turn}"), partial(write, link.pk, f"explained {turn}")) == []
        assert list(differences(evidence.known(KEY), on=TODAY)) == []
        assert figure_of(KEY, on=TODAY).all == 1


def test_measures_touched_in_another_order_do_not_lock_each_other_out(two_measures):
    made = [add(f"kept {number}") for number in range(2)]

    def touch(order: list[str]) -> None:
        for _ in range(10):
            with change(by=None, why="A test"):
                for key in order:
                    evidence.touched(key, [link.pk for link in made])

    assert raised_at_once(partial(touch, [KEY, OTHER]), partial(touch, [OTHER, KEY])) == []


def test_without_the_lock_counts_are_lost(monkeypatch):
    """The control: the same writers, with nothing held while they judge."""
    links = [add(f"kept {number}") for number in range(WRITERS)]
    monkeypatch.setattr(actions, "_hold", lambda keys: None)
    real = Tally.objects.filter

    @contextmanager
    def slow_change():
        with change(by=None, why="A test", public=False):
            yield

    def slow(*args: Any, **kwargs: Any) -> Any:
        found = list(real(*args, **kwargs)) if "on__in" in kwargs else real(*args, **kwargs)
        if "on__in" in kwargs:
            sleep(0.2)  # between reading a count and writing it
        return found

    monkeypatch.setattr(Tally.objects, "filter", slow)

    def write_slowly(pk: int) -> None:
        with slow_change():
            link = Link.objects.get(pk=pk)
            link.title = f"not_kept {pk}"
            link.save()

    raised = raised_at_once(*(partial(write_slowly, link.pk) for link in links))
    monkeypatch.undo()
    assert raised or list(differences(evidence.known(KEY), on=TODAY)) != []
