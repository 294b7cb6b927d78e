"""The pages of answering, one after the other, as a browser sends them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from compact_portal.lib.clock import now
from consultations.models import AnswerJourney, Consultation, Response
from consultations.queries.answering import answers_in
from consultations.queries.counting import wrong_counts
from tests.consultations.answers import EMAIL, Answerer, a_consultation, questions, said_errors, sent, soup_of
from tests.consultations.asking import ask, closed, opened
from tests.house.personas import Personas
from tests.undertakings.pages import said

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail_waits(settings: Any) -> None:
    settings.PORTAL_MAIL = "queue"
    settings.ACCOUNT_RATE_LIMITS = {}


@pytest.fixture
def asked(loaded: None) -> Consultation:
    return a_consultation()


def test_an_answer_from_the_start_to_its_receipt(asked):
    walk = Answerer(asked).begin().answer()
    page = soup_of(walk.client.get(walk.root + "check/"))
    assert said(page.h1) == "Check your answer, then send it"
    assert "Yes, but keep the trees." in said(page.main)
    assert "Strongly agree" in said(page.main)
    response = walk.press()
    assert response["Location"] == walk.root + "sent/"
    made = Response.objects.get()
    page = soup_of(walk.client.get(walk.root + "sent/"))
    assert said(page.h1) == "We have your answer"
    assert made.reference in said(page.main)
    assert EMAIL in said(page.main)
    assert "It came in time." in said(page.main)
    assert made.may_publish
    assert len(answers_in(made)) == 5
    assert wrong_counts(asked) == []


def test_the_start_says_how_long_there_is_and_begins_nothing_by_being_read(asked):
    Consultation.objects.update(other_ways="Write to the Town Hall.")
    page = soup_of(Client().get(Answerer(asked).root))
    assert "49 days left." in said(page.main)
    assert "There are 5 questions" in said(page.main)
    assert "Write to the Town Hall." in said(page.main)
    assert "policy@sample.invalid" in said(page.main)
    assert not AnswerJourney.objects.exists()


def test_every_question_says_what_is_missing_or_lets_it_be(asked):
    walk = Answerer(asked).begin()
    assert said_errors(walk.post("questions/1/")) == ["Fill in What do you think of the move?"]
    assert walk.send("questions/2/") == "who/", "an optional question may be left out"
    assert said_errors(walk.post("questions/5/")) == ["Choose an answer: “The yard is the better place”"]
    first = f"q{questions(asked)[1].pk}"
    assert said_errors(walk.post("questions/2/", **{first: "999"})) == ["Choose one of the answers in the list"]
    assert walk.client.get(walk.root + "questions/6/").status_code == 404
    assert said_errors(walk.post("publish/")) == ["Choose an answer: May your answer be published after the close?"]


def test_ratings_that_follow_each_other_stand_on_one_page(loaded):
    made = opened()
    rated = [ask(made, f"How good is {what}?", "rating", is_required=True) for what in ("the bus", "the road", "the path")]
    walk = Answerer(made).begin()
    walk.send("who/", who="person")
    page = soup_of(walk.client.get(walk.root + "questions/1/"))
    assert said(page.h1) == "Questions 1 to 3 of 3"
    assert len(page.select("fieldset")) == 3
    missing = walk.post("questions/1/", **{f"q{rated[0].pk}": "5"})
    assert len(said_errors(missing)) == 2
    assert soup_of(missing).select_one("input[value='5'][checked]"), "what was typed stays"


def test_a_question_about_an_undertaking_shows_its_words(loaded):
    made = opened()
    ask(made, "Is this kept?", "agree", anchor="eight-weeks")
    ask(made, "Is this fair?", "agree", clause="4.2 The yard closes at dusk.")
    walk = Answerer(made).begin()
    walk.send("who/", who="person")
    words = said(soup_of(walk.client.get(walk.root + "questions/1/")).main)
    assert "of the compact: “" in words
    assert "4.2 The yard closes at dusk." in words


def test_going_back_shows_what_was_typed_and_an_expired_session_loses_nothing(asked):
    walk = Answerer(asked).begin().answer("A long answer")
    assert "A long answer" in said(soup_of(walk.client.get(walk.root + "questions/1/")).textarea)
    key = str(walk.journey().key)
    elsewhere = Answerer(asked)
    assert elsewhere.send("you/", journey=key, name="Somebody", email="") == "check/"
    assert "A long answer" in said(soup_of(elsewhere.client.get(walk.root + "check/")).main)


def test_words_sent_after_the_journey_is_gone_begin_a_new_one(asked):
    walk = Answerer(asked).begin()
    AnswerJourney.objects.all().delete()
    walk.send("questions/1/", **{f"q{questions(asked)[0].pk}": "Not lost"})
    assert "Not lost" in str(walk.journey().answers)


def test_for_an_organisation_its_name_is_asked_also_when_that_is_chosen_late(asked):
    walk = Answerer(asked).begin().answer()
    assert walk.send("who/", who="organisation") == "you/"
    assert said_errors(walk.post("you/", name="", email="")) == ["Fill in “Name of the organisation or group”"]
    walk.send("you/", name="", email="", organisation="Sample Choir")
    walk.press()
    made = Response.objects.get()
    assert (made.is_organisation, made.organisation, made.partner) == (True, "Sample Choir", None)


def test_a_member_answers_for_its_partner_and_others_are_not_offered_it(asked, personas: Personas):
    partner = personas.partners["a"]
    walk = Answerer(asked, personas.client("contributor_a")).begin()
    page = soup_of(walk.client.get(walk.root + "who/"))
    assert "Test partner A, as its member" in said(page.main)
    walk.answer(who=str(partner.pk), name="Test contributor_a")
    walk.press()
    made = Response.objects.get()
    assert (made.partner, made.responder, made.organisation) == (partner, personas.people["contributor_a"], partner.name)
    stranger = Answerer(asked, personas.client("contributor_b")).begin()
    assert "Test partner A" not in said(soup_of(stranger.client.get(walk.root + "who/")).main)
    assert said_errors(stranger.post("who/", who=str(partner.pk))) == ["Choose one of the answers in the list"]


def test_a_partners_second_answer_is_said_to_take_the_place_of_the_first(asked, personas: Personas):
    first = sent(asked, partner=personas.partners["a"], by=personas.people["signatory_a"])
    walk = Answerer(asked, personas.client("contributor_a")).begin()
    assert "Test partner A has answered already" in said(soup_of(walk.client.get(walk.root + "who/")).main)
    walk.answer("Second thoughts", who=str(personas.partners["a"].pk))
    page = soup_of(walk.client.get(walk.root + "check/"))
    assert f"takes the place of answer {first.reference}" in said(page.main)
    over = page.select_one("input[name=over]")["value"]
    walk.press(over=over)
    assert Response.objects.count() == 1
    assert answers_in(Response.objects.get())[questions(asked)[0].pk].words == "Second thoughts"


def test_a_partners_answer_that_came_meanwhile_is_told_of_before_it_is_changed(asked, personas: Personas):
    walk = Answerer(asked, personas.client("contributor_a")).begin().answer(who=str(personas.partners["a"].pk))
    sent(asked, partner=personas.partners["a"], by=personas.people["signatory_a"])
    page = soup_of(walk.press(over=""))
    assert "Test partner A answered meanwhile" in said(page.select_one(".problem"))
    assert walk.press(over=page.select_one("input[name=over]")["value"]).status_code == 302
    assert Response.objects.count() == 1


def test_who_signs_out_on_the_way_is_asked_to_sign_in_and_nothing_is_lost(asked, personas: Personas):
    walk = Answerer(asked, personas.client("contributor_a")).begin().answer(who=str(personas.partners["a"].pk))
    key = str(walk.journey().key)
    out = Answerer(asked)
    assert "you have to be signed in as its member" in said(soup_of(out.press(journey=key)).select_one(".problem"))
    assert not Response.objects.exists()
    assert walk.press(journey=key).status_code == 302


def test_before_it_opens_the_start_says_when_and_no_step_can_be_reached(loaded):
    made = opened(days_ago=-3)
    client = Client()
    page = soup_of(client.get(f"/consultations/{made.slug}/respond/"))
    assert "It opens on" in said(page.main)
    assert not page.select("main form")
    for step in ("who/", "check/"):
        assert client.post(f"/consultations/{made.slug}/respond/{step}")["Location"].endswith("/respond/")
    assert not AnswerJourney.objects.exists()


def test_what_nobody_approved_is_not_there(loaded):
    made = a_consultation()
    Consultation.objects.update(approved_at=None)
    for step in ("", "who/", "questions/1/", "you/", "publish/", "check/", "sent/", "later/", "resume/x/", "change/x/"):
        assert Client().get(f"/consultations/{made.slug}/respond/{step}").status_code == 404


def test_after_the_close_it_is_said_on_every_page_and_kept_apart(loaded):
    made = closed(days_ago=3)
    ask(made, "What do you think?", is_required=True)
    walk = Answerer(made)
    assert "It has closed" in said(soup_of(walk.client.get(walk.root)).main)
    walk.begin()
    assert "kept apart as late" in said(soup_of(walk.client.get(walk.root + "who/")).main)
    walk.send("who/", who="person")
    walk.send("questions/1/", **{f"q{questions(made)[0].pk}": "Too late?"})
    walk.send("you/", name="", email="")
    walk.send("publish/", may_publish="no")
    walk.press()
    assert Response.objects.get().is_late
    page = said(soup_of(walk.client.get(walk.root + "sent/")).main)
    assert "kept apart as late" in page
    assert "came in time" not in page


def test_long_after_the_close_nothing_is_taken(loaded):
    made = closed(days_ago=31)
    walk = Answerer(made)
    assert "answers are no longer taken" in said(soup_of(walk.client.get(walk.root)).main)
    assert walk.post().status_code == 200
    assert not AnswerJourney.objects.exists()


def test_who_is_very_fast_or_fills_the_hidden_box_is_asked_once_more_and_never_refused(asked):
    walk = Answerer(asked).begin().answer()
    first = walk.post("check/", more="spam")
    assert first.status_code == 422
    assert "press the button again" in said(soup_of(first).select_one(".problem"))
    assert walk.post("check/", more="spam").status_code == 302
    slow = Answerer(asked).begin().answer()
    AnswerJourney.objects.filter(pk=slow.journey().pk).update(started_at=now() - timedelta(seconds=9))
    assert slow.post("check/").status_code == 302


def test_the_hidden_box_is_out_of_the_way_of_keyboards_and_says_to_be_left(asked):
    walk = Answerer(asked).begin().answer()
    page = soup_of(walk.client.get(walk.root + "check/"))
    box = page.select_one("input[name=more]")
    assert (box["tabindex"], box["autocomplete"]) == ("-1", "off")
    assert box.find_parent(class_="vh")
    assert "Leave this box empty" in said(page.select_one(f"label[for={box['id']}]"))


def test_sent_a_thousand_times_it_is_one_answer_with_one_receipt(asked):
    walk = Answerer(asked).begin().answer()
    key = str(walk.journey().key)
    walk.press()
    client = Client()
    places = {client.post(walk.root + "check/", {"journey": key})["Location"] for _ in range(1000)}
    assert places == {walk.root + "sent/"}
    assert Response.objects.count() == 1
    assert Response.objects.get().reference in said(soup_of(client.get(walk.root + "sent/")).main)


def test_too_many_mails_to_one_address_stop_the_mail_and_not_the_answer(asked, settings):
    settings.ACCOUNT_RATE_LIMITS = {"answer_mail": "1/h/key"}
    for number in range(2):
        walk = Answerer(asked).begin().answer(f"Answer {number}")
        assert walk.press().status_code == 302
    assert Response.objects.count() == 2
    assert "we sent no receipt" in said(soup_of(walk.client.get(walk.root + "sent/")).main)


def test_too_many_who_begin_from_one_connection_wait_and_lose_nothing(asked, settings):
    settings.ACCOUNT_RATE_LIMITS = {"answer_start": "1/h/ip", "answer_send": "1/h/ip"}
    walk = Answerer(asked).begin().answer()
    assert Client().post(walk.root).status_code == 429
    assert walk.post("check/").status_code == 422
    assert walk.post("check/").status_code == 429
    settings.ACCOUNT_RATE_LIMITS = {}
    assert walk.post("check/").status_code == 302


def test_each_page_asks_as_much_of_the_database_however_many_answers_there_are(asked, django_assert_max_num_queries):
    walk = Answerer(asked).begin().answer()
    for _ in range(30):
        sent(asked, email="")
    for step in ("", "who/", "questions/3/", "you/", "publish/", "check/"):
        with django_assert_max_num_queries(16):
            assert walk.client.get(walk.root + step).status_code == 200
