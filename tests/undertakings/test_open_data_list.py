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
from tests.undertakings.pages import read, set_day
from undertakings import open_data
from undertakings.models import EvidenceLink
from undertakings.queries.evidence import figure_of

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
    listed = {link["href"] for link in page.select("main section li a")}
    routes = {
        f"/{pattern[0][0][0]}"
        for values in get_resolver().namespace_dict.values()
        for pattern in values[1].reverse_dict.values()
        # Those of one funder or one consultation are told in words: there is one for each.
        if pattern[0][0][0].startswith("open-data/") and pattern[0][0][0] != "open-data/" and not pattern[0][0][1]
    }
    assert listed == routes
    assert len(listed) >= 7


def test_an_entry_is_registered_once():
    with pytest.raises(ValueError, match="twice"):
        open_data.register(open_data.entries()[0])
