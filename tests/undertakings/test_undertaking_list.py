"""Every undertaking with its evidence."""

from datetime import date

import pytest

from tests.undertakings.pages import DAY, edition_of, heading_levels, many, queries_of, read, said, set_day, words_of
from undertakings import evidence
from undertakings.models import Clause, EvidenceLink

ADDRESS = "/compact/undertakings/"


@pytest.mark.usefixtures("loaded")
def test_every_undertaking_of_both_sectors_stands_in_order_and_nothing_else(client):
    articles = read(client, ADDRESS).select("article.u")
    wanted = Clause.objects.filter(kind="undertaking").order_by("position").values_list("number", "anchor")
    assert [(said(article.select_one(".no")), article["id"]) for article in articles] == list(wanted)


@pytest.mark.usefixtures("loaded")
def test_each_number_leads_to_the_own_page(client):
    links = [tag["href"] for tag in read(client, ADDRESS).select("article.u .no a")]
    assert links[0] == "/compact/undertakings/support-independence/"
    assert len(set(links)) == len(links)


@pytest.mark.usefixtures("loaded")
def test_headings_go_from_sector_to_theme_and_themes_have_pages(client):
    soup = read(client, ADDRESS)
    assert heading_levels(soup.find(id="statutory")) == [2, 3, 3, 3, 3]
    assert soup.select_one("#funding h3 a")["href"] == "/compact/undertakings/funding/"
    assert "Binds Dacorum Borough Council" in said(soup.find(id="improved"))


@pytest.mark.django_db
def test_evidence_is_said_in_plain_words_below_each_item(client):
    edition_of(words_of("First", many(2)))
    EvidenceLink.objects.create(position=1, anchor="item-1", measure="later-paid")
    EvidenceLink.objects.create(position=2, anchor="item-1", measure="later-told")
    soup = read(client, ADDRESS)
    assert said(soup.find(id="item-1").select_one(".ev")) == ("Not measured yet. What will show it: later paid; later told.")
    assert said(soup.find(id="item-2").select_one(".ev")) == "No record can show this."


@pytest.mark.django_db
def test_a_link_counts_from_its_day_on(client, monkeypatch):
    edition_of(words_of("First", many(1)))
    EvidenceLink.objects.create(position=1, anchor="item-1", measure="later-paid", from_on=date(2026, 12, 1))
    set_day(monkeypatch, date(2026, 11, 30))
    assert "No record can show this." in said(read(client, ADDRESS).find(id="item-1"))
    set_day(monkeypatch, date(2026, 12, 1))
    assert "Not measured yet" in said(read(client, ADDRESS).find(id="item-1"))


@pytest.mark.django_db
def test_a_measure_that_an_app_offers_asks_its_question(client, monkeypatch):
    measure = evidence.Measure("payment-on-time", "Is money paid on its day?", "the compact")
    monkeypatch.setattr(evidence, "_measures", {measure.key: measure})
    edition_of(words_of("First", many(1)), on=DAY)
    EvidenceLink.objects.create(position=1, anchor="item-1", measure="payment-on-time")
    shown = said(read(client, ADDRESS).find(id="item-1").select_one(".ev"))
    assert "Is money paid on its day?" in shown
    assert "Not measured yet" not in shown


@pytest.mark.django_db
def test_without_a_compact_the_page_says_what_to_run(client):
    assert "manage.py load_compact" in said(read(client, ADDRESS).main)


@pytest.mark.django_db
def test_its_cost_does_not_grow_with_the_list(client):
    edition_of(words_of("Short", many(1)))
    one = queries_of(client, ADDRESS)
    edition_of(words_of("Long", many(30)))
    for number in range(1, 31):
        EvidenceLink.objects.create(position=number, anchor=f"item-{number}", measure="any")
    assert queries_of(client, ADDRESS) == one == 5
