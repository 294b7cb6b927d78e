"""An outcome is written, published once it is whole, corrected with a note, and told once."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from compact_portal.audit.actions import StaleVersion
from compact_portal.lib.clock import now
from compact_portal.lib.dates import london_day
from compact_portal.mail.models import Message
from compact_portal.search.queries import find
from consultations.actions.outcomes import publish_outcome, save_outcome, save_theme_part
from consultations.actions.publishing import withhold_response
from consultations.actions.rounds import tell_now
from consultations.models import Consultation, Erratum, Follow, Outcome, Response, Tag, Theme
from consultations.queries.outcome import citable_tags, due_day, quoted, theme_parts, time_facts
from consultations.rules.outcome_time import verdict_outcome
from tests.consultations.after import asked, out, published, said, tagged, weeks, written
from tests.consultations.asking import ask, opened

pytestmark = pytest.mark.django_db
AT = now()
WORDS = {"asked": "a", "said": "s", "done": "d"}


def save(consultation, **more):
    return save_outcome(**({"consultation": consultation, "version": None, "values": WORDS, "by": None, "at": AT} | more))


def test_a_draft_is_saved_in_any_state_and_by_one_version_after_the_other():
    consultation, _ = asked()
    first = save(consultation, values={"asked": "One"})
    assert (first.asked, first.version, first.published_on) == ("One", 2, None)
    with pytest.raises(StaleVersion):
        save(consultation, values={"asked": "Somebody who had an empty form"})
    assert save(consultation, version=2, values={"asked": ""}).asked == ""
    assert not Erratum.objects.exists()


def test_an_outcome_is_published_when_nothing_is_lacking():
    consultation, outcome = written()
    publish_outcome(consultation=consultation, version=outcome.version, by=None, at=AT)
    held = Outcome.objects.get()
    assert held.published_on == london_day(AT)
    assert Consultation.objects.get().outcome_on == london_day(AT)
    with pytest.raises(ValidationError, match="already"):
        publish_outcome(consultation=consultation, version=held.version, by=None, at=AT)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda: Outcome.objects.update(asked=""), "Write what you asked."),
        (lambda: Theme.objects.update(said=""), "Write what people said about “Distance”."),
        (lambda: Theme.objects.update(done="", not_done=""), "or why nothing is"),
        (lambda: Tag.objects.update(is_cited=False), "Cite at least one published answer"),
    ],
)
def test_it_is_refused_with_all_that_is_lacking(change, says):
    consultation, outcome = written()
    change()
    with pytest.raises(ValidationError) as refusal:
        publish_outcome(consultation=consultation, version=outcome.version, by=None, at=AT)
    assert len(refusal.value.messages) == 1
    assert says in refusal.value.messages[0]
    assert Outcome.objects.get().published_on is None
    assert not Message.objects.exists()


def test_it_is_refused_before_the_close_and_from_an_old_version():
    consultation = opened()
    save(consultation)
    with pytest.raises(ValidationError, match="not closed yet"):
        publish_outcome(consultation=consultation, version=2, by=None, at=AT)
    closed, outcome = written(title="Other")
    with pytest.raises(StaleVersion):
        publish_outcome(consultation=closed, version=outcome.version - 1, by=None, at=AT)


def test_late_it_needs_a_reason_and_who_authorised_it():
    weeks(12)
    consultation, outcome = written(days_ago=12 * 7 + 1)
    with pytest.raises(ValidationError) as refusal:
        publish_outcome(consultation=consultation, version=outcome.version, by=None, at=AT)
    assert refusal.value.messages == ["It is late: write why.", "It is late: write who authorised that."]
    why = {"late_reason": "The officer was ill.", "authorised_by": "the Head of Policy"}
    outcome = save(consultation, version=outcome.version, values=why)
    outcome = publish_outcome(consultation=consultation, version=outcome.version, by=None, at=AT)
    facts = time_facts(consultation, outcome)
    assert "1 day after it was due" in verdict_outcome(facts, on=london_day(AT)).sentence


def test_on_its_last_day_it_needs_none():
    weeks(12)
    consultation, outcome = written(days_ago=12 * 7)
    assert due_day(consultation.closes_on) == london_day(AT)
    assert publish_outcome(consultation=consultation, version=outcome.version, by=None, at=AT).published_on


def test_published_it_changes_only_with_a_note_and_stays_whole():
    consultation, outcome = out()
    with pytest.raises(ValidationError) as refusal:
        save(consultation, version=outcome.version, values={"said": "Else"})
    assert "note" in refusal.value.message_dict
    with pytest.raises(ValidationError) as refusal:
        save(consultation, version=outcome.version, values={"said": ""}, note="Emptied")
    assert "said" in refusal.value.message_dict
    save(consultation, version=outcome.version, values={"late_reason": "", "authorised_by": ""}, note="Nothing to keep there")
    outcome.refresh_from_db()
    corrected = save(consultation, version=outcome.version, values={"said": "Else"}, note="A number was wrong")
    assert corrected.said == "Else"
    assert list(Erratum.objects.values_list("note", "made_on"))[1:] == [("A number was wrong", london_day(AT))]
    assert corrected.history.latest().history_change_reason == "Corrected the outcome: A number was wrong"
    theme = Theme.objects.get()
    part = {"said": "x", "done": "y", "not_done": ""}
    keep = {"theme": theme, "version": theme.version, "values": part, "by": None, "at": AT}
    with pytest.raises(ValidationError, match="say what you correct"):
        save_theme_part(**keep, cited=[Tag.objects.get().pk])
    with pytest.raises(ValidationError, match="Cite at least one"):
        save_theme_part(**keep, cited=[], note="Dropped")
    save_theme_part(**keep, cited=[Tag.objects.get().pk], note="Said better")
    assert Erratum.objects.count() == 3
    assert (Theme.objects.get().said, Tag.objects.get().is_cited) == ("x", True)


def test_a_published_reason_for_being_late_is_not_taken_out():
    weeks(12)
    consultation, outcome = written(days_ago=90)
    outcome = save(consultation, version=outcome.version, values={"late_reason": "Ill.", "authorised_by": "the Head of Policy"})
    outcome = publish_outcome(consultation=consultation, version=outcome.version, by=None, at=AT)
    with pytest.raises(ValidationError) as refusal:
        save(consultation, version=outcome.version, values={"late_reason": "", "authorised_by": ""}, note="Gone")
    assert set(refusal.value.message_dict) == {"late_reason", "authorised_by"}


def test_an_answer_without_words_is_cited_by_what_it_chose():
    consultation, _ = written()
    question = ask(consultation, "Which way?", "one", "Stay in the square", "Move")
    response = published(said(consultation, question, ""))
    response.answers.get().choices.add(question.choices.all()[0])
    theme = Theme.objects.get()
    tags = [Tag.objects.get().pk, tagged(response, theme).pk]
    words = {"said": "s", "done": "d", "not_done": ""}
    save_theme_part(theme=theme, version=theme.version, values=words, cited=tags, by=None, at=AT)
    [part] = theme_parts(consultation)
    assert [one.chosen for one in part.cited] == ["", "Stay in the square"]
    assert [quoted(tag).partition(": ")[2] for tag in citable_tags(theme, most=9)] == [
        "The yard is too far for us.", "Stay in the square",
    ]  # fmt: skip


def test_only_published_answers_are_cited():
    consultation, question = asked()
    theme = Theme.objects.create(consultation=consultation, name="One")
    hidden, shown = said(consultation, question), published(said(consultation, question))
    tags = [tagged(hidden, theme).pk, tagged(shown, theme).pk]
    theme.refresh_from_db()
    write = {"theme": theme, "version": theme.version, "values": {"said": "s"}, "by": None, "at": AT}
    with pytest.raises(ValidationError, match="not published"):
        save_theme_part(**write, cited=tags)
    assert not Tag.objects.filter(is_cited=True).exists()
    save_theme_part(**write, cited=tags[1:])
    assert [tag.answer.response for tag in Tag.objects.filter(is_cited=True)] == [shown]


def test_a_cited_answer_that_is_taken_back_is_gone_from_the_page_which_says_so():
    consultation, _ = out()
    withhold_response(response=Response.objects.get(), reason="It names somebody", by=None, at=AT)
    [part] = theme_parts(consultation)
    assert (part.cited, part.gone) == ([], 1)


def test_the_outcome_is_found_once_it_is_out_and_not_before():
    consultation, outcome = written(title="Quillmaker lane")
    assert not find("quillmaker", kinds=["outcome"]).results
    publish_outcome(consultation=consultation, version=outcome.version, by=None, at=AT)
    [result] = find("quillmaker", kinds=["outcome"]).results
    assert result.url == "/consultations/quillmaker-lane/outcome/"


# Telling.


def follow(email: str, consultation: Consultation | None = None, **more):
    return Follow.objects.create(**({"consultation": consultation, "email": email, "asked_at": AT, "confirmed_at": AT} | more))


def test_who_follows_or_answered_is_told_once():
    consultation, outcome = written()
    other = asked(title="Other")[0]
    question = consultation.questions.get()
    follow("all@test.invalid")
    follow("one@test.invalid", consultation)
    follow("ONE@test.invalid")  # the same address
    follow("weekly@test.invalid", consultation, manner="weekly")
    follow("unsure@test.invalid", consultation, confirmed_at=None)
    follow("other@test.invalid", other)
    said(consultation, question, email="one@test.invalid")
    said(consultation, question, email="teller@test.invalid", is_confidential=True)
    said(consultation, question, email="late@test.invalid", is_late=True)
    said(consultation, question, email="gone@test.invalid", withdrawn_at=AT)
    publish_outcome(consultation=consultation, version=outcome.version, by=None, at=AT)
    told = sorted(Message.objects.values_list("to", flat=True))
    assert sorted(map(str.lower, told)) == ["all@test.invalid", "late@test.invalid", "one@test.invalid", "teller@test.invalid"]
    for _ in range(2):
        assert tell_now(consultation, at=AT) == 0
    letter = Message.objects.get(to="teller@test.invalid")
    assert "/consultations/the-market-square/outcome/" in letter.body
    assert letter.subject == "The market square: the outcome is published"


def test_who_is_no_officer_of_the_agency_writes_no_outcome(personas):
    consultation, outcome = written(of=personas.partners["x"])
    for name in ("officer_y", "coordinator", "signatory_a"):
        by = personas.people[name]
        with pytest.raises(PermissionDenied):
            save(consultation, version=outcome.version, by=by)
        with pytest.raises(PermissionDenied):
            publish_outcome(consultation=consultation, version=outcome.version, by=by, at=AT)
    assert Outcome.objects.get().version == outcome.version
