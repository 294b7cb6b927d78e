"""Public references: never twice, whatever happens at once, and never changed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, transaction

from compact_portal.audit.actions import next_reference
from compact_portal.audit.models import ReferenceCounter

ON = date(2026, 11, 2)
THREADS, EACH = 8, 12


@pytest.mark.django_db
def test_numbers_count_up_from_one_for_each_prefix_and_year() -> None:
    assert [next_reference("TST", on=ON) for _ in range(3)] == ["TST-2026-0001", "TST-2026-0002", "TST-2026-0003"]
    assert next_reference("TST", on=date(2027, 1, 1)) == "TST-2027-0001"
    assert next_reference("OTH", on=ON) == "OTH-2026-0001"


@pytest.mark.django_db
def test_after_the_ten_thousandth_they_grow_longer() -> None:
    ReferenceCounter.objects.create(prefix="TST", year=2026, last=9999)
    assert next_reference("TST", on=ON) == "TST-2026-10000"


@pytest.mark.django_db(transaction=True)
def test_a_number_whose_record_was_not_made_is_given_to_the_next_or_never() -> None:
    """A gap is possible, a double is not."""
    with transaction.atomic():
        next_reference("TST", on=ON)
        transaction.set_rollback(True)
    assert next_reference("TST", on=ON) in ("TST-2026-0001", "TST-2026-0002")


def at_once(take: "Taker") -> list[str]:
    """What so many threads take, each with a connection of its own, from one start."""
    together = Barrier(THREADS)

    def work(_: int) -> list[str]:
        together.wait()
        try:
            return [take() for _ in range(EACH)]
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return [reference for found in pool.map(work, range(THREADS)) for reference in found]


class Taker:
    """Takes the next reference as the portal does."""

    def __call__(self) -> str:
        return next_reference("TST", on=ON)


class CarelessTaker(Taker):
    """The control: reads the counter, then writes it, without a lock between. It shows that the race is there."""

    def __call__(self) -> str:
        ReferenceCounter.objects.get_or_create(prefix="TST", year=2026)
        counter = ReferenceCounter.objects.get(prefix="TST", year=2026)
        counter.last += 1
        counter.save(update_fields=["last"])
        return str(counter)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_no_number_is_given_twice_to_many_at_once() -> None:
    found = at_once(Taker())
    assert len(found) == len(set(found)) == THREADS * EACH
    assert ReferenceCounter.objects.get().last == THREADS * EACH


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_numbers_are_given_twice() -> None:
    found = at_once(CarelessTaker())
    assert len(set(found)) < THREADS * EACH
