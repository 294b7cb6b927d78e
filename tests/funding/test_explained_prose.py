"""Jargon in place in what funders say of their agreements and rounds; what is withheld stays unseen."""

from datetime import date

import pytest
from django.urls import reverse

from funding.actions.funds import save_fund
from tests.funding.agreeing import add, agency, guideline, recorded, thresholds
from tests.undertakings.pages import DAY, add_terms, queries_of, read, said, set_day

pytestmark = pytest.mark.django_db
WORDS = "The quorum, then. A quorum, again."


@pytest.fixture(autouse=True)
def _ready(db, monkeypatch):
    thresholds()
    guideline(3)
    set_day(monkeypatch, DAY)


def address(agreement) -> str:
    return reverse("funding:agreement_detail", args=[agreement.reference])


def links(soup) -> list[tuple[str, str]]:
    """The section of each link, and its words. Each leads to a note of the page."""
    assert not soup.select("h1 a.term, h2 a.term, h3 a.term, a a")
    ids = [one["id"] for one in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    found = soup.select("a.term")
    assert all("Many must" in said(soup.find(id=one["href"].removeprefix("#"))) for one in found)
    return [(one["id"].removeprefix("use-").removesuffix("-quorum"), said(one)) for one in found]


def with_prose(**more):
    agreement = recorded(**({"purpose": WORDS, "title": "The quorum"} | more))
    add(
        agreement, "notices", kind="reduce", written_on=date(2026, 5, 1), effective_on=date(2026, 11, 1), reason=WORDS,
    )  # fmt: skip
    add(agreement, "support", what="A room for the quorum", kind="premises", from_on=date(2026, 5, 1))
    return agreement


def test_an_agreement_explains_the_first_use_in_each_section(client):
    agreement = with_prose()
    before = queries_of(client, address(agreement))
    assert links(read(client, address(agreement))) == []
    add_terms(("Quorum", "Many must be there."))
    found = links(read(client, address(agreement)))
    assert found == [("purpose", "quorum"), ("notices", "quorum"), ("support", "quorum")]
    assert queries_of(client, address(agreement)) == before


def test_the_rules_of_promises_are_explained_once_on_the_page(client):
    agreement = recorded()
    add_terms(("Costing", "Many must be added."))
    assert len(read(client, address(agreement)).select("#kept ~ .entry a.term")) == 1


def test_a_withheld_purpose_is_not_there_and_its_reason_is_explained(client):
    add_terms(("Quorum", "Many must be there."))
    recorded(purpose=f"hiddenstreet {WORDS}", title="The same words elsewhere")
    agreement = recorded(purpose=f"hiddenstreet {WORDS}", purpose_withheld=True, withheld_reason=WORDS)
    soup = read(client, address(agreement))
    assert "hiddenstreet" not in str(soup)
    assert links(soup) == [("purpose", "quorum")]


def test_the_criteria_of_a_round_are_explained(client):
    add_terms(("Quorum", "Many must be there."))
    values = {
        "title": "Round one", "criteria": WORDS, "consulted_how": WORDS, "published_on": date(2026, 4, 1),
        "opens_on": date(2026, 5, 1),
    }  # fmt: skip
    fund = save_fund(funder=agency(), fund=None, version=None, values=values, by=None)
    found = links(read(client, reverse("funding:fund_detail", args=[fund.slug])))
    assert sorted(found) == [("consulted", "quorum"), ("criteria", "quorum")]
