"""Which tests run on PostgreSQL as well."""

import pytest

from tests.house.needs import asks_the_database


def test_what_asks_no_database_runs_once(request):
    assert not asks_the_database(request.node)


@pytest.mark.django_db
def test_a_mark_says_that_the_database_is_asked(request):
    assert asks_the_database(request.node)


def test_so_does_a_fixture_of_a_fixture(request, loaded):
    assert asks_the_database(request.node)


def test_and_a_place_of_its_own(request, new_place):
    assert asks_the_database(request.node)
