"""Sending, changing and withdrawing an answer; what is counted, and what is told."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from compact_portal.lib.clock import now
from compact_portal.mail.models import Message
from consultations.actions.answering import AnswerRefused, rejudge_answers, send_answer, withdraw_answer
from consultations.actions.counting import recount
from consultations.actions.journeys import begin_change
from consultations.models import Answer, Consultation, QuestionCount, Redaction, Response, Tag, Theme
from consultations.queries.answering import answers_in, version_key
from consultations.queries.counting import kept_counts, wrong_counts
from consultations.rules.answering import Given
from tests.consultations.answers import EMAIL, a_consultation, a_journey, all_given, links_mailed, questions, sent
from tests.consultations.asking import answered
from tests.house.personas import Personas

pytestmark = pytest.mark.django_db
TICK = timedelta(microseconds=1)


@pytest.fixture(autouse=True)
def _mail_waits(settings: Any) -> None:
    settings.PORTAL_MAIL = "queue"


@pytest.fixture
def asked(loaded: None) -> Iterator[Consultation]:
    """Whatever a test does, the kept counts are what the answers say."""
    made = a_consultation()
    yield made
    assert wrong_counts(made) == []


def refused(why: str, **how: Any) -> str:
    with pytest.raises(AnswerRefused) as refusal:
        send_answer(**{"by": None, **how})
    assert refusal.value.why == why
    return str(refusal.value)


def test_an_answer_is_kept_whole_counted_and_receipted(asked):
    at = now()
    response = sent(asked, at=at)
    assert (response.received_at, response.is_late, response.may_publish, response.email) == (at, False, True, EMAIL)
    assert response.reference.startswith("DACR-")
    assert answers_in(response) == all_given(asked)
    asked.refresh_from_db()
    assert asked.answered == 1
    words, _, several, rating, agree = (question.pk for question in questions(asked))
    assert kept_counts(asked)[agree, None, 5] == kept_counts(asked)[rating, None, 2] == kept_counts(asked)[words, None, 0] == 1
    assert sum(count for (question, choice, _), count in kept_counts(asked).items() if question == several and choice) == 2
    message = Message.objects.get()
    assert message.to == EMAIL
    assert response.reference in message.body
    assert "Yes, but keep the trees." not in message.body, "what was answered is not sent about by mail"
    assert len(links_mailed()) == 1


def test_a_journey_makes_one_response_however_often_it_is_sent(asked):
    journey = a_journey(asked)
    first = send_answer(journey=journey, by=None, received_at=now())
    again = {send_answer(journey=journey, by=None, received_at=now()).pk for _ in range(20)}
    assert again == {first.pk}
    assert Response.objects.count() == Message.objects.count() == 1
    journey.refresh_from_db()
    assert (journey.answers, journey.email) == ({}, "")


def test_the_instant_of_the_close_decides(asked):
    before, after = sent(asked, at=asked.closes_at - TICK), sent(asked, at=asked.closes_at)
    assert (before.is_late, after.is_late) == (False, True)
    asked.refresh_from_db()
    assert asked.answered == 1
    assert "so your answer is late" in Message.objects.latest("pk").body
    assert "so your answer is late" not in Message.objects.earliest("pk").body


def test_before_the_opening_and_long_after_the_close_nothing_is_taken(asked):
    early = refused("closed", journey=a_journey(asked), received_at=asked.opens_at - TICK)
    assert early.startswith("It opens on ")
    refused("closed", journey=a_journey(asked), received_at=asked.closes_at + timedelta(days=30))
    Consultation.objects.update(approved_at=None)
    refused("closed", journey=a_journey(asked), received_at=now())
    assert not Response.objects.exists()


def test_a_question_that_has_to_be_answered_is_asked_for(asked):
    journey = a_journey(asked, "  ")
    refused("unanswered", journey=journey, received_at=now())
    journey.answers = {}
    journey.save()
    refused("unanswered", journey=journey, received_at=now())


def test_a_window_that_moved_meanwhile_is_the_one_that_counts(asked):
    """What the page was made from is stale; the row is looked at again under its lock."""
    journey, at = a_journey(asked), asked.closes_at + timedelta(hours=1)
    Consultation.objects.update(closes_on=asked.closes_on + timedelta(days=7), closes_at=asked.closes_at + timedelta(days=7))
    assert not send_answer(journey=journey, by=None, received_at=at).is_late


def test_what_is_changed_takes_the_place_of_what_was_and_goes_back_to_be_read(asked):
    response = sent(asked)
    answer = Answer.objects.get(response=response, question=questions(asked)[0])
    Tag.objects.create(answer=answer, theme=Theme.objects.create(consultation=asked, name="Trees"))
    Redaction.objects.create(answer=answer, start=0, length=3, reason="A name", made_at=now())
    Response.objects.update(published_at=now())
    journey, key = begin_change(response=response, at=now()), version_key(response)
    journey.answers["page-1"] = {f"q{questions(asked)[0].pk}": "No."}
    journey.answers["page-3"] = {}
    journey.save()
    at = now()
    changed = send_answer(journey=journey, by=None, received_at=at, over=key)
    assert (changed.pk, changed.changed_at, changed.published_at) == (response.pk, at, None)
    assert changed.received_at == response.received_at
    assert answers_in(changed)[questions(asked)[0].pk] == Given(words="No.")
    assert questions(asked)[2].pk not in answers_in(changed)
    assert not Tag.objects.exists()
    assert Redaction.objects.get().lifted_at == at
    asked.refresh_from_db()
    assert asked.answered == 1


def test_a_change_of_what_has_changed_meanwhile_is_asked_about(asked):
    response = sent(asked)
    first, second = begin_change(response=response, at=now()), begin_change(response=response, at=now())
    key = version_key(response)
    send_answer(journey=first, by=None, received_at=now(), over=key)
    assert "You answered meanwhile" in refused("changed", journey=second, received_at=now(), over=key)
    response.refresh_from_db()
    send_answer(journey=second, by=None, received_at=now(), over=version_key(response))


def test_a_change_after_the_close_is_kept_apart_and_the_first_answer_stands(asked):
    response = sent(asked)
    journey = begin_change(response=response, at=now())
    late = send_answer(journey=journey, by=None, received_at=asked.closes_at, over=version_key(response))
    assert late.pk != response.pk
    assert late.is_late
    response.refresh_from_db()
    assert (response.is_late, response.version) == (False, 1)


def test_another_address_ends_the_links_that_went_to_the_one_before(asked):
    response = sent(asked)
    assert response.links.count() == 1
    journey = begin_change(response=response, at=now())
    journey.answers["you"]["email"] = "another@sample.invalid"
    journey.save()
    send_answer(journey=journey, by=None, received_at=now(), over=version_key(response))
    assert response.links.count() == 1
    assert len(links_mailed(to="another@sample.invalid")) == 1


def test_a_partner_answers_once_after_it_was_told(asked, personas: Personas):
    partner, by = personas.partners["a"], personas.people["signatory_a"]
    first = sent(asked, partner=partner, by=by)
    assert (first.partner, first.responder, first.organisation) == (partner, by, "Test partner A")
    other = personas.people["contributor_a"]
    journey = a_journey(asked, "We think otherwise.", partner=partner)
    assert "Test partner A answered meanwhile" in refused("changed", journey=journey, received_at=now(), by=other)
    second = send_answer(journey=journey, by=other, received_at=now(), over=version_key(first))
    assert (second.pk, second.responder) == (first.pk, other)
    late = sent(asked, partner=partner, by=by, at=asked.closes_at)
    assert late.is_late
    assert sent(asked, partner=partner, by=by, at=asked.closes_at, over=version_key(late)).pk == late.pk
    assert Response.objects.count() == 2


@pytest.mark.parametrize("persona", ["contributor_b", "officer_x1", "coordinator", "partless", None])
def test_nobody_answers_for_a_partner_but_its_members(asked, personas: Personas, persona):
    by = personas.people[persona] if persona else None
    words = refused("partner", journey=a_journey(asked, partner=personas.partners["a"]), by=by, received_at=now())
    assert words == "To answer for Test partner A you have to be signed in as its member. Sign in again; what you typed is kept."
    assert not Response.objects.exists()


def test_the_mailed_link_of_a_partners_answer_changes_it_without_signing_in(asked, personas: Personas):
    response = sent(asked, partner=personas.partners["a"], by=personas.people["signatory_a"])
    journey = begin_change(response=response, at=now())
    assert send_answer(journey=journey, by=None, received_at=now(), over=version_key(response)).pk == response.pk
    response.refresh_from_db()
    assert response.responder == personas.people["signatory_a"]


def test_what_is_confidential_may_not_be_published_whatever_else_was_ticked(asked):
    response = sent(asked, is_confidential=True, confidential_reason="We fear for our grant.")
    assert (response.is_confidential, response.may_publish) == (True, False)
    assert sent(asked, confidential_reason="left over").confidential_reason == ""


def test_withdrawn_it_says_nothing_any_more_and_does_not_count(asked):
    response = sent(asked)
    withdraw_answer(response=response, by=None, received_at=now())
    withdraw_answer(response=response, by=None, received_at=now())
    response.refresh_from_db()
    asked.refresh_from_db()
    assert response.withdrawn_at
    assert not Answer.objects.exists()
    assert (asked.answered, sum(kept_counts(asked).values())) == (0, 0)
    assert Message.objects.filter(subject__startswith="Your answer is withdrawn").count() == 1
    journey = a_journey(asked)
    journey.response = response
    journey.save()
    refused("withdrawn", journey=journey, received_at=now())


def test_after_the_close_an_answer_in_time_is_not_withdrawn_and_a_late_one_is(asked):
    response, late = sent(asked), sent(asked, at=asked.closes_at)
    with pytest.raises(AnswerRefused, match="can no longer be changed or withdrawn"):
        withdraw_answer(response=response, by=None, received_at=asked.closes_at)
    withdraw_answer(response=late, by=None, received_at=asked.closes_at)
    asked.refresh_from_db()
    assert asked.answered == 1


def test_a_longer_window_takes_in_what_was_late_but_for_a_partner_whose_answer_stands(asked, personas: Personas):
    sent(asked, partner=personas.partners["a"], by=personas.people["signatory_a"])
    of_partner = sent(asked, partner=personas.partners["a"], by=personas.people["signatory_a"], at=asked.closes_at)
    late, later = sent(asked, at=asked.closes_at), sent(asked, at=asked.closes_at + timedelta(days=9))
    assert rejudge_answers(consultation=asked, by=None) == 0
    longer = timedelta(days=7)
    Consultation.objects.update(closes_on=asked.closes_on + longer, closes_at=asked.closes_at + longer)
    assert rejudge_answers(consultation=asked, by=None) == 1
    for row in (of_partner, late, later):
        row.refresh_from_db()
    assert (of_partner.is_late, late.is_late, later.is_late) == (True, False, True)
    asked.refresh_from_db()
    assert asked.answered == 2


def test_what_is_kept_otherwise_than_counted_is_found_and_mended(loaded):
    asked = a_consultation()
    sent(asked)
    answered(asked, said={questions(asked)[0]: "Not counted"})
    QuestionCount.objects.filter(rating=5).update(count=7)
    found = wrong_counts(asked)
    assert len(found) == 3
    assert any("kept 7, counted 1" in line for line in found)
    recount(consultation=asked)
    assert wrong_counts(asked) == []
