"""One write: whole or not at all, with who and why in the history, and the content version counted once."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from compact_portal.audit.actions import StaleVersion, free_slug, locked, remember_slug, row_by_old_slug, save_version
from compact_portal.audit.context import change, current_change
from compact_portal.pages.queries import content_version
from compact_portal.site.models import ProblemReport
from signatories.models import Partner, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    return Person.objects.create_user("person@test.invalid", name="Test person")


def partner(name: str = "Test hall", slug: str = "test-hall") -> Partner:
    return Partner.objects.create(name=name, slug=slug, sector="voluntary", kind="charity")


def test_the_history_names_who_and_why(person: Person) -> None:
    with change(by=person, why="Because"):
        row = partner()
    first = row.history.get()
    assert (first.history_user, first.history_change_reason, first.history_type) == (person, "Because", "+")


def test_inside_another_change_the_outer_author_stands(person: Person) -> None:
    with change(by=person, why="Outer"), change(by=None, why="Inner"):
        row = partner()
    assert (row.history.get().history_user, row.history.get().history_change_reason) == (person, "Outer")
    assert current_change() is None


def fails_half_way() -> None:
    with change(by=None, why="Fails"):
        partner()
        raise RuntimeError


def test_what_fails_leaves_nothing_behind() -> None:
    before = content_version()
    with pytest.raises(RuntimeError):
        fails_half_way()
    assert not Partner.objects.exists()
    assert not Partner.history.exists()
    assert content_version() == before
    assert current_change() is None


@pytest.mark.parametrize(("outer", "inner", "counted"), [(True, True, 1), (True, False, 1), (False, True, 1), (False, False, 0)])
def test_the_content_version_counts_once_for_what_is_public(outer: bool, inner: bool, counted: int) -> None:
    before = content_version()
    with change(by=None, why="Outer", public=outer), change(by=None, why="Inner", public=inner):
        pass
    assert content_version() == before + counted


def test_a_row_that_somebody_else_has_saved_is_stale() -> None:
    row = ProblemReport.objects.create(reference="T-1", words="x", token=uuid4(), reported_at=datetime(2026, 1, 1, tzinfo=UTC))
    with change(by=None, why="First", public=False):
        save_version(locked(ProblemReport, row.pk, version=1), {"words": "y"})
    with pytest.raises(StaleVersion) as problem, change(by=None, why="Second", public=False):
        locked(ProblemReport, row.pk, version=1)
    assert (problem.value.row.words, problem.value.row.version) == ("y", 2)
    assert locked(ProblemReport, row.pk, version=None).version == 2


def test_a_slug_is_free_when_no_row_has_or_had_it() -> None:
    row = partner()
    assert free_slug(Partner, "Test Hall") == "test-hall-2"
    assert free_slug(Partner, "Test Hall", keep=row) == "test-hall"
    remember_slug(row, "old-hall", "test-hall")
    assert free_slug(Partner, "Old hall") == "old-hall-2"
    assert free_slug(Partner, "Old hall", keep=row) == "old-hall"


@pytest.mark.parametrize("words", ["", "???", "東京", "\x00"])
def test_words_without_a_letter_get_a_slug_too(words: str) -> None:
    assert free_slug(Partner, words) == "item"


def test_an_old_slug_leads_to_its_row_until_the_row_takes_it_back() -> None:
    row = partner()
    remember_slug(row, "old-hall", "test-hall")
    assert row_by_old_slug(Partner, "old-hall") == row
    assert row_by_old_slug(Partner, "never") is None
    remember_slug(row, "test-hall", "old-hall")
    assert row_by_old_slug(Partner, "old-hall") is None
    assert row_by_old_slug(Partner, "test-hall") == row
