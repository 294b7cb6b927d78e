"""Two partners become one: everything follows, nothing is lost, nothing is rewritten."""

from datetime import timedelta
from itertools import product

import pytest
from django.urls import reverse

from compact_portal.audit.actions import StaleVersion
from signatories.actions.desk import accept_signature, dissolve_partner, save_partner
from signatories.actions.merging import merge_partners
from signatories.actions.people import give_part, know_person
from signatories.actions.signing import SigningRefused, confirm
from signatories.merging import followers
from signatories.models import Invitation, Partner, Signature
from signatories.rules.merging import Standing, doubles, may_merge
from tests.signatories.proving import edition, partner, signed
from tests.signatories.waiting import CHOIR, kinds, now, pending, to_check, today, wrong
from tests.undertakings.pages import read, said

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _edition(settings):
    settings.PORTAL_MAIL = "queue"
    edition(on=today() - timedelta(days=60))


def merged(gone: Partner, into: Partner, by=None) -> Partner:
    gone.refresh_from_db()
    into.refresh_from_db()
    done = merge_partners(gone=gone, into=into, version=gone.version, into_version=into.version, by=by, at=now(), on=today())
    gone.refresh_from_db()
    into.refresh_from_db()
    return done


def page_of(gone: Partner, into: Partner | None = None) -> str:
    address = reverse("signatories:desk_partner_merge", args=[gone.slug])
    return f"{address}?into={into.slug}" if into else address


def test_signatures_people_numbers_invitations_and_words_follow():
    gone, into = partner("Sample Choirs", champion="Sample Champion"), partner("Sample Choir", pledge="Ours.")
    gone.identifiers.create(value="GB-CHC-1234567")
    first = signed(gone, today() - timedelta(days=9))
    Invitation.objects.create(
        email="new@sample.invalid", partner=gone, role="contributor", invited_at=now(), expires_at=now() + timedelta(days=9)
    )
    gone.pledge = "Theirs."
    merged(gone, into)
    assert Signature.objects.get(partner=into) == first
    assert list(into.identifiers.values_list("value", flat=True)) == ["GB-CHC-1234567"]
    assert into.invitations.get().email == "new@sample.invalid"
    assert into.memberships.get().role == "signatory"
    assert (into.champion, into.pledge) == ("Sample Champion", "Ours.")
    assert into.signed_on == today() - timedelta(days=9)
    assert (gone.merged_into, gone.merged_on, gone.stands) == (into, today(), "none")
    assert kinds() == ["confirmed", "merged"]
    assert first.events.last().facts["merged_from"] == "Sample Choirs"
    assert first.events.first().facts["partner"] == "Sample Choirs"
    assert wrong() == []


@pytest.mark.parametrize("older_goes", [True, False])
def test_where_both_signed_one_edition_the_older_stands_and_the_other_is_kept(older_goes):
    gone, into = partner("Sample Choirs"), partner("Sample Choir")
    days = (20, 10) if older_goes else (10, 20)
    of_gone, of_into = (signed(one, today() - timedelta(days=ago)) for one, ago in zip((gone, into), days, strict=True))
    merged(gone, into)
    older, younger = (of_gone, of_into) if older_goes else (of_into, of_gone)
    older.refresh_from_db()
    younger.refresh_from_db()
    assert list(Signature.objects.standing().filter(partner=into)) == [older]
    assert younger.partner == into
    assert f"the older signature, {older.reference}, stands for both" in younger.withdrawn_reason
    assert kinds() == ["confirmed", "confirmed", "merged", "withdrawn"]
    assert into.signed_on == today() - timedelta(days=20)
    assert wrong() == []


def test_signatures_of_two_editions_both_stand():
    gone, into = partner("Sample Choirs"), partner("Sample Choir")
    signed(gone, today() - timedelta(days=20))
    edition("Second", on=today() - timedelta(days=5))
    signed(into, today())
    merged(gone, into)
    assert Signature.objects.standing().filter(partner=into).count() == 2
    assert into.signed_edition.label == "Second"
    assert wrong() == []


def test_who_has_the_same_part_in_both_keeps_one_and_the_other_ends():
    gone, into = partner("Sample Choirs"), partner("Sample Choir")
    person = know_person(email="both@sample.invalid", name="Sample Both", by=None, why="A test")
    for one, role in product((gone, into), ("signatory", "contributor")):
        give_part(person=person, partner=one, role=role, on=today() - timedelta(days=3), by=None, why="A test")
    merged(gone, into)
    assert into.memberships.filter(until_on=None).count() == 2
    assert {one.until_on for one in gone.memberships.all()} == {today()}


def test_of_two_open_invitations_to_one_part_one_goes_on():
    gone, into = partner("Sample Choirs"), partner("Sample Choir")
    for one in (gone, into):
        Invitation.objects.create(
            email="new@sample.invalid", partner=one, role="signatory", invited_at=now(), expires_at=now() + timedelta(days=9)
        )
    merged(gone, into)
    assert into.invitations.filter(cancelled_at=None).count() == 1
    assert gone.invitations.get().cancelled_at


def test_a_proposed_partner_goes_into_the_one_that_it_is_and_its_signature_is_checked_there():
    known, signature = partner("The Sample Choir"), to_check(CHOIR)
    merged(signature.partner, known)
    signature.refresh_from_db()
    assert signature.partner == known
    assert kinds() == []
    accept_signature(signature=signature, version=signature.version, by=None, at=now(), on=today())
    assert Signature.objects.standing().get(partner=known) == signature
    assert wrong() == []


def test_a_link_that_was_mailed_before_confirms_for_the_partner_that_stays():
    gone, into = partner("Sample Choirs"), partner("Sample Choir")
    signature, token = pending(gone)
    merged(gone, into)
    confirm(token=token, at=now(), on=today())
    signature.refresh_from_db()
    assert (signature.partner, bool(signature.mail_confirmed_at)) == (into, True)


def test_the_old_address_leads_to_the_one_that_stays_also_over_two_merges(client):
    first, second, third = partner("Sample One"), partner("Sample Two"), partner("Sample Three")
    merged(first, second)
    merged(second, third)
    for slug in ("sample-one", "sample-two"):
        assert client.get(f"/signatories/{slug}/")["Location"] == "/signatories/sample-three/"
    assert wrong() == []


def test_nothing_in_the_chain_or_in_a_history_is_rewritten():
    gone, into = partner("Sample Choirs"), partner("Sample Choir")
    signed(gone, today())
    before = [(event.link, event.facts) for event in gone.signatures.get().events.all()]
    rows = list(gone.history.values_list("pk", "name"))
    merged(gone, into)
    assert [(event.link, event.facts) for event in into.signatures.get().events.all()][:1] == before
    assert list(gone.history.values_list("pk", "name"))[-len(rows) :] == rows


def test_the_page_shows_what_would_follow_and_then_the_button_does_it(coordinator, coordinator_person):
    gone, into = partner("Sample Choirs"), partner("Sample Choir")
    older, younger = signed(into, today() - timedelta(days=9)), signed(gone, today())
    page = read(coordinator, page_of(gone, into))
    words = said(page.main)
    assert younger.reference in said(page.select_one("[aria-labelledby=follow] dl"))
    assert f"{younger.reference} of Sample Choirs is withdrawn and kept as history: {older.reference} of Sample Choir" in words
    versions = {name: page.select_one(f"input[name={name}]")["value"] for name in ("version", "into_version")}
    assert not Partner.objects.filter(merged_on__isnull=False).exists()
    response = coordinator.post(page_of(gone, into), versions)
    assert response["Location"] == reverse("signatories:desk_partner_detail", args=[into.slug])
    gone.refresh_from_db()
    assert gone.history.first().history_user == coordinator_person
    assert gone.history.first().history_change_reason == "Merged Sample Choirs into Sample Choir"
    assert wrong() == []


def test_what_changed_meanwhile_is_shown_and_asked_again(coordinator):
    gone, into = partner("Sample Choirs"), partner("Sample Choir")
    versions = {"version": gone.version, "into_version": into.version}
    save_partner(partner=into, version=into.version, values={"champion": "New"}, by=None, why="A test")
    response = coordinator.post(page_of(gone, into), versions)
    assert response.status_code == 422
    assert "Somebody has changed one of the two meanwhile" in response.content.decode()
    versions["into_version"] += 1
    assert coordinator.post(page_of(gone, into), versions).status_code == 302


def test_the_page_finds_the_other_by_likeness_and_by_words(coordinator):
    gone, into = partner("Sample Choirs"), partner("The Sample Choir")
    partner("Sample Anglers")
    assert page_of(gone, into) in [a["href"] for a in read(coordinator, page_of(gone)).select("[aria-labelledby=alike] a")]
    links = [a["href"] for a in read(coordinator, page_of(gone) + "?q=anglers").select("[aria-labelledby=found] a")]
    assert links == [page_of(gone) + "?into=sample-anglers"]


def test_a_coordinator_of_either_stands_aside(personas):
    other = partner("Sample Council", sector="statutory", kind="council")
    client = personas.client("coordinator_of_x")
    assert client.get(page_of(other, personas.partners["x"])).status_code == 403
    assert client.get(page_of(personas.partners["x"], other)).status_code == 403


def test_what_cannot_be_merged_says_why_on_the_page(coordinator):
    gone, into = partner("Sample Choirs"), partner("Sample Council", sector="statutory", kind="council")
    assert "stand in different sectors" in said(read(coordinator, page_of(gone, into)).main)
    assert "one and the same" in said(read(coordinator, page_of(gone, gone)).main)
    dissolved = partner("Sample Old Choir")
    dissolve_partner(partner=dissolved, version=dissolved.version, dissolved_on=today(), by=None)
    with pytest.raises(SigningRefused, match="has been dissolved"):
        merged(gone, dissolved)
    with pytest.raises(SigningRefused, match="has to be checked first"):
        merged(gone, to_check(CHOIR).partner)


def test_an_old_version_of_either_is_refused():
    gone, into = partner("Sample Choirs"), partner("Sample Choir")
    told = {"gone": gone, "into": into, "by": None, "at": now(), "on": today()}
    with pytest.raises(StaleVersion):
        merge_partners(**told, version=gone.version + 1, into_version=into.version)
    with pytest.raises(StaleVersion):
        merge_partners(**told, version=gone.version, into_version=into.version + 1)
    assert not Partner.objects.filter(merged_on__isnull=False).exists()


FOLLOW = {
    "signatories.Signature", "signatories.Membership", "signatories.Invitation", "signatories.Identifier",
    "signatories.EvidenceReply",
    "signatories.Partner",  # those merged into the one that goes stay with it, and their addresses lead on over it
}  # fmt: skip


def test_every_table_that_names_a_partner_follows():
    """A new one has to say what becomes of it (signatories.merging.follows)."""
    naming = {
        relation.related_model._meta.label
        for relation in Partner._meta.related_objects
        if not relation.related_model.__name__.startswith("Historical")
    }
    assert naming - FOLLOW - set(followers()) == set()


def test_the_oldest_of_each_edition_stands():
    at = now()
    rows = [
        Standing(1, 7, at), Standing(2, 7, at - timedelta(days=1)), Standing(3, None, at), Standing(4, None, at),
        Standing(5, 8, at),
    ]  # fmt: skip
    assert doubles(rows) == {1: 2, 4: 3}


@pytest.mark.parametrize(
    "wrong_",
    [
        {"same": True},
        {"sectors_agree": False},
        {"gone_merged": True},
        {"into_merged": True},
        {"into_listed": False},
        {"into_dissolved": True},
    ],
)
def test_the_rule_says_why_not(wrong_):
    fine = {
        "same": False, "sectors_agree": True, "gone_merged": False, "into_merged": False, "into_listed": True,
        "into_dissolved": False,
    }  # fmt: skip
    assert may_merge(**fine)
    assert may_merge(**fine | wrong_).reason.endswith(".")
    assert not may_merge(**fine | wrong_)
