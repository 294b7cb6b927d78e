"""From a journey to a signature that counts: once, in order, and told apart when somebody else was first."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from compact_portal.lib.compact_text import read_compact
from signatories.actions import signing
from signatories.actions.people import add_partner, give_part, know_person
from signatories.actions.signing import NewPartner, Signer, SigningRefused, confirm, sign, start_journey
from signatories.models import Membership, Partner, Signature, SignatureEvent
from undertakings.actions.publishing import publish
from undertakings.models import Edition

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
DAY = date(2026, 11, 2)


def edition(label: str = "First", on: date = DAY) -> Edition:
    text = (
        f"---\ncompact: Small Compact\nplace: Smallplace\nedition: {label}\n---\n# Small Compact\n\n"
        f"## Promises {{#statutory}}\n\n### Money {{#money}}\n\n- Money comes. {{#ask}}\n"
    )
    reading, faults = read_compact(text.encode())
    assert reading, faults
    return publish(reading=reading, by=None, on=on)


@pytest.fixture
def partner() -> Partner:
    return add_partner(name="Sample Allotments", sector="voluntary", kind="group", by=None, why="A test")


def signer(email: str = "chair@sample.invalid") -> Signer:
    return Signer("Sample chair", "Chair", email, "The committee", DAY - timedelta(days=3))


def signed(partner: Partner | NewPartner, email: str = "chair@sample.invalid") -> tuple[Signature, str]:
    found = Edition.objects.in_force(DAY)
    assert found
    journey = start_journey(edition=found, at=AT)
    return sign(journey=journey, partner=partner, signer=signer(email), at=AT, on=DAY, prefix="SMA")


def tie(partner: Partner, email: str = "chair@sample.invalid") -> None:
    person = know_person(email=email, name="Sample chair", by=None, why="A test")
    give_part(person=person, partner=partner, role=Membership.Role.SIGNATORY, on=DAY, by=None, why="A test")


def test_the_link_alone_confirms_where_the_address_is_tied_to_the_partner(partner: Partner) -> None:
    edition()
    tie(partner)
    pending, token = signed(partner, "CHAIR@sample.invalid ")
    assert not pending.needs_check
    done = confirm(token=token, at=AT, on=DAY)
    assert done.confirmed_at == AT
    partner.refresh_from_db()
    assert (partner.signed_edition, partner.signed_on) == (done.edition, DAY)
    assert SignatureEvent.objects.get().kind == "confirmed"


def test_an_address_that_is_not_tied_waits_for_a_coordinator(partner: Partner) -> None:
    edition()
    pending, token = signed(partner, "stranger@sample.invalid")
    done = confirm(token=token, at=AT, on=DAY)
    assert pending.needs_check
    assert (done.mail_confirmed_at, done.confirmed_at) == (AT, None)
    assert list(Signature.objects.to_check()) == [done]
    assert not SignatureEvent.objects.exists()


def test_a_new_partner_waits_for_a_coordinator_and_is_not_listed() -> None:
    edition()
    pending, _ = signed(NewPartner("Sample Choir", "voluntary", "group"))
    assert pending.needs_check
    assert pending.partner not in Partner.objects.listed()


def test_a_number_that_is_known_is_refused_before_a_double_is_made(partner: Partner) -> None:
    edition()
    partner.identifiers.create(value="GB-CHC-1234567")
    with pytest.raises(SigningRefused, match="belongs to Sample Allotments") as refused:
        signed(NewPartner("Another name", "voluntary", "charity", "gb-chc-1234567"))
    assert refused.value.why == "known"
    assert Partner.objects.count() == 1
    assert not Signature.objects.exists()


def test_pressing_the_button_again_makes_no_second_signature(partner: Partner) -> None:
    first = edition()
    journey = start_journey(edition=first, at=AT)
    made = [sign(journey=journey, partner=partner, signer=signer(), at=AT, on=DAY, prefix="SMA") for _ in range(3)]
    assert len({signature.pk for signature, _ in made}) == 1
    assert [bool(token) for _, token in made] == [True, False, False]


def test_a_link_works_once(partner: Partner) -> None:
    edition()
    tie(partner)
    _, token = signed(partner)
    confirm(token=token, at=AT, on=DAY)
    with pytest.raises(SigningRefused, match="has been used"):
        confirm(token=token, at=AT, on=DAY)
    assert SignatureEvent.objects.count() == 1


@pytest.mark.parametrize(("later", "works"), [(timedelta(days=7, microseconds=-1), True), (timedelta(days=7), False)])
def test_a_link_runs_out_after_seven_days(partner: Partner, later: timedelta, works: bool) -> None:
    edition()
    tie(partner)
    signature, token = signed(partner)
    if works:
        assert confirm(token=token, at=AT + later, on=DAY + later).confirmed_at
    else:
        with pytest.raises(SigningRefused, match="has run out"):
            confirm(token=token, at=AT + later, on=DAY + later)
        assert list(Signature.objects.expired(AT + later)) == [signature]


def test_a_new_link_ends_the_old_one(partner: Partner) -> None:
    edition()
    tie(partner)
    signature, old = signed(partner)
    new = signing.confirming_link(signature, at=AT)
    with pytest.raises(SigningRefused, match="has run out"):
        confirm(token=old, at=AT, on=DAY)
    assert confirm(token=new, at=AT, on=DAY).confirmed_at == AT


def test_an_unknown_link_says_so() -> None:
    with pytest.raises(SigningRefused, match="do not know this link"):
        confirm(token="\x00nonsense\ud800", at=AT, on=DAY)


def test_the_second_of_two_signers_is_told_that_it_is_done(partner: Partner) -> None:
    edition()
    tie(partner)
    tie(partner, "other@sample.invalid")
    _, first = signed(partner)
    _, second = signed(partner, "other@sample.invalid")
    confirm(token=first, at=AT, on=DAY)
    with pytest.raises(SigningRefused, match="has signed this edition already") as refused:
        confirm(token=second, at=AT, on=DAY)
    assert refused.value.why == "signed"
    assert Signature.objects.standing().count() == 1


def test_an_edition_published_meanwhile_is_asked_about_again(partner: Partner) -> None:
    edition()
    tie(partner)
    _, token = signed(partner)
    edition("Second", on=DAY)
    with pytest.raises(SigningRefused, match="new edition was published") as refused:
        confirm(token=token, at=AT, on=DAY)
    assert refused.value.why == "edition"
    assert not Signature.objects.standing().exists()


def test_the_database_holds_one_standing_signature_of_an_edition(partner: Partner) -> None:
    edition()
    tie(partner)
    _, token = signed(partner)
    done = confirm(token=token, at=AT, on=DAY)
    done.pk, done.reference, done.journey = None, "SMA-2026-9999", None
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.bulk_create([done])
