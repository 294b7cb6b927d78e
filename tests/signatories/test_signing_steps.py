"""The steps to a signature, one thing on a page: signing_start, signing_partner, signing_new, signing_alike, signing_you,
signing_authority, signing_pledge, signing_check."""

import pytest
from django.conf import settings
from django.test import Client

from compact_portal.mail.models import Message
from signatories.models import Partner, Signature, SigningJourney
from tests.signatories.signers import (
    AUTHORITY,
    EMAIL,
    NEW,
    PLEDGE,
    YOU,
    Signer,
    a_partner,
    an_edition,
    links_mailed,
    said_errors,
    soup_of,
    tie,
)
from tests.undertakings.pages import LATER, read, said, set_day

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail_waits(settings, monkeypatch):
    settings.PORTAL_MAIL = "queue"
    set_day(monkeypatch, LATER)


def test_the_start_says_what_is_signed_and_who_has_signed(client: Client):
    edition = an_edition()
    partner = a_partner(identifiers=["GB-CHC-1234567"])
    tie(partner)
    signed_for(partner)
    page = read(client, "/sign/?q=allotments")
    assert edition.digest in said(page.main)
    assert "Signed on Monday 1 March 2027: Sample Chair, Chair of trustees" in said(page.main)
    assert said(read(client, "/sign/?q=1234567").main).count("Sample Allotments") == 1
    assert "Nobody of that name is here yet" in said(read(client, "/sign/?q=unheard+of").main)


def signed_for(partner: Partner) -> Signature:
    Signer().begin().choose(partner).answer().sign()
    Client().post(links_mailed()[-1])
    return Signature.objects.standing().get(partner=partner)


def test_the_look_up_asks_the_same_at_one_partner_and_at_ten(client: Client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    an_edition()
    counts = []
    for number in range(10):
        a_partner(f"Sample partner {number}", identifiers=[f"GB-CHC-12345{number}0"])
        if number in (0, 9):
            client.get("/sign/")
            with CaptureQueriesContext(connection) as found:
                assert said(read(client, "/sign/?q=sample").main).count("Has not signed") == number + 1
            counts.append(len(found))
    assert counts[0] == counts[1] <= 8


def test_all_steps_lead_to_one_pending_signature_and_one_mail(client: Client):
    edition, partner = an_edition(), a_partner()
    Signer(client).begin().choose(partner).answer().sign()
    signature = Signature.objects.get()
    assert (signature.partner, signature.edition, signature.digest) == (partner, edition, edition.digest)
    assert (signature.signer_name, signature.signer_role, signature.signer_email) == tuple(YOU.values())
    assert (signature.authority, str(signature.authority_on)) == ("The board of trustees", "2026-11-01")
    assert signature.reference.startswith("SMA-2027-")
    assert [message.to for message in Message.objects.all()] == [EMAIL]
    page = read(client, "/sign/sent/")
    assert EMAIL in said(page.main)
    assert signature.reference in said(page.main)


def test_the_session_holds_the_journeys_key_and_nothing_typed(client: Client):
    an_edition()
    Signer(client).begin().choose(a_partner()).answer()
    assert dict(client.session.items()) == {"signing": str(SigningJourney.objects.get().key)}


def test_the_check_shows_every_answer_and_the_declaration_names_edition_and_digest(client: Client):
    edition = an_edition()
    Signer(client).begin().add(identifier="gb-chc-1234567", website="choir.example").answer()
    words = said(read(client, "/sign/check/").main)
    for answer in ("Sample Choir", "GB-CHC-1234567", "https://choir.example", "Community group without a registration"):
        assert answer in words
    for answer in (*YOU.values(), *PLEDGE.values(), "The board of trustees", "Sunday 1 November 2026", edition.digest, "First"):
        assert answer in words


@pytest.mark.parametrize("step", ["partner", "new", "you", "authority", "pledge"])
def test_each_answer_can_be_changed_from_the_check_and_leads_back_to_it(client: Client, step: str):
    an_edition()
    signer = Signer(client).begin().add().answer()
    addresses = {link["href"] for link in read(client, "/sign/check/").select(".list a")}
    assert addresses == {"/sign/partner/new/", "/sign/you/", "/sign/authority/", "/sign/pledge/"}
    changed = {
        "partner": lambda: signer.choose(a_partner("Sample Wheels")),
        "new": lambda: signer.add(name="Sample Orchestra"),
        "you": lambda: signer.send("/sign/you/", **YOU | {"name": "Sample Orchestra"}),
        "authority": lambda: signer.send("/sign/authority/", **AUTHORITY | {"body": "Sample Orchestra"}),
        "pledge": lambda: signer.send("/sign/pledge/", pledge="Sample Orchestra"),
    }[step]
    changed()
    words = said(read(client, "/sign/check/").main)
    assert ("Sample Wheels" if step == "partner" else "Sample Orchestra") in words


def test_going_back_shows_what_was_answered(client: Client):
    an_edition()
    partner = a_partner()
    Signer(client).begin().choose(partner).answer()
    assert read(client, "/sign/partner/").find("input", {"name": "partner", "checked": True})["value"] == str(partner.pk)
    for step, typed in (("you", YOU), ("pledge", {"champion": PLEDGE["champion"]})):
        page = read(client, f"/sign/{step}/")
        for name, value in typed.items():
            assert page.find("input", {"name": name})["value"] == value
    page = read(client, "/sign/authority/")
    assert [page.find("input", {"name": f"day_{part}"})["value"] for part in ("day", "month", "year")] == ["1", "11", "2026"]
    assert PLEDGE["pledge"] in read(client, "/sign/pledge/").find("textarea").get_text()


def test_a_journey_goes_on_at_the_first_step_without_an_answer(client: Client):
    an_edition()
    Signer(client).begin().choose(a_partner())
    assert client.get("/sign/check/")["Location"] == "/sign/you/"
    assert client.post("/sign/check/")["Location"] == "/sign/you/"
    assert not Signature.objects.exists()
    assert read(client, "/sign/").find("a", string="Go on where you stopped")["href"] == "/sign/you/"


def test_an_answer_that_comes_after_the_session_has_ended_finds_its_journey(client: Client):
    an_edition()
    Signer(client).begin().choose(a_partner())
    key = read(client, "/sign/you/").find("input", {"name": "journey"})["value"]
    late = Client()
    assert late.post("/sign/you/", {**YOU, "journey": key})["Location"] == "/sign/authority/"
    assert SigningJourney.objects.get().answers["you"] == YOU
    assert late.get("/sign/authority/").status_code == 200


@pytest.mark.parametrize("key", ["", "nonsense", "00000000-0000-4000-8000-000000000000", "\x00"])
def test_an_answer_without_any_journey_begins_one_with_what_was_typed(client: Client, key: str):
    an_edition()
    assert client.post("/sign/you/", {**YOU, "journey": key})["Location"] == "/sign/partner/"
    assert SigningJourney.objects.get().answers == {"you": YOU}
    refused = Client().post("/sign/you/", {**YOU, "name": "", "journey": key})
    assert refused.status_code == 422
    assert soup_of(refused).find("input", {"name": "email"})["value"] == EMAIL


def test_two_tabs_keep_their_two_signings_apart(client: Client):
    an_edition()
    one, two = a_partner(), a_partner("Sample Wheels")
    signer = Signer(client).begin().choose(one)
    key = read(client, "/sign/you/").find("input", {"name": "journey"})["value"]
    signer.begin().choose(two)
    client.post("/sign/you/", {**YOU, "name": "Sample First", "journey": key})
    kept = {row.answers["partner"]["partner"]: row.answers.get("you") for row in SigningJourney.objects.all()}
    assert kept == {one.pk: {**YOU, "name": "Sample First"}, two.pk: None}


def test_a_step_without_a_journey_leads_to_the_start(client: Client):
    an_edition()
    for step in ("partner", "partner/new", "partner/alike", "you", "authority", "pledge", "check", "changed", "later", "sent"):
        assert client.get(f"/sign/{step}/")["Location"] == "/sign/", step


def test_who_has_signed_is_said_before_anything_is_typed_and_it_cannot_be_signed_twice(client: Client):
    an_edition()
    partner = a_partner()
    tie(partner)
    signed_for(partner)
    Signer(client).begin()
    refused = client.post("/sign/partner/?q=sample", {"partner": partner.pk})
    assert refused.status_code == 422
    assert said_errors(refused) == ["Sample Allotments has signed this edition already. There is nothing left to do."]


@pytest.mark.parametrize("typed", ["", "0", "none", "x", "٣", "999999999999999999999"])
def test_only_a_partner_of_the_list_can_be_chosen(client: Client, typed: str):
    an_edition()
    a_partner()
    Signer(client).begin()
    assert client.post("/sign/partner/?q=sample", {"partner": typed}).status_code == 422


def test_a_partner_that_waits_for_a_check_or_has_dissolved_is_not_offered(client: Client):
    an_edition()
    a_partner("Sample Waiting", proposed_at="2026-11-02T10:00Z")
    a_partner("Sample Gone", dissolved_on=DAY_GONE)
    Signer(client).begin()
    assert "No organisation here is called" in said(read(client, "/sign/partner/?q=sample").main)


DAY_GONE = "2026-10-01"


def test_a_name_nearly_like_another_is_asked_about_before_a_second_entry_is_made(client: Client):
    an_edition()
    partner = a_partner(identifiers=["GB-CHC-1234567"])
    signer = Signer(client).begin()
    assert signer.send("/sign/partner/new/", **NEW | {"name": "The Sample Allotment Society"})["Location"] == "/sign/partner/alike/"
    page = read(client, "/sign/partner/alike/")
    assert "GB-CHC-1234567" in said(page.main)
    assert [box["value"] for box in page.select("input[type=radio]")] == [str(partner.pk), "none"]
    assert client.post("/sign/partner/alike/").status_code == 422
    signer.send("/sign/partner/alike/", partner=partner.pk)
    assert SigningJourney.objects.get().answers["partner"] == {"partner": partner.pk}
    signer.send("/sign/partner/alike/", partner="none")
    signer.answer().sign()
    assert Partner.objects.get(name="The Sample Allotment Society").proposed_at


def test_a_number_that_is_known_leads_to_its_partner(client: Client):
    an_edition()
    a_partner(identifiers=["GB-CHC-1234567"])
    Signer(client).begin()
    refused = client.post("/sign/partner/new/", NEW | {"identifier": "gb-chc-1234567"})
    assert said_errors(refused) == ["That number belongs to Sample Allotments, which is here already"]
    assert soup_of(refused).find("a", string="Sign for Sample Allotments")["href"] == "/sign/partner/?q=Sample%20Allotments"


def test_two_who_add_the_same_number_sign_for_one_new_partner():
    an_edition()
    for number in (1, 2):
        Signer().begin().add(name=f"Sample Choir {number * 'x'}", identifier="GB-CHC-1234567").answer().sign()
    assert Partner.objects.count() == 1
    assert Signature.objects.count() == 2


TOO_LATE = "The decision has to be made before you sign. Give a day up to today, Monday 1 March 2027"
TOO_LONG = "Shorten What will your organisation do to keep the compact? to 2000 characters; it has 2001"


@pytest.mark.parametrize(
    ("step", "typed", "says"),
    [
        ("partner/new", NEW | {"kind": "council"}, "Choose a kind of voluntary or community body, or choose the other sector"),
        ("partner/new", NEW | {"identifier": "GB-CHC-12"}, "GB-CHC-12 does not look right: a charity number has 6 or 7 digits."),
        ("partner/new", NEW | {"website": "javascript:alert(1)"}, "Write the address of the website in full, like https://example.org"),
        ("partner/new", NEW | {"name": "  "}, "Fill in “Name of the organisation”"),
        ("you", YOU | {"email": "chair"}, "Write the e-mail address in full, like name@example.org"),
        ("you", YOU | {"role": ""}, "Fill in “Your role in the organisation”"),
        ("authority", AUTHORITY | {"day_day": "2", "day_month": "3", "day_year": "2027"}, TOO_LATE),
        ("authority", AUTHORITY | {"day_day": "31", "day_month": "2"}, "Choose a day from 1 to 28: February 2026 has 28 days"),
        ("authority", AUTHORITY | {"body": ""}, None),
        ("pledge", {"pledge": "x" * 2001}, TOO_LONG),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_a_link_to_its_box_and_everything_typed_stands(client: Client, step: str, typed, says: str):
    an_edition()
    Signer(client).begin()
    refused = client.post(f"/sign/{step}/", typed)
    assert refused.status_code == 422
    page = soup_of(refused)
    [line] = page.select(".problem li a")
    assert says is None or line.get_text() == says
    assert page.find(id=line["href"].removeprefix("#"))
    for name, value in typed.items():
        box = page.find("input", {"name": name, "type": ["text", "email"]})
        assert box is None or box.get("value", "") == value


def test_today_is_a_day_on_which_it_may_have_been_decided(client: Client):
    an_edition()
    Signer(client).begin()
    sent = client.post("/sign/authority/", AUTHORITY | {"day_day": "1", "day_month": "3", "day_year": "2027"})
    assert sent.status_code == 302


def test_the_pledge_can_be_left_out_and_starts_with_what_the_partner_pledges_now(client: Client):
    an_edition()
    partner = a_partner(pledge="We pledged before.", champion="Sample Before")
    signer = Signer(client).begin().choose(partner)
    assert "We pledged before." in read(client, "/sign/pledge/").find("textarea").get_text()
    signer.answer()
    signer.send("/sign/pledge/", pledge="", champion="")
    assert said(read(client, "/sign/check/").main).count("Left out") == 2


def test_a_restatement_is_not_signed_outside_the_sample(client: Client, settings):
    an_edition(standing="restatement")
    settings.PORTAL_SAMPLE = False
    page = read(client, "/sign/")
    assert "it is not the adopted wording, so it cannot be signed" in said(page.main)
    assert not page.find("form", {"method": "post"})
    assert client.post("/sign/").status_code == 200
    assert client.post("/sign/you/", YOU)["Location"] == "/sign/"
    assert not SigningJourney.objects.exists()


def test_a_restatement_that_came_into_force_on_the_way_is_not_signed(client: Client, settings):
    an_edition(standing="restatement")
    Signer(client).begin().choose(a_partner()).answer()
    settings.PORTAL_SAMPLE = False
    refused = client.post("/sign/check/")
    assert refused.status_code == 422
    assert "cannot be signed" in said(soup_of(refused).find(role="alert"))
    assert not Signature.objects.exists()


def test_without_an_edition_there_is_nothing_to_sign(client: Client):
    assert "there is nothing to sign" in said(read(client, "/sign/").main)
    assert client.post("/sign/").status_code == 200


def test_an_edition_that_is_published_on_the_way_is_shown_and_asked_about_with_the_answers_kept(client: Client):
    an_edition("First", "Money comes in time.")
    signer = Signer(client).begin().choose(a_partner()).answer()
    new = an_edition("Second", "Money comes in good time.", on=LATER)
    assert client.get("/sign/check/")["Location"] == "/sign/changed/"
    assert client.post("/sign/check/")["Location"] == "/sign/changed/"
    assert not Signature.objects.exists()
    page = read(client, "/sign/changed/")
    assert "good" in [said(mark).replace("[added: ", "").replace("]", "") for mark in page.find_all("ins")][-1]
    assert signer.send("/sign/changed/")["Location"] == "/sign/check/"
    assert new.digest in said(read(client, "/sign/check/").main)
    signer.sign()
    assert Signature.objects.get().edition == new


def test_the_page_after_signing_is_the_same_for_an_address_that_is_known(client: Client):
    an_edition()
    partner = a_partner()
    tie(partner)
    pages = []
    for email in (EMAIL, "other@sample.invalid"):
        visitor = Client()
        Signer(visitor).begin().choose(partner).answer(email=email).sign()
        page = read(visitor, "/sign/sent/")
        for hidden in page.find_all("input"):
            hidden.decompose()
        pages.append(str(page).replace(email, "").replace(Signature.objects.order_by("pk").last().reference, ""))
    assert pages[0] == pages[1]


def test_pressing_the_button_again_makes_no_second_signature_and_no_second_mail(client: Client):
    an_edition()
    signer = Signer(client).begin().choose(a_partner()).answer()
    key = read(client, "/sign/check/").find("input", {"name": "journey"})["value"]
    signer.sign()
    for number in range(25):
        visitor = client if number % 2 else Client()
        assert visitor.post("/sign/check/", {"journey": key})["Location"] == "/sign/sent/"
    assert Signature.objects.count() == Message.objects.count() == 1


def test_too_many_mails_to_one_address_wait_whoever_asks(client: Client):
    an_edition()
    answers = []
    for number in range(5):
        signer = Signer().begin().choose(a_partner(f"Sample partner {number}")).answer()
        answers.append(signer.client.post("/sign/check/").status_code)
    assert answers == [302] * 4 + [429]
    assert Signature.objects.count() == 4


def test_too_many_journeys_from_one_network_wait(client: Client):
    an_edition()
    assert [client.post("/sign/").status_code for _ in range(31)] == [302] * 30 + [429]


def test_pages_of_signing_are_kept_by_no_cache(client: Client):
    an_edition()
    Signer(client).begin()
    for address in ("/sign/", "/sign/you/"):
        assert "private" in client.get(address)["Cache-Control"]
    assert settings.SECURE_REFERRER_POLICY == "same-origin"
