"""A round of letters by a real mail server: what arrives has its headers, and a worker that dies doubles nothing but its mail."""

from datetime import date, timedelta

import pytest

from compact_portal.lib.dates import start_of_day
from compact_portal.mail.actions import send_waiting
from compact_portal.mail.models import Message
from consultations.actions.rounds import send_news
from tests.consultations.asking import approved
from tests.consultations.followers import follows
from tests.mail.conftest import PostOffice, post_office  # noqa: F401  the mail server of the mail tests

pytestmark = pytest.mark.django_db
OPENED = start_of_day(date(2026, 3, 2))
HOUR = timedelta(hours=1)


def begin(count: int) -> None:
    row = approved(date(2026, 3, 2), date(2026, 4, 26))
    row.approved_at = row.submitted_at = OPENED - timedelta(days=9)
    row.save()
    for number in range(count):
        follows(row, f"r{number}@test.invalid", since=OPENED - timedelta(days=1))


def test_each_follower_gets_one_letter_with_the_headers_that_end_it(post_office: PostOffice, client, settings):  # noqa: F811  the fixture
    settings.PORTAL_ADDRESS = "https://portal.example"
    begin(3)
    for _ in range(2):
        send_news(at=OPENED + HOUR)
        send_waiting(clock=lambda: OPENED + HOUR)
    assert sorted(mail["To"] for mail in post_office.mails) == [f"r{number}@test.invalid" for number in range(3)]
    (mail, *_) = post_office.mails
    address = mail["List-Unsubscribe"].strip().strip("<>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in mail.get_body(("plain",)).get_content()
    assert client.post(address.removeprefix("https://portal.example"), {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_a_worker_that_dies_behind_the_server_s_answer_sends_that_mail_again_under_its_id(post_office: PostOffice):  # noqa: F811  the fixture
    begin(3)
    send_news(at=OPENED + HOUR)

    stops = iter([False, False, True])
    send_waiting(clock=lambda: OPENED + HOUR, stopping=lambda: next(stops))
    # The second was taken by the server and never recorded.
    last = Message.objects.exclude(sent_at=None).order_by("pk").last()
    Message.objects.filter(pk=last.pk).update(sent_at=None)
    send_news(at=OPENED + 2 * HOUR)
    send_waiting(clock=lambda: OPENED + 2 * HOUR)
    counts = [post_office.ids.count(one) for one in dict.fromkeys(post_office.ids)]
    assert sorted(counts) == [1, 1, 2]
