"""Signing by mailed links: signing_sent, signing_later, signing_later_sent, signing_resume, signing_confirm, signing_resend,
signing_again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from compact_portal.mail.actions import send_waiting
from compact_portal.mail.models import Message
from signatories.models import MailedLink, Membership, Partner, Signature, SignatureEvent, SigningJourney
from tests.signatories.signers import AUTHORITY, EMAIL, YOU, Signer, a_partner, an_edition, links_mailed, tie
from tests.undertakings.pages import LATER, read, said, set_instant

pytestmark = pytest.mark.django_db
AT = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def _mail_waits(settings, monkeypatch):
    settings.PORTAL_MAIL = "queue"
    set_instant(monkeypatch, AT)


@pytest.fixture
def partner() -> Partner:
    an_edition()
    return a_partner()


def signed(partner: Partner) -> str:
    """The path of the link that was mailed."""
    Signer().begin().choose(partner).answer().sign()
    return links_mailed()[-1]


def heading(client: Client, address: str, status: int = 200) -> str:
    return said(read(client, address, status).h1)


def test_opening_the_link_changes_nothing_and_pressing_its_button_confirms(client: Client, partner: Partner):
    tie(partner)
    link = signed(partner)
    for _ in range(3):
        page = read(client, link)
        assert "Confirm the signature" in said(page.find("button"))
        client.head(link)
    assert Signature.objects.get().mail_confirmed_at is None
    assert client.post(link)["Location"] == link
    signature = Signature.objects.get()
    assert signature.confirmed_at == AT
    assert heading(client, link) == "The signature is confirmed"
    assert SignatureEvent.objects.get().kind == "confirmed"


def test_confirming_makes_the_signer_a_member_and_the_pledge_the_partners(client: Client, partner: Partner):
    tie(partner, "first@sample.invalid")
    tie(partner)
    client.post(signed(partner))
    partner.refresh_from_db()
    assert (partner.pledge, partner.champion) == ("We answer each consultation.", "Sample Champion")
    assert Membership.objects.filter(partner=partner, person__email=EMAIL, role="signatory").exists()
    journey = SigningJourney.objects.get()
    assert (journey.answers, journey.email) == ({}, "")


def test_whoever_confirms_gets_the_address_of_the_proof(client: Client, partner: Partner):
    tie(partner)
    client.post(signed(partner))
    last = Message.objects.order_by("-pk")[0]
    assert f"/signatures/{Signature.objects.get().reference}/" in last.body


def test_an_address_that_is_not_known_waits_for_a_coordinator_and_is_told_so(client: Client, partner: Partner):
    link = signed(partner)
    assert "After that a coordinator checks the signature" in Message.objects.get().body
    assert "a coordinator checks the signature" in said(read(client, link).main)
    client.post(link)
    assert heading(client, link) == "A coordinator checks the signature now"
    assert not Signature.objects.standing().exists()


def test_a_used_link_says_what_became_of_it_and_does_nothing_more(client: Client, partner: Partner):
    tie(partner)
    link = signed(partner)
    client.post(link)
    again = client.post(link)
    assert again.status_code == 409
    assert "The signature is confirmed" in again.content.decode()
    assert SignatureEvent.objects.count() == 1


@pytest.mark.parametrize("token", ["x", "%00", "%ED%A0%80", "a" * 5000, "..", "%2e%2e"])
def test_an_unknown_link_says_what_to_do(client: Client, token: str, db):
    assert heading(client, f"/sign/confirm/{token}/", 404) in (
        "We do not know this link",
        "Page not found",
        "There is no page here",
    )
    assert client.post(f"/sign/confirm/{token}/").status_code in (404, 409)


def test_a_link_that_has_run_out_asks_for_a_new_one_to_the_same_address(client: Client, partner: Partner, monkeypatch):
    tie(partner)
    link = signed(partner)
    set_instant(monkeypatch, AT + WEEK)
    page = read(client, link)
    assert said(page.h1) == "This link has run out"
    assert EMAIL not in str(page)
    assert client.post(link).status_code == 409
    form = page.find("form", {"method": "post"})
    token = form.find("input", {"name": "token"})["value"]
    assert client.post(form["action"], {"token": token})["Location"] == f"{link}?mailed=yes"
    assert "We have sent a new link" in said(read(client, f"{link}?mailed=yes").main)
    new = links_mailed()[-1]
    assert new != link
    client.post(new)
    assert Signature.objects.get().confirmed_at == AT + WEEK


def test_the_last_instant_of_a_link_is_before_its_week_is_over(client: Client, partner: Partner, monkeypatch):
    tie(partner)
    link = signed(partner)
    set_instant(monkeypatch, AT + WEEK - timedelta(microseconds=1))
    assert client.post(link).status_code == 302


def test_the_mail_can_be_sent_again_and_only_the_newest_link_works(client: Client, partner: Partner):
    tie(partner)
    signer = Signer(client).begin().choose(partner).answer().sign()
    page = read(client, "/sign/sent/")
    key = page.find("input", {"name": "journey"})["value"]
    assert signer.send("/sign/new-link/", journey=key)["Location"] == "/sign/sent/?mailed=yes"
    assert "We have sent the mail again" in said(read(client, "/sign/sent/?mailed=yes").main)
    old, new = links_mailed()
    assert client.post(old).status_code == 409
    assert client.post(new).status_code == 302
    assert client.post("/sign/new-link/", {"journey": key})["Location"] == "/sign/sent/"
    assert len(links_mailed()) == 2


def test_a_mail_that_fails_leaves_the_signature_pending_and_can_be_sent_again(client: Client, partner: Partner, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    tie(partner)
    signer = Signer(client).begin().choose(partner).answer().sign()
    send_waiting(clock=lambda: AT)
    assert Message.objects.get().sent_at is None
    assert list(Signature.objects.pending(AT)) == [Signature.objects.get()]
    signer.send("/sign/new-link/")
    client.post(links_mailed()[-1])
    assert Signature.objects.standing().exists()


def test_a_wrong_address_is_mended_with_the_answers_kept_and_the_first_link_ends(client: Client, partner: Partner):
    tie(partner, "right@sample.invalid")
    signer = Signer(client).begin().choose(partner).answer().sign()
    wrong = links_mailed()[-1]
    assert signer.send("/sign/again/")["Location"] == "/sign/you/"
    assert read(client, "/sign/you/").find("input", {"name": "name"})["value"] == YOU["name"]
    assert client.get(wrong).status_code == 200
    signer.send("/sign/you/", **YOU | {"email": "right@sample.invalid"})
    signer.sign()
    assert heading(Client(), wrong) == "This link has run out"
    client.post(links_mailed(to="right@sample.invalid")[-1])
    assert Signature.objects.standing().get().signer_email == "right@sample.invalid"
    assert Signature.objects.expired(AT).count() == 1


def test_an_edition_that_is_published_before_confirming_is_shown_and_signed_anew(client: Client, partner: Partner):
    tie(partner)
    link = signed(partner)
    new = an_edition("Second", "Money comes in good time.", on=LATER)
    page = read(client, link)
    assert said(page.h1) == "The text has changed"
    assert page.find("ins")
    assert client.post(link).status_code == 409
    assert not Signature.objects.standing().exists()
    form = page.find("form", {"method": "post"})
    typed = {box["name"]: box.get("value", "") for box in form.find_all("input")}
    assert client.post(form["action"], typed)["Location"] == "/sign/check/"
    assert new.digest in said(read(client, "/sign/check/").main)
    Signer(client).sign()
    client.post(links_mailed()[-1])
    assert Signature.objects.standing().get().edition == new
    assert heading(client, link) == "This link has run out"


def test_a_link_that_has_run_out_shows_nobody_the_answers(client: Client, partner: Partner, monkeypatch):
    link = signed(partner)
    an_edition("Second", "Money comes in good time.", on=LATER)
    set_instant(monkeypatch, AT + WEEK)
    assert client.post("/sign/again/", {"token": link.split("/")[-2]})["Location"] == link
    assert "signing" not in client.session


def test_the_second_of_two_signers_is_told_that_it_is_done(client: Client, partner: Partner):
    tie(partner)
    tie(partner, "other@sample.invalid")
    one = signed(partner)
    Signer().begin().choose(partner).answer(email="other@sample.invalid").sign()
    two = links_mailed(to="other@sample.invalid")[-1]
    client.post(one)
    assert heading(client, two) == "Somebody else has signed meanwhile"
    assert client.post(two).status_code == 409
    assert Signature.objects.standing().count() == 1


def test_a_resume_link_leads_back_to_where_somebody_stopped_as_often_as_they_like(client: Client, partner: Partner):
    signer = Signer(client).begin().choose(partner)
    assert signer.send("/sign/later/", email="Later@Sample.invalid ")["Location"] == "/sign/later/sent/"
    assert "later@sample.invalid" in said(read(client, "/sign/later/sent/").main)
    [link] = links_mailed("resume", "later@sample.invalid")
    elsewhere = Client()
    for _ in range(3):
        assert elsewhere.get(link)["Location"] == "/sign/you/"
    Signer(elsewhere).answer().sign()
    assert heading(Client(), link, 404) == "This link leads nowhere any more"


def test_a_resume_link_lasts_a_week_from_the_last_step(client: Client, partner: Partner, monkeypatch):
    signer = Signer(client).begin().choose(partner)
    signer.send("/sign/later/", email=EMAIL)
    [link] = links_mailed("resume")
    set_instant(monkeypatch, AT + timedelta(days=6))
    client.get(link)
    signer.send("/sign/you/", **YOU)
    set_instant(monkeypatch, AT + timedelta(days=6) + WEEK - timedelta(seconds=1))
    assert Client().get(link).status_code == 302
    set_instant(monkeypatch, AT + timedelta(days=6) + WEEK)
    assert Client().get(link).status_code == 404


def test_a_resume_link_is_no_confirming_link_and_the_other_way_round(client: Client, partner: Partner):
    signer = Signer(client).begin().choose(partner)
    signer.send("/sign/later/", email=EMAIL)
    signer.answer().sign()
    resume, confirm = links_mailed("resume")[0].split("/")[-2], links_mailed()[0].split("/")[-2]
    assert client.get(f"/sign/confirm/{resume}/").status_code == 404
    assert client.get(f"/sign/resume/{confirm}/").status_code == 404


def test_no_token_is_held_and_token_pages_stay_in_no_cache(client: Client, partner: Partner):
    signer = Signer(client).begin().choose(partner)
    signer.send("/sign/later/", email=EMAIL)
    signer.answer().sign()
    for path in (*links_mailed(), *links_mailed("resume")):
        assert not MailedLink.objects.filter(token_digest__contains=path.split("/")[-2]).exists()
        response = client.get(path)
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "same-origin"


def test_the_pages_that_only_send_show_nothing_to_a_reader(client: Client, db):
    for address in ("/sign/new-link/", "/sign/again/"):
        assert client.get(address).status_code == 405
        assert client.post(address)["Location"] == "/sign/"
        assert client.post(address, {"token": "a/b"})["Location"] == "/sign/"


def test_an_answer_after_signing_shows_what_became_of_it(client: Client, partner: Partner):
    Signer(client).begin().choose(partner).answer().sign()
    assert client.post("/sign/authority/", AUTHORITY)["Location"] == "/sign/sent/"
    assert client.get("/sign/check/")["Location"] == "/sign/sent/"
