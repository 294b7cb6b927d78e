"""The page of one term."""

import pytest

from compact_portal.audit.actions import remember_slug
from tests.undertakings.pages import DAY, add_terms, edition_of, queries_of, read, said, set_day, words_of
from undertakings.models import Term


def facts(soup):
    return {said(row.dt): said(row.dd) for row in soup.select("dl.list > div")}


@pytest.mark.usefixtures("loaded")
def test_it_says_all_about_the_term(client):
    soup = read(client, "/jargon-buster/lsp/")
    assert said(soup.h1) == "Dacorum Partnership"
    assert facts(soup) == {
        "Short form": "LSP",
        "Also written": "Local Strategic Partnership",
        "See also": "Hertfordshire Forward; Sustainable Community Strategy",
        "Seen from": "Hertfordshire Forward; Partnership; Sustainable Community Strategy",
        "Explained by": "The compact’s own jargon buster, restated",
    }


@pytest.mark.usefixtures("loaded")
def test_a_term_of_the_portal_says_so(client):
    assert facts(read(client, "/jargon-buster/chace/"))["Explained by"] == "This portal, for its readers"


@pytest.mark.django_db
def test_it_names_where_the_compact_uses_it_in_the_order_of_the_text(client, monkeypatch):
    set_day(monkeypatch, DAY)
    items = [("one", "Nothing here."), ("two", "Ask the quorum, and the quorum again."), ("three", "Quorums count.")]
    edition_of(words_of("First", items, introduction="A quorum decides.", principles=[("held", "The quorum.")]))
    add_terms(("Quorum", "Enough people."), ("Decides", "Chooses."), ("Big quorum", "More than enough people."))
    links = [(said(link), link["href"]) for link in read(client, "/jargon-buster/quorum/").select("section li a")]
    assert links == [
        ("Introduction", "/compact/#introduction"),
        ("P1 The quorum.", "/compact/principles/#held"),
        ("S1.2 Ask the quorum, and the quorum again.", "/compact/undertakings/two/"),
        ("S1.3 Quorums count.", "/compact/undertakings/three/"),
    ]
    assert "does not use it" in said(read(client, "/jargon-buster/big-quorum/").main)


@pytest.mark.django_db
def test_a_term_that_only_ends_like_another_is_not_taken_for_it(client, monkeypatch):
    set_day(monkeypatch, DAY)
    edition_of(words_of("First", [("one", "A big quorum.")]))
    add_terms(("Big quorum", "Many."), ("Quorum", "Enough people."))
    assert "does not use it" in said(read(client, "/jargon-buster/quorum/").main)


@pytest.mark.django_db
def test_an_old_address_leads_to_the_new_one(client):
    add_terms(("Old name", "x"))
    term = Term.objects.get()
    Term.objects.filter(pk=term.pk).update(slug="new-name")
    remember_slug(term, "old-name", "new-name")
    response = client.get("/jargon-buster/old-name/")
    assert (response.status_code, response["Location"]) == (301, "/jargon-buster/new-name/")


@pytest.mark.django_db
def test_an_unknown_term_is_not_found(client):
    assert client.get("/jargon-buster/nothing/").status_code == 404


@pytest.mark.django_db
def test_its_cost_does_not_grow_with_uses_and_neighbours(client, monkeypatch):
    set_day(monkeypatch, DAY)
    edition_of(words_of("First", [("one", "A quorum.")]))
    add_terms(("Quorum", "Enough people."))
    one = queries_of(client, "/jargon-buster/quorum/")
    edition_of(words_of("Second", [(f"item-{number}", "A quorum.") for number in range(30)]))
    add_terms(*[(f"Term {number}", "x") for number in range(30)])
    Term.objects.get(slug="quorum").see_also.set(Term.objects.exclude(slug="quorum"))
    assert queries_of(client, "/jargon-buster/quorum/") == one == 7
