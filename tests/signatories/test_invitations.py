"""Invitations: a mailed link whose button works once, within 14 days, and nobody is invited to what is not theirs to give."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from compact_portal.mail.models import Message
from signatories.actions.invitations import (
    InvitationRefused,
    accept_invitation,
    cancel_invitation,
    invite,
    resend_invitation,
)
from signatories.models import Invitation, MailedLink, Membership, Partner, Person
from tests.house.personas import Personas

ON = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
NEW = "new@test.invalid"

pytestmark = pytest.mark.django_db


def make(personas: Personas, *, partner: str = "a", by: str = "signatory_a", role: str = "contributor", **more) -> Invitation:
    values = {"email": NEW, "name": "New person", "on": ON, "at": AT} | more
    return invite(partner=personas.partners[partner], role=role, by=personas.people[by], **values)


def token(to: str = NEW) -> str:
    body = Message.objects.filter(to=to).latest("pk").body
    found = re.search(r"/account/invitations/([\w-]+)/", body)
    assert found, body
    return found.group(1)


def accept(value: str, *, at: datetime = AT, name: str = "New person") -> Membership:
    return accept_invitation(token=value, name=name, on=ON, at=at)


def test_who_accepts_is_known_and_has_the_part_from_that_day(personas: Personas):
    make(personas, job_title="Adviser")
    part = accept(token())
    assert part.person.email == NEW
    assert (part.person.name, part.role, part.partner, part.from_on, part.job_title) == (
        "New person", "contributor", personas.partners["a"], ON, "Adviser",
    )  # fmt: skip
    assert Invitation.objects.get().accepted_at == AT
    assert "New person" in Message.objects.get(to="signatory-a@test.invalid").body


def test_a_link_works_once(personas: Personas):
    make(personas)
    value = token()
    accept(value)
    with pytest.raises(InvitationRefused, match="has been accepted"):
        accept(value)
    assert Membership.objects.filter(person__email=NEW).count() == 1


@pytest.mark.parametrize(("at", "works"), [(AT + timedelta(days=14, microseconds=-1), True), (AT + timedelta(days=14), False)])
def test_a_link_works_for_fourteen_days(personas: Personas, at, works):
    make(personas)
    if works:
        accept(token(), at=at)
    else:
        with pytest.raises(InvitationRefused, match="has run out"):
            accept(token(), at=at)
    assert Person.objects.filter(email=NEW).exists() is works


def test_what_is_taken_back_cannot_be_accepted(personas: Personas):
    invitation = make(personas)
    cancel_invitation(invitation=invitation, by=personas.people["signatory_a"], on=ON, at=AT)
    with pytest.raises(InvitationRefused, match="taken back"):
        accept(token())
    with pytest.raises(InvitationRefused, match="taken back already"):
        cancel_invitation(invitation=invitation, by=personas.people["signatory_a"], on=ON, at=AT)


def test_sent_again_the_newer_link_works_and_the_one_before_does_not(personas: Personas):
    invitation, later = make(personas), AT + timedelta(days=13)
    first = token()
    resend_invitation(invitation=invitation, by=personas.people["signatory_a"], on=ON, at=later)
    with pytest.raises(InvitationRefused, match="has run out"):
        accept(first, at=later)
    accept(token(), at=later + timedelta(days=13))


def test_inviting_the_same_address_again_is_sending_it_again(personas: Personas):
    make(personas)
    make(personas, email=f" {NEW.upper()} ", name="Other name")
    assert Invitation.objects.get().name == "Other name"
    assert MailedLink.objects.filter(expires_at__gt=AT).count() == 1


def test_the_database_holds_one_open_invitation_to_a_part(personas: Personas):
    invitation = make(personas)
    invitation.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        invitation.save()


@pytest.mark.parametrize(
    ("by", "partner", "role", "reason"),
    [
        ("contributor_a", "a", "contributor", "Only a signatory"),
        ("signatory_b", "a", "contributor", "Only a signatory"),
        ("officer_x1", "x", "officer", "Only a signatory"),
        ("coordinator_of_x", "x", "officer", "your own organisation"),
        ("signatory_a", "a", "officer", "no officers"),
        ("coordinator", "b", "officer", "no officers"),
        ("partless", "a", "signatory", "Only a signatory"),
    ],
)
def test_nobody_gives_what_is_not_theirs_to_give(personas: Personas, by, partner, role, reason):
    with pytest.raises(InvitationRefused, match=reason):
        make(personas, by=by, partner=partner, role=role)
    assert not Message.objects.exists()


@pytest.mark.parametrize(("by", "partner", "role"), [("coordinator", "x", "officer"), ("coordinator_of_x", "y", "signatory")])
def test_a_coordinator_invites_anybody_anywhere_else(personas: Personas, by, partner, role):
    assert make(personas, by=by, partner=partner, role=role).role == role


def test_who_has_the_part_already_is_not_invited_to_it(personas: Personas):
    with pytest.raises(InvitationRefused, match="already"):
        make(personas, email="contributor-a@test.invalid")


def test_nobody_is_invited_to_what_has_been_dissolved(personas: Personas):
    Partner.objects.update(dissolved_on=ON - timedelta(days=1))
    personas.partners["a"].refresh_from_db()
    with pytest.raises(InvitationRefused, match="dissolved"):
        make(personas)


def test_a_closed_account_is_not_opened_by_an_invitation(personas: Personas):
    make(personas)
    Person.objects.create_user(NEW, is_active=False)
    with pytest.raises(InvitationRefused, match="closed"):
        accept(token())
    assert Invitation.objects.get().accepted_at is None


def test_after_a_merge_the_part_is_in_the_partner_that_stayed(personas: Personas):
    make(personas)
    Partner.objects.filter(slug="test-a").update(merged_into=personas.partners["b"], merged_on=ON)
    assert accept(token()).partner == personas.partners["b"]


def test_the_token_is_not_in_the_database(personas: Personas):
    make(personas)
    value = token()
    assert value not in str(list(MailedLink.objects.values())) + str(list(Invitation.objects.values()))


# Pages

CREATE = "/workspace/partners/test-a/members/invite/"


def test_the_whole_way_from_the_form_to_the_sign_in_page(personas: Personas):
    sent = {"email": NEW, "name": "New person", "role": "contributor", "job_title": ""}
    client = personas.client("signatory_a")
    assert client.post(CREATE, sent).status_code == 302
    assert NEW in client.get("/workspace/partners/test-a/members/").content.decode()
    reader, address = Client(), f"/account/invitations/{token()}/"
    for _ in range(3):  # a mail scanner opens links, too
        page = reader.get(address)
        assert page.status_code == 200
        assert "no-store" in page.headers["Cache-Control"]
    assert not Person.objects.filter(email=NEW).exists()
    answer = reader.post(address, {"name": "New person"})
    assert answer.headers["Location"] == "/account/sign-in/"
    assert f"Sign in with {NEW}" in reader.get("/account/sign-in/").content.decode()
    assert reader.get("/workspace/").status_code == 302, "accepting signs nobody in: their second factor may be asked for"
    again = reader.post(address, {"name": "New person"})
    assert (again.status_code, "has been accepted" in again.content.decode()) == (410, True)


def test_a_name_is_asked_for(personas: Personas):
    make(personas, name="", at=datetime.now(UTC))
    answer = Client().post(f"/account/invitations/{token()}/", {"name": " "})
    assert answer.status_code == 422
    assert not Person.objects.filter(email=NEW).exists()


@pytest.mark.parametrize("value", ["unknown", "x" * 300, "%00", "%F0%9F%98%80"])
def test_a_link_that_nobody_made_is_told_so(db, value):
    answer = Client().get(f"/account/invitations/{value}/")
    assert answer.status_code == 404
    assert "do not know this link" in answer.content.decode()


def test_the_buttons_send_again_and_take_back(personas: Personas):
    invitation, client = make(personas, at=datetime.now(UTC)), personas.client("signatory_a")
    client.post(f"/workspace/partners/test-a/members/invitations/{invitation.pk}/again/")
    assert Message.objects.filter(to=NEW).count() == 2
    client.post(f"/workspace/partners/test-a/members/invitations/{invitation.pk}/take-back/")
    assert Invitation.objects.get().cancelled_at
    page = client.post(f"/workspace/partners/test-a/members/invitations/{invitation.pk}/again/", follow=True)
    assert "taken back already" in page.content.decode()


def test_invitation_resend_and_cancel_reach_no_other_partners(personas: Personas):
    invitation = make(personas, partner="b", by="signatory_b")
    client = personas.client("signatory_a")
    for what in ("again", "take-back"):
        assert client.post(f"/workspace/partners/test-a/members/invitations/{invitation.pk}/{what}/").status_code == 404
        assert client.post(f"/workspace/partners/test-b/members/invitations/{invitation.pk}/{what}/").status_code == 403
    assert Invitation.objects.get().cancelled_at is None


def test_an_address_that_is_known_elsewhere_is_answered_like_any_other(personas: Personas):
    client = personas.client("signatory_a")
    answers = []
    for email in ("signatory-b@test.invalid", "stranger@test.invalid"):
        answer = client.post(CREATE, {"email": email, "name": "", "role": "contributor", "job_title": ""}, follow=True)
        answers.append(re.findall(r"An invitation is on its way to [^<]+", answer.content.decode())[0].replace(email, "ADDRESS"))
    assert answers[0] == answers[1]


def test_invitations_are_limited(personas: Personas):
    client = personas.client("signatory_a")
    for number in range(30):
        client.post(CREATE, {"email": f"p{number}@test.invalid", "role": "contributor"})
    answer = client.post(CREATE, {"email": "p31@test.invalid", "role": "contributor"})
    assert answer.status_code == 422
    assert "Wait an hour" in answer.content.decode()
    assert Invitation.objects.count() == 30
