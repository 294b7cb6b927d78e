"""The own page of an undertaking, a theme and a sector, and what became of one that is gone."""

import pytest

from tests.undertakings.pages import DAY, LATER, add_terms, edition_of, many, queries_of, read, said, set_day, words_of
from undertakings.models import EvidenceLink, Example


def address(anchor: str) -> str:
    return f"/compact/undertakings/{anchor}/"


@pytest.fixture
def two_editions(db, monkeypatch):
    """The second edition rewords `ask`, drops `pay` and adds `listen`."""
    first = [("ask", "We ask in time."), ("pay", "We pay on the day.")]
    edition_of(words_of("First", first, principles=[("open", "We are open.")]))
    second = [("ask", "We ask in good time."), ("listen", "We listen.")]
    edition_of(words_of("Second", second, principles=[("open", "We are open.")]), on=LATER)
    set_day(monkeypatch, LATER)


@pytest.mark.usefixtures("loaded")
def test_an_undertaking_shows_its_words_large_who_is_bound_and_what_stands_before_it(client):
    soup = read(client, address("decisions-public"))
    assert said(soup.h1) == "Undertaking S4.2"
    assert said(soup.select_one("blockquote.quote")).startswith("Whenever possible, the Borough Council makes sure")
    assert said(soup.select_one("dl.list dd")) == "Dacorum Borough Council"
    assert "In whatever concerns the Third Sector" in said(soup.main)
    assert "Are decisions made public within the set number of working days?" in said(soup.main)
    assert [said(crumb) for crumb in soup.select(".crumbs li")][:2] == ["The compact", "Undertakings"]


@pytest.mark.usefixtures("loaded")
def test_an_undertaking_of_a_whole_sector_binds_the_sector(client):
    assert said(read(client, address("eight-weeks")).select_one("dl.list dd")) == "Statutory sector"
    assert said(read(client, address("governance")).select_one("dl.list dd")) == "Voluntary and community sector"


@pytest.mark.usefixtures("loaded")
def test_the_words_before_it_are_explained_on_the_same_page(client):
    soup = read(client, address("prompt-payment"))
    link = soup.find("a", class_="term", string="Statutory agencies")
    note = soup.find(id=link["href"].removeprefix("#"))
    assert said(note).startswith("Statutory Sector Organisations that Acts of Parliament created")
    assert note.find("a", href=f"#{link['id']}")
    assert len(soup.select(".note")) == len(soup.select("a.term"))


@pytest.mark.usefixtures("loaded")
def test_an_undertaking_names_its_examples(client):
    links = read(client, address("prompt-payment")).select('a[href^="/examples/"]')
    wanted = Example.objects.get(title="Core funding paid up front")
    assert f"/examples/#example-{wanted.slug}" in [link["href"] for link in links]


@pytest.mark.usefixtures("loaded")
def test_before_and_after_go_through_all_undertakings_across_themes(client):
    soup = read(client, address("own-affairs"))
    assert soup.find("a", rel="prev")["href"] == address("right-to-challenge")
    assert soup.find("a", rel="next")["href"] == address("criteria-consulted")
    assert read(client, address("support-independence")).find("a", rel="prev") is None


@pytest.mark.usefixtures("loaded")
def test_a_theme_shows_its_items_and_leads_to_its_neighbours(client):
    soup = read(client, address("funding"))
    assert said(soup.h1) == "S2 Funding and accountability"
    assert len(soup.select("article.u")) == 15
    assert soup.find("a", rel="next")["href"] == address("policy")
    assert soup.find("a", rel="prev")["href"] == address("independence")


@pytest.mark.usefixtures("loaded")
def test_a_sector_shows_its_themes(client):
    soup = read(client, address("voluntary"))
    assert [said(tag).split()[0] for tag in soup.select("section > h2 > a")] == ["V1", "V2", "V3", "V4"]
    assert soup.find("a", rel="prev")["href"] == address("statutory")


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("anchor", ["decisions-public", "funding", "statutory"])
def test_ids_on_a_page_are_unique_and_every_place_on_it_exists(client, anchor):
    soup = read(client, address(anchor))
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert [link["href"] for link in soup.select('main a[href^="#"]') if link["href"][1:] not in ids] == []


@pytest.mark.usefixtures("two_editions")
def test_it_says_since_when_it_stands_and_how_it_stood_before(client):
    soup = read(client, address("ask"))
    assert "In the compact since First" in said(soup.main)
    earlier = soup.select_one('li:has(> a[href="/compact/editions/first/#ask"])')
    assert said(earlier) == "First: S1.1, in other words (compare First with Second)"
    assert earlier.find("a", href="/compact/editions/first/compare/second/#ask") is not None
    assert "In the compact since Second" in said(read(client, address("listen")).main)


@pytest.mark.usefixtures("two_editions")
def test_one_that_left_and_came_back_stands_since_it_came_back(client):
    edition_of(words_of("Third", [("ask", "We ask."), ("pay", "We pay on the day.")]), on=LATER)
    soup = read(client, address("pay"))
    assert "In the compact since Third" in said(soup.main)
    earlier = soup.select_one('li:has(> a[href="/compact/editions/first/#pay"])')
    assert said(earlier).startswith("First: S1.2, in the same words")


@pytest.mark.usefixtures("two_editions")
def test_one_that_is_gone_says_where_it_stood(client):
    soup = read(client, address("pay"), status=410)
    assert "It stood in “First”, published on Monday 2 November 2026, as S1.2 “We pay on the day.”" in said(soup.main)
    assert soup.find("a", href="/compact/editions/first/#pay") is not None


@pytest.mark.usefixtures("two_editions")
def test_what_no_edition_had_is_not_found(client):
    assert client.get(address("nothing")).status_code == 404


@pytest.mark.usefixtures("two_editions")
def test_one_of_an_edition_to_come_is_not_found_before_its_day(client, monkeypatch):
    set_day(monkeypatch, DAY)
    assert client.get(address("listen")).status_code == 404
    assert client.get(address("pay")).status_code == 200


@pytest.mark.usefixtures("two_editions")
@pytest.mark.parametrize(("anchor", "place"), [("open", "/compact/principles/#open"), ("introduction", "/compact/#introduction")])
def test_what_is_no_undertaking_is_shown_where_it_stands(client, anchor, place):
    response = client.get(address(anchor))
    assert (response.status_code, response["Location"]) == (302, place)


@pytest.mark.django_db
def test_without_a_compact_no_anchor_is_found(client):
    assert client.get(address("ask")).status_code == 404


@pytest.mark.django_db
def test_terms_in_its_words_have_their_notes(client):
    edition_of(words_of("First", [("ask", "The quorum asks.")]))
    add_terms(("Quorum", "Enough people to decide."))
    soup = read(client, address("ask"))
    link = soup.select_one(".quote a.term")
    assert "Enough people to decide." in said(soup.find(id=link["href"][1:]))


@pytest.mark.django_db
@pytest.mark.parametrize("anchor", ["item-1", "money"])
def test_its_cost_does_not_grow_with_the_text(client, anchor):
    edition_of(words_of("Short", many(1)))
    EvidenceLink.objects.create(position=1, anchor="item-1", measure="any")
    one = queries_of(client, address(anchor))
    edition_of(words_of("Long", many(30)))
    for number in range(30):
        Example.objects.create(slug=f"e{number}", position=number, title=f"Example {number}", words="x", clauses=["item-1"])
    assert queries_of(client, address(anchor)) == one
    assert one <= 10
