"""Whatever an officer's browser sends, they get a page, and what is stored comes back identical. On PostgreSQL too."""

from urllib.parse import quote_from_bytes

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compact_portal.lib.clock import now
from compact_portal.lib.folding import clean
from consultations.actions.redacting import hide_words
from consultations.models import Outcome, Redaction, Theme
from consultations.queries.outcome import outcome_of
from consultations.rules.redaction import Hidden, Span, as_shown
from tests.consultations.after import asked, published, said, tagged, words_of
from tests.test_bad_input import NASTY, raw

pytestmark = pytest.mark.django_db
FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
NAMES = (
    "version", "name", "themes", "held", "sentences", "pasted", "reason", "into", "asked", "said", "done", "not_done", "cited",
    "late_reason", "authorised_by", "note",
)  # fmt: skip


@pytest.fixture
def desk(personas):
    """An officer's browser, and every form of theirs about one consultation."""
    consultation, question = asked(of=personas.partners["x"])
    response = published(said(consultation, question, "Mrs Example said so."))
    theme = Theme.objects.create(consultation=consultation, name="One")
    tagged(response, theme)
    [row] = hide_words(answer=words_of(response), spans=[Span(0, 3)], reason="x", by=None, at=now())
    more = {
        "own_answer_list": [], "answers_publish": [], "response_publish": [response.reference],
        "answer_withhold": [response.reference], "answer_tag": [response.reference, question.pk],
        "redaction_create": [response.reference, question.pk], "redaction_lift": [response.reference, row.pk],
        "theme_create": [], "theme_update": [theme.pk], "theme_merge": [theme.pk], "theme_delete": [theme.pk],
        "outcome_update": ["said"], "outcome_theme_update": [theme.pk], "outcome_publish": [],
    }  # fmt: skip
    paths = {name: reverse(f"consultations:{name}", args=[consultation.slug, *args]) for name, args in more.items()}
    return personas.client("officer_x1"), paths, consultation


FORMS = (
    "answer_tag", "redaction_create", "redaction_lift", "theme_create", "theme_update", "theme_merge", "outcome_update",
    "outcome_theme_update", "outcome_publish", "answer_withhold",
)  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_no_form_breaks_a_page(desk, name):
    client, paths, _ = desk

    def sends(pairs):
        body = "&".join(f"{field}={quote_from_bytes(value)}" for field, value in pairs)
        answer = client.post(paths[name], data=body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code < 500, (name, body[:200])

    for value in NASTY:
        sends([(field, value) for field in NAMES])
    FEW(given(st.lists(st.tuples(st.sampled_from(NAMES), raw), max_size=6))(sends))()


@pytest.mark.parametrize("parameter", ["question", "theme", "who", "mark", "after", "before"])
def test_no_query_breaks_the_lists(desk, client, parameter):
    officer, paths, consultation = desk
    for value in NASTY:
        query = f"?{parameter}={quote_from_bytes(value)}"
        assert officer.get(paths["own_answer_list"] + query).status_code == 200
        assert client.get(f"/consultations/{consultation.slug}/answers/{query}").status_code in (200, 400)


@pytest.mark.parametrize(
    "words", ["Café “naïve” 🌱 漢字", "tabs\tand\r\nlines", "'\"%_\\ <b>bold</b> {{ x }}", "é" * 900, "=HYPERLINK(1)"]
)
def test_what_is_stored_comes_back_identical(desk, words):
    client, paths, consultation = desk
    version = Outcome.objects.get(consultation=consultation).version
    answer = client.post(paths["outcome_update"], {"version": version, "said": words})
    assert answer.status_code == 302
    assert outcome_of(consultation).said.replace("\r\n", "\n") == words.replace("\r\n", "\n")


@FEW
@given(before=st.text(max_size=20), secret=st.sampled_from(["Zq", "👩‍👩‍👧", "é\u0301x", "a\tb", "𝔸𝔹"]), after=st.text(max_size=20))
def test_places_are_counted_alike_in_the_page_and_in_the_database(db, before, secret, after):
    """Signs outside the first plane, joined signs and accents: what is hidden is what was pasted."""
    words = clean(before + secret + after)
    consultation, question = asked(title="Places")
    answer = words_of(said(consultation, question, words))
    place = words.index(clean(secret))
    hide_words(answer=answer, spans=[Span(place, len(clean(secret)))], reason="x", by=None, at=now())
    answer.refresh_from_db()
    row = Redaction.objects.filter(answer=answer).get()
    assert answer.words[row.start : row.start + row.length] == clean(secret)
    shown = as_shown(answer.words, [Hidden(Span(row.start, row.length), "x")])
    assert "".join(part.words for part in shown) == answer.words.replace(clean(secret), "", 1)
