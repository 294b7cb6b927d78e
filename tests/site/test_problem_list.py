"""The coordinator's list of reports: open ones first, page by page without counting."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from compact_portal.site.models import ProblemReport
from compact_portal.site.queries import problem_page
from tests.house.personas import Personas
from tests.undertakings.pages import queries_of, read, said

AT = datetime(2026, 11, 2, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def reports(count: int, *, closed: int = 0) -> None:
    for number in range(count):
        ProblemReport.objects.create(
            reference=f"TST-2026-{number:04d}", words=f"Report {number}", token=uuid.uuid4(),
            reported_at=AT + timedelta(minutes=number // 3),
            closed_at=AT + timedelta(days=9) if number < closed else None, answer="Done." if number < closed else "",
        )  # fmt: skip


def walked(most: int) -> list[str]:
    seen, after = [], ""
    while True:
        page = problem_page(after=after, most=most)
        seen += [report.reference for report in page.reports]
        after = page.more_after
        if not after:
            return seen


@pytest.mark.parametrize("most", [1, 2, 3, 7, 100])
@pytest.mark.parametrize("closed", [0, 5, 11])
def test_every_report_comes_once_open_ones_first_newest_first(most: int, closed: int) -> None:
    reports(11, closed=closed)
    newest = [f"TST-2026-{number:04d}" for number in reversed(range(11))]
    assert walked(most) == newest[: 11 - closed] + newest[11 - closed :]


def test_a_page_that_is_just_full_has_no_next_one() -> None:
    reports(4)
    assert problem_page(most=4).more_after == ""


@pytest.mark.parametrize("after", ["nonsense", "\x00", "x" * 5000])
def test_a_mark_that_is_none_starts_at_the_front(coordinator: Client, after: str) -> None:
    reports(1)
    assert len(read(coordinator, "/workspace/problems/?after=" + after.replace("\x00", "%00")).select("tbody tr")) == 1


def test_the_list_says_state_day_and_words(coordinator: Client) -> None:
    reports(2, closed=1)
    ProblemReport.objects.filter(reference="TST-2026-0001").update(automatic=True, words="<b>bold</b>")
    rows = [said(row) for row in read(coordinator, "/workspace/problems/").select("tbody tr")]
    assert "Perhaps a machine" in rows[0]
    assert "<b>bold</b>" in rows[0]
    assert "Answered" in rows[1]


def test_without_reports_it_says_so(coordinator: Client) -> None:
    assert "Nobody has reported" in said(read(coordinator, "/workspace/problems/").main)


def test_others_are_told_why_not(personas: Personas) -> None:
    for name in ("contributor_a", "signatory_a", "officer_x1", "partless"):
        response = personas.client(name).get("/workspace/problems/")
        assert response.status_code == 403
        assert "Only a coordinator of the compact reads the problems" in response.content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_it_costs_the_same_queries_however_many_there_are(coordinator: Client, count: int) -> None:
    reports(count, closed=count // 2)
    assert queries_of(coordinator, "/workspace/problems/") <= 7
