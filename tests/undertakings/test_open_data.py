"""The open data of the text: open_compact_text, open_compact_json, open_jargon_csv."""

import csv
import hashlib
import io
import json
from email.utils import parsedate_to_datetime

import pytest

from tests.undertakings.pages import LATER, add_terms, edition_of, many, queries_of, set_day, words_of
from undertakings.models import Edition, Term
from undertakings.queries.edition import KEYS


@pytest.mark.usefixtures("loaded")
def test_the_text_is_the_bytes_of_the_edition_in_force(client):
    edition = Edition.objects.get()
    response = client.get("/open-data/compact.md")
    assert hashlib.sha256(response.content).hexdigest() == edition.digest
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert parsedate_to_datetime(response["Last-Modified"]) is not None
    assert response["ETag"]


@pytest.mark.django_db
def test_the_text_and_the_data_follow_the_day(client, monkeypatch):
    edition_of(words_of("First", many(1)))
    edition_of(words_of("Second", many(2)), on=LATER)
    for day, label, count in ((LATER.replace(month=2), "First", 1), (LATER, "Second", 2)):
        set_day(monkeypatch, day)
        assert f"edition: {label}" in client.get("/open-data/compact.md").content.decode()
        data = client.get("/open-data/compact.json").json()
        assert data["edition"]["label"] == label
        assert sum(len(section["items"]) for section in data["sections"]) == count


@pytest.mark.usefixtures("loaded")
def test_the_data_holds_every_item_with_its_measures_and_its_address(client):
    response = client.get("/open-data/compact.json")
    assert response["Content-Type"] == "application/json"
    data = response.json()
    edition = Edition.objects.get()
    items = {item["anchor"]: item for section in data["sections"] for item in section["items"]}
    assert [item["number"] for item in items.values()] == list(
        edition.clauses.order_by("position").values_list("number", flat=True)
    )
    assert data["edition"]["digest"] == edition.digest
    assert items["prompt-payment"]["measures"] == ["payment-on-time", "core-up-front"]
    assert items["decisions-public"]["bound_by"] == "Dacorum Borough Council"
    path = items["eight-weeks"]["url"].removeprefix("http://127.0.0.1:8000")
    assert client.get(path).status_code == 200


@pytest.mark.usefixtures("loaded")
def test_every_key_that_the_data_explains_is_in_it(client):
    data = client.get("/open-data/compact.json").json()
    section = next(section for section in data["sections"] if section["items"])
    places = {"edition": data, "sections": data, "edition.": data["edition"], "sections[].": section,
              "sections[].items[].": section["items"][0]}  # fmt: skip
    for key in KEYS:
        where = next((places[place] for place in sorted(places, key=len, reverse=True) if place[-1] == "." and
                      key.startswith(place)), data)  # fmt: skip
        assert key.rpartition(".")[2] in where, key


@pytest.mark.usefixtures("loaded")
def test_the_table_of_jargon_has_every_term(client):
    response = client.get("/open-data/jargon.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    found = list(csv.DictReader(io.StringIO(response.content.decode(), newline="")))
    assert [row["term"] for row in found] == list(Term.objects.values_list("name", flat=True))
    row = next(row for row in found if row["short form"] == "LSP")
    assert row["see also"] == "Hertfordshire Forward; Sustainable Community Strategy"
    assert row["added by"] == "the compact"
    assert row["address"].endswith("/jargon-buster/lsp/")


@pytest.mark.django_db
@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "@SUM(A1)", "-2+3", "\t=1", '=HYPERLINK("https://test.invalid")'])
def test_no_cell_of_it_is_a_formula(client, cell):
    add_terms(("Term", cell))
    rows = list(csv.reader(io.StringIO(client.get("/open-data/jargon.csv").content.decode(), newline="")))
    assert rows[1][3] == f"'{cell}"


@pytest.mark.django_db
def test_a_change_of_a_term_shows_in_last_modified_and_etag(client):
    add_terms(("Term", "One."))
    before = client.get("/open-data/jargon.csv")
    add_terms(("Other", "Two."))
    after = client.get("/open-data/jargon.csv")
    assert after["ETag"] != before["ETag"]
    assert parsedate_to_datetime(after["Last-Modified"]) >= parsedate_to_datetime(before["Last-Modified"])


@pytest.mark.django_db
def test_without_a_compact_the_data_is_empty_and_the_text_is_not_there(client):
    assert client.get("/open-data/compact.md").status_code == 404
    assert json.loads(client.get("/open-data/compact.json").content) == {"keys": KEYS, "edition": None, "sections": []}
    assert client.get("/open-data/jargon.csv").content.count(b"\n") == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "queries"), [("/open-data/compact.json", 4), ("/open-data/jargon.csv", 4)])
def test_their_cost_does_not_grow(client, address, queries):
    edition_of(words_of("Short", many(1)))
    add_terms(("Term", "Meaning."))
    one = queries_of(client, address)
    edition_of(words_of("Long", many(30)))
    add_terms(*[(f"Term {number}", "Meaning.") for number in range(30)])
    assert queries_of(client, address) == one == queries
