"""Report a problem with a page: kept once, answered, no way in for machines and no way out for addresses."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from compact_portal.mail.models import Message
from compact_portal.site.actions import report_problem
from compact_portal.site.models import ProblemReport
from tests.undertakings.pages import edition_of, many, read, said, words_of

ADDRESS = "/report-a-problem/"
AT = datetime(2026, 11, 2, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def filled(**more: Any) -> dict[str, Any]:
    return {"page": "/contacts/", "words": "A number is wrong.", "email": "", "token": str(uuid.uuid4()), **more}


def test_the_page_is_prefilled_with_where_somebody_came_from(client: Client) -> None:
    page = read(client, ADDRESS + "?page=/contacts/%3Fa%3Db")
    assert page.select_one("#id_page")["value"] == "/contacts/?a=b"  # type: ignore[index]


@pytest.mark.parametrize(
    "page", ["https://evil.invalid/", "javascript:alert(1)", "//evil.invalid/x", "\x00", "http://[", "/" + "x" * 9000]
)
def test_only_an_address_of_ours_is_prefilled(client: Client, page: str) -> None:
    found = read(client, ADDRESS + "?" + "page=" + "".join(f"%{byte:02x}" for byte in page.encode()))
    value = str(found.select_one("#id_page").get("value", ""))  # type: ignore[union-attr]
    assert value == "" or (value.startswith("/") and not value.startswith("//") and len(value) <= 500)


def test_a_report_gets_a_number_of_the_place_and_a_receipt(client: Client) -> None:
    edition_of(words_of("First", many(1)))
    response = client.post(ADDRESS, filled())
    report = ProblemReport.objects.get()
    assert report.reference.startswith("SMA-")
    assert response.headers["Location"] == f"{ADDRESS}sent/{report.token}/"
    page = read(client, response.headers["Location"])
    assert report.reference in said(page.main)
    assert "A number is wrong." in said(page.main)
    assert page.select_one('meta[name=robots][content="noindex"]')


def test_a_receipt_cannot_be_guessed(client: Client) -> None:
    client.post(ADDRESS, filled())
    assert client.get(f"{ADDRESS}sent/{uuid.uuid4()}/").status_code == 404


def test_sent_twice_it_is_one_report_with_one_receipt_and_one_mail(client: Client) -> None:
    form = filled(email="reader@test.invalid")
    first, second = client.post(ADDRESS, form), client.post(ADDRESS, form)
    assert first.headers["Location"] == second.headers["Location"]
    assert ProblemReport.objects.count() == 1
    assert Message.objects.count() == 1


def test_whoever_leaves_an_address_gets_a_mail_with_the_number(client: Client) -> None:
    client.post(ADDRESS, filled(email="reader@test.invalid"))
    message = Message.objects.get()
    report = ProblemReport.objects.get()
    assert message.to == "reader@test.invalid"
    assert report.reference in message.subject
    assert str(report.token) in message.body


def test_without_an_address_nobody_is_written_to(client: Client) -> None:
    client.post(ADDRESS, filled())
    assert not Message.objects.exists()


def test_who_fills_in_the_hidden_field_gets_a_receipt_and_no_mail(client: Client) -> None:
    response = client.post(ADDRESS, filled(email="stranger@test.invalid", website="https://buy.invalid"))
    assert read(client, response.headers["Location"]).select(".notice.good")
    assert ProblemReport.objects.get().automatic
    assert not Message.objects.exists()


def test_the_hidden_field_is_seen_and_reached_by_nobody(client: Client) -> None:
    box = read(client, ADDRESS).select_one("#id_website")
    assert box
    assert box.find_parent("div", hidden=True)
    assert box["tabindex"] == "-1"


@pytest.mark.parametrize(
    ("name", "value"),
    [("words", ""), ("words", "   "), ("words", "x" * 5001), ("email", "nonsense"), ("page", "x" * 501), ("words", "\x00")],
)
def test_what_is_wrong_is_told_at_the_field_and_nothing_typed_is_lost(client: Client, name: str, value: str) -> None:
    response = client.post(ADDRESS, filled(**{name: value}))
    page = response.content.decode()
    assert response.status_code == 200
    assert f'href="#id_{name}"' in page
    assert "/contacts/" in page or name == "page"
    assert not ProblemReport.objects.exists()


@pytest.mark.parametrize("token", ["", "nonsense", "\x00"])
def test_a_form_that_lost_its_number_says_what_to_do(client: Client, token: str) -> None:
    page = client.post(ADDRESS, filled(token=token)).content.decode()
    assert "Load this page again" in page
    assert "A number is wrong." in page


NASTY = "Quote ' \" ; -- & <script>alert(1)</script> {{ 7*7 }} 🙂 Łódź\r\nnext line"


def test_what_is_typed_is_kept_as_it_is_and_shown_harmless(client: Client) -> None:
    response = client.post(ADDRESS, filled(words=NASTY, page="/x/?q=<script>"))
    assert ProblemReport.objects.get().words == NASTY
    shown = client.get(response.headers["Location"]).content
    assert b"<script>" not in shown
    assert b"{{ 7*7 }}" in shown


def test_characters_that_no_page_can_carry_are_left_out(client: Client) -> None:
    client.post(ADDRESS, filled(words="be\x00fore \u202eafter"))
    assert ProblemReport.objects.get().words == "before after"


def test_more_than_a_few_in_a_short_time_from_one_network_are_stopped(client: Client) -> None:
    answers = [client.post(ADDRESS, filled()).status_code for _ in range(8)]
    assert answers == [302] * 5 + [429] * 3
    assert ProblemReport.objects.count() == 5
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post(ADDRESS, filled()).status_code == 302


def test_neighbours_in_one_ipv6_network_share_the_limit() -> None:
    answers = [Client(REMOTE_ADDR=f"2001:db8:0:1::{number}").post(ADDRESS, filled()).status_code for number in range(1, 8)]
    assert answers.count(302) == 5


def test_sending_the_same_form_again_is_not_counted(client: Client) -> None:
    form = filled()
    assert {client.post(ADDRESS, form).status_code for _ in range(12)} == {302}


def test_a_form_without_its_csrf_token_is_refused_with_a_way_out() -> None:
    response = Client(enforce_csrf_checks=True).post(ADDRESS, filled())
    assert response.status_code == 403
    assert "load the page again" in response.content.decode()


def test_the_history_says_that_a_visitor_reported(client: Client) -> None:
    client.post(ADDRESS, filled())
    row = ProblemReport.history.get()
    assert (row.history_user, row.history_change_reason) == (None, "Reported by a visitor")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_same_form_from_many_threads_is_one_report() -> None:
    """Real threads on PostgreSQL: without the token's unique column each would make its own."""
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    for _ in range(5):
        token, together = uuid.uuid4(), Barrier(8)

        def send(_: int, token: uuid.UUID = token, together: Barrier = together) -> str:
            together.wait()
            try:
                return report_problem(
                    token=token, page="", words="x", email="r@test.invalid", automatic=False, place="Test", at=AT
                ).reference
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            references = set(pool.map(send, range(8)))
        assert len(references) == 1
        assert ProblemReport.objects.filter(token=token).count() == 1
        assert Message.objects.filter(once=f"problem-receipt:{token}").count() == 1
