"""The coordinator's desk: everything that waits, each with what to do, at the same cost however much it is."""

from datetime import timedelta

import pytest
from django.urls import reverse

from compact_portal.mail.actions import queue_mail
from compact_portal.mail.models import Address, Message
from signatories.actions.signing import NewPartner
from signatories.models import Signature
from tests.signatories.proving import edition, partner, signed
from tests.signatories.waiting import CHOIR, now, pending, to_check, today
from tests.undertakings.pages import queries_of, read, said
from undertakings.actions.drafts import create_draft

pytestmark = pytest.mark.django_db
DESK = reverse("signatories:desk")


@pytest.fixture(autouse=True)
def _edition(settings):
    settings.PORTAL_MAIL = "queue"
    edition(on=today() - timedelta(days=60))


def part(client, name: str) -> str:
    return said(read(client, DESK).select_one(f"[aria-labelledby={name}]"))


def dead(to: str = "gone@sample.invalid") -> Message:
    message = queue_mail(to=to, subject="Confirm it", body="Words", at=now())
    assert message
    Message.objects.filter(pk=message.pk).update(failed_at=now(), attempts=20, problem="SMTPServerDisconnected")
    return message


def bouncing(address: str = "gone@sample.invalid") -> Address:
    return Address.objects.create(address=address, bounced_at=now(), bounce_class="5.1.1", count=2)


def test_with_nothing_to_do_it_says_so(coordinator):
    page = said(read(coordinator, DESK).main)
    assert "Nothing to check" in page
    assert "Nobody is waited for" in page
    assert "Empty: nothing has been signed yet" in page


def test_signatures_to_check_stand_first_with_why_and_how_long(coordinator):
    old, new = to_check(partner()), to_check(CHOIR)
    Signature.objects.filter(pk=old.pk).update(mail_confirmed_at=now() - timedelta(days=3))
    rows = [said(row) for row in read(coordinator, DESK).select("[aria-labelledby=check] li")]
    assert "An address that is not known to sign for it" in rows[0]
    assert "waiting for 3 days" in rows[0]
    assert "A partner that is new here" in rows[1]
    assert "since today" in rows[1]
    links = [a["href"] for a in read(coordinator, DESK).select("[aria-labelledby=check] a")]
    assert links == [reverse("signatories:signature_check", args=[one.reference]) for one in (old, new)]


def test_what_concerns_the_own_organisation_is_left_to_another_coordinator(personas):
    to_check(personas.partners["x"])
    pending(personas.partners["x"], "other@sample.invalid")
    page = read(personas.client("coordinator_of_x"), DESK)
    assert "another coordinator has to check it" in said(page.select_one("[aria-labelledby=check]"))
    assert not page.select("[aria-labelledby=check] a")
    assert not page.select("[aria-labelledby=pending] form")
    assert read(personas.client("coordinator"), DESK).select("[aria-labelledby=check] a")


def test_pending_ones_tell_when_their_link_runs_out_and_whether_mail_reaches_them(coordinator):
    pending(CHOIR, "gone@sample.invalid")
    pending(partner(), "comes-back@sample.invalid")
    dead()
    bouncing("comes-back@sample.invalid")
    rows = [said(row) for row in read(coordinator, DESK).select("[aria-labelledby=pending] li")]
    assert "signed today; the link runs out on" in rows[0]
    assert "The mail could not be sent" in rows[0]
    assert "Mail to this address comes back" in rows[1]


@pytest.mark.parametrize(("days", "shown"), [(6, "runs out on"), (8, "ran out on"), (20, "ran out on"), (22, "")])
def test_one_whose_link_ran_out_shows_two_weeks_longer(coordinator, days, shown):
    edition("Earlier", on=today() - timedelta(days=90))
    pending(CHOIR, at=now() - timedelta(days=days))
    words = part(coordinator, "pending")
    assert (shown in words) if shown else ("Nobody is waited for" in words)


def test_a_link_is_sent_again_and_one_that_is_settled_is_told(coordinator):
    signature, _ = pending(CHOIR)
    again = reverse("signatories:signature_resend", args=[signature.reference])
    page = coordinator.post(again, follow=True).content.decode()
    assert "A new link is on its way" in page
    assert Message.objects.filter(to=signature.signer_email).count() == 2
    Signature.objects.filter(pk=signature.pk).update(mail_confirmed_at=now())
    assert "settled already" in coordinator.post(again, follow=True).content.decode()
    assert Message.objects.filter(to=signature.signer_email).count() == 2


def test_a_coordinator_sends_only_so_many_links_in_an_hour(coordinator, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signature_resend": "1/h/user"}
    again = reverse("signatories:signature_resend", args=[pending(CHOIR)[0].reference])
    coordinator.post(again)
    assert "Wait an hour" in coordinator.post(again, follow=True).content.decode()
    assert Message.objects.count() == 2


def test_mail_that_was_given_up_is_tried_again_once(coordinator, coordinator_person):
    message = dead()
    assert "To gone@sample.invalid, given up on" in part(coordinator, "mail")
    address = reverse("signatories:mail_retry", args=[message.pk])
    assert "in the queue again" in coordinator.post(address, follow=True).content.decode()
    message.refresh_from_db()
    assert (message.failed_at, message.retried_by) == (None, coordinator_person)
    assert "not given up any more" in coordinator.post(address, follow=True).content.decode()
    assert "None." in part(coordinator, "mail")


def test_an_address_that_bounces_says_whose_it_is_and_is_taken_off_the_list(coordinator, personas):
    address = bouncing("signatory-a@test.invalid")
    words = part(coordinator, "bounces")
    assert "signatory of Test partner A. Came back 2 times" in words
    mended = reverse("signatories:address_mend", args=[address.pk])
    assert "taken off the list" in coordinator.post(mended, follow=True).content.decode()
    assert "already" in coordinator.post(mended, follow=True).content.decode()
    address.refresh_from_db()
    assert address.mended_by == personas.people["coordinator"]
    assert "None that we know of" in part(coordinator, "bounces")


def test_it_says_who_is_to_reaffirm_and_until_when_and_how_the_chain_stands(coordinator):
    signed(partner(), today() - timedelta(days=30))
    create_draft(text="# Draft", by=None)
    assert "Nobody" in part(coordinator, "stand")
    edition("Second", on=today())
    words = part(coordinator, "stand")
    assert "1 that signed an earlier text have not reaffirmed “Second” yet" in words
    assert "1 link, the last of" in words
    assert "Its head has not been published yet" in words
    assert "1 draft of the next edition" in words


def test_only_thirty_of_a_kind_are_shown_and_the_rest_is_counted(coordinator):
    for number in range(32):
        pending(NewPartner(f"Sample Group {number}", "voluntary", "group"), f"n{number}@sample.invalid")
    page = read(coordinator, DESK)
    assert len(page.select("[aria-labelledby=pending] li")) == 30
    assert "and 2 more, whose links run out later" in said(page.main)


@pytest.mark.parametrize("count", [1, 30])
def test_it_costs_the_same_queries_however_much_waits(coordinator, count):
    for number in range(count):
        pending(NewPartner(f"Sample Group {number}", "voluntary", "group"), f"n{number}@sample.invalid")
        to_check(NewPartner(f"Sample Choir {number}", "voluntary", "group"), f"c{number}@sample.invalid")
        dead(f"n{number}@sample.invalid")
        bouncing(f"c{number}@sample.invalid")
    assert queries_of(coordinator, DESK) <= 26
