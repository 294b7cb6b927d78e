"""The members of a partner: who sees them, who ends a part, and that somebody can always act."""

from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from compact_portal.mail.models import Message
from signatories.actions.members import MembershipRefused, end_membership, end_sessions, end_sessions_without_part, has_part
from signatories.models import Coordination, Membership, Partner, Person
from signatories.permissions import may
from signatories.rules.members import end_permit, invitation_permit, last_day_fault, roles_of
from tests.house.personas import SINCE, Personas

ON = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
YESTERDAY = ON - timedelta(days=1)

pytestmark = pytest.mark.django_db


def part(personas: Personas, who: str) -> Membership:
    return Membership.objects.get(person=personas.people[who])


def end(membership: Membership, *, by: Person, last_on: date = ON) -> Membership | None:
    return end_membership(membership=membership, last_on=last_on, by=by, on=ON, at=AT)


def another_signatory(personas: Personas) -> Membership:
    person = Person.objects.create_user("second-a@test.invalid", name="Second signatory")
    return Membership.objects.create(person=person, partner=personas.partners["a"], role="signatory", from_on=SINCE)


# Rules


def test_only_public_agencies_have_officers():
    assert roles_of("voluntary") == ("signatory", "contributor")
    assert "officer" in roles_of("statutory")


@pytest.mark.parametrize(
    ("role", "successors", "by_coordinator", "allowed"),
    [
        ("signatory", 0, False, False),
        ("signatory", 1, False, True),
        ("signatory", 0, True, True),
        ("contributor", 0, False, True),
        ("officer", 0, False, True),
    ],
)
def test_the_last_signatory_needs_a_successor_or_the_coordinator(role, successors, by_coordinator, allowed):
    permit = end_permit(role=role, successors=successors, by_coordinator=by_coordinator)
    assert bool(permit) is allowed
    assert bool(permit.reason) is not allowed


@pytest.mark.parametrize(("last_on", "right"), [(YESTERDAY - timedelta(days=1), False), (YESTERDAY, True), (ON, True)])
def test_a_part_ends_at_once_by_yesterday_and_no_earlier(last_on, right):
    assert (last_day_fault(last_on, on=ON) == "") is right


@pytest.mark.parametrize(("at", "works"), [(AT - timedelta(microseconds=1), True), (AT, False)])
def test_an_invitation_stands_up_to_its_instant(at, works):
    assert bool(invitation_permit(expires_at=AT, accepted_at=None, cancelled_at=None, at=at)) is works


# Ending a part


def test_a_part_ends_with_its_last_day_and_access_with_it(personas: Personas):
    membership = part(personas, "contributor_a")
    end(membership, by=personas.people["signatory_a"])
    person = personas.people["contributor_a"]
    assert may(person, "partner.read", personas.partners["a"], on=ON)
    assert not may(person, "partner.read", personas.partners["a"], on=ON + timedelta(days=1))
    kept = Membership.objects.get(pk=membership.pk)
    assert (kept.until_on, kept.version) == (ON, 2)
    newest = Membership.history.filter(id=membership.pk).latest("pk")
    assert newest.history_user == personas.people["signatory_a"]
    assert "ends with" in Message.objects.get(to=person.email).body


def test_ended_at_once_every_session_ends_too(personas: Personas):
    person = personas.people["contributor_a"]
    client = personas.client("contributor_a")
    assert client.get("/workspace/").status_code == 200
    end(part(personas, "contributor_a"), by=personas.people["signatory_a"], last_on=YESTERDAY)
    assert not may(person, "partner.read", personas.partners["a"], on=ON)
    assert client.get("/workspace/").status_code == 302


def test_who_has_another_part_stays_signed_in(personas: Personas):
    person = personas.people["contributor_a"]
    Membership.objects.create(person=person, partner=personas.partners["b"], role="contributor", from_on=SINCE)
    client = personas.client("contributor_a")
    held = Membership.objects.get(person=person, partner=personas.partners["a"])
    end(held, by=personas.people["signatory_a"], last_on=YESTERDAY)
    assert client.get("/workspace/").status_code == 200


def test_what_began_today_and_ends_at_once_is_kept_by_the_history_only(personas: Personas):
    membership = part(personas, "contributor_a")
    Membership.objects.filter(pk=membership.pk).update(from_on=ON)
    assert end(membership, by=personas.people["signatory_a"], last_on=YESTERDAY) is None
    assert not Membership.objects.filter(pk=membership.pk).exists()
    assert Membership.history.filter(id=membership.pk, history_type="-").exists()


def test_the_last_signatory_cannot_leave_and_is_told_why(personas: Personas):
    with pytest.raises(MembershipRefused, match="the last signatory"):
        end(part(personas, "signatory_a"), by=personas.people["signatory_a"])
    assert part(personas, "signatory_a").until_on is None


def test_a_signatory_who_is_to_leave_is_no_successor(personas: Personas):
    second = another_signatory(personas)
    end(second, by=personas.people["signatory_a"], last_on=ON + timedelta(days=30))
    with pytest.raises(MembershipRefused, match="the last signatory"):
        end(part(personas, "signatory_a"), by=personas.people["signatory_a"])


def test_with_a_successor_or_by_the_coordinator_the_last_signatory_leaves(personas: Personas):
    end(part(personas, "signatory_b"), by=personas.people["coordinator"])
    assert part(personas, "signatory_b").until_on == ON
    another_signatory(personas)
    end(part(personas, "signatory_a"), by=personas.people["signatory_a"])
    assert part(personas, "signatory_a").until_on == ON


def test_a_coordinator_stands_aside_in_the_own_organisation(personas: Personas):
    with pytest.raises(MembershipRefused, match="your own organisation"):
        end(part(personas, "officer_x1"), by=personas.people["coordinator_of_x"])


@pytest.mark.parametrize("who", ["contributor_a", "signatory_b", "officer_x1", "partless"])
def test_nobody_ends_the_part_of_somebody_else(personas: Personas, who):
    with pytest.raises(MembershipRefused, match="Only a signatory"):
        end(part(personas, "signatory_a"), by=personas.people[who])


def test_everybody_may_leave(personas: Personas):
    end(part(personas, "contributor_a"), by=personas.people["contributor_a"])
    assert part(personas, "contributor_a").until_on == ON


def test_a_part_that_has_ended_is_not_ended_again(personas: Personas):
    end(part(personas, "contributor_a"), by=personas.people["signatory_a"], last_on=YESTERDAY)
    with pytest.raises(MembershipRefused, match="ended already"):
        end(part(personas, "contributor_a"), by=personas.people["signatory_a"])


# Sessions of people who have left


def test_who_has_left_is_signed_out_by_the_nightly_command(personas: Personas):
    person = personas.people["contributor_a"]
    client = personas.client("contributor_a")
    UserSession.objects.create(user=person, session_key=client.session.session_key, ip="::", user_agent="x")
    UserSession.objects.update(created_at=AT - timedelta(days=1))
    Membership.objects.filter(person=person).update(until_on=YESTERDAY)
    assert end_sessions_without_part(on=ON) == 1
    assert client.get("/workspace/").status_code == 302
    assert not Session.objects.filter(session_key=client.session.session_key).exists()
    assert end_sessions_without_part(on=ON) == 0


def test_who_came_back_to_see_their_data_or_has_a_part_stays(personas: Personas):
    for who, until in (("contributor_a", YESTERDAY), ("contributor_b", ON)):
        person = personas.people[who]
        Membership.objects.filter(person=person).update(until_on=until)
        UserSession.objects.create(user=person, session_key=who, ip="::", user_agent="x", created_at=AT)
    assert end_sessions_without_part(on=ON) == 0


def test_ending_sessions_ends_those_that_no_list_knows(personas: Personas):
    """The sample switch signs people in past the list; the mark that stands for a password is what binds a session."""
    client = personas.client("contributor_a")
    assert not UserSession.objects.exists()
    end_sessions(personas.people["contributor_a"])
    assert client.get("/workspace/").status_code == 302


def test_a_coordinator_has_a_part(personas: Personas):
    assert has_part(personas.people["coordinator"], on=ON)
    assert not has_part(personas.people["partless"], on=ON)
    Coordination.objects.update(until_on=YESTERDAY)
    assert not has_part(personas.people["coordinator"], on=ON)


# Pages


def members_of(letter: str) -> str:
    return reverse("signatories:member_list", args=[f"test-{letter}"])


def test_members_see_each_other_and_only_managers_see_addresses(personas: Personas):
    page = personas.client("contributor_a").get(members_of("a")).content.decode()
    assert "Test signatory_a" in page
    assert "signatory-a@test.invalid" not in page
    assert "Invite somebody" not in page
    page = personas.client("signatory_a").get(members_of("a")).content.decode()
    assert "contributor-a@test.invalid" in page
    assert "Invite somebody" in page


def test_the_page_ends_a_part_and_says_what_is_wrong(personas: Personas):
    client = personas.client("signatory_a")
    address = reverse("signatories:member_end", args=["test-a", part(personas, "signatory_a").pk])
    today = datetime.now(UTC).date()
    sent = {"last_on_day": today.day, "last_on_month": today.month, "last_on_year": today.year}
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert "This is the last signatory" in answer.content.decode()
    address = reverse("signatories:member_end", args=["test-a", part(personas, "contributor_a").pk])
    assert client.post(address, sent).headers["Location"] == members_of("a")
    assert part(personas, "contributor_a").until_on is not None


def test_who_leaves_is_led_to_the_workspace(personas: Personas):
    client = personas.client("contributor_a")
    today = datetime.now(UTC).date()
    address = reverse("signatories:member_end", args=["test-a", part(personas, "contributor_a").pk])
    assert "Leave?" in client.get(address).content.decode()
    answer = client.post(address, {"last_on_day": today.day, "last_on_month": today.month, "last_on_year": today.year})
    assert answer.headers["Location"] == "/workspace/"


def test_the_part_of_another_partner_is_not_found_under_the_own_address(personas: Personas):
    address = reverse("signatories:member_end", args=["test-a", part(personas, "signatory_b").pk])
    assert personas.client("signatory_a").get(address).status_code == 404


def test_a_partner_that_waits_for_its_check_is_there_for_nobody_else(personas: Personas):
    Partner.objects.filter(slug="test-a").update(proposed_at=AT)
    assert personas.client("signatory_b").get(members_of("a")).status_code == 404
    assert personas.client("signatory_a").get(members_of("a")).status_code == 200
    assert personas.client("coordinator").get(members_of("a")).status_code == 200


def test_a_merged_partners_page_is_that_of_the_one_it_went_into(personas: Personas):
    Partner.objects.filter(slug="test-b").update(merged_into=personas.partners["a"], merged_on=ON)
    assert "Test signatory_a" in personas.client("signatory_a").get(members_of("b")).content.decode()
    assert personas.client("signatory_b").get(members_of("b")).status_code == 403


def queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(members_of("a")).status_code == 200
    return len(seen)


def test_the_page_asks_as_often_with_thirty_members_as_with_one(personas: Personas):
    client = personas.client("signatory_a")
    Membership.objects.filter(person=personas.people["contributor_a"]).delete()
    queries(client)  # the names in the frame are looked up once
    few = queries(client)
    for number in range(30):
        person = Person.objects.create_user(f"member-{number}@test.invalid", name=f"Member {number}")
        until = YESTERDAY if number % 3 == 0 else None
        Membership.objects.create(person=person, partner=personas.partners["a"], role="contributor", from_on=SINCE, until_on=until)
    assert queries(client) == few
    assert few <= 13
