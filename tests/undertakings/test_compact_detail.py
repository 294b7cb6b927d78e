"""The whole text on one page."""

import hashlib
import re
from itertools import pairwise

import pytest

from tests.undertakings.pages import LATER, add_terms, edition_of, heading_levels, many, queries_of, read, said, set_day, words_of
from undertakings.models import Edition

ADDRESS = "/compact/"


@pytest.mark.usefixtures("loaded")
def test_every_section_and_clause_of_the_shipped_text_stands_at_its_anchor(client):
    soup = read(client, ADDRESS)
    edition = Edition.objects.get()
    anchors = [*edition.sections.values_list("anchor", flat=True), *edition.clauses.values_list("anchor", flat=True)]
    assert len(anchors) > 80
    assert [anchor for anchor in anchors if soup.find(id=anchor) is None] == []
    numbers = [said(tag) for tag in soup.select("article.u .no")]
    assert numbers == list(edition.clauses.order_by("position").values_list("number", flat=True))


@pytest.mark.usefixtures("loaded")
def test_the_contents_lead_to_every_heading(client):
    soup = read(client, ADDRESS)
    links = [link["href"] for link in soup.select("nav.toc a")]
    assert links == [f"#{anchor}" for anchor in Edition.objects.get().sections.values_list("anchor", flat=True)]


@pytest.mark.usefixtures("loaded")
def test_a_restatement_says_so_and_how_the_adopted_wording_is_loaded(client):
    notice = said(read(client, ADDRESS).select_one(".notice"))
    assert notice.startswith("This is a restatement")
    assert "load_compact" in notice
    assert "workspace" in notice


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(("sample", "words"), [(True, "sign them as a sample"), (False, "so nobody can sign them;")])
def test_a_restatement_is_signed_in_the_sample_alone_and_says_so(client, settings, sample, words):
    settings.PORTAL_SAMPLE = sample
    assert words in said(read(client, ADDRESS).select_one(".notice"))


@pytest.mark.django_db
def test_an_adopted_text_is_not_called_a_restatement(client):
    edition_of(words_of("First", many(1)))
    soup = read(client, ADDRESS)
    assert soup.select_one(".notice") is None
    assert "Adopted" in said(soup.find(id="about-the-edition"))


@pytest.mark.usefixtures("loaded")
def test_the_digest_is_shown_with_the_line_that_computes_it(client):
    soup = read(client, ADDRESS)
    shown = [said(code) for code in soup.select("#about-the-edition code")]
    digest = Edition.objects.get().digest
    line = re.fullmatch(r"curl -s http://127\.0\.0\.1:8000(/\S+\.md) \| sha256sum", shown[1])
    assert shown[0] == digest
    assert line
    assert hashlib.sha256(client.get(line[1]).content).hexdigest() == digest


@pytest.mark.usefixtures("loaded")
def test_it_can_be_downloaded_as_pdf_and_as_markdown(client):
    links = {said(link): link["href"] for link in read(client, ADDRESS).select("a.btn")}
    assert links == {
        "Download as PDF": "/compact/editions/revised-edition.pdf",
        "Download as Markdown": "/compact/editions/revised-edition.md",
    }
    assert all(client.get(address).status_code == 200 for address in links.values())


@pytest.mark.usefixtures("loaded")
def test_every_term_in_the_text_leads_to_its_note_on_the_page_and_back(client):
    soup = read(client, ADDRESS)
    links = soup.select("a.term")
    assert len(links) > 20
    for link in links:
        note = soup.find(id=link["href"].removeprefix("#"))
        assert note is not None, link
        assert note.find("a", href=f"#{link['id']}") is not None
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))


@pytest.mark.usefixtures("loaded")
def test_headings_skip_no_level_and_one_is_the_first(client):
    levels = heading_levels(read(client, ADDRESS))
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.django_db
def test_the_edition_in_force_is_the_one_of_the_day(client, monkeypatch):
    edition_of(words_of("First", [("ask", "We ask.")]))
    edition_of(words_of("Second", [("ask", "We ask and listen.")]), on=LATER)
    set_day(monkeypatch, LATER.replace(day=1, month=2))
    assert "We ask." in said(read(client, ADDRESS).find(id="ask"))
    set_day(monkeypatch, LATER)
    assert "We ask and listen." in said(read(client, ADDRESS).find(id="ask"))


@pytest.mark.django_db
def test_without_a_compact_the_page_says_what_to_run(client):
    soup = read(client, ADDRESS)
    assert "No compact is loaded yet" in said(soup.main)
    assert "manage.py load_compact" in said(soup.main)


@pytest.mark.django_db
def test_what_a_clause_binds_is_said_where_it_differs_from_its_theme(client):
    text = words_of("First", many(2)).replace("{#item-2}", '{#item-2 bound_by="The Board"}')
    edition_of(text)
    soup = read(client, ADDRESS)
    assert "Binds The Board" in said(soup.find(id="item-2"))
    assert "Binds" not in said(soup.find(id="item-1"))


@pytest.mark.django_db
def test_its_cost_does_not_grow_with_the_text(client):
    edition_of(words_of("Short", many(1)))
    add_terms(("Promise", "Something to be kept."))
    one = queries_of(client, ADDRESS)
    edition_of(words_of("Long", many(30)))
    assert queries_of(client, ADDRESS) == one == 4
