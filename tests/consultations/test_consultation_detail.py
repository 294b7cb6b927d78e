"""The public page: what it says of the window, in which order, for whom, and when it turns."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse

from compact_portal.audit.context import change
from compact_portal.lib.clock import now, today
from compact_portal.lib.dates import end_of_day, in_words
from consultations.models import AskedGroup, Explanation, WindowEntry
from consultations.views import register
from tests.consultations.asking import approved, ask, closed, drafted, opened
from tests.consultations.writing import public, thresholds, window
from tests.undertakings.pages import heading_levels, queries_of, read, said, set_instant

pytestmark = pytest.mark.django_db
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _numbers(db):
    thresholds()


def page(row, status: int = 200):
    return read(Client(), reverse("consultations:consultation_detail", args=[row.slug]), status)


def test_it_says_what_is_asked_and_every_date_that_was_set():
    row = opened(days_ago=48, days_left=8)
    ask(row, "Where should it stand?", "one", "The square", "The yard")
    soup = page(row)
    words = said(soup.main)
    assert "Open: 8 days left" in words
    assert f"closes in 8 days, at the end of {in_words(row.closes_on)}" in words
    assert "The window: 56 of 56 days" in words
    assert "Week seven of eight" in words
    assert "Where should it stand? The squareThe yardChoose one" in words
    rows = [said(one) for one in soup.select("#ledger ~ tbody tr, table tbody tr")]
    assert any("Planned" in one for one in rows)
    assert any("Approved by a second officer" in one for one in rows)
    levels = heading_levels(soup)
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_line_of_its_contents_leads_somewhere():
    row = opened()
    ask(row)
    soup = page(row)
    wanted = [one["href"].removeprefix("#") for one in soup.select(".toc a")]
    assert wanted[0] == "proposal"
    assert "window" in wanted
    assert all(soup.find(id=one) for one in wanted)


def test_a_short_window_says_why_and_who_authorised_it():
    row = opened(days_ago=10, days_left=20)
    WindowEntry.objects.filter(consultation=row).update(short_reason="The grant ends.", authorised_by="the Head of Policy")
    words = said(page(row).main)
    assert "The window: 30 of 56 days" in words
    assert "Why it is shortThe grant ends.Authorised by the Head of Policy" in words
    assert "26 days less than the 56 that are asked for" in words


def test_a_moved_window_keeps_its_first_date_in_sight(monkeypatch):
    row = public()
    window(row, row.opens_on + DAY, row.closes_on + 14 * DAY, reason="Two groups meet once a month.")
    words = said(page(row).main)
    assert "it moved once" in words
    assert f"Planned: {in_words(row.opens_on)} to {in_words(row.closes_on)}" in words
    assert "Two groups meet once a month." in words


def test_it_turns_at_midnight_in_london(monkeypatch):
    row = opened(days_ago=56, days_left=0)

    def turn(at):
        set_instant(monkeypatch, at)
        monkeypatch.setattr(register, "now", lambda: at)

    turn(end_of_day(row.closes_on) - SECOND)
    assert "Open: last day" in said(page(row).main)
    turn(end_of_day(row.closes_on))
    assert "Open" not in said(page(row).select_one("main .tag"))


@pytest.mark.parametrize(("days", "tag"), [(84, "Closed"), (85, "Outcome overdue")])
def test_an_overdue_outcome_is_shown_publicly(days, tag):
    assert said(page(closed(days_ago=days)).select_one("main .tag")) == tag


def test_a_draft_and_a_mistake_are_not_there():
    page(drafted(), status=404)
    row = opened()
    with change(by=None, why="A test"):
        row.voided_at, row.voided_reason = now(), "Twice"
        row.save()
    page(row, status=404)


def test_what_was_explained_is_published():
    row = opened()
    with change(by=None, why="A test"):
        Explanation.objects.create(consultation=row, check_key="groups", words="Nobody of them uses it.", made_at=now())
        AskedGroup.objects.create(consultation=row, name="Sample Women", speaks_for="women")
    words = said(page(row).main)
    assert "What stays, and why" in words
    assert "Representative groups are missingNobody of them uses it." in words
    assert "Sample Women (women)" in words
    assert "Representative groups named Explained" in words


def test_who_approved_its_own_says_so():
    row = opened()
    with change(by=None, why="A test"):
        row.approved_alone = True
        row.save()
    assert "Approved by the agency’s only officer, who also wrote it" in said(page(row).main)


def test_answering_and_following_are_offered_while_there_is_something_to_answer_and_to_follow():
    soup = page(opened())
    assert [said(one) for one in soup.select("main .row a")] == ["Answer", "Follow", "Answer now"]
    assert [said(one) for one in page(approved(today() + DAY, today() + 60 * DAY)).select("main .row a")] == ["Follow"]


@pytest.mark.parametrize("payload", ["<script>alert(1)</script>", "{{ 7*7 }}", "=HYPERLINK(1)", "“é” ½ 漢字 🌱"])
def test_words_stay_words(payload):
    row = opened(title=f"T {payload}", summary=payload, proposal=payload, why_now=payload, options=payload, other_ways=payload)
    soup = page(row)
    assert len([one for one in soup.find_all("script") if not one.get("src")]) == 0
    assert said(soup.main).count(" ".join(payload.split())) >= 5


@pytest.mark.parametrize("count", [1, 30])
def test_it_costs_the_same_however_much_it_holds(count):
    row = opened()
    for number in range(count):
        ask(row, f"Question {number}", "one", "Yes", "No")
        row.groups.create(name=f"Group {number}", speaks_for="women")
    assert queries_of(Client(), reverse("consultations:consultation_detail", args=[row.slug])) == 13
