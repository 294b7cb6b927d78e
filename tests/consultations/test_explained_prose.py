"""Jargon in place in what consultations, outcomes, decisions and appraisals say."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from compact_portal.audit.context import change
from compact_portal.lib.clock import now
from consultations.actions.outcomes import publish_outcome, save_outcome
from consultations.actions.redacting import hide_words
from consultations.models import Consultation, Outcome
from consultations.rules.redaction import Span
from tests.consultations.after import out, words_of, written
from tests.consultations.asking import ask, drafted, opened
from tests.consultations.recording import drafted_decision, recorded_appraisal, recorded_decision
from tests.consultations.writing import thresholds
from tests.undertakings.pages import add_terms, queries_of, read, said
from undertakings.models import Term

pytestmark = pytest.mark.django_db
WORDS = "The quorum, then. A quorum, again."
OUTCOME = "/consultations/the-market-square/outcome/"


@pytest.fixture(autouse=True)
def _words(db):
    thresholds()
    add_terms(("Quorum", "How many must be there."))


def address(row: Consultation) -> str:
    return reverse("consultations:consultation_detail", args=[row.slug])


def sections_with_links(soup) -> dict[str, list[str]]:
    """By the name of the section in a link's address, the words that are links there. Each leads to a note of the page."""
    found: dict[str, list[str]] = {}
    for link in soup.select("a.term"):
        note = soup.find(id=link["href"].removeprefix("#"))
        assert "How many must be there." in said(note)
        assert note.find("a", href=f"#{link['id']}")
        found.setdefault(link["id"].removeprefix("use-").removesuffix("-quorum"), []).append(said(link))
    ids = [one["id"] for one in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert not soup.select("h1 a.term, h2 a.term, h3 a.term, h4 a.term, a a, .toc a.term")
    return found


def once_in(sections) -> dict[str, list[str]]:
    return {key: ["quorum"] for key in sections}


def test_each_section_of_a_consultation_explains_its_first_use():
    row = opened(title="The quorum", proposal=WORDS, why_now=WORDS, options=WORDS, effect=WORDS, who_asked=WORDS, other_ways=WORDS)
    ask(row, "What quorum do you want?", help="A quorum is a number.")
    ask(row, "Any other quorum?", help="Say which.")
    row.explanations.create(check_key="options", words=WORDS, made_at=now())
    with change(by=None, why="A test"):
        entry = row.window.get()
        type(entry).objects.filter(pk=entry.pk).update(short_reason=WORDS, authorised_by="The Quorum")
    soup = read(Client(), address(row))
    found = sections_with_links(soup)
    first = {"proposal", "why-now", "options", "effect", "asked", "formats", "explained", "window", "questions"}
    assert found.keys() >= first
    assert {key: found[key] for key in first} == once_in(first)
    assert said(soup.select_one("#questions ~ ol a.term").find_parent("li").p) == "What quorum do you want?"


def test_help_is_explained_where_the_question_does_not_use_the_word():
    row = opened()
    ask(row, "What do you want?", help="The quorum, for example.")
    assert said(read(Client(), address(row)).select_one("a.term").find_parent("p")) == "The quorum, for example."


def test_an_outcome_explains_each_of_its_parts():
    consultation, outcome = written()
    values = {"asked": WORDS, "said": WORDS, "done": WORDS}
    save_outcome(consultation=consultation, version=outcome.version, values=values, by=None, at=now())
    theme = consultation.themes.get()
    with change(by=None, why="A test"):
        type(theme).objects.filter(pk=theme.pk).update(said=WORDS, done=WORDS, not_done=WORDS)
    soup = read(Client(), OUTCOME)
    assert sections_with_links(soup) == {}
    assert "quorum" not in said(soup.main)
    version = Outcome.objects.get(consultation=consultation).version
    publish_outcome(consultation=consultation, version=version, by=None, at=now())
    found = sections_with_links(read(Client(), OUTCOME))
    parts = ["asked", "said", "done", *(f"{theme.pk}-{part}" for part in ("said", "done", "not"))]
    assert found == once_in(parts)


def test_decisions_and_appraisals_explain_theirs():
    decision = recorded_decision(what=WORDS, reasons=WORDS, cites_answers=WORDS)
    found = sections_with_links(read(Client(), reverse("consultations:decision_detail", args=[decision.slug])))
    assert found == once_in(("what", "why", "answers"))
    appraisal = recorded_appraisal(on_whom=WORDS, findings=WORDS, consulted_how=WORDS, dated_on=date(2026, 4, 1))
    found = sections_with_links(read(Client(), reverse("consultations:appraisal_detail", args=[appraisal.slug])))
    assert found == once_in(("whom", "found", "consulted"))


def test_what_people_answered_stays_as_they_wrote_it_and_is_explained():
    consultation, _ = out()
    response = consultation.responses.get()
    with change(by=None, why="A test"):
        response.answers.update(words="We have no quorum. A quorum, we say.")
    one = reverse("consultations:published_answer_detail", args=[consultation.slug, response.reference])
    for address in (one, reverse("consultations:published_answer_list", args=[consultation.slug])):
        page = read(Client(), address)
        assert "We have no quorum. A quorum, we say." in said(page.main)
        assert sections_with_links(page) == {response.reference: ["quorum"]}
    quoted = {key: words for key, words in sections_with_links(read(Client(), OUTCOME)).items() if key.endswith("-cited")}
    assert quoted == {f"{consultation.themes.get().pk}-cited": ["quorum"]}


def test_what_is_hidden_in_an_answer_is_not_explained():
    consultation, _ = written()
    response = consultation.responses.get()
    with change(by=None, why="A test"):
        response.answers.update(words="The quorum knows me.")
    hide_words(answer=words_of(response), spans=[Span(4, 6)], reason="It could tell who wrote.", by=None, at=now())
    page = read(Client(), reverse("consultations:published_answer_detail", args=[consultation.slug, response.reference]))
    assert "[hidden: " in said(page.main)
    assert sections_with_links(page) == {}
    assert "How many must be there." not in str(page)


def test_drafts_stay_unseen_and_their_officers_see_them_as_the_public_will(personas):
    row = drafted(of=personas.partners["x"], proposal=f"canaryword {WORDS}")
    decision = drafted_decision(personas.partners["x"], what="canaryword quorum")
    preview = read(personas.client("officer_x1"), reverse("consultations:consultation_preview", args=[row.slug]))
    assert sections_with_links(preview)["proposal"] == ["quorum"]
    for hidden in (address(row), reverse("consultations:decision_detail", args=[decision.slug])):
        assert Client().get(hidden).status_code == 404
    # Prose with the same section and the same term, on a page that the public does read.
    assert "canaryword" not in Client().get(address(opened(proposal=WORDS, title="Another"))).content.decode()


def test_a_term_that_is_taken_away_is_a_link_no_more_and_costs_no_query():
    row = opened(proposal=WORDS)
    with_it = queries_of(Client(), address(row))
    assert sections_with_links(read(Client(), address(row))) == {"proposal": ["quorum"]}
    with change(by=None, why="A test"):
        Term.objects.all().delete()
    add_terms()
    assert sections_with_links(read(Client(), address(row))) == {}
    assert queries_of(Client(), address(row)) == with_it
