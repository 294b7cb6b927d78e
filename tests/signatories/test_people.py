"""Making people, partners and parts: checked, once each, with who and why in the history."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from compact_portal.pages.queries import content_version
from signatories.actions.people import add_partner, appoint_coordinator, end_coordination, give_part, know_person
from signatories.models import Coordination, Identifier, Membership, Partner, Person
from signatories.queries.people import parts_of

ON = date(2026, 5, 4)
WHY = {"by": None, "why": "Test"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    return know_person(email="person@test.invalid", name="Test person", **WHY)


@pytest.fixture
def agency() -> Partner:
    return add_partner(name="Test agency", sector="statutory", kind="council", **WHY)


def test_an_address_has_one_spelling_and_one_person(person: Person) -> None:
    assert know_person(email=" PERSON@Test.invalid", name="Another name", **WHY) == person
    assert Person.objects.get().name == "Test person"
    assert not person.has_usable_password()


def test_the_database_refuses_an_address_with_capitals() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(email="Person@test.invalid")


def test_a_partner_has_a_slug_of_its_name_and_identifiers_that_were_checked() -> None:
    one = add_partner(name="Test Hall", sector="voluntary", kind="charity", identifiers=[" gb-chc-1234567"], **WHY)
    two = add_partner(name="Test Hall", sector="voluntary", kind="group", **WHY)
    assert (one.slug, two.slug) == ("test-hall", "test-hall-2")
    assert Identifier.objects.get().value == "GB-CHC-1234567"


def test_a_wrong_identifier_makes_no_partner() -> None:
    with pytest.raises(ValueError, match="6 or 7 digits"):
        add_partner(name="Test Hall", sector="voluntary", kind="charity", identifiers=["GB-CHC-12"], **WHY)
    assert not Partner.objects.exists()


def test_a_part_is_given_once(person: Person, agency: Partner) -> None:
    first = give_part(person=person, partner=agency, role="officer", on=ON, **WHY)
    assert give_part(person=person, partner=agency, role="officer", on=date(2027, 1, 1), **WHY) == first
    row = Membership.history.get()
    assert (row.history_user, row.history_change_reason) == (None, "Test")


def test_only_a_public_agency_has_officers(person: Person) -> None:
    group = add_partner(name="Test group", sector="voluntary", kind="group", **WHY)
    with pytest.raises(ValueError, match="not a public agency"):
        give_part(person=person, partner=group, role="officer", on=ON, **WHY)


def test_what_is_public_counts_as_a_change_of_content_and_what_is_not_does_not(person: Person) -> None:
    before = content_version()
    agency = add_partner(name="Test agency", sector="statutory", kind="council", **WHY)
    assert content_version() == before + 1
    give_part(person=person, partner=agency, role="officer", on=ON, **WHY)
    appoint_coordinator(person=person, on=ON, **WHY)
    assert content_version() == before + 1


def test_a_coordination_ends_with_its_day_and_can_be_given_again(person: Person) -> None:
    first = appoint_coordinator(person=person, on=ON, **WHY)
    assert appoint_coordinator(person=person, on=ON, **WHY) == first
    assert end_coordination(person=person, on=date(2026, 6, 1), **WHY)
    assert not end_coordination(person=person, on=date(2026, 6, 1), **WHY)
    first.refresh_from_db()
    assert first.until_on == date(2026, 6, 1)
    assert appoint_coordinator(person=person, on=date(2026, 7, 1), **WHY) != first


def test_parts_are_told_with_the_coordinators_first(person: Person, agency: Partner) -> None:
    give_part(person=person, partner=agency, role="officer", on=ON, job_title="Test officer", **WHY)
    appoint_coordinator(person=person, on=ON, **WHY)
    assert [(part.title, part.partner) for part in parts_of(person, on=ON)] == [
        ("Coordinator", ""),
        ("Officer", "Test agency"),
    ]
    assert parts_of(person, on=date(2026, 5, 3)) == []


def test_the_command_appoints_and_ends_in_one_line_each() -> None:
    out = StringIO()
    call_command("appoint_coordinator", "First@Test.invalid", name="Test first", stdout=out)
    call_command("appoint_coordinator", "first@test.invalid", stdout=out)
    assert Coordination.objects.count() == 1
    call_command("appoint_coordinator", "first@test.invalid", "--end", stdout=out)
    said = out.getvalue().splitlines()
    assert said[0] == said[1] == "Test first coordinates from today and signs in with first@test.invalid."
    assert said[2] == "Test first coordinates until the end of today."


@pytest.mark.parametrize(("email", "options"), [("nonsense", []), ("nobody@test.invalid", ["--end"])])
def test_the_command_says_what_is_wrong_and_does_nothing(email: str, options: list[str]) -> None:
    with pytest.raises(CommandError, match=email):
        call_command("appoint_coordinator", email, *options)
    assert not Person.objects.exists()
