"""Codes of practice and the numbers behind the promises."""

from datetime import date

import pytest

from tests.undertakings.pages import DAY, queries_of, read, said, set_day
from undertakings.models import CodeOfPractice, Threshold

ADDRESS = "/compact/codes/"


def rows(soup):
    """The table of numbers, row by row."""
    return [[said(cell) for cell in row.find_all(["th", "td"])] for row in soup.select("#numbers tbody tr")]


@pytest.mark.usefixtures("loaded")
def test_the_five_codes_stand_with_their_standing(client):
    found = {said(code.h3): said(code.select_one(".tag")) for code in read(client, ADDRESS).select("article.entry")}
    assert found == {
        "Volunteering": "Published",
        "Consultation": "Published",
        "Funding and Procurement": "Planned",
        "Ethnic Minority Voluntary and Community organisations": "Planned",
        "Community groups": "Planned",
    }


@pytest.mark.usefixtures("loaded")
def test_each_number_says_what_it_is_and_where_it_comes_from(client):
    found = rows(read(client, ADDRESS))
    assert ["Consultation window", "56 days", "the beginning", "not recorded", "The compact"] in found
    assert len(found) == Threshold.objects.count()


@pytest.mark.django_db
def test_of_several_numbers_for_a_rule_the_one_of_the_day_is_in_force(client, monkeypatch):
    set_day(monkeypatch, DAY)
    for value, from_on in (("3", date(2022, 4, 1)), ("4", date(2026, 11, 2)), ("6", date(2026, 11, 3))):
        Threshold.objects.create(
            rule="notice", value=value, unit="months", from_on=from_on, agreed_by="the Board", source="local guideline"
        )
    assert [row[1:3] for row in rows(read(client, ADDRESS))] == [
        ["3 months (replaced)", "1 April 2022"],
        ["4 months", "2 November 2026"],
        ["6 months (not begun)", "3 November 2026"],
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "is_link"),
    [("https://example.org/code", True), ("javascript:alert(1)", False), ("/relative", False), ("", False)],
)
def test_only_a_web_address_becomes_a_link(client, address, is_link):
    CodeOfPractice.objects.create(slug="a", position=1, title="A code", standing="published", address=address)
    heading = read(client, ADDRESS).select_one("article.entry h3")
    assert (heading.a is not None) is is_link


@pytest.mark.django_db
def test_an_empty_page_says_where_codes_and_numbers_come_from(client):
    words = said(read(client, ADDRESS).main)
    assert "codes.csv" in words
    assert "thresholds.csv" in words


@pytest.mark.django_db
def test_its_cost_does_not_grow_with_the_lists(client):
    def add(number):
        CodeOfPractice.objects.create(slug=f"c{number}", position=number, title=f"Code {number}", standing="planned")
        Threshold.objects.create(rule=f"rule-{number}", value="1", unit="days", source="the compact")

    add(0)
    one = queries_of(client, ADDRESS)
    for number in range(1, 30):
        add(number)
    assert queries_of(client, ADDRESS) == one == 3
