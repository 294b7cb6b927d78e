"""Two officers at one instant leave one right result. On PostgreSQL, with real threads, with a control."""

import threading
from typing import Any

import pytest

from compact_portal.lib.clock import now
from compact_portal.mail.models import Message
from consultations.actions import themes
from consultations.actions.outcomes import publish_outcome, save_outcome, save_theme_part
from consultations.actions.publishing import publish_all, publish_response, withhold_response
from consultations.actions.redacting import hide_words, lift_redaction
from consultations.actions.themes import add_theme, merge_themes, tag_answer
from consultations.models import Consultation, Outcome, Redaction, Response, Tag, Theme
from consultations.queries.outcome import theme_parts
from consultations.queries.shown import published_page
from consultations.rules.redaction import Span
from tests.consultations.after import asked, published, said, tagged, words_of, written
from tests.house.races import kinds_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
AT = now()
ROUNDS = 5


def test_of_two_who_publish_an_outcome_one_does_and_each_address_gets_one_letter():
    for number in range(ROUNDS):
        consultation, outcome = written(title=f"Round {number}")
        said(consultation, consultation.questions.get(), email=f"teller{number}@test.invalid")
        both = [lambda c=consultation, v=outcome.version: publish_outcome(consultation=c, version=v, by=None, at=AT)] * 2
        assert kinds_at_once(*both) == ["Outcome", "ValidationError"]
        assert Message.objects.filter(to=f"teller{number}@test.invalid").count() == 1
        assert Outcome.objects.get(consultation=consultation).version == outcome.version + 1


def test_words_that_are_hidden_while_the_answer_is_published_are_never_read():
    for number in range(ROUNDS):
        consultation, question = asked(title=f"Round {number}")
        response = said(consultation, question, "Mrs Example said so.")
        answer = words_of(response)
        results = kinds_at_once(
            lambda r=response: publish_response(response=r, by=None, at=AT),
            lambda a=answer: hide_words(answer=a, spans=[Span(0, 11)], reason="A name", by=None, at=AT),
        )
        assert results == ["Response", "list"]
        [[row], _] = published_page(consultation)
        assert "".join(part.words for part in row.answers[0].parts) == " said so."


def test_two_who_publish_all_publish_each_once():
    for number in range(ROUNDS):
        consultation, question = asked(title=f"Round {number}")
        rows = [said(consultation, question) for _ in range(12)]
        both = [lambda c=consultation: publish_all(consultation=c, by=None, at=AT)] * 2
        assert kinds_at_once(*both) == ["Published", "Published"]
        held = Response.objects.filter(consultation=consultation)
        assert set(held.values_list("version", flat=True)) == {2}
        assert Response.history.filter(id__in=[row.pk for row in rows]).count() == 24


def test_publishing_all_does_not_bring_back_what_is_taken_back_at_that_moment():
    for number in range(ROUNDS):
        consultation, question = asked(title=f"Round {number}")
        response = published(said(consultation, question))
        kinds_at_once(
            lambda r=response: withhold_response(response=r, reason="It names somebody", by=None, at=AT),
            lambda c=consultation: publish_all(consultation=c, by=None, at=AT),
        )
        response.refresh_from_db()
        assert (response.published_at, response.withheld_reason) == (None, "It names somebody")


def test_a_citation_of_what_is_taken_back_at_that_moment_is_not_read():
    for number in range(ROUNDS):
        consultation, outcome = written(title=f"Round {number}")
        theme, tag = Theme.objects.get(consultation=consultation), Tag.objects.get(theme__consultation=consultation)
        values = {"said": "s", "done": "d", "not_done": ""}
        kinds_at_once(
            lambda t=theme, n=tag.pk, v=values: save_theme_part(theme=t, version=t.version, values=v, cited=[n], by=None, at=AT),
            lambda r=tag.answer.response: withhold_response(response=r, reason="x", by=None, at=AT),
        )
        assert [part.cited for part in theme_parts(consultation)] == [[]]
        assert outcome.published_on is None


def test_of_two_who_begin_an_outcome_one_is_told():
    consultation, _ = asked()

    def save(words: str) -> Any:
        return lambda: save_outcome(consultation=consultation, version=None, values={"asked": words}, by=None, at=AT)

    assert kinds_at_once(save("One"), save("Two")) == ["Outcome", "StaleVersion"]


def test_two_who_tag_one_answer_lose_nothing_and_double_nothing():
    for number in range(ROUNDS):
        consultation, question = asked(title=f"Round {number}")
        response = said(consultation, question)
        answer = words_of(response)
        one, two = (add_theme(consultation=consultation, name=name, by=None) for name in ("One", "Two"))
        kinds_at_once(
            lambda a=answer, n=one.pk: tag_answer(answer=a, add=[n], take=[], name="", by=None),
            lambda a=answer, n=two.pk: tag_answer(answer=a, add=[n], take=[], name="", by=None),
            lambda a=answer, n=one.pk: tag_answer(answer=a, add=[n], take=[], name="Three", by=None),
        )
        assert Tag.objects.filter(answer=answer).count() == 3
        response.refresh_from_db()
        assert response.is_tagged


def test_a_tag_made_while_its_theme_is_merged_is_not_lost_and_nothing_waits_in_a_circle():
    for number in range(ROUNDS):
        consultation, question = asked(title=f"Round {number}")
        answer = words_of(said(consultation, question))
        one, two = (add_theme(consultation=consultation, name=name, by=None) for name in ("One", "Two"))
        tagged(answer.response, one)
        kinds_at_once(
            lambda a=one, b=two: merge_themes(theme=a, version=1, into=b, by=None),
            lambda a=one, b=two: merge_themes(theme=b, version=1, into=a, by=None),
            lambda a=answer, n=two.pk: tag_answer(answer=a, add=[n], take=[], name="", by=None),
        )
        assert Theme.objects.filter(consultation=consultation).count() == 1
        assert Tag.objects.filter(answer=answer).count() == 1


def test_of_two_who_lift_one_redaction_one_does():
    consultation, question = asked()
    [row] = hide_words(answer=words_of(said(consultation, question)), spans=[Span(0, 2)], reason="x", by=None, at=AT)
    both = [lambda: lift_redaction(redaction=row, reason="y", by=None, at=AT)] * 2
    assert kinds_at_once(*both) == ["Redaction", "ValidationError"]
    assert Redaction.objects.count() == 1


def test_two_themes_of_one_name_are_not_made_at_once():
    for number in range(ROUNDS):
        consultation, _ = asked(title=f"Round {number}")
        calls = [lambda c=consultation, n=name: add_theme(consultation=c, name=n, by=None) for name in ("Café", "CAFE")]
        assert kinds_at_once(*calls) == ["Theme", "ValidationError"]


def test_without_the_consultations_lock_both_would_be_made(monkeypatch):
    """Shows that the race is there: the same two, with the row read and not locked, and a moment between look and write."""
    consultation, _ = asked()
    meet = threading.Barrier(2, timeout=5)
    look = themes._require_free

    def unlocked(pk: int, *, by: Any, version: int | None = None) -> Consultation:
        return Consultation.objects.select_related("agency").get(pk=pk)

    def looked(*args: Any, **more: Any) -> None:
        look(*args, **more)
        meet.wait()

    monkeypatch.setattr(themes, "locked_consultation", unlocked)
    monkeypatch.setattr(themes, "_require_free", looked)
    kinds_at_once(*[lambda n=name: add_theme(consultation=consultation, name=n, by=None) for name in ("Café", "CAFE")])
    assert Theme.objects.count() == 2
