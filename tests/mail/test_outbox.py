"""The outbox of the sample year: outbox_list and outbox_detail."""

from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from compact_portal.mail.actions import forget_mail, queue_mail
from compact_portal.mail.models import Message

AT = datetime(2024, 11, 25, 9, 12, tzinfo=UTC)
LIST = reverse("mail:outbox_list")


@pytest.fixture(autouse=True)
def _development(settings, db):
    settings.PRODUCTION, settings.PORTAL_SAMPLE, settings.PORTAL_MAIL = False, True, "queue"


def queued(n: int = 0, **changes) -> Message:
    words = {"to": "treasurer@choir.example", "subject": f"Letter {n}", "body": f"Words {n}.", "at": AT}
    message = queue_mail(**{**words, **changes})
    assert message is not None
    return message


def detail(message: Message) -> str:
    return reverse("mail:outbox_detail", args=[message.pk])


class Page(HTMLParser):
    """Links (address: words), rows of the table and what else a test asks of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: dict[str, str] = {}
        self.rows: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._href: str | None = None
        self._row = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "a":
            self._href = dict(attrs).get("href") or ""
            self.links[self._href] = ""
        elif tag == "tr":
            self._row = True
            self.rows.append("")

    def handle_endtag(self, tag):
        if tag == "a":
            self._href = None
        elif tag == "tr":
            self._row = False

    def handle_data(self, data):
        if self._href is not None:
            self.links[self._href] += data
        if self._row:
            self.rows[-1] += data + " "


def seen(client: Client, address: str) -> Page:
    response = client.get(address)
    assert response.status_code == 200
    return Page(response.content.decode())


def test_anybody_may_read_it_in_the_sample_year_and_no_cache_keeps_it(client):
    for address in (LIST, detail(queued())):
        response = client.get(address)
        assert response.status_code == 200
        assert "no-store" in response.headers["Cache-Control"]
        assert not response.cookies


@pytest.mark.parametrize(("production", "sample"), [(True, True), (True, False), (False, False)])
def test_it_is_not_there_outside_the_sample_year(client, coordinator, settings, production, sample):
    message = queued(body="The code is K7QX.")
    settings.PRODUCTION, settings.PORTAL_SAMPLE = production, sample
    for browser in (client, coordinator):
        for address in (LIST, detail(message), detail(message).replace(str(message.pk), "999")):
            response = browser.get(address)
            assert response.status_code == 404
            assert b"K7QX" not in response.content


def test_it_only_shows(client):
    for address in (LIST, detail(queued())):
        assert client.post(address).status_code == 405


def test_without_mail_it_says_so(client):
    assert "The portal has written nothing yet" in client.get(LIST).content.decode()


def test_the_newest_mail_stands_first_with_its_state(client):
    waiting, sent, failed, bounced = (queued(n) for n in range(4))
    Message.objects.filter(pk__in=[sent.pk, bounced.pk]).update(sent_at=AT)
    Message.objects.filter(pk=bounced.pk).update(bounced_at=AT, bounce_class="5.1.1")
    Message.objects.filter(pk=failed.pk).update(failed_at=AT)
    page = seen(client, LIST)
    states = ["Came back", "Given up", "Sent", "Waiting"]
    assert [row.split()[:2] for row in page.rows[1:]] == [["Letter", str(n)] for n in (3, 2, 1, 0)]
    assert all(row.strip().endswith(state) for row, state in zip(page.rows[1:], states, strict=True))
    assert page.links[detail(waiting)] == "Letter 0"


def test_older_mail_follows_by_key_without_loss_or_repetition(client):
    wanted = [queued(n).subject for n in range(65)][::-1]
    address, found = LIST, []
    while address:
        page = seen(client, address)
        found += [words for href, words in page.links.items() if words.startswith("Letter")]
        address = next((LIST + href for href in page.links if href.startswith("?before=")), "")
    assert found == wanted


def test_a_last_page_that_is_just_full_leads_no_further(client):
    for n in range(30):
        queued(n)
    assert not any(href.startswith("?before=") for href in seen(client, LIST).links)


@pytest.mark.parametrize("before", ["", "x", "-1", "0", "9" * 18, "9" * 5000, "٣", "1.5", "\x00", "' OR 1=1"])
def test_a_key_that_is_none_gives_the_newest_mail(client, before):
    message = queued()
    assert detail(message) in Page(client.get(LIST, {"before": before}).content.decode()).links


def test_the_number_of_queries_does_not_grow_with_the_mail(client, django_assert_num_queries):
    """One for the mails, one for the name of the compact in the page's frame."""
    queued()
    client.get(LIST)
    with django_assert_num_queries(2):
        client.get(LIST)
    for n in range(40):
        queued(n)
    with django_assert_num_queries(2):
        client.get(LIST)


def test_a_mail_shows_its_words_and_its_links_lead_where_they_say(client, settings):
    settings.PORTAL_ADDRESS = "http://127.0.0.1:8000"
    message = queued(body="Please [confirm](/sign/confirm/abc/).\n\nOr see http://127.0.0.1:8000/compact/.")
    page = seen(client, detail(message))
    assert page.links["http://127.0.0.1:8000/sign/confirm/abc/"] == "confirm"
    assert page.links["http://127.0.0.1:8000/compact/"] == "http://127.0.0.1:8000/compact/"
    text = client.get(detail(message)).content.decode()
    assert "Please confirm &lt;http://127.0.0.1:8000/sign/confirm/abc/&gt;." in text
    assert "Monday 25 November 2024, 09:12" in text


PAYLOADS = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[x](javascript:alert(1))",
    '"><svg onload=alert(1)>',
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_was_put_into_a_mail_runs_in_the_page(client, payload):
    plain = seen(client, detail(queued()))
    message = queued(body=payload, subject=payload, why=payload)
    for address in (LIST, detail(message)):
        page = seen(client, address)
        assert "script" not in [tag for tag, _ in page.tags]
        assert not any(name.startswith("on") or name == "style" for _, attrs in page.tags for name in attrs)
        assert not any(href.startswith("javascript") for href in page.links)
        assert [tag for tag, _ in page.tags].count("svg") <= [tag for tag, _ in plain.tags].count("svg")


def test_a_mail_whose_words_are_gone_is_not_shown(client):
    message = queued(once="receipt:1")
    Message.objects.update(sent_at=AT)
    forget_mail(at=AT + timedelta(days=31), keep_days=30)
    assert detail(message) not in seen(client, LIST).links
    assert client.get(detail(message)).status_code == 404


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 30])
def test_a_mail_that_is_not_there_is_not_found(client, pk):
    assert client.get(f"{LIST}{pk}/").status_code == 404


def test_a_code_to_sign_in_can_be_read_there(client, personas, settings):
    settings.PORTAL_MAIL = "queue"
    client.post(reverse("account_login"), {"email": personas.people["signatory_a"].email})
    message = Message.objects.get()
    assert message.subject in seen(Client(), LIST).links.values()
    assert "Type it on the page that asked for your address" in client.get(detail(message)).content.decode()
