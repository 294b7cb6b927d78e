"""The jargon buster."""

import pytest

from compact_portal.audit.context import change
from compact_portal.lib.folding import fold
from compact_portal.pages import store
from tests.undertakings.pages import add_terms, heading_levels, queries_of, read, said
from undertakings.actions.publishing import retypeset, set_reference
from undertakings.models import Term
from undertakings.queries.jargon import glossary

ADDRESS = "/jargon-buster/"


def names(soup):
    return [said(entry.h3) for entry in soup.select("article.entry")]


@pytest.mark.usefixtures("loaded")
def test_every_term_has_an_entry_and_an_address_under_its_letter(client):
    soup = read(client, ADDRESS)
    assert len(names(soup)) == Term.objects.count() > 40
    entry = soup.find(id="word-chace")
    assert entry.parent["id"] == "letter-C"
    assert entry.h3.a["href"] == "/jargon-buster/chace/"
    assert heading_levels(soup.main)[:3] == [1, 2, 3]


@pytest.mark.usefixtures("loaded")
def test_the_letters_lead_to_those_that_have_a_term(client):
    soup = read(client, ADDRESS)
    links = [link["href"] for link in soup.select(".az a")]
    assert links == [f"#{section['id']}" for section in soup.select("section[id^=letter-]")]
    assert [said(letter) for letter in soup.select(".az li")] == [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0–9"]


@pytest.mark.django_db
def test_a_name_with_the_signs_of_html_is_a_name(client):
    Term.objects.create(slug="a-and-b", name="A & B <b>", short_form="<i>", meaning="A meaning.", sort_key="a b")
    set_reference(glossary())
    heading = read(client, ADDRESS).select_one("article.entry h3")
    assert said(heading) == "A & B <b> (<i>)"
    assert heading.select("b, i") == []


@pytest.mark.django_db
def test_an_entry_follows_what_its_term_becomes(client):
    add_terms(("Alpha", "The first."))
    term = Term.objects.get()
    with change(by=None, why="A test"):
        term.name, term.sort_key = "Beta", "beta"
        term.save()
        retypeset()
    assert names(read(client, ADDRESS)) == ["Beta"]


@pytest.mark.django_db
def test_names_with_accents_and_digits_stand_under_their_letters(client):
    add_terms(("École", "A school."), ("360Giving", "A standard."), ("eco", "Green."))
    soup = read(client, ADDRESS)
    assert [said(h3) for h3 in soup.find(id="letter-E").select("h3")] == ["eco", "École"]
    assert [said(h3) for h3 in soup.find(id="letter-0–9").select("h3")] == ["360Giving"]


@pytest.mark.usefixtures("loaded")
def test_a_term_within_a_meaning_leads_to_its_entry_on_this_page(client):
    soup = read(client, ADDRESS)
    links = soup.select("article.entry a.term")
    assert len(links) > 10
    assert soup.select(".note") == []
    for link in links:
        path, _, place = link["href"].partition("#")
        assert path == ADDRESS
        assert soup.find(id=place) is not None, link
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("wanted", ["lsp", "LSP", "strategic partn", "  Lsp "])
def test_finding_looks_at_names_and_short_forms_in_any_case(client, wanted):
    assert "Dacorum Partnership (LSP)" in names(read(client, f"{ADDRESS}?q={wanted}"))


@pytest.mark.django_db
def test_finding_folds_accents_and_looks_at_spellings_and_meanings(client):
    add_terms(("Café", "A place to meet."), also_written="Coffee house")
    for wanted in ("cafe", "CAFÉ", "coffee", "to meet", "meet cafe"):
        assert names(read(client, f"{ADDRESS}?q={wanted}")) == ["Café"]
    assert names(read(client, f"{ADDRESS}?q=meet tea")) == []


@pytest.mark.usefixtures("loaded")
def test_finding_says_how_many_and_keeps_what_was_asked(client):
    soup = read(client, f"{ADDRESS}?q=chace")
    assert said(soup.select_one("[role=status]")).startswith(f"{len(names(soup))} term")
    assert soup.find("input", attrs={"name": "q"})["value"] == "chace"
    assert soup.select_one("form.seek")["method"] == "get"
    assert "“chace” in the jargon buster" in soup.title.string


@pytest.mark.usefixtures("loaded")
def test_finding_nothing_offers_the_search_of_the_whole_compact(client):
    soup = read(client, f"{ADDRESS}?q=zzzzz")
    assert "No term has “zzzzz”." in said(soup.main)
    assert soup.find("form", action="/search/").find("input")["value"] == "zzzzz"


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("wanted", ["'\"%_\\", "\x00", "%00", "   ", "😀", "a" * 10_000, "<script>alert(1)</script>", "‮"])
def test_any_question_gets_a_page_and_nothing_of_it_is_live(client, wanted):
    response = client.get(ADDRESS, {"q": wanted})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


@pytest.mark.usefixtures("loaded")
def test_what_people_ask_for_pushes_no_page_out_of_the_store(client):
    store.clear()
    client.get(ADDRESS, {"q": "lsp"})
    assert len(store._pages) == 0
    client.get(ADDRESS)
    assert len(store._pages) == 1


@pytest.mark.django_db
def test_without_terms_the_page_says_where_they_come_from(client):
    assert "jargon.csv" in said(read(client, ADDRESS).main)


@pytest.mark.django_db
def test_its_cost_does_not_grow_with_the_terms(client):
    add_terms(("Term 0", "Meaning."))
    one = queries_of(client, ADDRESS)
    add_terms(*[(f"Term {number}", f"Meaning {number}.") for number in range(1, 30)])
    assert queries_of(client, ADDRESS) == one == 2


@pytest.mark.django_db
def test_two_thousand_terms_are_one_page(client):
    made = [f"Term {number}" for number in range(2000)]
    Term.objects.bulk_create(Term(slug=fold(name).replace(" ", "-"), name=name, meaning="m", sort_key=fold(name)) for name in made)
    set_reference(glossary())
    assert client.get(ADDRESS).content.count(b'<article class="entry"') == 2000


@pytest.mark.django_db
def test_all_terms_stand_where_the_page_has_its_place_for_them(client):
    """The page is made around them, so see that it is whole."""
    add_terms(("Quorum", "How many have to be there."))
    text = client.get("/jargon-buster/").content.decode()
    assert "\ufdd0" not in text
    assert text.index("<main") < text.index("How many have to be there.") < text.index("</main>")
    assert text.count("How many have to be there.") == 1


@pytest.mark.django_db
def test_without_a_term_it_says_where_terms_come_from(client):
    assert "No term is explained yet" in said(read(client, ADDRESS).main)
