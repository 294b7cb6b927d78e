"""Answering a report: closed with what was done, mailed, and two who answer at once lose nothing."""

import uuid
from datetime import UTC, datetime

import pytest
from django.test import Client

from compact_portal.mail.models import Message
from compact_portal.site.models import ProblemReport
from signatories.models import Person
from tests.house.personas import Personas
from tests.undertakings.pages import read, said

pytestmark = pytest.mark.django_db
ADDRESS = "/workspace/problems/TST-2026-0001/"


@pytest.fixture
def report(db: None) -> ProblemReport:
    return ProblemReport.objects.create(
        reference="TST-2026-0001", words="A number is wrong.", email="reader@test.invalid", token=uuid.uuid4(),
        reported_at=datetime(2026, 11, 2, 12, tzinfo=UTC),
    )  # fmt: skip


def test_an_answer_closes_the_report_and_is_mailed(coordinator: Client, coordinator_person: Person, report: ProblemReport) -> None:
    response = coordinator.post(ADDRESS, {"answer": "Put *right*.", "version": report.version})
    assert response.headers["Location"] == "/workspace/problems/"
    report.refresh_from_db()
    assert (report.answer, report.closed_by, report.version) == ("Put *right*.", coordinator_person, 2)
    assert report.closed_at
    message = Message.objects.get()
    assert message.to == "reader@test.invalid"
    assert "Put \\*right\\*\\." in message.body
    assert "is answered and closed." in said(read(coordinator, "/workspace/problems/").main)
    row = report.history.latest()
    assert (row.history_user, row.history_change_reason) == (coordinator_person, "Answered")


def test_the_reporter_sees_the_answer_at_the_receipt(coordinator: Client, report: ProblemReport) -> None:
    coordinator.post(ADDRESS, {"answer": "Put right.", "version": report.version})
    assert "Put right." in said(read(Client(), f"/report-a-problem/sent/{report.token}/").main)


def test_an_answer_has_words(coordinator: Client, report: ProblemReport) -> None:
    page = coordinator.post(ADDRESS, {"answer": " ", "version": report.version}).content.decode()
    assert 'href="#id_answer"' in page
    report.refresh_from_db()
    assert report.closed_at is None


def test_who_comes_second_is_told_and_keeps_what_was_typed(coordinator: Client, report: ProblemReport) -> None:
    coordinator.post(ADDRESS, {"answer": "The first answer.", "version": 1})
    page = coordinator.post(ADDRESS, {"answer": "The second answer.", "version": 1})
    words = page.content.decode()
    assert page.status_code == 200
    assert "Somebody answered this while you were writing" in words
    assert "The first answer." in words
    assert "The second answer." in words
    report.refresh_from_db()
    assert report.answer == "The first answer."
    assert Message.objects.count() == 1


def test_after_that_sending_again_replaces_the_answer(coordinator: Client, report: ProblemReport) -> None:
    coordinator.post(ADDRESS, {"answer": "The first answer.", "version": 1})
    stale = coordinator.post(ADDRESS, {"answer": "The second answer.", "version": 1}).content.decode()
    assert 'name="version" value="2"' in stale
    coordinator.post(ADDRESS, {"answer": "The second answer.", "version": 2})
    report.refresh_from_db()
    assert report.answer == "The second answer."


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
def test_a_version_that_is_none_changes_nothing(coordinator: Client, report: ProblemReport, version: str) -> None:
    assert coordinator.post(ADDRESS, {"answer": "Put right.", "version": version}).status_code == 200
    report.refresh_from_db()
    assert report.closed_at is None


def test_a_machines_address_is_not_written_to(coordinator: Client, report: ProblemReport) -> None:
    ProblemReport.objects.filter(pk=report.pk).update(automatic=True)
    coordinator.post(ADDRESS, {"answer": "Put right.", "version": 1})
    assert not Message.objects.exists()


def test_others_are_told_why_not_and_change_nothing(personas: Personas, report: ProblemReport) -> None:
    client = personas.client("signatory_a")
    for response in (client.get(ADDRESS), client.post(ADDRESS, {"answer": "x", "version": 1})):
        assert response.status_code == 403
    report.refresh_from_db()
    assert report.closed_at is None


def test_a_number_that_there_is_not_is_404(coordinator: Client) -> None:
    assert coordinator.get("/workspace/problems/TST-2026-9999/").status_code == 404


def test_the_database_refuses_a_closed_report_without_an_answer(report: ProblemReport) -> None:
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        ProblemReport.objects.filter(pk=report.pk).update(closed_at=report.reported_at)
