"""What is held about a person: all of it is shown and can be taken away; erased, nothing of it is anywhere."""

import json
import uuid
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from compact_portal.audit.context import change
from compact_portal.audit.queries import personal_columns
from compact_portal.audit.register import ABOUT_NOBODY, HOLDINGS, PERSONAL
from compact_portal.lib.clock import now
from compact_portal.lib.dates import london_day
from compact_portal.mail.actions import queue_mail
from compact_portal.mail.models import Address, Message
from compact_portal.pages import store
from compact_portal.site.actions import close_problem, report_problem
from signatories.actions.erasing import erase_address, erase_person
from signatories.actions.indexing import index_partner
from signatories.actions.invitations import invite
from signatories.actions.signing import Signer, confirm, save_step, sign, start_journey
from signatories.actions.withdrawing import withdraw_signature
from signatories.models import Coordination, Invitation, Membership, Partner, Person, Signature, SignatureEvent, SigningJourney
from signatories.queries.holdings import held_about, is_last_coordinator, last_signatory_of, subject_of
from signatories.rules.erasing import ERASED_NAME
from tests.house.personas import SINCE, Personas
from undertakings.actions.indexing import reindex
from undertakings.models import Contact, Edition

AT = now()
ON = london_day(AT)
NAME, EMAIL, BEFORE = "Canarina Zwitscher", "canary@trace.invalid", "canary-before@trace.invalid"
TRACES = ("canarina", "zwitscher", "trace.invalid", "birdwatcher")

pytestmark = pytest.mark.django_db


# The register knows every model


def models_with_personal_columns() -> set[str]:
    return {model._meta.label for model in apps.get_models() if personal_columns(model._meta.label)}


def test_every_model_with_a_personal_column_says_whose_its_rows_are():
    unsaid = models_with_personal_columns() - HOLDINGS.keys() - ABOUT_NOBODY.keys()
    assert unsaid == set(), "say in the app's personal.py whose these rows are: held() or about_nobody()"


def test_no_holding_names_what_is_not_there():
    for label, holding in HOLDINGS.items():
        model = apps.get_model(label)
        assert personal_columns(label), label
        for name in (*holding.address, *holding.words, *holding.person):
            assert model._meta.get_field(name.split("__")[0]), (label, name)
        for name in (*holding.stays, *holding.hidden):
            assert f"{label}.{name}".lower() in PERSONAL, (label, name)


# A person who has left traces everywhere


@pytest.fixture
def canary(loaded, personas: Personas, settings) -> Person:
    """Somebody who did everything that one can do here."""
    settings.PORTAL_MAIL, settings.PORTAL_SAMPLE = "queue", True
    person = Person.objects.create_user(BEFORE, name=NAME)
    person.email = EMAIL
    person.save()
    in_partner_a(person, personas)
    _, token = begins_to_sign(EMAIL, personas.partners["a"])
    confirm(token=token, at=AT, on=ON)
    begins_to_sign(BEFORE, personas.partners["b"])
    by = personas.people["coordinator"]
    invite(partner=personas.partners["b"], email=EMAIL, name=NAME, role="contributor", by=by, on=ON, at=AT, job_title="Birdwatcher")
    token = uuid.uuid4()
    said = report_problem(
        token=token, page="/", words=f"{NAME} <{EMAIL}> says no.", email=EMAIL, automatic=False, place="Test", at=AT
    )
    close_problem(report=said, version=said.version, answer=f"We wrote to {EMAIL}", by=by, at=AT)
    queue_mail(to=by.email, subject=f"{NAME} was here", body=f"{NAME} <{EMAIL}>", at=AT, why=f"{EMAIL} wrote")
    Address.objects.create(address=EMAIL, bounced_at=AT, bounce_class="5.1.1")
    contact = Contact.objects.order_by("pk")[0]
    contact.name, contact.email = NAME, EMAIL
    contact.save()
    reindex()
    Authenticator.objects.create(user=person, type="webauthn", data={"name": "Birdwatcher"})
    Client().post("/account/sign-in/", {"email": EMAIL})
    return person


def in_partner_a(person: Person, personas: Personas) -> None:
    """Signatory and champion of A, and a coordinator; the reasons of the changes name them."""
    partner = personas.partners["a"]
    with change(by=personas.people["signatory_a"], why=f"Added {NAME} ({EMAIL})"):
        Membership.objects.create(person=person, partner=partner, role="signatory", job_title="Birdwatcher", from_on=SINCE)
        Coordination.objects.create(person=person, from_on=SINCE)
        partner.champion, partner.pledge, partner.public_contact = NAME, f"Ask {NAME} anything.", f"{NAME}, {EMAIL}"
        partner.save()
        index_partner(partner)


def begins_to_sign(email: str, partner: Partner) -> tuple[Signature, str]:
    """The address of A's signatory is tied to it; the earlier one is nobody's any more, and its signature stays open."""
    journey = start_journey(edition=Edition.objects.published().get(), at=AT)
    save_step(journey=journey, step="you", answers={"name": NAME, "role": "Chair", "email": email}, at=AT)
    signer = Signer(NAME, "Chair", email, "The board", ON)
    return sign(journey=journey, partner=partner, signer=signer, at=AT, on=ON, prefix="TST")


def dumped(value: Any) -> str:
    return json.dumps(value, default=str, ensure_ascii=False).casefold()


def traces(*wanted: str) -> list[str]:
    """Every table and column of the whole database in which one of the words stands."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    inside = Session(session_data=value).get_decoded() if column == "session_data" else value
                    found += [f"{table}.{column}: {value}" for word in wanted if word in dumped(inside)]
    return found


def erase(person: Person) -> None:
    erase_person(person=person, by=person, on=ON, at=AT)


def test_the_canary_has_left_traces_where_traces_can_be_left(canary: Person):
    """The control: were the dump blind, the next test could not fail."""
    tables = {line.partition(".")[0] for line in traces(*TRACES)}
    assert {
        "signatories_person", "signatories_historicalperson", "signatories_membership", "signatories_partner",
        "signatories_historicalpartner", "signatories_signature", "signatories_historicalsignature", "signatories_invitation",
        "signatories_historicalinvitation", "signatories_signingjourney", "mail_message", "mail_address", "site_problemreport",
        "site_historicalproblemreport", "undertakings_contact", "undertakings_historicalcontact", "search_document",
        "mfa_authenticator", "django_session",
    } <= tables, tables  # fmt: skip


def test_erased_nothing_of_them_is_anywhere_in_the_database(canary: Person):
    erase(canary)
    found = [line for line in traces(*TRACES) if not line.startswith("search_word")]
    assert found == [], "\n" + "\n".join(found)


def test_what_others_rely_on_stays_without_them(canary: Person, personas: Personas):
    erase(canary)
    signature = Signature.objects.get(partner=personas.partners["a"])
    assert (signature.signer_name, signature.signer_email, signature.signer) == ("", "", None)
    assert (signature.signer_role, signature.authority, signature.authority_on) == ("Chair", "The board", ON)
    assert signature.confirmed_at == AT
    partner = Partner.objects.get(slug="test-a")
    assert (partner.champion, partner.pledge) == ("", "Ask [erased] anything.")
    assert Membership.objects.filter(person=canary).get().until_on == ON - timedelta(days=1)
    gone = Person.objects.get(pk=canary.pk)
    assert (str(gone), gone.is_active) == (ERASED_NAME, False)
    assert Membership.history.filter(person=canary).exists()


def test_the_chain_is_whole_and_can_be_proved_after_erasing(canary: Person):
    columns = ("position", "facts", "personal_digest", "previous", "link")
    before = list(SignatureEvent.objects.values(*columns))
    assert SignatureEvent.objects.exclude(salt="").count() == len(before) == 1
    erase(canary)
    assert list(SignatureEvent.objects.values(*columns))[: len(before)] == before
    assert list(SignatureEvent.objects.exclude(salt="").values_list("kind", flat=True)) == ["erased"]
    call_command("verify_signatures", stdout=StringIO())


def test_a_name_that_was_taken_out_past_the_action_gives_itself_away(canary: Person):
    """The control: the command does look."""
    Signature.objects.update(signer_name="")
    with pytest.raises((CommandError, SystemExit)):
        call_command("verify_signatures", stdout=StringIO(), stderr=StringIO())


def test_a_signature_that_waits_is_closed_and_its_link_with_it(canary: Person, personas: Personas):
    signature = Signature.objects.get(partner=personas.partners["b"])
    assert signature in Signature.objects.pending(AT)
    erase(canary)
    signature.refresh_from_db()
    assert signature in Signature.objects.expired(AT)
    assert not signature.links.filter(used_at=None, expires_at__gt=AT).exists()


def test_a_signature_that_waits_for_its_check_is_set_aside(canary: Person, personas: Personas):
    signature = Signature.objects.get(partner=personas.partners["b"])
    Signature.objects.filter(pk=signature.pk).update(mail_confirmed_at=AT)
    erase(canary)
    signature.refresh_from_db()
    assert signature.invalidated_at == AT
    assert signature not in Signature.objects.to_check()


def test_the_key_of_a_mail_that_goes_only_once_names_nobody(canary: Person, personas: Personas):
    """It outlives the mail: else the mail could go a second time."""
    signature = Signature.objects.get(partner=personas.partners["a"])
    withdraw_signature(signature=signature, version=signature.version, reason="We stop.", by=canary, at=AT, on=ON)
    keys = list(Message.objects.exclude(once=None).values_list("once", flat=True))
    assert len(keys) >= 2
    assert not [key for key in keys if "@" in key]
    erase(canary)
    assert [line for line in traces(*TRACES) if not line.startswith("search_word")] == []


def test_others_with_the_same_name_stay_as_they_are(canary: Person, personas: Personas):
    """Two people may be called the same: a name goes only where it is surely the one who asked."""
    namesake = Person.objects.create_user("namesake@test.invalid", name=NAME)
    other = Partner.objects.create(name="Other", slug="other", sector="voluntary", kind="group", champion=NAME)
    Membership.objects.create(person=namesake, partner=other, role="signatory", from_on=SINCE)
    erase(canary)
    namesake.refresh_from_db()
    other.refresh_from_db()
    assert (namesake.name, namesake.is_active, other.champion) == (NAME, True, NAME)


def test_of_a_contact_only_what_was_theirs_goes(canary: Person):
    """The row was somebody else's before and after."""
    contact = Contact.objects.get(email=EMAIL)
    contact.name, contact.email = "Next person", "next@test.invalid"
    contact.save()
    erase(canary)
    contact.refresh_from_db()
    assert contact.name == "Next person"
    assert not Contact.history.filter(email=EMAIL).exists()
    assert Contact.history.filter(id=contact.pk, name="Next person").exists()


def test_coordinators_are_told_of_a_partner_that_nobody_may_sign_for(canary: Person, personas: Personas):
    Membership.objects.filter(person=personas.people["signatory_a"]).delete()
    assert last_signatory_of(canary, on=ON) == [personas.partners["a"]]
    erase(canary)
    mails = Message.objects.filter(subject="Test partner A has no signatory any more")
    assert {mail.to for mail in mails} == {"coordinator@test.invalid", "coordinator-of-x@test.invalid"}


def test_an_address_without_an_account_is_forgotten_too(db):
    report_problem(token=uuid.uuid4(), page="/", words=f"{EMAIL} again", email=EMAIL, automatic=False, place="Test", at=AT)
    assert erase_address(address=EMAIL.upper(), by=None, at=AT) == 2
    assert traces("trace.invalid") == []
    assert erase_address(address=EMAIL, by=None, at=AT) == 0


# What is shown


def test_everything_that_is_held_is_shown_by_the_register(canary: Person):
    sections = {section.key: section for section in held_about(subject_of(canary))}
    assert {
        "signatories.Person", "signatories.Membership", "signatories.Coordination", "signatories.Partner",
        "signatories.Signature", "signatories.SignatureEvent", "signatories.SigningJourney", "signatories.Invitation",
        "mail.Message", "mail.Address", "site.ProblemReport", "undertakings.Contact", "mfa.Authenticator", "sessions.Session",
    } == sections.keys()  # fmt: skip
    for label, section in sections.items():
        columns = len(personal_columns(label))
        assert all(len(record.entries) == columns for record in section.records), label
    assert len(sections["signatories.Signature"].records) == 2
    assert any(BEFORE in dumped([entry.value for entry in one.entries]) for one in sections["signatories.Person"].earlier)


def test_a_column_that_is_added_later_is_shown_without_more_ado(canary: Person):
    PERSONAL["signatories.membership.role"] = PERSONAL["signatories.membership.job_title"]
    try:
        parts = next(one for one in held_about(subject_of(canary)) if one.key == "signatories.Membership")
        assert "Signatory" in [entry.value for entry in parts.records[0].entries]
    finally:
        del PERSONAL["signatories.membership.role"]


def test_secrets_are_held_and_not_shown(canary: Person):
    shown = dumped([[record.entries for record in one.records] for one in held_about(subject_of(canary))])
    for secret in (canary.password, *SignatureEvent.objects.values_list("salt", flat=True)):
        assert secret.casefold() not in shown


def test_others_are_not_named_in_what_is_mine(canary: Person):
    shown = dumped(held_about(subject_of(canary)))
    assert "coordinator@test.invalid" not in shown
    assert "test coordinator" not in shown


def test_nobody_sees_what_is_held_about_somebody_else(canary: Person, personas: Personas):
    for path in ("/account/my-data/", "/account/my-data/my-data.json"):
        text = personas.client("signatory_b").get(path).content.decode().casefold()
        assert not any(trace in text for trace in TRACES)


# Pages


@pytest.fixture
def reader(canary: Person) -> Client:
    client = Client()
    client.force_login(canary, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_page_and_the_file_say_the_same(reader: Client):
    page = reader.get("/account/my-data/").content.decode()
    answer = reader.get("/account/my-data/my-data.json")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert "no-store" in answer.headers["Cache-Control"]
    held = json.loads(answer.content)["held"]
    assert all(section["title"] in page for section in held)
    assert NAME in page
    assert BEFORE in page


def test_nothing_is_erased_without_the_tick(reader: Client, canary: Person):
    assert "Read first what happens" in reader.get("/account/my-data/erase/").content.decode()
    answer = reader.post("/account/my-data/erase/", {})
    assert answer.status_code == 422
    assert "Nothing has been erased" in answer.content.decode()
    assert Person.objects.get(pk=canary.pk).email == EMAIL


def test_the_last_signatory_and_the_last_coordinator_are_told_first(reader: Client, canary: Person):
    assert "the last" not in reader.get("/account/my-data/erase/").content.decode()
    Membership.objects.exclude(person=canary).delete()
    Coordination.objects.exclude(person=canary).delete()
    assert is_last_coordinator(canary, on=ON)
    page = reader.get("/account/my-data/erase/").content.decode()
    assert "You are the last signatory of Test partner A" in page
    assert "You are the last coordinator" in page


def test_erased_they_are_signed_out_everywhere_and_cannot_come_back(reader: Client, canary: Person):
    elsewhere = Client()
    elsewhere.force_login(canary, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = reader.post("/account/my-data/erase/", {"sure": "on"})
    assert answer.headers["Location"] == "/account/my-data/erased/"
    assert "Your data is erased" in reader.get("/account/my-data/erased/").content.decode()
    for client in (reader, elsewhere):
        assert client.get("/workspace/").status_code == 302
    found = [line for line in traces(*TRACES) if not line.startswith("search_word")]
    assert found == [], "\n" + "\n".join(found)
    Client().post("/account/sign-in/", {"email": EMAIL})
    assert "Nobody with this address is known" in Message.objects.get(to=EMAIL).body


def test_erased_no_page_and_no_file_names_them(canary: Person, personas: Personas):
    reference = Signature.objects.get(partner=personas.partners["a"]).reference
    public = (
        "/signatories/", "/signatories/test-a/", f"/signatures/{reference}/", f"/signatures/{reference}.pdf", "/contacts/",
        "/open-data/signatories.csv", "/open-data/signatories.json", "/open-data/signature-chain.json",
        f"/search/?q={NAME.split()[0]}",
    )  # fmt: skip
    assert NAME in Client().get(f"/signatures/{reference}/").content.decode(), "the control"
    erase(canary)
    store.clear()
    for path in public:
        answer = Client().get(path)
        assert answer.status_code == 200, path
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = body.decode("utf-8", "replace").casefold()
        if path.startswith("/search/"):
            text = text.replace(NAME.split()[0].casefold(), "")  # the page repeats what was asked
        assert not any(trace in text for trace in TRACES), path
    inside = personas.client("signatory_a").get("/workspace/partners/test-a/members/").content.decode()
    assert NAME not in inside
    assert ERASED_NAME in inside


def test_the_rows_of_others_are_untouched(canary: Person, personas: Personas):
    others = Person.objects.exclude(pk=canary.pk).order_by("pk")
    before = list(others.values("email", "name", "is_active", "password"))
    parts = list(Membership.objects.exclude(person=canary).order_by("pk").values())
    erase(canary)
    assert list(others.values("email", "name", "is_active", "password")) == before
    assert list(Membership.objects.exclude(person=canary).order_by("pk").values()) == parts
    assert not Invitation.objects.exists()
    assert not SigningJourney.objects.exists()


# The command for those who have no account


def test_erase_person_asks_to_be_meant_and_says_what_it_did(canary: Person):
    with pytest.raises(CommandError, match="add --yes"):
        call_command("erase_person", EMAIL)
    out = StringIO()
    call_command("erase_person", EMAIL, "--yes", stdout=out)
    assert out.getvalue() == "The account and what was held about its person are erased.\n"
    with pytest.raises(CommandError, match="Nothing is held"):
        call_command("erase_person", EMAIL, "--yes")
