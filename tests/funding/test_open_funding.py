"""Funding as open data: what stands in it, what must not, and that it is streamed."""

import csv
import io
import json
import os
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from funding.models import Agreement
from funding.queries import open_data
from funding.queries.open_data import AGREEMENT_COLUMNS, YEARLY_COLUMNS, grants_of
from funding.rules.open_data import faults_of, without_addresses
from signatories.models import Identifier
from tests.funding.agreeing import agency, drafted, group, recorded, thresholds

pytestmark = pytest.mark.django_db
SCHEMAS = Path(os.environ.get("SCHEMAS_360GIVING", Path(django_settings.BASE_DIR).parent / "shared" / "data" / "360giving"))


@pytest.fixture(autouse=True)
def _numbers(db, settings):
    thresholds()
    settings.PORTAL_360GIVING_PREFIX = "360G-test"


def body(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.getvalue().decode()


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_every_column_is_explained_and_filled(client):
    recorded(title="Advice", award_pence=1234_50)
    (row,) = rows(body(client, "/open-data/funding.csv"))
    assert tuple(row) == tuple(AGREEMENT_COLUMNS)
    assert (row["title"], row["award"], row["multi_year"], row["start_on"]) == ("Advice", "1234.50", "yes", "2026-04-01")
    (same,) = json.loads(body(client, "/open-data/funding.json"))["agreements"]
    assert same["reference"] == row["reference"]


def test_drafts_mistakes_and_withheld_words_are_not_in_it(client):
    recorded(title="Refuge", purpose="hiddenstreet", purpose_withheld=True, withheld_reason="People could be found")
    drafted(title="canarydraft")
    for address in (
        "/open-data/funding.csv", "/open-data/funding.json", "/open-data/funding/sample-council/360giving.json",
        "/open-data/funding/sample-council/grants-2025-26.csv",
    ):  # fmt: skip
        text = body(client, address)
        assert "hiddenstreet" not in text, address
        assert "canarydraft" not in text, address
        assert "Refuge" in text or "Withheld: People could be found" in text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t="])
def test_no_cell_is_a_formula(client, start):
    recorded(title=f'{start}HYPERLINK("x")')
    (row,) = rows(body(client, "/open-data/funding.csv"))
    assert not row["title"].startswith(tuple("=+-@\t"))


def test_the_yearly_list_has_the_columns_that_councils_publish(client):
    recipient = group("Sample Charity")
    Identifier.objects.create(partner=recipient, value="GB-CHC-1234567")
    recorded(recipient=recipient, department="Communities", purpose="Advice")
    recorded(awarded_on=date(2026, 4, 1))
    (row,) = rows(body(client, "/open-data/funding/sample-council/grants-2025-26.csv"))
    assert tuple(row) == YEARLY_COLUMNS
    assert list(row.values()) == [
        "2026-03-01", "01/04/2026 to 31/03/2029", "Communities", "Sample Charity", "GB-CHC-1234567", "Advice", "9000.00",
    ]  # fmt: skip
    assert client.get("/open-data/funding/sample-council/grants-1999-00.csv").status_code == 404


def test_a_package_holds_its_own_checks_and_says_who_publishes_it(client):
    recipient = group("Sample Charity")
    Identifier.objects.create(partner=recipient, value="GB-CHC-1234567")
    recorded(recipient=recipient, title="x" * 140, purpose="Ask somebody@example.org for it")
    recorded(award_pence=1)
    package = json.loads(body(client, "/open-data/funding/sample-council/360giving.json"))
    assert (package["version"], package["publisher"]["name"], len(package["grants"])) == ("1.4", "Sample Council", 2)
    assert faults_of(package["grants"], prefix="360G-test") == []
    first = package["grants"][0]
    assert first["recipientOrganization"][0] | {"name": ""} == {"id": "GB-CHC-1234567", "name": "", "charityNumber": "1234567"}
    assert first["plannedDates"] == [{"startDate": "2026-04-01", "endDate": "2029-03-31", "duration": 36}]
    assert "example.org" not in json.dumps(package["grants"])


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the 360Giving schemas are not at hand: SCHEMAS_360GIVING names their folder")
def test_a_package_is_valid_by_the_published_schemas(client):
    recorded()
    recorded(recipient=group("Sample Charity", website="https://example.org"))
    package = json.loads(body(client, "/open-data/funding/sample-council/360giving.json"))
    texts = [json.loads(path.read_text()) for path in sorted(SCHEMAS.glob("*.json"))]
    resources = []
    for text in texts:
        text["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        resources.append((text["$id"], Resource.from_contents(text)))
    registry = Registry().with_resources(resources)
    whole = next(text for text in texts if "package" in text["$id"])
    checker = FormatChecker()
    assert "date-time" in checker.checkers
    validator = Draft202012Validator(whole, registry=registry, format_checker=checker)
    assert [error.message for error in validator.iter_errors(package)] == []
    package["grants"][0]["amountAwarded"] = "much"
    assert list(validator.iter_errors(package))


GRANT = {
    "id": "360G-test-1", "title": "x", "description": "x", "amountAwarded": 1.0, "awardDate": "2026-03-01",
    "fundingOrganization": [{"id": "GB-LAE-DAC", "name": "x"}], "recipientOrganization": [{"id": "360G-test-x", "name": "x"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"amountAwarded": 0}, "not above nothing"),
        ({"amountAwarded": -5}, "not above nothing"),
        ({"awardDate": "2026-02-30"}, "is no day"),
        ({"plannedDates": [{"startDate": "2026-13-01"}]}, "is no day"),
        ({"recipientOrganization": [{"id": "XX-1", "name": "x"}]}, "no known list"),
        ({"description": "Write to jo@example.org"}, "e-mail address"),
    ],
)
def test_what_the_schemas_let_pass_is_found(change, says):
    (found,) = faults_of([GRANT | change], prefix="360G-test")
    assert says in found
    assert faults_of([GRANT], prefix="360G-test") == []
    assert faults_of([GRANT, GRANT], prefix="360G-test") == ["360G-test-1: the number stands twice"]


def test_addresses_are_taken_out():
    assert without_addresses("Ask jo.bloggs+x@mail.example.org now") == "Ask [address taken out] now"


def test_without_a_prefix_there_is_no_package(client, settings):
    recorded()
    settings.PORTAL_360GIVING_PREFIX = ""
    assert client.get("/open-data/funding/sample-council/360giving.json").status_code == 404


def test_who_funds_nothing_has_no_files(client):
    group("Sample Group")
    assert client.get("/open-data/funding/sample-group/360giving.json").status_code == 404


def test_it_is_read_in_steps_at_one_cost_a_step(client, monkeypatch, django_assert_num_queries):
    whole = {
        "funder": agency(), "recipient": group(), "title": "x", "purpose": "x", "kind": "project", "payment": "advance",
        "state": "recorded", "start_on": date(2026, 4, 1), "end_on": date(2027, 3, 31), "award_pence": 5,
        "awarded_on": date(2026, 4, 1),
    }  # fmt: skip
    Agreement.objects.bulk_create(Agreement(reference=f"T-{number}", **whole) for number in range(25))
    monkeypatch.setattr(open_data, "STEP", 10)
    with django_assert_num_queries(4):
        assert len(list(open_data.agreement_rows())) == 25
    assert sum(1 for _ in open_data._public_after(0)) == 10


def test_a_condition_is_answered_with_304_until_something_changes(client):
    agreement = recorded()
    for address in ("/open-data/funding.csv", "/open-data/funding/sample-council/360giving.json"):
        first = client.get(address)
        first.getvalue()
        assert first["Last-Modified"]
        assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert next(iter(grants_of(agency())))["id"] == f"360G-test-{agreement.reference}"


def test_open_giving_json_and_open_grants_csv_set_no_cookie(client):
    recorded()
    for address in ("/open-data/funding/sample-council/360giving.json", "/open-data/funding/sample-council/grants-2025-26.csv"):
        assert not client.get(address).cookies
