"""What officers do with answers: read, tag, hide words, publish, take back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from compact_portal.audit.actions import StaleVersion
from compact_portal.lib.clock import now
from compact_portal.lib.dates import london_day
from consultations.actions.publishing import publish_all, publish_response, withhold_response
from consultations.actions.reading import note_readings
from consultations.actions.redacting import hide_words, lift_redaction
from consultations.actions.themes import add_theme, drop_theme, merge_themes, rename_theme, tag_answer
from consultations.models import Outcome, Reading, Redaction, Response, Tag, Theme
from consultations.queries.publishing import facts_of, publishable
from consultations.rules.publishing import may_be_published
from consultations.rules.redaction import Span
from tests.consultations.after import OPEN, SECRET, asked, in_time, out, published, said, tagged, words_of, written
from tests.consultations.asking import answered, ask, opened

pytestmark = pytest.mark.django_db
AT = now()
Y = "officer_y"


def test_a_reading_is_logged_once_a_person_and_day(personas):
    consultation, question = asked()
    one, two = said(consultation, question), said(consultation, question)
    officer = personas.people["officer_x1"]
    for at in (AT, AT + timedelta(microseconds=1)):
        note_readings(responses=[one.pk, two.pk], by=officer, at=at)
    note_readings(responses=[], by=officer, at=AT)
    note_readings(responses=[one.pk], by=personas.people["officer_x2"], at=AT)
    assert sorted(Reading.objects.values_list("response", "person", "on")) == sorted(
        (number, person.pk, london_day(AT))
        for number, person in ((one.pk, officer), (two.pk, officer), (one.pk, personas.people["officer_x2"]))
    )


# Themes.


def test_themes_are_made_renamed_and_taken_out_and_what_is_kept_follows():
    consultation, question = asked()
    response = said(consultation, question)
    theme = add_theme(consultation=consultation, name="Rents", by=None)
    tagged(response, theme)
    response.refresh_from_db()
    assert response.is_tagged
    renamed = rename_theme(theme=theme, version=1, name="Rents and rates", by=None)
    assert (renamed.name, renamed.version) == ("Rents and rates", 2)
    drop_theme(theme=renamed, version=2, by=None)
    response.refresh_from_db()
    assert (response.is_tagged, Theme.objects.count(), Tag.objects.count()) == (False, 0, 0)


def test_a_theme_is_named_once_however_it_is_written():
    consultation, _ = asked()
    theme = add_theme(consultation=consultation, name="Café rents", by=None)
    with pytest.raises(ValidationError, match="already"):
        add_theme(consultation=consultation, name="CAFE RENTS", by=None)
    other = add_theme(consultation=consultation, name="Other", by=None)
    with pytest.raises(ValidationError, match="already"):
        rename_theme(theme=other, version=1, name="café Rents", by=None)
    assert rename_theme(theme=theme, version=1, name="Café Rents", by=None).name == "Café Rents"


def test_an_old_version_of_a_theme_changes_nothing():
    consultation, _ = asked()
    theme = add_theme(consultation=consultation, name="One", by=None)
    rename_theme(theme=theme, version=1, name="Two", by=None)
    for act in (
        lambda: rename_theme(theme=theme, version=1, name="Three", by=None),
        lambda: drop_theme(theme=theme, version=1, by=None),
        lambda: merge_themes(theme=theme, version=1, into=add_theme(consultation=consultation, name="x", by=None), by=None),
    ):
        with pytest.raises(StaleVersion):
            act()
    assert Theme.objects.get(pk=theme.pk).name == "Two"


def test_merging_keeps_tags_citations_and_words():
    consultation, question = asked()
    rents = add_theme(consultation=consultation, name="Rents", by=None)
    costs = add_theme(consultation=consultation, name="Costs", by=None)
    both, one = said(consultation, question), said(consultation, question)
    tagged(both, costs)
    Tag.objects.filter(pk=tagged(both, rents).pk).update(is_cited=True)
    tagged(one, rents)
    Theme.objects.filter(pk=rents.pk).update(said="Rents are high.")
    Theme.objects.filter(pk=costs.pk).update(said="So are costs.")
    merged = merge_themes(theme=rents, version=1, into=costs, by=None)
    assert merged.said == "So are costs.\n\nRents are high."
    assert sorted(Tag.objects.values_list("answer__response", "theme", "is_cited")) == sorted(
        [(both.pk, costs.pk, True), (one.pk, costs.pk, False)]
    )
    assert Theme.objects.get() == costs
    with pytest.raises(ValidationError, match="another theme"):
        merge_themes(theme=costs, version=2, into=costs, by=None)


def test_a_theme_of_another_consultation_is_no_theme_of_this_one():
    consultation, question = asked()
    other = add_theme(consultation=asked(title="Other")[0], name="Rents", by=None)
    with pytest.raises(ValidationError, match="this consultation"):
        merge_themes(theme=add_theme(consultation=consultation, name="x", by=None), version=1, into=other, by=None)
    tag_answer(answer=words_of(said(consultation, question)), add=[other.pk], take=[], name="", by=None)
    assert not Tag.objects.exists()


def test_tagging_adds_and_takes_what_it_says_and_leaves_what_others_tagged():
    consultation, question = asked()
    answer = words_of(said(consultation, question))
    one, two = (add_theme(consultation=consultation, name=name, by=None) for name in ("One", "Two"))
    tag_answer(answer=answer, add=[one.pk], take=[], name="", by=None)
    tag_answer(answer=answer, add=[two.pk], take=[], name="Three", by=None)
    tag_answer(answer=answer, add=[], take=[one.pk], name="", by=None)
    assert sorted(Tag.objects.values_list("theme__name", flat=True)) == ["Three", "Two"]


def test_after_the_outcome_is_out_its_themes_stay():
    consultation, _ = out()
    theme = Theme.objects.get()
    for act in (
        lambda: add_theme(consultation=consultation, name="New", by=None),
        lambda: rename_theme(theme=theme, version=theme.version, name="New", by=None),
        lambda: drop_theme(theme=theme, version=theme.version, by=None),
        lambda: tag_answer(answer=Tag.objects.get().answer, add=[], take=[theme.pk], name="", by=None),
        lambda: tag_answer(answer=Tag.objects.get().answer, add=[], take=[], name="New", by=None),
    ):
        with pytest.raises(ValidationError):
            act()
    assert Tag.objects.count() == Theme.objects.count() == 1


def test_a_change_of_themes_is_news_to_who_has_the_draft_open():
    consultation, outcome = written()
    add_theme(consultation=consultation, name="New", by=None)
    assert Outcome.objects.get().version == outcome.version + 1


# Hiding words.


def test_hidden_words_stay_in_the_original_and_are_shown_again_with_a_reason():
    consultation, question = asked()
    answer = words_of(said(consultation, question, "Mrs Example lives here."))
    [row] = hide_words(answer=answer, spans=[Span(0, 6), Span(4, 7)], reason="It names a person", by=None, at=AT)
    assert (row.start, row.length) == (0, 11)
    answer.refresh_from_db()
    assert answer.words == "Mrs Example lives here."
    lift_redaction(redaction=row, reason="She asked for it", by=None, at=AT)
    held = Redaction.objects.get()
    assert (held.lifted_at, held.lifted_reason) == (AT, "She asked for it")
    with pytest.raises(ValidationError, match="already"):
        lift_redaction(redaction=row, reason="Again", by=None, at=AT)


@pytest.mark.parametrize("spans", [[], [Span(10, 100)], [Span(15, 1)]])
def test_only_words_that_are_there_are_hidden(spans):
    consultation, question = asked()
    with pytest.raises(ValidationError, match="stand in the answer"):
        hide_words(answer=words_of(said(consultation, question, "Fifteen letters")), spans=spans, reason="x", by=None, at=AT)


def test_before_the_close_nothing_is_hidden_or_published():
    consultation = opened()
    question = ask(consultation)
    response = answered(consultation, AT - timedelta(days=1), {question: "Words"}, **OPEN)
    for act in (
        lambda: hide_words(answer=words_of(response), spans=[Span(0, 1)], reason="x", by=None, at=AT),
        lambda: publish_response(response=response, by=None, at=AT),
        lambda: publish_all(consultation=consultation, by=None, at=AT),
    ):
        with pytest.raises(ValidationError, match="after the close"):
            act()
    assert not Response.objects.filter(published_at__isnull=False).exists()


# Publishing.


def test_publishing_all_takes_what_may_be_and_nothing_else():
    consultation, question = asked()
    free = [said(consultation, question) for _ in range(3)]
    kept_back = said(consultation, question)
    withhold_response(response=published(kept_back), reason="It quotes a letter", by=None, at=AT)
    said(consultation, question, may_publish=False)
    said(consultation, question, may_publish=False, **SECRET)
    said(consultation, question, **SECRET)
    said(consultation, question, withdrawn_at=AT)
    said(consultation, question, is_late=True)
    first = publish_all(consultation=consultation, by=None, at=AT, most=2)
    assert (first.count, first.more) == (2, True)
    second = publish_all(consultation=consultation, by=None, at=AT)
    assert (second.count, second.more) == (1, False)
    assert list(Response.objects.shown().order_by("pk")) == free
    assert [row.version for row in Response.objects.shown()] == [2, 2, 2]
    assert free[0].history.count() == 2
    assert free[0].history.latest().published_at == AT


def test_one_that_was_taken_back_is_published_again_only_by_itself():
    consultation, question = asked()
    response = published(said(consultation, question))
    withhold_response(response=response, reason="Checked once more", by=None, at=AT)
    assert publish_all(consultation=consultation, by=None, at=AT).count == 0
    again = publish_response(response=response, by=None, at=AT)
    assert (again.published_at, again.withheld_reason) == (AT, "")
    with pytest.raises(ValidationError, match="already"):
        publish_response(response=response, by=None, at=AT)


def test_the_first_day_of_published_answers_stands_with_the_outcome_and_stays():
    consultation, question = asked()
    one = published(said(consultation, question), AT - timedelta(days=2))
    published(said(consultation, question), AT)
    withhold_response(response=one, reason="x", by=None, at=AT)
    outcome = Outcome.objects.get()
    assert (outcome.answers_published_on, outcome.version) == (london_day(AT - timedelta(days=2)), 1)


@pytest.mark.parametrize("mark", [{}, {"may_publish": False}, SECRET, {"withdrawn_at": AT}, {"is_late": True}])
def test_the_rule_of_one_and_the_filter_of_many_say_the_same(mark):
    consultation, question = asked()
    response = said(consultation, question, **mark)
    allowed = bool(may_be_published(facts_of(response), at=AT, closes_at=consultation.closes_at))
    assert publishable(consultation).filter(pk=response.pk).exists() == allowed


@pytest.mark.parametrize("mark", [{"may_publish": False}, SECRET])
def test_the_database_keeps_no_published_answer_that_may_not_be(mark):
    consultation, question = asked()
    response = published(said(consultation, question))
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.filter(pk=response.pk).update(**mark)


def test_who_is_no_officer_of_the_agency_does_none_of_it(personas):
    consultation, question = asked(of=personas.partners["x"])
    response = said(consultation, question)
    theme = add_theme(consultation=consultation, name="One", by=personas.people["officer_x1"])
    for name in (Y, "coordinator", "signatory_a", "partless"):
        by = personas.people[name]
        for act in (
            lambda by=by: add_theme(consultation=consultation, name="Two", by=by),
            lambda by=by: drop_theme(theme=theme, version=1, by=by),
            lambda by=by: tag_answer(answer=words_of(response), add=[theme.pk], take=[], name="", by=by),
            lambda by=by: hide_words(answer=words_of(response), spans=[Span(0, 1)], reason="x", by=by, at=AT),
            lambda by=by: publish_response(response=response, by=by, at=AT),
            lambda by=by: publish_all(consultation=consultation, by=by, at=AT),
        ):
            with pytest.raises(PermissionDenied):
                act()
    assert in_time(consultation) == Response.objects.get().received_at
    assert not Response.objects.get().is_shown
