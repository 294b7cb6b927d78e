"""The guideline for all: a coordinator records it, notices are judged by it at once, and the desk counts by it."""

from datetime import date

import pytest
from django.urls import reverse

from compact_portal.audit.context import change
from funding.models import NoticeGuideline
from tests.funding.agreeing import add, guideline, of_day, recorded, thresholds
from tests.undertakings.pages import read, said
from undertakings.models import Threshold

pytestmark = pytest.mark.django_db
AGREED = {"months": "3", "agreed_by": "the Portfolio Holder", "consulted": "the group of chairs"}
FROM = of_day("from_on", date(2026, 4, 1))


@pytest.fixture
def address(db) -> str:
    return reverse("funding:common_guideline_create")


def test_it_is_recorded_with_who_agreed_it_and_with_whom(coordinator, address):
    assert "no notice can be judged" in said(read(coordinator, address).main)
    assert coordinator.post(address, AGREED | FROM).status_code == 302
    row = NoticeGuideline.objects.get()
    assert (row.funder, row.months, row.from_on, row.agreed_by) == (None, 3, date(2026, 4, 1), "the Portfolio Holder")
    assert row.history.get().history_user is not None
    listed = [said(cell) for cell in read(coordinator, address).select("tbody th, tbody td")]
    assert listed == ["All", "3", "Wednesday 1 April 2026", "the Portfolio Holder", "the group of chairs"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"consulted": ""}, "Fill in In consultation with whom?"),
        ({"months": "0"}, "Choose from 1 to 60 months"),
        ({"agreed_by": ""}, "Fill in Who agreed it?"),
        ({"from_on_day": ""}, "Add the day"),
    ],
)  # fmt: skip
def test_what_is_missing_is_told_and_what_was_typed_stands(coordinator, address, wrong, says):
    answer = coordinator.post(address, AGREED | FROM | wrong)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not NoticeGuideline.objects.exists()


def test_twice_from_one_day_is_refused(coordinator, address):
    guideline(3, from_on=date(2026, 4, 1))
    answer = coordinator.post(address, AGREED | FROM)
    assert answer.status_code == 422
    assert "recorded from that day already" in answer.content.decode()


def test_a_notice_that_stands_is_judged_by_it_and_the_desk_counts_by_it(coordinator, address, client):
    thresholds()
    agreement = recorded()
    add(agreement, "notices", kind="reduce", written_on=date(2026, 6, 1), effective_on=date(2026, 7, 1), reason="Less money")
    public = reverse("funding:agreement_detail", args=[agreement.reference])
    assert "No guideline was recorded" in said(read(client, public).main)
    coordinator.post(address, AGREED | FROM)
    assert "the guideline is three months" in said(read(client, public).main)
    agreement.refresh_from_db()
    assert agreement.notice_by == date(2029, 1, 1)


def test_what_is_kept_of_agreements_follows_a_threshold():
    thresholds()
    agreement = recorded(end_on=date(2027, 3, 31))
    assert agreement.is_multi_year is False
    with change(by=None, why="A test"):
        row = Threshold.objects.get(rule="multi-year")
        row.value = "12"
        row.save()
        Threshold.objects.get(rule="evaluation-gap").delete()
    agreement.refresh_from_db()
    assert (agreement.is_multi_year, agreement.evaluate_by) == (True, None)
