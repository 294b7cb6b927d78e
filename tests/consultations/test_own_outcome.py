"""The pages on which an outcome is written: steps, what is lacking, preview, publishing, correcting."""

import pytest

from consultations.models import Consultation, Erratum, Outcome, Response, Tag, Theme
from tests.consultations.after import asked, out, published, said, tagged, weeks, written
from tests.consultations.test_own_answers import page, send
from tests.undertakings.drafting import hidden_version
from tests.undertakings.pages import queries_of, read
from tests.undertakings.pages import said as text

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(personas):
    return personas.client("officer_x1")


@pytest.fixture
def x(personas):
    return personas.partners["x"]


def test_own_outcome_detail_says_what_is_lacking_and_where_to_write_it(officer, x):
    weeks(12)
    consultation, question = asked(of=x, days_ago=90, answered=1)
    said(consultation, question)
    soup = read(officer, page("own_outcome_detail", consultation))
    words = text(soup.main)
    for part in (
        "It is 6 days overdue.", "Write what you asked.", "Make at least one theme", "It is late: write why.",
        "Publish the answers that may be", "Tag the answers that have no theme yet.",
    ):  # fmt: skip
        assert part in words
    assert soup.select_one(f'a[href="{page("outcome_update", consultation, "late")}"]')
    assert not soup.select_one(f'a[href="{page("outcome_publish", consultation)}"]')
    assert officer.get(page("outcome_preview", consultation)).status_code == 404
    assert officer.get(page("outcome_update", consultation, "nonsense")).status_code == 404


def test_an_outcome_is_written_in_steps_previewed_and_published(officer, x, client):
    consultation, question = asked(of=x, answered=1)
    response = published(said(consultation, question, "Too far."))
    theme = Theme.objects.create(consultation=consultation, name="Distance")
    tag = tagged(response, theme)
    for step, words in (("asked", "Where?"), ("said", "Far."), ("done", "It stays.")):
        answer = send(officer, page("outcome_update", consultation, step), **{step: words})
        assert answer["Location"] == page("own_outcome_detail", consultation)
    part = page("outcome_theme_update", consultation, theme.pk)
    assert "Too far." in officer.get(part).content.decode()
    assert send(officer, part, said="Many say so", done="A bus", cited=[tag.pk]).status_code == 302
    preview = text(read(officer, page("outcome_preview", consultation)).main)
    for words in ("Where?", "Far.", "It stays.", "Distance", "Many say so", "“Too far.”"):
        assert words in preview
    assert send(officer, page("outcome_publish", consultation)).status_code == 302
    assert "It stays." in text(read(client, f"/consultations/{consultation.slug}/outcome/").main)
    assert Consultation.objects.get().outcome_on == Outcome.objects.get().published_on


def test_publishing_refuses_with_all_that_is_lacking(officer, x):
    consultation, _ = asked(of=x, answered=1)
    here = page("outcome_publish", consultation)
    assert "Write what you asked." in text(read(officer, here).main)
    answer = send(officer, here)
    assert answer.status_code == 422
    assert answer.content.decode().count("Write what you asked.") >= 1
    assert Outcome.objects.filter(published_on__isnull=False).count() == 0


def test_of_two_who_write_one_is_told_and_loses_nothing(officer, personas, x):
    consultation, _ = written(of=x)
    here = page("outcome_update", consultation, "said")
    old = hidden_version(officer.get(here))
    send(personas.client("officer_x2"), here, said="Theirs")
    answer = officer.post(here, {"version": old, "said": "Mine"})
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "Test officer_x2 has saved this" in body
    assert "Mine" in body
    assert "Theirs" in body
    assert Outcome.objects.get().said == "Theirs"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"late_reason": "x"}, "Say who authorised it"),
        ({"authorised_by": "x"}, "Say why it is late"),
        ({"late_reason": "x" * 1001, "authorised_by": "y"}, "Shorten"),
    ],
)
def test_why_it_is_late_and_who_authorised_it_come_together(officer, x, typed, says):
    consultation, _ = asked(of=x)
    answer = send(officer, page("outcome_update", consultation, "late"), **typed)
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_a_published_outcome_is_corrected_with_a_note(officer, x):
    consultation, _ = out(of=x)
    here = page("outcome_update", consultation, "said")
    refused = send(officer, here, said="Better")
    assert refused.status_code == 422
    assert "Say what you correct, and why" in refused.content.decode()
    assert send(officer, here, said="Better", note="A number was wrong").status_code == 302
    assert (Outcome.objects.get().said, Erratum.objects.get().note) == ("Better", "A number was wrong")
    part = page("outcome_theme_update", consultation, Theme.objects.get().pk)
    tag = Tag.objects.get().pk
    assert send(officer, part, said="x", done="y", cited=[tag]).status_code == 422
    assert send(officer, part, said="x", done="y", note="Dropped").status_code == 422  # it would cite nothing
    assert send(officer, part, said="x", done="y", cited=[tag], note="Said better").status_code == 302
    assert send(officer, page("outcome_publish", consultation)).status_code == 422
    assert "The outcome is published" in text(read(officer, page("own_outcome_detail", consultation)).main)
    assert "its themes stay as they are" in text(read(officer, page("theme_list", consultation)).main)


def test_what_is_not_published_is_not_offered_for_citing_and_refused_when_sent(officer, x):
    consultation, question = asked(of=x)
    theme = Theme.objects.create(consultation=consultation, name="One")
    tag = tagged(said(consultation, question, "Not for all"), theme)
    part = page("outcome_theme_update", consultation, theme.pk)
    soup = read(officer, part)
    assert "No published answer speaks of this theme" in text(soup.main)
    assert "Not for all" not in text(soup)
    send(officer, part, said="x", cited=[tag.pk])
    assert not Tag.objects.filter(is_cited=True).exists()


@pytest.mark.parametrize("number", [1, 30])
def test_the_pages_cost_the_same_however_many_answers_there_are(officer, x, number):
    consultation, _ = written(of=x)
    question, theme = consultation.questions.get(), Theme.objects.get()
    for _ in range(number):
        tagged(published(said(consultation, question)), theme)
    assert queries_of(officer, page("own_outcome_detail", consultation)) <= 20
    assert queries_of(officer, page("outcome_theme_update", consultation, theme.pk)) <= 18
    assert queries_of(officer, page("outcome_preview", consultation)) <= 18
    assert queries_of(officer, page("theme_list", consultation)) <= 12
    assert Response.objects.count() == number + 1
