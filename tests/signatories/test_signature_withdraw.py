"""A signature ends: withdrawn by a signatory or on a written request, or found invalid. The row stays, dated."""

from datetime import timedelta

import pytest
from django.urls import reverse

from compact_portal.lib.dates import london_day, start_of_day
from signatories.actions.desk import invalidate_signature
from signatories.actions.signing import SigningRefused
from signatories.actions.withdrawing import withdraw_signature
from signatories.models import Signature
from tests.signatories.proving import edition, partner, signed
from tests.signatories.waiting import kinds, mailed, now, to_check, today, wrong
from tests.undertakings.drafting import hidden_version
from tests.undertakings.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _edition(settings):
    settings.PORTAL_MAIL = "queue"
    edition(on=today() - timedelta(days=60))


def page_of(signature: Signature, name: str = "signature_withdraw") -> str:
    return reverse(f"signatories:{name}", args=[signature.reference])


def end(client, signature: Signature, name: str = "signature_withdraw", **typed):
    version = hidden_version(client.get(page_of(signature, name)))
    return client.post(page_of(signature, name), {"version": version, "reason": "We have closed.", **typed})


def day(on) -> dict[str, int]:
    return {"asked_on_day": on.day, "asked_on_month": on.month, "asked_on_year": on.year}


def test_a_signatory_withdraws_and_everybody_can_read_when_and_why(personas, client):
    signature = signed(personas.partners["a"], today() - timedelta(days=9))
    response = end(personas.client("signatory_a"), signature)
    assert response["Location"] == reverse("signatories:own_partner_detail", args=["test-a"])
    signature.refresh_from_db()
    assert signature.withdrawn_by == personas.people["signatory_a"]
    assert signature.partner.stands == "withdrawn"
    assert "We have closed." in client.get(f"/signatures/{signature.reference}/").content.decode()
    assert kinds() == ["confirmed", "withdrawn"]
    assert wrong() == []


def test_it_is_told_to_who_signed_and_to_every_signatory_once(personas):
    signature = signed(personas.partners["a"], today() - timedelta(days=9))
    end(personas.client("signatory_a"), signature)
    assert sorted(mailed("was withdrawn")) == [signature.signer_email, "signatory-a@test.invalid"]


def test_a_coordinator_withdraws_on_written_request_from_the_day_that_stands_on_it(personas):
    signature = signed(personas.partners["a"], today() - timedelta(days=9))
    asked = today() - timedelta(days=4)
    response = end(personas.client("coordinator"), signature, **day(asked))
    assert response["Location"] == reverse("signatories:desk_partner_detail", args=["test-a"])
    signature.refresh_from_db()
    assert signature.withdrawn_at == start_of_day(asked)
    assert signature.partner.withdrawn_on == asked
    event = signature.events.get(kind="withdrawn")
    assert london_day(event.at) == today()  # when it was recorded is in the chain besides
    assert wrong() == []


@pytest.mark.parametrize(("shift", "status"), [(-10, 422), (-9, 302), (0, 302), (1, 422)])
def test_a_request_is_of_a_day_between_the_signature_and_today(personas, shift, status):
    signature = signed(personas.partners["a"], today() - timedelta(days=9))
    assert end(personas.client("coordinator"), signature, **day(today() + timedelta(days=shift))).status_code == status
    assert wrong() == []


def test_a_coordinator_is_asked_for_the_day_and_a_signatory_is_not(personas):
    signature = signed(personas.partners["a"], today() - timedelta(days=9))
    assert read(personas.client("coordinator"), page_of(signature)).select("#id_asked_on_day")
    assert not read(personas.client("signatory_a"), page_of(signature)).select("#id_asked_on_day")
    assert end(personas.client("coordinator"), signature).status_code == 422


@pytest.mark.parametrize(
    ("persona", "status"), [("contributor_a", 403), ("signatory_b", 403), ("officer_x1", 403), ("coordinator_of_x", 200)]
)
def test_nobody_else_withdraws_it(personas, persona, status):
    signature = signed(personas.partners["a"], today())
    assert personas.client(persona).get(page_of(signature)).status_code == status


def test_a_coordinator_of_the_own_organisation_stands_aside(personas):
    signature = signed(personas.partners["x"], today())
    response = personas.client("coordinator_of_x").get(page_of(signature))
    assert response.status_code == 403
    assert "another coordinator" in response.content.decode()


def test_a_signature_that_never_counted_is_not_there_for_others(personas):
    signature = to_check(personas.partners["a"])
    assert personas.client("signatory_b").get(page_of(signature)).status_code == 404
    unknown = reverse("signatories:signature_withdraw", args=["SMA-2026-9999"])
    assert personas.client("signatory_b").get(unknown).status_code == 404


def test_one_that_does_not_stand_cannot_be_ended_again(personas):
    signature = signed(personas.partners["a"], today())
    withdraw_signature(signature=signature, version=signature.version, reason="x", by=None, at=now(), on=today())
    signature.refresh_from_db()
    told = {"signature": signature, "version": signature.version, "reason": "y", "by": None, "at": now(), "on": today()}
    with pytest.raises(SigningRefused, match="does not stand"):
        withdraw_signature(**told)
    with pytest.raises(SigningRefused, match="does not stand"):
        invalidate_signature(**told)
    assert kinds() == ["confirmed", "withdrawn"]


def test_the_earlier_signature_stands_again_where_the_newer_one_is_withdrawn():
    own = partner()
    signed(own, today() - timedelta(days=40))
    edition("Second", on=today() - timedelta(days=10))
    newer = signed(own, today())
    withdraw_signature(signature=newer, version=newer.version, reason="x", by=None, at=now(), on=today())
    own.refresh_from_db()
    assert own.signed_edition.label == "First"
    assert own.withdrawn_on is None
    assert wrong() == []


def test_a_coordinator_invalidates_with_a_reason_and_the_row_is_kept(personas, client):
    signature = signed(personas.partners["a"], today() - timedelta(days=9))
    response = end(personas.client("coordinator"), signature, "signature_invalidate", reason="Signed by mistake.")
    assert response["Location"] == reverse("signatories:desk_partner_detail", args=["test-a"])
    signature.refresh_from_db()
    assert signature.invalidated_reason == "Signed by mistake."
    assert signature.partner.stands == "none"
    assert "Signed by mistake." in client.get(f"/signatures/{signature.reference}/").content.decode()
    assert kinds() == ["confirmed", "invalidated"]
    assert len(mailed("was invalidated")) == 2
    assert wrong() == []


def test_no_end_is_without_a_reason(personas):
    signature = signed(personas.partners["a"], today())
    for persona, name in (("signatory_a", "signature_withdraw"), ("coordinator", "signature_invalidate")):
        response = end(personas.client(persona), signature, name, reason="")
        assert response.status_code == 422
        assert "Give the reason" in response.content.decode()


def test_who_withdrew_may_sign_again(personas):
    own = personas.partners["a"]
    signature = signed(own, today())
    withdraw_signature(signature=signature, version=signature.version, reason="x", by=None, at=now(), on=today())
    again = signed(own, today())
    assert again.reference != signature.reference
    assert Signature.objects.standing().get(partner=own) == again
