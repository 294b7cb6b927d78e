"""The principles, and the challenges where there are any."""

import pytest

from tests.undertakings.pages import edition_of, heading_levels, many, queries_of, read, said, words_of

ADDRESS = "/compact/principles/"


@pytest.mark.usefixtures("loaded")
def test_all_principles_stand_before_all_challenges(client):
    soup = read(client, ADDRESS)
    numbers = [said(tag) for tag in soup.select("article.u .no")]
    assert numbers == [f"P{number}" for number in range(1, 12)] + [f"C{number}" for number in range(1, 6)]
    assert heading_levels(soup.main) == [1, 2, 2]


@pytest.mark.usefixtures("loaded")
def test_each_number_is_a_link_to_its_own_place(client):
    for article in read(client, ADDRESS).select("article.u"):
        assert article.select_one(".no a")["href"] == f"#{article['id']}"


@pytest.mark.django_db
def test_a_compact_without_principles_says_so(client):
    edition_of(words_of("First", many(1)))
    assert "has no principles of its own" in said(read(client, ADDRESS).main)


@pytest.mark.django_db
def test_without_a_compact_the_page_says_what_to_run(client):
    assert "manage.py load_compact" in said(read(client, ADDRESS).main)


@pytest.mark.django_db
def test_its_cost_does_not_grow_with_the_list(client):
    edition_of(words_of("Short", many(1), principles=[("one", "Only one.")]))
    one = queries_of(client, ADDRESS)
    principles = [(f"held-{number}", f"Principle {number}.") for number in range(30)]
    edition_of(words_of("Long", many(1), principles=principles))
    assert queries_of(client, ADDRESS) == one == 4
