"""Open data of evidence, and the hub that lists all open data."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.urls import get_resolver

from compact_portal.audit.context import change
from compact_portal.lib.verdicts import Figure, Outcome
from tests.undertakings import evidence_rows as rows
from tests.undertakings.evidence_rows import KEY, add
from tests.undertakings.pages import read, said, set_day
from undertakings import open_data
from undertakings.models import EvidenceLink
from undertakings.queries.evidence import figure_of
from undertakings.queries.evidence_data import FIGURE_COLUMNS, RECORD_COLUMNS
from undertakings.queries.reference import JARGON_COLUMNS

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)
offered = pytest.fixture(rows.offered)


@pytest.fixture(autouse=True)
def _ready(monkeypatch, offered):
    set_day(monkeypatch, TODAY)
    add("kept 1", agency=1, counts_on=date(2026, 5, 1))
    add("unknown 1", counts_on=date(2026, 6, 1))
    add("not_kept 1", counts_on=date(2026, 2, 1))
    with change(by=None, why="A test"):
        EvidenceLink.objects.create(anchor="in-time", measure=KEY, position=1)
        EvidenceLink.objects.create(anchor="later", measure=KEY, position=2, from_on=date(2027, 1, 1))


def figure(row: dict) -> Figure:
    return Figure(**{outcome.value: int(row[outcome.value]) for outcome in Outcome})


@pytest.mark.parametrize(("asked", "years"), [("", ["2026-27", "2025-26"]), ("?year=2025-26", ["2025-26"])])
def test_both_forms_say_what_the_measure_says(client, asked, years):
    table = csv.DictReader(StringIO(client.get(f"/open-data/evidence.csv{asked}").content.decode()))
    found = [row for row in table if row["measure"] == KEY]
    assert [row["year"] for row in found] == years
    measure = next(one for one in client.get(f"/open-data/evidence.json{asked}").json()["measures"] if one["key"] == KEY)
    assert measure["undertakings"] == ["in-time"]
    for row, same in zip(found, measure["figures"], strict=True):
        assert figure(row) == figure(same) == figure_of(KEY, on=TODAY, year=row["year"])
        assert row["address"].endswith(f"/evidence/{KEY}/{row['year']}/")


@pytest.mark.parametrize("address", ["/open-data/evidence.csv", "/open-data/evidence.json"])
def test_they_say_when_they_changed_and_a_year_that_is_none_is_not_found(client, address):
    response = client.get(address)
    assert response["Last-Modified"] == "Thu, 26 Nov 2026 12:00:00 GMT"
    assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert client.get(f"{address}?year=2026").status_code == 404


def test_the_hub_lists_every_address_of_open_data(client):
    page = read(client, "/open-data/")
    listed = {code.get_text() for code in page.select("main section li code")}
    routes = {
        f"/{pattern[0][0][0] % {'slug': 'FUNDER', 'year': 'YEAR'}}"
        for values in get_resolver().namespace_dict.values()
        for pattern in values[1].reverse_dict.values()
        # The answers to one consultation are told in words: there is a set for each.
        if pattern[0][0][0].startswith("open-data/") and pattern[0][0][0] != "open-data/" and "answers" not in pattern[0][0][0]
    }
    assert listed - {"/evidence/MEASURE.csv"} == routes
    assert len(listed) >= 7
    assert "/evidence/MEASURE.csv" in listed
    assert {link["href"] for link in page.select("main section li a")} == {one for one in listed if one.islower()}


def test_each_set_says_what_its_columns_are_under_which_licence_and_when_it_changed(client):
    for section in read(client, "/open-data/").select("main section"):
        assert section.select("details dt code"), said(section.h2)
        assert "Licence: Open Government Licence 3.0" in said(section), said(section.h2)
    assert "Changed last on Thursday 26 November 2026." in said(client_section(client, "Evidence"))


def client_section(client, title: str):
    return next(one for one in read(client, "/open-data/").select("main section") if said(one.h2) == title)


@pytest.mark.parametrize(
    ("address", "columns"),
    [
        ("/open-data/jargon.csv", JARGON_COLUMNS),
        (f"/evidence/{KEY}.csv", RECORD_COLUMNS),
        ("/open-data/evidence.csv", FIGURE_COLUMNS),
    ],
)
def test_a_table_has_the_columns_that_are_described(client, address, columns):
    answer = client.get(address)
    text = (answer.getvalue() if answer.streaming else answer.content).decode()
    assert text.splitlines()[0].lstrip("\ufeff").split(",") == list(columns)


def test_the_records_of_a_measure_are_not_sent_again_while_nothing_is_new(client, monkeypatch):
    address = f"/evidence/{KEY}.csv"
    first = client.get(address)
    assert first["Last-Modified"] == "Thu, 26 Nov 2026 12:00:00 GMT"
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    add("kept 2", agency=1)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200
    tag = client.get(address)["ETag"]
    set_day(monkeypatch, date(2026, 11, 27))  # what falls due at midnight is new without a write
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_an_entry_is_registered_once():
    with pytest.raises(ValueError, match="twice"):
        open_data.register(open_data.entries()[0])
