"""Answering at one instant, on a real PostgreSQL with real threads; each race has a control that shows that it is there."""

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from compact_portal.mail.models import Message
from consultations.actions import answering
from consultations.actions.answering import AnswerRefused, send_answer, withdraw_answer
from consultations.actions.journeys import begin_change, save_step
from consultations.models import Consultation, Response
from consultations.queries.answering import answers_in, standing_of, version_key
from consultations.queries.counting import wrong_counts
from tests.consultations.answers import Answerer, a_consultation, a_journey, questions, sent
from tests.house.personas import make_personas
from tests.house.races import at_once, kinds_of
from tests.signatories.test_signing_races import wait_for_a_lock

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = 6


@pytest.fixture(autouse=True)
def _mail_waits(settings: Any) -> None:
    settings.PORTAL_MAIL = "queue"
    settings.ACCOUNT_RATE_LIMITS = {}  # what one test has used up no test's end takes back here


def send(journey: Any, at: Any, by: Any = None, over: str = "") -> Response:
    return send_answer(journey=journey, by=by, received_at=at, over=over)


def test_a_double_click_makes_one_answer_and_one_receipt():
    asked = a_consultation()
    for _ in range(ROUNDS):
        journey = a_journey(asked)
        results = at_once(*[partial(send, journey, asked.opens_at)] * 4)
        assert len({result.pk for result in results}) == 1
    assert Response.objects.count() == Message.objects.count() == ROUNDS
    assert wrong_counts(asked) == []


def test_looking_before_locking_would_let_a_double_click_through():
    """The control: both clicks find no answer yet."""
    asked, barrier, found = a_consultation(), threading.Barrier(2), []
    journey = a_journey(asked)

    def naive() -> None:
        found.append(Response.objects.filter(token=journey.key).exists())
        barrier.wait(timeout=30)

    at_once(naive, naive)
    assert found == [False, False]


def two_members(asked: Consultation, people: Any, partner: Any) -> list[Any]:
    """Two members of one partner send its answer at one instant."""
    journeys = [a_journey(asked, f"By {by.name}", partner=partner) for by in people]
    return at_once(*(partial(send, journey, asked.opens_at, by) for journey, by in zip(journeys, people, strict=True)))


def test_two_members_who_answer_for_one_partner_at_once_make_one_answer_and_the_second_is_told():
    personas = make_personas()
    people, partner = [personas.people[name] for name in ("signatory_a", "contributor_a")], personas.partners["a"]
    for number in range(ROUNDS):
        asked = a_consultation(title=f"Number {number}")
        results = two_members(asked, people, partner)
        assert kinds_of(results) == ["AnswerRefused", "Response"]
        assert [result.why for result in results if isinstance(result, AnswerRefused)] == ["changed"]
        assert Response.objects.filter(consultation=asked).count() == 1
        assert wrong_counts(asked) == []


def test_without_the_consultations_lock_two_members_collide(monkeypatch):
    """The control: without the lock only the database's constraint is left, and somebody sees an error."""
    monkeypatch.setattr(answering, "locked_consultation", lambda pk: Consultation.objects.select_related("agency").get(pk=pk))
    barrier = threading.Barrier(2)

    def looks_then_waits(*args: Any, **kwargs: Any) -> Any:
        found = standing_of(*args, **kwargs)
        barrier.wait(timeout=30)
        return found

    monkeypatch.setattr(answering, "standing_of", looks_then_waits)
    personas = make_personas()
    people = [personas.people[name] for name in ("signatory_a", "contributor_a")]
    assert "IntegrityError" in kinds_of(two_members(a_consultation(), people, personas.partners["a"]))


def held_up(asked: Consultation, doing: Callable[[], Any], moved: timedelta) -> Any:
    """Begin `doing` while somebody else has the consultation's row and moves its window; what came of `doing`."""
    results: list[Any] = []

    def run() -> None:
        try:
            results.append(doing())
        except Exception as problem:
            results.append(problem)
        finally:
            connection.close()

    with transaction.atomic():
        row = Consultation.objects.select_for_update(of=("self",)).get(pk=asked.pk)
        thread = threading.Thread(target=run)
        thread.start()
        wait_for_a_lock()
        Consultation.objects.filter(pk=row.pk).update(closes_on=row.closes_on + moved, closes_at=row.closes_at + moved)
    thread.join(timeout=30)
    return results[0]


@pytest.mark.parametrize(("moved", "late"), [(7, False), (-7, True), (0, True)], ids=["longer", "shorter", "as it was"])
def test_the_window_that_holds_when_the_answer_is_written_judges_it(moved, late):
    asked = a_consultation()
    journey, at = a_journey(asked), asked.closes_at + timedelta(seconds=1)
    result = held_up(asked, partial(send, journey, at), timedelta(days=moved))
    assert isinstance(result, Response), result
    assert result.is_late is late
    assert wrong_counts(asked) == []


def test_an_answer_of_the_closing_second_is_in_time_however_long_it_waits_for_the_row():
    asked = a_consultation()
    journey, at = a_journey(asked), asked.closes_at - timedelta(microseconds=1)
    result = held_up(asked, partial(send, journey, at), timedelta(0))
    assert isinstance(result, Response)
    assert not result.is_late


def test_judging_by_the_row_that_was_read_before_would_be_wrong():
    """The control: who read the window before the wait has the old one."""
    asked = a_consultation()
    read_before, at = Consultation.objects.get(pk=asked.pk), asked.closes_at + timedelta(seconds=1)

    def naive() -> bool:
        with transaction.atomic():
            Consultation.objects.select_for_update(of=("self",)).get(pk=asked.pk)
        return at >= read_before.closes_at

    assert held_up(asked, naive, timedelta(days=7)) is True
    asked.refresh_from_db()
    assert at < asked.closes_at


def test_changing_and_withdrawing_at_once_leave_one_right_result_and_right_counts():
    for number in range(ROUNDS):
        asked = a_consultation(title=f"Number {number}")
        response = sent(asked)
        journey = begin_change(response=response, at=asked.opens_at)
        change = partial(send, journey, asked.opens_at, None, version_key(response))
        results = at_once(change, partial(withdraw_answer, response=response, by=None, received_at=asked.opens_at))
        response.refresh_from_db()
        assert response.withdrawn_at is not None
        assert not any(isinstance(result, Exception) and not isinstance(result, AnswerRefused) for result in results), results
        assert answers_in(response) == {}
        assert wrong_counts(asked) == []


def test_two_steps_saved_at_once_are_both_kept():
    asked = a_consultation()
    for _ in range(ROUNDS):
        journey = a_journey(asked)
        save = partial(save_step, journey=journey, at=asked.opens_at)
        at_once(*(partial(save, step=step, answers={"x": step}) for step in ("who", "you")))
        journey.refresh_from_db()
        assert (journey.answers["who"], journey.answers["you"]) == ({"x": "who"}, {"x": "you"})


def test_many_who_answer_at_once_are_all_counted():
    asked = a_consultation()
    groups = [[a_journey(asked, email="") for _ in range(5)] for _ in range(8)]
    results = at_once(*(lambda group=group: [send(journey, asked.opens_at) for journey in group] for group in groups))
    assert [len(result) for result in results] == [5] * 8
    asked.refresh_from_db()
    assert asked.answered == Response.objects.count() == 40
    assert len(set(Response.objects.values_list("reference", flat=True))) == 40
    assert wrong_counts(asked) == []


def test_counting_without_the_lock_would_lose_some():
    """The control: reading a count, then writing it back."""
    asked, barrier = a_consultation(), threading.Barrier(2)

    def naive() -> None:
        row = Consultation.objects.get(pk=asked.pk)
        barrier.wait(timeout=30)
        Consultation.objects.filter(pk=asked.pk).update(answered=row.answered + 1)

    at_once(naive, naive)
    asked.refresh_from_db()
    assert asked.answered == 1


def test_a_submission_that_is_sent_a_thousand_times_from_eight_sides_is_one_row():
    asked = a_consultation()
    walk = Answerer(asked).begin().answer()
    key = str(walk.journey().key)
    walk.post("check/")  # the pages ask once more

    def replay() -> set[str]:
        visitor = Client()
        return {visitor.post(walk.root + "check/", {"journey": key})["Location"] for _ in range(125)}

    assert at_once(*([replay] * 8)) == [{walk.root + "sent/"}] * 8
    assert Response.objects.count() == Message.objects.count() == 1
    assert len(answers_in(Response.objects.get())) == len(questions(asked))
