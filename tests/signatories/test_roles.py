"""Who may do what: the rule over plain values, and the question that every app asks, at the edges of days."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from signatories.models import Coordination, Membership, Partner, Person
from signatories.permissions import may
from signatories.rules.roles import COORDINATOR, FOR_WHAT, NAMES, PERMISSIONS, WHO, permit

FROM, UNTIL = date(2026, 3, 29), date(2026, 10, 25)  # the days on which the clocks change
DAY = timedelta(days=1)


@pytest.mark.parametrize("role", [role for role in PERMISSIONS if role != COORDINATOR])
@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_role_allows_what_the_table_says_and_nothing_else(role: str, name: str) -> None:
    given = permit(name, roles_here={role}, is_coordinator=False, concerned=False)
    assert bool(given) == (name in PERMISSIONS[role])
    assert bool(given) == (not given.reason)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_coordinator_stands_aside_where_the_own_organisation_is_concerned(name: str) -> None:
    free = permit(name, roles_here=(), is_coordinator=True, concerned=False)
    aside = permit(name, roles_here=(), is_coordinator=True, concerned=True)
    assert bool(free) == (name in PERMISSIONS[COORDINATOR])
    assert not aside
    if free:
        assert "your own organisation" in aside.reason


@pytest.mark.parametrize("name", sorted(NAMES))
def test_who_has_no_part_is_refused_with_a_sentence_that_says_what_to_do(name: str) -> None:
    refused = permit(name, roles_here=(), is_coordinator=False, concerned=False)
    assert not refused
    assert refused.reason.endswith(".")


def test_a_permission_that_nobody_has_is_a_mistake_in_the_program() -> None:
    with pytest.raises(ValueError, match=r"text\.eat"):
        permit("text.eat", roles_here=(), is_coordinator=True, concerned=False)


def test_each_reason_is_about_a_permission_that_there_is() -> None:
    assert WHO.keys() <= NAMES


def test_each_part_says_what_it_is_for() -> None:
    assert FOR_WHAT.keys() == PERMISSIONS.keys()


@pytest.fixture
def person(db: None) -> Person:
    return Person.objects.create_user("person@test.invalid", name="Test person")


@pytest.fixture
def agency(db: None) -> Partner:
    return Partner.objects.create(name="Test agency", slug="test-agency", sector="statutory", kind="council")


@pytest.fixture
def other(db: None) -> Partner:
    return Partner.objects.create(name="Test other", slug="test-other", sector="statutory", kind="nhs")


DAYS = [(FROM - DAY, False), (FROM, True), (FROM + DAY, True), (UNTIL, True), (UNTIL + DAY, False)]


@pytest.mark.parametrize(("on", "expected"), DAYS)
def test_a_membership_holds_from_its_first_day_to_its_last(person: Person, agency: Partner, on: date, expected: bool) -> None:
    Membership.objects.create(person=person, partner=agency, role="officer", from_on=FROM, until_on=UNTIL)
    assert bool(may(person, "funding.log", agency, on=on)) is expected


@pytest.mark.parametrize(("on", "expected"), DAYS)
def test_a_coordination_holds_from_its_first_day_to_its_last(person: Person, on: date, expected: bool) -> None:
    Coordination.objects.create(person=person, from_on=FROM, until_on=UNTIL)
    assert bool(may(person, "text.publish", on=on)) is expected


def test_without_a_last_day_it_goes_on(person: Person, agency: Partner) -> None:
    Membership.objects.create(person=person, partner=agency, role="officer", from_on=FROM)
    assert may(person, "funding.log", agency, on=date(2099, 1, 1))


def test_an_officer_writes_for_the_own_agency_only(person: Person, agency: Partner, other: Partner) -> None:
    Membership.objects.create(person=person, partner=agency, role="officer", from_on=FROM)
    assert may(person, "funding.log", agency, on=FROM)
    assert not may(person, "funding.log", other, on=FROM)


def test_a_concerned_coordinator_is_concerned_only_while_the_membership_holds(person: Person, agency: Partner) -> None:
    Coordination.objects.create(person=person, from_on=FROM)
    Membership.objects.create(person=person, partner=agency, role="contributor", from_on=FROM, until_on=UNTIL)
    assert not may(person, "partners.check", agency, on=UNTIL)
    assert may(person, "partners.check", agency, on=UNTIL + DAY)


def test_a_coordinators_part_in_an_organisation_does_not_stop_what_is_about_none(person: Person, agency: Partner) -> None:
    Coordination.objects.create(person=person, from_on=FROM)
    Membership.objects.create(person=person, partner=agency, role="officer", from_on=FROM)
    assert may(person, "text.publish", on=FROM)


def test_somebody_whose_account_is_closed_may_nothing(person: Person) -> None:
    Coordination.objects.create(person=person, from_on=FROM)
    person.is_active = False
    assert not may(person, "text.publish", on=FROM)


@pytest.mark.parametrize("nobody", [AnonymousUser(), None], ids=["anonymous", "none"])
def test_nobody_may_nothing(nobody: object) -> None:
    refused = may(nobody, "workspace.open", on=FROM)
    assert (bool(refused), refused.reason) == (False, "Sign in first.")


def test_has_perm_answers_as_may_does(person: Person, agency: Partner, other: Partner) -> None:
    Membership.objects.create(person=person, partner=agency, role="officer", from_on=FROM)
    for name in sorted(NAMES):
        for partner in (agency, other, None):
            assert person.has_perm(name, partner) == bool(may(person, name, partner)), (name, partner)
