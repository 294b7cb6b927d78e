"""Jargon in place, for prose that a template prints: what is linked, when it is set anew, and how often."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client

from compact_portal.audit.context import change
from compact_portal.lib.glossary import Glossary
from compact_portal.pages.queries import versions
from tests.signatories.test_reply import say
from tests.undertakings import evidence_rows
from tests.undertakings.evidence_rows import KEY
from tests.undertakings.keeping import a_row
from tests.undertakings.pages import add_terms, edition_of, queries_of, read, said, set_day, words_of
from undertakings.actions.reference import add_reference, delete_reference, save_reference
from undertakings.models import Term
from undertakings.queries import jargon
from undertakings.queries.jargon import explained

pytestmark = pytest.mark.django_db
offered = pytest.fixture(evidence_rows.offered)
PAGE = f"/evidence/{KEY}/"


def printed(words: str, before: str = "", scope: str = "here") -> str:
    text = f'{{% load jargon %}}{{% explaining "{scope}" "Here" %}}{before}{{{{ words|linebreaks }}}}{{% endexplaining %}}'
    return Template(text).render(Context({"words": words}))


def linked(html: str) -> list[str]:
    return [said(link) for link in read_html(html).select("a.term")]


def read_html(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def test_the_first_use_is_a_link_to_a_note_in_the_same_section():
    add_terms(("Quorum", "How many must be there."))
    soup = read_html(printed("A quorum is a quorum."))
    (link,) = soup.select("a.term")
    assert said(soup.find(id=link["href"].removeprefix("#"))).startswith("Quorum How many must be there.")
    assert said(soup.p) == "A quorum is a quorum."
    assert soup.select_one(".notes")["aria-label"] == "Words explained in Here"


def test_the_longest_wins_and_headings_links_labels_and_code_are_left_alone():
    add_terms(("Fund", "Money."), ("Fund officer", "Who pays."))
    before = "<h3>Fund</h3><a href='/x/'>Fund</a><label>Fund</label><code>Fund</code>"
    assert linked(printed("Ask the fund officer.", before)) == ["fund officer"]


@pytest.mark.parametrize("payload", ["<script>quorum()</script>", '"><b>quorum</b>', "quorum & <i>more</i>", "{{ quorum }}"])
def test_what_somebody_typed_stays_words(payload):
    add_terms(("Quorum", "<script>meant()</script>"))
    soup = read_html(printed(payload))
    assert soup.find(["script", "b", "i"]) is None
    assert said(soup.p) == payload


def test_without_terms_or_without_words_nothing_is_added():
    assert printed("A quorum.") == "<p>A quorum.</p>"
    add_terms(("Quorum", "Many."))
    assert Template('{% load jargon %}{% explaining "a" "A" %} {% endexplaining %}').render(Context()) == " "


@pytest.mark.parametrize("given", ["", '"one"', '"one" "two" "three"'])
def test_it_takes_a_scope_and_a_title(given):
    with pytest.raises(TemplateSyntaxError):
        Template(f"{{% load jargon %}}{{% explaining {given} %}}{{% endexplaining %}}")


def test_a_term_that_is_added_changed_or_removed_sets_prose_anew():
    row = a_row("terms")
    name = row.name
    assert linked(printed(f"About {name} and the spinney.")) == [name]
    values = {field: getattr(row, field) for field in ("short_form", "also_written", "added_by")}
    row = save_reference(row, version=row.version, values={**values, "name": "Spinney", "meaning": "A wood."}, by=None)
    assert linked(printed(f"About {name} and the spinney.")) == ["spinney"]
    save_reference(row, version=row.version, values={**values, "name": "Spinney", "meaning": "A small wood."}, by=None)
    assert "A small wood." in printed("The spinney.")
    delete_reference(Term.objects.get(), version=Term.objects.get().version, by=None)
    assert linked(printed("The spinney.")) == []
    add_reference(Term, values={**values, "name": "Copse", "meaning": "The same."}, by=None)
    assert linked(printed("The spinney, or copse.")) == ["copse"]


def test_prose_is_explained_once_until_it_or_a_term_is_another(monkeypatch):
    add_terms(("Quorum", "Many."))
    walked = []
    real = Glossary.link
    monkeypatch.setattr(Glossary, "link", lambda self, html, **more: walked.append(html) or real(self, html, **more))
    for _ in range(3):
        printed("A quorum.")
    assert len(walked) == 1
    printed("Another quorum."), printed("A quorum.", scope="there")
    assert len(walked) == 3
    with change(by=None, why="A test"):
        Term.objects.create(name="Remote", slug="remote", meaning="Far.", sort_key="remote")
    printed("A quorum.")
    assert len(walked) == 3  # a row that no action wrote: nobody has said that the jargon buster changed
    add_terms(("Proxy", "For another."))
    walked.clear()
    printed("A quorum.")
    assert len(walked) == 1


def test_the_terms_are_read_once_for_all_prose(django_assert_num_queries):
    add_terms(("Quorum", "Many."))
    words = versions().words
    with django_assert_num_queries(1):
        for number in range(30):
            explained(f"<p>A quorum of {number}.</p>", scope="s", title="S", words=words)


def test_what_is_kept_in_memory_has_an_end():
    add_terms(("Quorum", "Many."))
    long = "o" * 1_000_000
    for number in range(10):
        explained(f"<p>{number} quorum {long}</p>", scope="s", title="S", words=1)
    assert jargon.explained.cache.currsize > len(long)
    assert jargon.explained.cache.currsize <= jargon.MOST_CHARACTERS


def test_the_definition_of_a_measure_and_replies_are_explained_on_its_page(client, offered, monkeypatch, personas):
    set_day(monkeypatch, date(2026, 11, 26))
    edition_of(words_of("First", [("in-time", "Money comes in time.")]))
    evidence_rows.add("not_kept 1", agency=personas.partners["x"].pk, counts_on=date(2026, 5, 1))
    say(personas, offered, words="The BACS run failed.")
    before = queries_of(client, PAGE)
    rule_word = said(read(client, PAGE).select_one("dl.list dd")).split()[-1].strip(".")
    add_terms(("BACS", "How banks pay."), (rule_word, "What the rule means."))
    soup = read(client, PAGE)
    assert "BACS" in [said(link) for link in soup.select("#replies a.term")]
    assert rule_word in [said(link) for link in soup.select("dl.list dd a.term")]
    assert not soup.select("h1 a.term, h2 a.term, a a")
    ids = [one["id"] for one in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert all(soup.find(id=link["href"].removeprefix("#")) for link in soup.select("a.term"))
    assert queries_of(Client(), PAGE) == before
