"""What is kept of answers and for how long, what a person sees of it and takes away; and what the public page says."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string

from compact_portal.audit.context import change
from compact_portal.lib.clock import now
from compact_portal.lib.dates import financial_year, london_day, start_of_day
from consultations.actions.answering import withdraw_answer
from consultations.actions.journeys import begin_change, send_resume_link
from consultations.actions.retention import ForgottenAnswers, forget_answers
from consultations.models import Answer, AnswerJourney, Consultation, ConsultationLink, Response
from consultations.queries.answering_section import answering_section
from consultations.queries.counting import wrong_counts
from consultations.queries.participation import confidentiality_of, small_groups_heard
from signatories.actions.erasing import erase_address, erase_person
from signatories.merging import followers
from signatories.queries.holdings import held_about, subject_of
from tests.consultations.answers import a_consultation, a_journey, sent
from tests.consultations.asking import closed, drafted, opened
from tests.house.personas import Personas
from tests.signatories.test_my_data import traces
from undertakings.evidence import known
from undertakings.queries.judging import miskept
from undertakings.queries.shown import amounts_by_year

pytestmark = pytest.mark.django_db
AT = now()
ON = london_day(AT)


@pytest.fixture(autouse=True)
def _mail_waits(settings: Any) -> None:
    settings.PORTAL_MAIL = "queue"


@pytest.fixture
def asked(loaded: None) -> Consultation:
    return a_consultation()


def as_if_closed(days_ago: int) -> None:
    """The window of every consultation, so many days before."""
    last = ON - timedelta(days=days_ago)
    Consultation.objects.update(
        opens_on=last - timedelta(days=55), opens_at=start_of_day(last - timedelta(days=55)), closes_on=last,
        closes_at=start_of_day(last + timedelta(days=1)),
    )  # fmt: skip


def forget(keep_days: int = 365) -> ForgottenAnswers:
    return forget_answers(at=AT, on=ON, keep_days=keep_days)


def test_what_was_begun_goes_a_month_after_the_close_with_the_links_to_what_was_sent(asked):
    journey = a_journey(asked)
    send_resume_link(journey=journey, email="later@sample.invalid", at=AT)
    sent(asked)
    as_if_closed(29)
    assert forget() == ForgottenAnswers(0, 0, 0)
    as_if_closed(31)
    assert forget() == ForgottenAnswers(2, 1, 0)
    assert not AnswerJourney.objects.exists()
    assert not ConsultationLink.objects.exists()
    assert Response.objects.get().name == "Sample Reader"
    assert forget() == ForgottenAnswers(0, 0, 0)


def test_who_answered_goes_a_year_after_the_outcome_and_what_was_published_stays(asked):
    shown, hidden = sent(asked), sent(asked, words="Not for all", may_publish="no")
    Response.objects.filter(pk=shown.pk).update(published_at=AT)
    as_if_closed(500)
    Consultation.objects.update(outcome_on=ON - timedelta(days=365))
    assert forget().answers == 0
    Consultation.objects.update(outcome_on=ON - timedelta(days=366))
    assert forget().answers == 2
    for row in (shown, hidden):
        row.refresh_from_db()
    assert (shown.name, shown.email) == ("Sample Reader", "")
    assert (hidden.name, hidden.email) == ("", "")
    said = set(Answer.objects.filter(words__gt="").values_list("words", flat=True))
    assert said == {"Yes, but keep the trees."}
    assert not Response.history.filter(email__gt="").exists()
    assert wrong_counts(asked) == []
    assert forget().answers == 0


def test_who_took_an_answer_back_is_forgotten_with_what_was_begun(asked):
    withdraw_answer(response=sent(asked), by=None, received_at=AT)
    as_if_closed(31)
    assert forget().answers == 1
    assert Response.objects.get().name == ""


CANARY = ("canarina", "zwitscher", "trace.invalid")


def leave_traces(asked: Consultation, person: Any) -> Response:
    """An answer, one that is being changed, one that was begun, as somebody with an account or without."""
    email = person.email if person else "canary@trace.invalid"
    about = {"name": "Canarina Zwitscher", "email": email}
    response = sent(asked, by=person, is_confidential=True, confidential_reason="Canarina Zwitscher would be known.", **about)
    begin_change(response=response, at=AT)
    begun = a_journey(asked, **about)
    send_resume_link(journey=begun, email=email, at=AT)
    a_journey(asked, **about)
    return response


def test_a_person_sees_their_answers_and_erased_leaves_no_trace(asked, personas: Personas):
    person = personas.people["partless"]
    person.name, person.email = "Canarina Zwitscher", "canary@trace.invalid"
    person.save()
    response = leave_traces(asked, person)
    held = {section.title: section for section in held_about(subject_of(person))}
    assert {"Answers that you gave", "What you answered", "Answers that you began"} <= held.keys()
    assert len(held["Answers that you began"].records) == 3
    assert any("Yes, but keep the trees." in entry.value for entry in held["What you answered"].records[0].entries)
    assert traces(*CANARY)
    erase_person(person=person, by=person, on=ON, at=AT)
    assert traces(*CANARY) == []
    response.refresh_from_db()
    asked.refresh_from_db()
    assert (response.responder, response.name, asked.answered) == (None, "", 1)
    assert Answer.objects.filter(response=response).count() == 5, "what was said stays, without them"
    assert wrong_counts(asked) == []


def test_somebody_without_an_account_leaves_no_trace_either(asked, personas: Personas):
    leave_traces(asked, None)
    erase_address(address="canary@trace.invalid", by=personas.people["coordinator"], at=AT)
    assert [line for line in traces("trace.invalid") if "zwitscher" not in line.casefold()] == []
    assert not AnswerJourney.objects.filter(finished_at=None).exists()


# What the promises and the reminders are made of


def test_how_many_are_confidential_and_how_many_of_those_were_ever_published(asked):
    for _ in range(2):
        sent(asked, is_confidential=True)
    withdraw_answer(response=sent(asked, is_confidential=True), by=None, received_at=AT)
    sent(asked)
    sent(asked, is_confidential=True, at=asked.closes_at)
    assert confidentiality_of([asked.pk, 0]) == {asked.pk: (2, 0), 0: (0, 0)}
    leaked = Response.history.filter(is_confidential=True).first()
    leaked.published_at = AT
    leaked.save()
    assert confidentiality_of([asked.pk])[asked.pk] == (2, 1)


def test_small_groups_are_counted_where_their_answer_stands_in_time(asked, personas: Personas):
    a, b = personas.partners["a"], personas.partners["b"]
    for partner, band, by in ((a, "under-10k", "signatory_a"), (b, "100k-1m", "signatory_b")):
        partner.income_band = band
        partner.save()
        sent(asked, partner=partner, by=personas.people[by])
    sent(asked, partner=a, by=personas.people["signatory_a"], at=asked.closes_at)
    year = financial_year(asked.closes_on)
    assert small_groups_heard() == {(asked.agency_id, year): 1}
    assert small_groups_heard([0]) == {}


def test_small_groups_heard_are_kept_by_agency_and_follow_each_write(asked, personas: Personas):
    a, year = personas.partners["a"], financial_year(asked.closes_on)

    def kept() -> dict[str, int]:
        return amounts_by_year(known("small-groups-consulted"), on=ON)

    def become(band: str) -> None:
        a.income_band = band
        with change(by=None, why="A test"):
            a.save()

    become("under-10k")
    response = sent(asked, partner=a, by=personas.people["signatory_a"])
    assert kept() == {year: 1}
    become("100k-1m")
    assert kept() == {}
    become("10k-100k")
    assert kept() == {year: 1}
    asked.refresh_from_db()
    asked.agency = personas.partners["x"]
    with change(by=None, why="A test"):
        asked.save()
    assert amounts_by_year(known("small-groups-consulted"), on=ON, agency=personas.partners["x"].pk) == {year: 1}
    withdraw_answer(response=response, by=None, received_at=AT)
    assert kept() == {}
    sent(asked)
    assert not list(miskept(known("small-groups-consulted"), on=ON))


# Two partners become one


def test_answers_follow_a_partner_that_is_merged_and_the_one_that_stays_answers_once(asked, personas: Personas):
    a, b = personas.partners["a"], personas.partners["b"]
    other = a_consultation(title="Another")
    both = [sent(asked, partner=a, by=personas.people["signatory_a"]), sent(asked, partner=b, by=personas.people["signatory_b"])]
    alone = sent(other, partner=a, by=personas.people["signatory_a"])
    followers()["consultations.Response"](a, b, ON)
    for row in (*both, alone):
        row.refresh_from_db()
    assert [row.partner for row in (*both, alone)] == [None, b, b]
    assert both[0].organisation == "Test partner A"


# The section on the public page


def section(consultation: Consultation, at: Any = AT) -> str:
    content = answering_section(consultation, at)
    return render_to_string("consultations/_answer_section.html", {"section": content}) if content else ""


def test_the_public_page_offers_to_answer_as_long_as_it_can_be_done(loaded, django_assert_num_queries):
    with_ways = opened()
    with django_assert_num_queries(0):
        words = section(with_ways)
    assert "<strong>49 days left.</strong>" in words
    assert f'href="/consultations/{with_ways.slug}/respond/"' in words
    assert "Answers are taken from" in section(opened(days_ago=-3, title="Later"))
    assert "is kept apart as late" in section(closed(days_ago=3, title="Closed"))
    assert section(closed(days_ago=31, title="Long closed")) == ""
    assert section(drafted(title="Draft")) == ""
    told = closed(days_ago=3, title="Told")
    told.outcome_on = date(2020, 1, 1)
    assert section(told) == ""


def test_on_the_last_day_it_says_so(loaded):
    assert "<strong>Last day.</strong>" in section(opened(days_left=0))
