"""A coordinator checks a signature that waits: it counts, or it does not and the signer is told why."""

from datetime import timedelta

import pytest
from django.urls import reverse

from compact_portal.audit.actions import StaleVersion
from signatories.actions.desk import accept_signature, refuse_signature
from signatories.actions.signing import NewPartner, SigningRefused
from signatories.models import Membership, Partner, Signature
from tests.signatories.proving import edition, partner, signed
from tests.signatories.waiting import CHOIR, STRANGER, body, kinds, mailed, now, pending, to_check, today, wrong
from tests.undertakings.drafting import hidden_version
from tests.undertakings.pages import read, said

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _edition(settings):
    settings.PORTAL_MAIL = "queue"
    edition(on=today() - timedelta(days=30))


def page_of(signature: Signature) -> str:
    return reverse("signatories:signature_check", args=[signature.reference])


def answer(client, signature: Signature, decision: str, **more):
    version = hidden_version(client.get(page_of(signature)))
    return client.post(page_of(signature), {"version": version, "decision": decision, **more})


def test_accepting_lists_the_partner_counts_the_signature_and_makes_the_signer_a_member(coordinator, coordinator_person):
    signature = to_check(CHOIR)
    assert answer(coordinator, signature, "accept")["Location"] == reverse("signatories:desk")
    signature.refresh_from_db()
    assert signature.confirmed_at
    assert signature.checked_by == coordinator_person
    assert Partner.objects.listed().get(name="Sample Choir").stands == f"edition-{signature.edition_id}"
    assert Membership.objects.get(partner=signature.partner, role="signatory").person.email == STRANGER
    assert kinds() == ["confirmed"]
    assert mailed("has signed") == [STRANGER]
    assert wrong() == []


def test_refusing_mails_the_reason_and_refuses_the_partner_that_came_with_it(coordinator, coordinator_person):
    signature = to_check(CHOIR)
    assert answer(coordinator, signature, "refuse", reason="It is a *team* of four.").status_code == 302
    signature.refresh_from_db()
    assert (signature.confirmed_at, signature.invalidated_by) == (None, coordinator_person)
    assert signature.partner.refused_reason == "It is a *team* of four."
    assert mailed("was not taken up") == [STRANGER]
    assert "It is a \\*team\\* of four\\." in body("was not taken up")
    assert kinds() == []
    assert not Partner.objects.listed().filter(name="Sample Choir").exists()
    assert wrong() == []


def test_a_partner_for_which_somebody_else_waits_is_not_refused_with_one_signature():
    first, second = to_check(CHOIR), to_check(CHOIR, "other@sample.invalid")
    assert first.partner == second.partner
    refuse_signature(signature=first, version=first.version, reason="Not she.", by=None, at=now())
    assert Partner.objects.get(pk=first.partner_id).refused_at is None
    refuse_signature(signature=second, version=second.version, reason="Nor he.", by=None, at=now())
    assert Partner.objects.get(pk=first.partner_id).refused_at


def test_a_known_partner_stays_when_a_signature_is_refused():
    known = partner()
    signature = to_check(known)
    refuse_signature(signature=signature, version=signature.version, reason="Not known there.", by=None, at=now())
    known.refresh_from_db()
    assert known.refused_at is None
    assert known.is_listed


def test_a_refusal_without_a_reason_is_asked_for_one(coordinator):
    signature = to_check(CHOIR)
    response = answer(coordinator, signature, "refuse", reason="  ")
    assert response.status_code == 422
    assert "Say why not: the signer is mailed these words" in response.content.decode()
    signature.refresh_from_db()
    assert signature.invalidated_at is None


def test_the_page_shows_partners_that_are_called_nearly_the_same_and_leads_to_merging(coordinator):
    known = partner("The Sample Choir")
    signature = to_check(CHOIR)
    found = read(coordinator, page_of(signature)).select("[aria-labelledby=alike] a")
    merge = reverse("signatories:desk_partner_merge", args=[signature.partner.slug])
    assert [a["href"] for a in found] == [f"{merge}?into={known.slug}"]


def test_for_a_known_partner_it_says_that_the_address_is_not_known(coordinator):
    page = read(coordinator, page_of(to_check(partner())))
    assert "the address that signed is not one that signs for it" in said(page.main)
    assert not page.select("[aria-labelledby=alike]")


def test_who_answers_second_is_told_and_nothing_happens_twice(coordinator):
    signature = to_check(CHOIR)
    version = hidden_version(coordinator.get(page_of(signature)))
    accept_signature(signature=signature, version=signature.version, by=None, at=now(), on=today())
    response = coordinator.post(page_of(signature), {"version": version, "decision": "refuse", "reason": "No."})
    assert response.status_code == 422
    assert "Somebody has saved this" in response.content.decode()
    signature.refresh_from_db()
    assert signature.invalidated_at is None


def test_one_that_waits_for_nothing_cannot_be_checked():
    done = signed(partner(), today())
    with pytest.raises(SigningRefused, match="waits for no check"):
        accept_signature(signature=done, version=done.version, by=None, at=now(), on=today())
    unconfirmed, _ = pending(CHOIR)
    with pytest.raises(SigningRefused, match="waits for no check"):
        refuse_signature(signature=unconfirmed, version=unconfirmed.version, reason="x", by=None, at=now())


def test_a_second_signature_of_one_edition_cannot_be_accepted():
    known = partner()
    signature = to_check(known)
    signed(known, today())
    with pytest.raises(SigningRefused, match="has signed this edition already"):
        accept_signature(signature=signature, version=signature.version, by=None, at=now(), on=today())


def test_an_old_version_is_refused():
    signature = to_check(CHOIR)
    with pytest.raises(StaleVersion):
        accept_signature(signature=signature, version=signature.version - 1, by=None, at=now(), on=today())


def test_one_that_was_signed_under_an_edition_of_before_counts_for_that_one():
    signature = to_check(CHOIR)
    edition("Second", on=today())
    accept_signature(signature=signature, version=signature.version, by=None, at=now(), on=today())
    signature.refresh_from_db()
    assert signature.edition.label == "First"
    assert signature.confirmed_at


@pytest.mark.parametrize("name", ["signature_check", "signature_invalidate"])
def test_a_coordinator_stands_aside_where_the_own_organisation_is_concerned(personas, name):
    signature = to_check(personas.partners["x"])
    address = reverse(f"signatories:{name}", args=[signature.reference])
    client = personas.client("coordinator_of_x")
    for response in (client.get(address), client.post(address, {"version": 1, "decision": "accept"})):
        assert response.status_code == 403
        assert "so another coordinator has to do it" in response.content.decode()
    assert personas.client("coordinator").get(address).status_code == 200


def test_an_unknown_code_is_404(coordinator):
    assert coordinator.get(reverse("signatories:signature_check", args=["SMA-2026-9999"])).status_code == 404


def test_hidden_direction_marks_and_markup_stay_harmless(coordinator):
    signature = to_check(NewPartner("<b>Sample</b>", "voluntary", "group"))
    assert b"<b>Sample</b>" not in coordinator.get(page_of(signature)).content
    answer(coordinator, signature, "refuse", reason="Read \u202eback\u202c \x00 it")
    signature.refresh_from_db()
    assert signature.invalidated_reason == "Read back  it"
