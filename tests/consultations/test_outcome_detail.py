"""The public page of an outcome: due, overdue with its days, published with its citations, corrected with a note."""

from datetime import timedelta

import pytest

from compact_portal.lib.clock import now, today
from compact_portal.lib.dates import in_words
from consultations import sections
from consultations.actions.outcomes import publish_outcome, save_outcome
from consultations.actions.publishing import withhold_response
from consultations.models import Response
from tests.consultations.after import asked, out, published, said, weeks, written
from tests.consultations.asking import opened
from tests.undertakings.pages import queries_of, read
from tests.undertakings.pages import said as text

pytestmark = pytest.mark.django_db
AT = now()
ADDRESS = "/consultations/the-market-square/outcome/"


def test_while_it_is_open_the_outcome_is_to_come(client):
    opened()
    assert "The outcome comes after the close" in text(read(client, ADDRESS).main)


@pytest.mark.parametrize(
    ("days_ago", "words"),
    [
        (7, "The outcome is not published yet"),
        (84, "The outcome is not published yet"),
        (85, "It is 1 day overdue."),
        (96, "It is 12 days overdue."),
    ],
)
def test_what_is_overdue_is_said_with_its_days(client, days_ago, words):
    weeks(12)
    asked(days_ago)
    page = read(client, ADDRESS)
    due = in_words(today() - timedelta(days=days_ago - 84))
    assert words in text(page.main)
    assert due in text(page.main)
    assert bool(page.select_one(".notice.bad")) == ("overdue" in words)


def test_where_no_time_is_recorded_the_page_says_so(client):
    asked(200)
    words = text(read(client, ADDRESS).main)
    assert "No time is recorded by which it is due." in words
    assert "overdue" not in words


def test_a_draft_is_not_read_by_the_public(client):
    written()
    words = text(read(client, ADDRESS).main)
    assert "Where the market should be" not in words
    assert "Distance" not in words


def test_a_published_one_is_read_theme_by_theme_with_links_to_its_answers(client):
    weeks(12)
    out()
    page = read(client, ADDRESS)
    words = text(page.main)
    for part in ("Where the market should be.", "That it is far.", "It stays.", "Distance", "A bus goes there.", "due by"):
        assert part in words
    reference = Response.objects.get().reference
    link = page.select_one(f'a[href="/consultations/the-market-square/answers/{reference}/"]')
    assert link is not None
    assert "The yard is too far for us." in text(read(client, link["href"]).main)


def test_a_cited_answer_that_was_taken_back_is_told(client):
    out()
    withhold_response(response=Response.objects.get(), reason="It names somebody", by=None, at=AT)
    page = read(client, ADDRESS)
    assert "The yard is too far" not in str(page)
    assert "1 answer cited here was taken back since." in text(page.main)


def test_a_late_one_says_why_and_who_authorised_it_and_a_correction_says_what(client):
    weeks(12)
    consultation, outcome = written(days_ago=90)
    why = {"late_reason": "The officer was ill.", "authorised_by": "the Head of Policy"}
    outcome = save_outcome(consultation=consultation, version=outcome.version, values=why, by=None, at=AT)
    outcome = publish_outcome(consultation=consultation, version=outcome.version, by=None, at=AT)
    save_outcome(
        consultation=consultation, version=outcome.version, values={"said": "Else."}, note="A number was wrong", by=None, at=AT
    )
    words = text(read(client, ADDRESS).main)
    for part in ("6 days after it was due", "The officer was ill.", "the Head of Policy", "Else.", "A number was wrong"):
        assert part in words


@pytest.mark.parametrize("number", [1, 30])
def test_it_costs_the_same_however_many_answers_there_are(client, number):
    consultation, _ = out()
    question = consultation.questions.get()
    for _ in range(number):
        published(said(consultation, question))
    assert queries_of(client, ADDRESS) <= 11


# What the consultation's own page says.


def test_before_the_close_the_section_has_nothing_to_say():
    assert "after" not in {one.section.key for one in sections.sections_of(opened(), at=AT)}


@pytest.mark.parametrize(
    ("days_ago", "number", "says"),
    [(7, 3, (None, 0)), (7, 20, (20, 0)), (90, 0, (0, 6))],
)
def test_after_the_close_it_says_how_many_answered_and_how_the_outcome_stands(days_ago, number, says):
    weeks(12)
    consultation, _ = asked(days_ago, answered=number)
    [shown] = [one for one in sections.sections_of(consultation, at=AT) if one.section.key == "after"]
    assert (shown.content["count"], shown.content["due"].days) == says


@pytest.mark.parametrize("overdue", [False, True])
def test_the_section_is_rendered(overdue):
    from django.template.loader import render_to_string

    weeks(12)
    consultation, _ = asked(90, answered=20) if overdue else out(answered=3)
    [shown] = [one for one in sections.sections_of(consultation, at=AT) if one.section.key == "after"]
    html = render_to_string(shown.section.template, {"section": shown.content})
    assert ("It is 6 days overdue" in html) == overdue
    assert ("The outcome is published." in html) != overdue
    assert ("Fewer than five answers" in html) != overdue
