"""Two officers at one instant leave one right result. On PostgreSQL, with real threads, each with a control."""

import threading
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
from django.db import IntegrityError

from funding.actions import agreements, locks, parts
from funding.actions.agreements import record_agreement, save_agreement
from funding.models import Agreement, AwardTotal, Instalment, LiaisonAssignment
from tests.funding.agreeing import START, add, agency, drafted, group, recorded, thresholds
from tests.house.races import kinds_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_instalments_at_once_stay_within_the_award():
    thresholds()
    for _ in range(5):
        agreement = recorded(award_pence=100_00)
        both = [lambda one=agreement: add(one, "instalments", due_on=START, pence=60_00)] * 2
        assert kinds_at_once(*both) == ["Instalment", "ValidationError"]
        assert Instalment.objects.filter(agreement=agreement).count() == 1


def test_without_the_agreements_lock_both_would_go_in(monkeypatch):
    """Shows that the race is there: the same two, with the row read and not locked, and a moment between look and write."""
    thresholds()
    meet = threading.Barrier(2, timeout=5)

    def unlocked(pk: int, *, by: Any, version: int | None = None) -> Agreement:
        return Agreement.objects.select_related("funder", "recipient").get(pk=pk)

    def looked(row: Agreement) -> None:
        agreements.check_sums(row)
        meet.wait()

    monkeypatch.setattr(parts, "locked_agreement", unlocked)
    monkeypatch.setattr(parts, "check_sums", looked)
    agreement = recorded(award_pence=100_00)
    kinds_at_once(*[lambda: add(agreement, "instalments", due_on=START, pence=60_00)] * 2)
    assert Instalment.objects.filter(agreement=agreement).count() == 2
    assert locks.locked_agreement is not unlocked


def test_two_liaison_officers_at_once_do_not_overlap():
    thresholds()
    agreement = recorded()
    both = [lambda: add(agreement, "liaison", name="Sample", role="Officer", from_on=START)] * 2
    assert kinds_at_once(*both) == ["LiaisonAssignment", "ValidationError"]
    assert LiaisonAssignment.objects.count() == 1


def test_of_two_who_save_the_same_version_one_is_told():
    thresholds()
    agreement = recorded()

    def save(title: str) -> Callable[[], Any]:
        return lambda: save_agreement(agreement=agreement, version=1 + 1, values={"title": title}, by=None, why="x")

    assert kinds_at_once(save("One"), save("Two")) == ["Agreement", "StaleVersion"]


def test_totals_lose_nothing_when_many_are_recorded_at_once():
    thresholds()
    agency(), group()
    drafts = [drafted(award_pence=10_00) for _ in range(8)]
    calls = [lambda one=one: record_agreement(agreement=one, version=one.version, by=None) for one in drafts]
    assert kinds_at_once(*calls) == ["Agreement"] * 8
    assert list(AwardTotal.objects.values_list("agreements", "pence")) == [(8, 80_00)]


def test_of_two_agreements_given_one_reference_at_once_the_second_is_told():
    first, second = drafted(), drafted()

    def name(row: Agreement) -> Callable[[], Any]:
        return lambda: save_agreement(agreement=row, version=1, values={"own_reference": "G-2"}, by=None, why="x")

    assert kinds_at_once(lambda: drafted(own_reference="G-1"), lambda: drafted(own_reference="G-1")) == [
        "Agreement",
        "ValidationError",
    ]
    assert kinds_at_once(name(first), name(second)) == ["Agreement", "ValidationError"]
    assert sorted(Agreement.objects.exclude(own_reference="").values_list("own_reference", flat=True)) == ["G-1", "G-2"]


def test_without_that_the_second_would_fail(monkeypatch):
    """Shows that the race is there: the form has looked, the database refuses."""
    agency(), group()
    failed = []

    def name() -> Any:
        try:
            return drafted(own_reference="G-1")
        except IntegrityError as failure:
            failed.append(failure)

    monkeypatch.setattr(agreements, "_reference_of_its_own", lambda row: nullcontext())
    assert kinds_at_once(name, name) == ["Agreement", "NoneType"]
    assert len(failed) == 1
