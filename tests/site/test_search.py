"""The search page: results with marks, a correction, another kind, another page; and any nonsense is a page."""

import pytest
from django.test import Client

from tests.undertakings.pages import add_terms, edition_of, many, queries_of, read, said, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def indexed(db: None) -> None:
    edition_of(words_of("First", [("pay", "Payment comes in advance."), ("talk", "We talk of a < b & c > d first.")]))
    add_terms(("Local Strategic Partnership", "A group of agencies that plans together."))


def test_without_words_it_is_a_box_and_nothing_else(client: Client) -> None:
    page = read(client, "/search/")
    assert page.select_one('input[type=search][name="q"]')
    assert not page.select(".results, .empty")


def test_results_link_to_their_page_with_the_words_marked(client: Client, indexed: None) -> None:
    page = read(client, "/search/?q=payment")
    assert said(page.select_one(".results mark")).lower() == "payment"
    assert page.select_one('.results a[href^="/compact/undertakings/"]')
    assert page.select_one("#seek-q")["value"] == "payment"  # type: ignore[index]


def test_a_typing_error_is_forgiven_and_told(client: Client, indexed: None) -> None:
    page = read(client, "/search/?q=paymnet")
    assert "payment" in said(page.main)
    assert page.select(".results li")


def test_accents_and_case_do_not_matter(client: Client, indexed: None) -> None:
    assert read(client, "/search/?q=P%C3%81YMENT").select(".results li")


def test_one_kind_can_be_asked_for_and_left_again(client: Client, indexed: None) -> None:
    assert read(client, "/search/?q=partnership&kind=term").select(".results li")
    page = read(client, "/search/?q=partnership&kind=contact")
    assert not page.select(".results li")
    back = page.select_one(".empty a")
    assert back
    assert read(client, "/search/" + str(back["href"])).select(".results li")


def test_a_kind_that_there_is_not_is_everything(client: Client, indexed: None) -> None:
    assert read(client, "/search/?q=payment&kind=people").select(".results li")


def test_more_results_are_on_further_pages_each_once(client: Client) -> None:
    edition_of(words_of("First", many(45)))
    address, seen = "/search/?q=promise&kind=clause", []
    while address:
        page = read(client, address)
        seen += [link["href"] for link in page.select(".results h3 a")]
        more = page.select_one("nav.pager a[rel=next]")
        address = "/search/" + str(more["href"]) if more else ""
    assert len(seen) == len(set(seen)) == 45


def test_nothing_found_says_what_to_try(client: Client, indexed: None) -> None:
    page = read(client, "/search/?q=zzzzzzzz")
    assert "Nothing was found for “zzzzzzzz”" in said(page.select_one(".empty"))
    assert page.select_one('.empty a[href="/jargon-buster/"]')


NASTY = {
    "ten thousand characters": "funding " * 1250,
    "one word of ten thousand": "x" * 10_000,
    "quotes, per cent, line, backslash": "'\"%_\\",
    "only blanks": "   \t ",
    "emoji": "🙂🙃",
    "NUL": "a\x00b",
    "turns the line": "\u202eabc",
    "markup": "<script>alert(1)</script>",
    "a query": "'; DROP TABLE x; --",
}


@pytest.mark.parametrize("what", NASTY)
@pytest.mark.parametrize("name", ["q", "kind", "after"])
def test_any_nonsense_is_a_page(client: Client, indexed: None, name: str, what: str) -> None:
    response = client.get("/search/", {"q": "payment"} | {name: NASTY[what]})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    assert b"\x00" not in response.content


def test_bytes_that_are_no_text_are_a_page(client: Client, indexed: None) -> None:
    assert client.get("/search/?q=%ff%fe%ed%a0%80&kind=%ff&after=%ff").status_code == 200


def test_words_of_the_text_are_escaped_in_results(client: Client, indexed: None) -> None:
    response = client.get("/search/", {"q": "talk"})
    assert b"a &lt; b &amp; c &gt; d" in response.content


def test_it_keeps_no_copy_and_sets_no_cookie(client: Client, indexed: None) -> None:
    response = client.get("/search/?q=payment")
    assert not response.cookies
    assert "Cookie" not in response.headers["Vary"]


@pytest.mark.parametrize("count", [2, 60])
def test_it_costs_the_same_queries_however_much_there_is(client: Client, count: int) -> None:
    edition_of(words_of("First", many(count)))
    client.get("/search/?q=promise")
    assert queries_of(client, "/search/?q=promise") == 6
