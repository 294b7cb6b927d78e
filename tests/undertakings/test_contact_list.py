"""Contacts and further information."""

from datetime import date

import pytest

from tests.undertakings.pages import queries_of, read, said, set_day
from undertakings.models import Contact, Link

ADDRESS = "/contacts/"


@pytest.mark.usefixtures("loaded")
def test_the_six_contacts_can_be_rung_and_are_unconfirmed(client):
    cards = read(client, ADDRESS).select("li.card")
    assert len(cards) == 6
    assert said(cards[1].h3) == "Community Action Dacorum"
    assert cards[1].select_one('a[href="tel:01442253935"]') is not None
    assert all("Unconfirmed As published. Nobody has confirmed it since." in said(card) for card in cards)


@pytest.mark.django_db
@pytest.mark.parametrize(("day", "confirmed"), [(date(2026, 11, 1), True), (date(2026, 11, 2), False)])
def test_a_contact_is_confirmed_for_a_year(client, monkeypatch, day, confirmed):
    Contact.objects.create(position=1, organisation="The desk", as_of=date(2025, 11, 2))
    set_day(monkeypatch, day)
    card = said(read(client, ADDRESS).select_one("li.card"))
    assert "As of Sunday 2 November 2025" in card
    assert ("Unconfirmed" in card) is not confirmed


@pytest.mark.django_db
def test_an_address_by_mail_is_a_link(client):
    Contact.objects.create(position=1, organisation="The desk", email="desk@test.invalid", as_of=date(2026, 1, 1))
    assert read(client, ADDRESS).find("a", href="mailto:desk@test.invalid") is not None


@pytest.mark.usefixtures("loaded")
def test_archived_links_are_text_marked_archived(client):
    entries = read(client, ADDRESS).select("#further article")
    assert len(entries) == 5
    for entry in entries:
        assert said(entry.select_one(".tag")) == "Archived"
        assert said(entry.code).startswith("http://")
        assert entry.a is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "is_link"), [("https://example.org/", True), ("javascript:alert(1)", False), ("https://", False)]
)
def test_a_living_web_address_is_a_link_and_nothing_else(client, address, is_link):
    Link.objects.create(position=1, title="Further", address=address)
    entry = read(client, ADDRESS).select_one("#further article")
    assert (entry.a is not None) is is_link
    assert is_link or address in said(entry)


@pytest.mark.django_db
def test_an_empty_page_says_where_contacts_and_links_come_from(client):
    words = said(read(client, ADDRESS).main)
    assert "contacts.csv" in words
    assert "links.csv" in words


@pytest.mark.django_db
def test_its_cost_does_not_grow_with_the_lists(client):
    def add(number):
        Contact.objects.create(position=number, organisation=f"Desk {number}")
        Link.objects.create(position=number, title=f"Link {number}", address="https://example.org/")

    add(0)
    one = queries_of(client, ADDRESS)
    for number in range(1, 30):
        add(number)
    assert queries_of(client, ADDRESS) == one == 3
