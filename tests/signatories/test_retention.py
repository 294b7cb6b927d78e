"""What is typed on the way to signing, addresses, invitations and links go when their time has come, and not before."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession

from signatories.actions.invitations import invite
from signatories.actions.retention import Forgotten, forget_old
from signatories.models import Invitation, MailedLink, Signature, SigningJourney
from tests.house.personas import Personas
from undertakings.models import Edition

ON = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
YEAR = timedelta(days=365)

pytestmark = pytest.mark.django_db


def forget() -> Forgotten:
    return forget_old(at=AT, on=ON, keep_addresses_days=365, keep_links_days=30)


@pytest.fixture
def edition() -> Edition:
    return Edition.objects.create(
        slug="e", label="E", compact="C", place="P", text="# E", digest="0" * 64, published_on=date(2026, 1, 1)
    )


def journey(edition: Edition, *, expires_at: datetime = AT - MOMENT) -> SigningJourney:
    return SigningJourney.objects.create(
        key=uuid4(), edition=edition, answers={"you": "typed"}, started_at=AT, saved_at=AT, expires_at=expires_at
    )


def signature(personas: Personas, edition: Edition, **more) -> Signature:
    values = {
        "reference": uuid4().hex[:12], "partner": personas.partners["a"], "edition": edition, "digest": "0" * 64,
        "signer_name": "Test signer", "signer_email": "signer@test.invalid", "authority": "Board", "signed_at": AT - YEAR * 2,
        "expires_at": AT - YEAR * 2,
    } | more  # fmt: skip
    return Signature.objects.create(**values)


@pytest.mark.parametrize(("expires_at", "goes"), [(AT, False), (AT - MOMENT, True)])
def test_a_journey_goes_when_nobody_can_go_on_with_it(edition, expires_at, goes):
    journey(edition, expires_at=expires_at)
    assert forget().journeys == int(goes)
    assert SigningJourney.objects.exists() is not goes
    assert forget().journeys == 0


@pytest.mark.parametrize(
    ("state", "goes"),
    [
        ({"expires_at": AT}, False),  # can still be confirmed
        ({"expires_at": AT - MOMENT}, True),
        ({"expires_at": AT - MOMENT, "mail_confirmed_at": AT}, False),  # waits for a coordinator
        ({"expires_at": AT, "confirmed_at": AT}, True),
    ],
)
def test_a_journey_that_ended_in_a_signature_stays_as_long_as_that_is_open(personas, edition, state, goes):
    held = signature(personas, edition, journey=journey(edition), **state)
    assert forget().journeys == int(goes)
    held.refresh_from_db()
    assert (held.journey is None) is goes


@pytest.mark.parametrize(
    ("state", "goes"),
    [
        ({"confirmed_at": AT - YEAR}, False),
        ({"confirmed_at": AT - YEAR - MOMENT}, True),
        ({"expires_at": AT - YEAR}, False),
        ({"expires_at": AT - YEAR - MOMENT}, True),
        ({"expires_at": AT - YEAR - MOMENT, "mail_confirmed_at": AT - YEAR}, False),
        ({"invalidated_at": AT - YEAR - MOMENT, "invalidated_reason": "r", "mail_confirmed_at": AT - YEAR * 2}, True),
    ],
)
def test_the_address_of_a_signature_goes_a_year_after_it_was_settled_and_in_its_history_too(personas, edition, state, goes):
    held = signature(personas, edition, **({"expires_at": AT} | state))
    assert forget().addresses == int(goes)
    held.refresh_from_db()
    assert (held.signer_email == "") is goes
    assert held.signer_name == "Test signer"
    assert Signature.history.filter(signer_email="signer@test.invalid").exists() is not goes
    assert forget().addresses == 0


@pytest.mark.parametrize("column", ["accepted_at", "cancelled_at", "expires_at"])
@pytest.mark.parametrize(("age", "goes"), [(YEAR, False), (YEAR + MOMENT, True)])
def test_an_invitation_goes_a_year_after_it_was_settled_or_ran_out(personas, column, age, goes):
    invite(
        partner=personas.partners["a"], email="x@test.invalid", name="X", role="contributor", on=ON, at=AT,
        by=personas.people["signatory_a"],
    )  # fmt: skip
    Invitation.objects.update(**{column: AT - age})
    assert forget().invitations == int(goes)
    assert Invitation.objects.exists() is not goes
    assert Invitation.history.filter(email="x@test.invalid").exists() is not goes


@pytest.mark.parametrize(("age", "goes"), [(30, False), (31, True)])
def test_a_link_goes_a_month_after_it_ran_out(personas, edition, age, goes):
    MailedLink.objects.create(
        purpose="confirm", token_digest="d", signature=signature(personas, edition), made_at=AT, expires_at=AT - timedelta(days=age)
    )
    assert forget().links == int(goes)


def test_the_list_of_sessions_loses_those_that_have_ended(personas):
    UserSession.objects.create(user=personas.people["coordinator"], session_key="gone", ip="::", user_agent="x")
    forget()
    assert not UserSession.objects.exists()
