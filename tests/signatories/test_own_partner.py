"""What members see and signatories do for their own partner, and reaffirming when a new edition is published."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from compact_portal.lib.dates import add_months
from compact_portal.mail.models import Message
from signatories.actions import reaffirming as actions
from signatories.actions.desk import dissolve_partner
from signatories.actions.paper import record_paper
from signatories.actions.people import give_part
from signatories.actions.reaffirming import reaffirm, send_reminders
from signatories.actions.signing import SigningRefused
from signatories.models import Partner, Signature
from signatories.queries.paper import read_paper
from signatories.queries.reaffirming import reaffirming
from signatories.rules.signing import reminder_now
from tests.signatories.proving import edition, noon, partner, signed
from tests.signatories.waiting import body, kinds, mailed, now, today, wrong
from tests.undertakings.drafting import hidden_version
from tests.undertakings.pages import edition_of, queries_of, read, said

pytestmark = pytest.mark.django_db
LIST = reverse("signatories:own_partner_list")
BEFORE = timedelta(days=200)


@pytest.fixture(autouse=True)
def _mail_waits(settings):
    settings.PORTAL_MAIL = "queue"


def page_of(row: Partner, name: str = "detail") -> str:
    return reverse(f"signatories:own_partner_{name}", args=[row.slug])


def text(label: str, *, public: str = "Money comes.", own: str = "We answer.") -> str:
    return (
        f"---\ncompact: Small Compact\nplace: Smallplace\nedition: {label}\n---\n# Small Compact\n\n"
        f"## What agencies promise {{#statutory}}\n\n### Money {{#money}}\n\n- {public} {{#pay}}\n\n"
        f"## What groups promise {{#voluntary}}\n\n### Answers {{#answers}}\n\n- {own} {{#answer}}\n"
    )


@pytest.fixture
def asked(personas) -> Partner:
    """Partner A has signed an earlier edition; another one is in force since today."""
    edition_of(text("First"), on=today() - BEFORE)
    signed(personas.partners["a"], today() - BEFORE)
    edition_of(text("Second", public="Money comes in time.", own="We answer each question."), on=today())
    return personas.partners["a"]


def typed(client, row: Partner, **more):
    digest = read(client, page_of(row, "reaffirm")).select_one("input[name=digest]")["value"]
    on = more.pop("on", today())
    day = {"day_day": on.day, "day_month": on.month, "day_year": on.year}
    return {"name": "Sample Chair", "role": "Chair", "body": "The trustees", "digest": digest, **day, **more}


def test_the_list_shows_where_each_stands(personas, asked):
    client = personas.client("signatory_a")
    (row,) = read(client, LIST).select("ol.tasks li")
    assert "You are signatory" in said(row)
    assert "to reaffirm by" in said(row)
    assert [a["href"] for a in row.select("a")] == [page_of(asked)]
    assert "You have a part in no organisation" in said(read(personas.client("coordinator"), LIST).main)


def test_the_page_leads_to_reaffirming_the_certificate_and_the_members(personas, asked):
    signature = asked.signatures.get()
    links = {a["href"] for a in read(personas.client("signatory_a"), page_of(asked)).main.select("a")}
    assert page_of(asked, "reaffirm") in links
    assert f"/signatures/{signature.reference}.pdf" in links
    assert reverse("signatories:signature_withdraw", args=[signature.reference]) in links
    assert reverse("signatories:member_list", args=[asked.slug]) in links


def test_a_contributor_reads_and_is_told_who_signs(personas, asked):
    page = read(personas.client("contributor_a"), page_of(asked))
    links = {a["href"] for a in page.main.select("a")}
    assert page_of(asked, "reaffirm") not in links
    assert page_of(asked, "update") not in links
    assert "Ask its signatory" in said(page.main)


def test_who_has_signed_nothing_is_led_to_signing(personas):
    edition(on=today() - BEFORE)
    own = personas.partners["b"]
    links = {a["href"] for a in read(personas.client("signatory_b"), page_of(own)).main.select("a")}
    assert "/sign/?q=Test%20partner%20B" in links


def test_a_signatory_changes_what_the_partner_says_of_itself(personas, client):
    edition(on=today() - BEFORE)
    own, browser = personas.partners["a"], personas.client("signatory_a")
    version = hidden_version(browser.get(page_of(own, "update")))
    values = {"version": version, "pledge": "We answer.", "champion": "Sample Champion", "income_band": "10k-100k"}
    assert browser.post(page_of(own, "update"), values)["Location"] == page_of(own)
    page = client.get(f"/signatories/{own.slug}/").content.decode()
    assert "We answer." in page
    assert "Sample Champion" in page
    own.refresh_from_db()
    assert own.history.first().history_user == personas.people["signatory_a"]
    assert browser.post(page_of(own, "update"), values).status_code == 422  # an old version now


def test_what_changed_for_the_own_sector_is_shown_word_by_word(personas, asked):
    page = read(personas.client("signatory_a"), page_of(asked, "reaffirm"))
    changed = page.select_one("[aria-labelledby=changed]")
    assert "each question" in said(changed.select_one("ins"))
    assert "in time" not in said(changed)
    assert "1 other section changed" in said(changed)
    assert asked.signatures.get().edition.label in said(page.main)


def test_one_button_reaffirms(personas, asked):
    browser = personas.client("signatory_a")
    response = browser.post(page_of(asked, "reaffirm"), typed(browser, asked))
    assert response["Location"] == page_of(asked)
    new = Signature.objects.standing().get(partner=asked, edition__label="Second")
    assert (new.signer, new.signer_name, new.authority, new.authority_on) == (
        personas.people["signatory_a"], "Sample Chair", "The trustees", today(),
    )  # fmt: skip
    assert new.digest == new.edition.digest
    asked.refresh_from_db()
    assert asked.signed_edition == new.edition
    assert Signature.objects.standing().filter(partner=asked).count() == 2
    assert kinds() == ["confirmed", "confirmed"]
    assert asked.memberships.filter(person=personas.people["signatory_a"]).count() == 1
    assert "There is nothing to reaffirm" in said(read(browser, page_of(asked, "reaffirm")).main)
    assert wrong() == []


def test_authority_is_asked_again_and_not_of_a_day_to_come(personas, asked):
    browser = personas.client("signatory_a")
    response = browser.post(page_of(asked, "reaffirm"), typed(browser, asked, body="", on=today() + timedelta(days=1)))
    assert response.status_code == 422
    page = response.content.decode()
    assert "Say who decided that your organisation signs the new edition" in page
    assert "The decision has to be made before you sign" in page


def test_an_edition_published_meanwhile_is_shown_and_asked_again_with_what_was_typed(personas, asked):
    browser = personas.client("signatory_a")
    form = typed(browser, asked, role="Treasurer")
    edition_of(text("Third", own="We answer each question at once."), on=today())
    response = browser.post(page_of(asked, "reaffirm"), form)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Another edition has come into force" in page
    assert "at once" in page
    assert 'value="Treasurer"' in page
    assert not Signature.objects.filter(edition__label__in=["Second", "Third"]).exists()


def test_a_text_that_is_not_held_cannot_be_compared_and_the_page_says_so(personas):
    own = personas.partners["a"]
    data = b"name,sector,kind,signed_on\nTest partner A,voluntary,charity,2004-03-31\n"
    edition(on=today())
    record_paper(data=data, digest=read_paper(data, on=today(), own=frozenset()).digest, by=None, at=now(), on=today())
    page = read(personas.client("signatory_a"), page_of(own, "reaffirm"))
    assert "The text that you signed is not held here" in said(page.main)
    assert page.select_one("form input[name=digest]")


def told(row: Partner, person, **more):
    found = reaffirming(row, on=today())
    values = {
        "partner": row, "digest": found.edition.digest if found else "", "name": "N", "role": "R", "authority": "A",
        "authority_on": today(), "by": person, "at": now(), "on": today(),
    }  # fmt: skip
    return values | more


def test_what_stands_in_the_way_of_reaffirming(personas, asked, settings):
    person = personas.people["signatory_a"]
    with pytest.raises(SigningRefused, match="has no signature to reaffirm"):
        reaffirm(**told(asked, person, partner=personas.partners["b"]))
    with pytest.raises(SigningRefused, match="before you sign"):
        reaffirm(**told(asked, person, authority_on=today() + timedelta(days=1)))
    with pytest.raises(SigningRefused, match="Another edition"):
        reaffirm(**told(asked, person, digest="0" * 64))
    values = told(asked, person)
    reaffirm(**values)
    with pytest.raises(SigningRefused, match="has signed this edition already"):
        reaffirm(**values)


def test_a_dissolved_partner_does_not_reaffirm(personas, asked):
    asked.refresh_from_db()
    values = told(asked, personas.people["signatory_a"])
    dissolve_partner(partner=asked, version=asked.version, dissolved_on=today(), by=None)
    with pytest.raises(SigningRefused, match="cannot sign any more"):
        reaffirm(**values)


def test_a_restatement_is_not_reaffirmed_where_records_are_real(personas, settings):
    edition_of(text("First"), on=today() - BEFORE)
    own = personas.partners["a"]
    signed(own, today() - BEFORE)
    plain = text("Plain").replace("edition: Plain", "edition: Plain\nstanding: restatement")
    edition_of(plain, on=today())
    settings.PORTAL_SAMPLE = False
    assert "cannot be signed" in said(read(personas.client("signatory_a"), page_of(own, "reaffirm")).main)
    with pytest.raises(SigningRefused, match="restates the compact"):
        reaffirm(**told(own, personas.people["signatory_a"]))
    assert "restates the compact" in send_reminders(at=now(), on=today()).why_not


@pytest.mark.parametrize(
    ("days", "number"), [(-1, None), (0, 0), (27, 0), (28, 1), (83, 1), (84, 2), (180, 2), (181, None), (400, None)]
)
def test_the_mail_whose_time_has_come(days, number):
    """At once, after 4 weeks, after 12; nothing once the signature has lapsed."""
    published = date(2026, 1, 31)
    lapses = add_months(published, 6)
    assert (lapses - published).days == 181
    assert reminder_now(published_on=published, on=published + timedelta(days=days), lapses_on=lapses) == number


def test_every_signatory_is_asked_once_and_reminded_twice(personas, asked):
    for days, expected in ((0, 2), (0, 0), (3, 0), (28, 2), (29, 0), (84, 2), (85, 0), (200, 0)):
        on = today() + timedelta(days=days)
        assert send_reminders(at=noon(on), on=on).mails == expected, days
    signer = asked.signatures.get().signer_email
    assert sorted(set(mailed("to reaffirm"))) == sorted([signer, "signatory-a@test.invalid"])
    assert len(mailed("Reminder: a new edition")) == 4
    assert page_of(asked, "reaffirm") in body("to reaffirm")


def test_who_starts_late_is_not_mailed_three_times(asked):
    on = today() + timedelta(days=100)
    assert send_reminders(at=noon(on), on=on).mails == 2
    assert send_reminders(at=noon(on), on=on).mails == 0


def test_who_has_reaffirmed_withdrawn_or_gone_is_not_asked(personas, asked):
    reaffirm(**told(asked, personas.people["signatory_a"]))
    assert send_reminders(at=now(), on=today()).mails == 0


def test_a_run_that_is_stopped_half_way_sends_nothing_twice(asked, personas, monkeypatch):
    other = partner("Sample Choir")
    Partner.objects.filter(pk=other.pk).update(stands=Partner.objects.get(pk=asked.pk).stands)
    give_part(person=personas.people["signatory_b"], partner=other, role="signatory", on=today(), by=None, why="A test")
    mail, seen = actions.mail_new_edition, []

    def stops(row, person, *args, **kwargs):
        if seen:
            raise KeyboardInterrupt
        seen.append(person)
        return mail(row, person, *args, **kwargs)

    monkeypatch.setattr(actions, "mail_new_edition", stops)
    with pytest.raises(KeyboardInterrupt):
        send_reminders(at=now(), on=today())
    monkeypatch.undo()
    send_reminders(at=now(), on=today())
    keys = list(Message.objects.filter(once__startswith="reaffirm:").values_list("once", flat=True))
    assert len(keys) == len(set(keys)) == 3
    assert len(mailed("to reaffirm")) == 3


def test_the_command_says_what_it_did_in_one_line(asked):
    for expected in ("Reminders: 2 mails to signatories of 1 partners.", "Reminders: 0 mails to signatories of 0 partners."):
        out = StringIO()
        call_command("send_reminders", stdout=out)
        assert out.getvalue().startswith(expected)
        assert out.getvalue().count("\n") == 1


def test_without_an_edition_the_command_says_so(db):
    out = StringIO()
    call_command("send_reminders", stdout=out)
    assert out.getvalue().startswith("No reminders: No edition is in force.")
    assert out.getvalue().count("\n") == 1


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_queries_however_many_there_are(personas, count):
    edition(on=today() - BEFORE)
    for number in range(count):
        own = partner(f"Sample Group {number}")
        give_part(person=personas.people["partless"], partner=own, role="contributor", on=today(), by=None, why="A test")
    assert queries_of(personas.client("partless"), LIST) <= 14
