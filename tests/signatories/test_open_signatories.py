"""The open data of partners and signatures: open_signatories_csv, open_signatories_json, open_chain_json."""

import csv
import io
import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from django.test import Client

from compact_portal.lib.chain import START, seal
from compact_portal.pages.middleware import CACHE_CONTROL
from signatories.actions.chain import publish_head
from signatories.models import Partner
from signatories.queries import open_data
from signatories.queries.open_data import CHAIN_KEYS, SIGNATORY_COLUMNS
from tests.house.source import ROOT
from tests.signatories.proving import edition, ended, noon, partner, signed
from tests.undertakings.pages import DAY, set_day

pytestmark = pytest.mark.django_db
CSV, JSON, CHAIN = "/open-data/signatories.csv", "/open-data/signatories.json", "/open-data/signature-chain.json"
LATER = DAY + timedelta(days=60)


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, LATER)


def body(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200
    assert response.streaming
    return b"".join(response.streaming_content)


def rows(client: Client) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client, CSV).decode(), newline="")))


@pytest.fixture
def some() -> list[Partner]:
    edition()
    made = [
        partner("Sample Wheels", kind="charity", income_band="10k-100k", identifiers=["GB-COH-01234567", "GB-CHC-1234567"],
                champion="Sample champion", website="https://wheels.example.org/", pledge="We answer."),
        partner("Sample agency", "statutory", "council"),
        partner("Sample Choir"),
    ]  # fmt: skip
    signed(made[0])
    ended(signed(made[1]), DAY + timedelta(days=1))
    return made


def test_a_row_says_all_that_is_public_of_a_partner(client: Client, some) -> None:
    found = rows(client)
    assert list(found[0]) == list(SIGNATORY_COLUMNS)
    assert found[0] == {
        "id": "sample-wheels", "name": "Sample Wheels", "address": "http://127.0.0.1:8000/signatories/sample-wheels/",
        "sector": "voluntary", "kind": "charity", "income_band": "10k-100k", "identifiers": "GB-CHC-1234567 GB-COH-01234567",
        "website": "https://wheels.example.org/", "champion": "Sample champion", "pledge": "We answer.", "standing": "signed",
        "standing_in_words": "Signed on Monday 2 November 2026", "edition": "First",
        "edition_digest": some[0].signed_edition.digest, "signed_on": "2026-11-02", "withdrawn_on": "",
        "proof": "http://127.0.0.1:8000/signatures/SMA-2026-0001/", "dissolved_on": "",
    }  # fmt: skip
    assert [(row["standing"], row["proof"], row["withdrawn_on"]) for row in found[1:]] == [
        ("withdrawn", "", "2026-11-03"),
        ("not-signed", "", ""),
    ]


def test_json_says_the_same_and_explains_its_keys(client: Client, some) -> None:
    document = json.loads(body(client, JSON))
    assert document["keys"] == SIGNATORY_COLUMNS
    plain = [{name: value if value is not None else "" for name, value in row.items()} for row in document["signatories"]]
    assert plain == rows(client)


def test_who_is_not_listed_is_in_neither(client: Client, some) -> None:
    Partner.objects.filter(pk=some[2].pk).update(proposed_at=noon(DAY))
    for address in (CSV, JSON):
        assert b"Sample Choir" not in body(client, address)


def test_no_cell_is_a_formula(client: Client) -> None:
    partner('=HYPERLINK("http://x.invalid")', champion="+1", pledge="@SUM(A1)", public_contact="-2")
    row = rows(client)[0]
    assert (row["name"], row["pledge"]) == ('\'=HYPERLINK("http://x.invalid")', "'@SUM(A1)")


def test_with_nothing_there_each_is_still_a_document(client: Client) -> None:
    assert rows(client) == []
    assert json.loads(body(client, JSON))["signatories"] == []
    assert json.loads(body(client, CHAIN)) == {"keys": CHAIN_KEYS, "links": [], "heads": []}


def test_the_chain_is_given_whole_with_its_heads_and_names_nobody(client: Client, some) -> None:
    publish_head(on=DAY, at=noon(DAY))
    text = body(client, CHAIN)
    document = json.loads(text)
    previous = START
    for place, link in enumerate(document["links"], 1):
        assert (link["position"], link["previous"]) == (place, previous)
        previous = link["link"]
        assert seal(link["previous"], link["facts"], link["personal_digest"]) == previous
    assert len(document["links"]) == 3
    assert document["heads"] == [{"on": str(DAY), "position": 3, "link": previous}]
    for secret in (b"Sample chair", b"The committee", b'salt"', b"We have closed"):
        assert secret not in text


def script_of_the_handbook() -> str:
    handbook = (ROOT / "docs" / "signatures.md").read_text(encoding="utf-8")
    found = re.search(r"signature-chain\.json \| python3 -c '\n(.*?)'\n```", handbook, re.DOTALL)
    assert found
    return found.group(1)


def test_the_script_of_the_handbook_proves_the_chain_and_sees_what_was_changed(client: Client, some) -> None:
    publish_head(on=DAY, at=noon(DAY))
    text = body(client, CHAIN)

    def run(given: bytes) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run([sys.executable, "-c", script_of_the_handbook()], input=given, capture_output=True, check=False)

    assert run(text).stdout == b"3 links hold; 1 heads fit\n"
    for old, new in ((b"Sample Wheels", b"Other Wheels"), (b'"position": 3, "link"', b'"position": 2, "link"')):
        assert old in text
        assert run(text.replace(old, new, 1)).returncode == 1


@pytest.mark.parametrize("address", [CSV, JSON, CHAIN])
def test_a_condition_is_answered_with_304_until_something_changes(client: Client, some, address: str) -> None:
    first = client.get(address)
    etag, changed = first["ETag"], first["Last-Modified"]
    assert parsedate_to_datetime(changed)
    assert first["Cache-Control"] == CACHE_CONTROL
    assert not first.cookies
    for header in ({"if-none-match": etag}, {"if-modified-since": changed}):
        again = client.get(address, headers=header)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    signed(some[2])
    after = client.get(address, headers={"if-none-match": etag})
    assert after.status_code == 200
    assert after["ETag"] != etag


def test_the_day_on_which_signatures_lapse_changes_the_directory(client: Client, some, monkeypatch, settings) -> None:
    settings.PORTAL_LAPSE_MONTHS = 1200  # later than any day on which this test writes its rows
    edition("Second", DAY + timedelta(days=1))
    lapses = datetime(2126, 11, 3, tzinfo=UTC)
    set_day(monkeypatch, lapses.date() - timedelta(days=1))
    before = client.get(CSV)
    assert rows(client)[0]["standing"] == "to-reaffirm"
    set_day(monkeypatch, lapses.date())
    after = client.get(CSV)
    assert rows(client)[0]["standing"] == "lapsed"
    assert before["ETag"] != after["ETag"]
    assert parsedate_to_datetime(after["Last-Modified"]) == lapses


def test_the_same_bytes_come_to_somebody_signed_in(coordinator, some) -> None:
    for address in (CSV, JSON, CHAIN):
        assert body(coordinator, address) == body(Client(), address)


def test_reading_in_steps_leaves_nobody_out(client: Client, monkeypatch) -> None:
    monkeypatch.setattr(open_data, "STEP", 7)
    edition()
    for number in range(20):
        signed(partner(f"Sample {number:02d}"))
    assert [row["name"] for row in rows(client)] == [f"Sample {number:02d}" for number in range(20)]
    assert len(json.loads(body(client, CHAIN))["links"]) == 20


def test_a_thousand_rows_cost_three_queries_each_step(django_assert_num_queries) -> None:
    Partner.objects.bulk_create(
        Partner(name=f"P{number}", slug=f"p{number}", name_key=f"p{number}", sector="voluntary", kind="group")
        for number in range(1_001)
    )
    with django_assert_num_queries(2 + 2 * 3 + 1):
        assert sum(1 for _ in open_data.signatory_rows(on=DAY)) == 1_001
