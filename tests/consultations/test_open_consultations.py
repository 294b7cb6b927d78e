"""Open data of consultations: open_consultations_csv, open_consultations_xlsx, open_consultations_json, open_consultations_feed,
open_consultations_atom, open_consultations_ics."""

import csv
import io
import json
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from django.conf import settings as django_settings
from icalendar import Calendar
from jsonschema import Draft202012Validator, FormatChecker

from compact_portal.audit.context import change
from compact_portal.lib.dates import end_of_day, start_of_day
from consultations.models import AskedGroup, Audience, Consultation, WindowEntry
from consultations.queries import open_consultations
from consultations.queries.open_consultations import CONSULTATION_COLUMNS, FEED_KEYS
from tests.consultations.asking import agency, approved, drafted, opened
from tests.consultations.recording import outcome_of
from tests.undertakings.pages import set_instant
from undertakings.models import Threshold

pytestmark = pytest.mark.django_db
OPENS, CLOSES = date(2026, 3, 2), date(2026, 4, 26)
AT = start_of_day(date(2026, 4, 1)) + timedelta(hours=12)
DAY = timedelta(days=1)
ADDRESSES = [
    f"/open-data/consultations{end}" for end in (".csv", ".xlsx", ".json", ".atom", ".ics", "/feed.json")
]  # fmt: skip
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(autouse=True)
def _now(settings, monkeypatch):
    settings.PORTAL_ADDRESS = "https://portal.example"
    set_instant(monkeypatch, AT)


def the_one(**more: object) -> Consultation:
    row = approved(OPENS, CLOSES, **more)
    row.approved_at = row.submitted_at = start_of_day(OPENS) - DAY
    row.save()
    WindowEntry.objects.filter(consultation=row).update(made_at=row.approved_at)
    Audience.objects.create(consultation=row, key="older-people")
    AskedGroup.objects.create(consultation=row, name="Women of the Vale", speaks_for="women")
    return row


def move(row: Consultation, closes_on: date, at: datetime) -> None:
    with change(by=None, why="A test"):
        WindowEntry.objects.create(
            consultation=row, position=2, kind="extended", opens_on=OPENS, closes_on=closes_on, reason="Floods & <b>more</b>",
            made_at=at,
        )  # fmt: skip
        row.closes_on, row.closes_at = closes_on, end_of_day(closes_on)
        row.save()


def body(client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200
    return response.getvalue() if response.streaming else response.content


def table(client) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client, "/open-data/consultations.csv").decode())))


def test_every_column_is_explained_and_filled(client):
    with change(by=None, why="A test"):
        Threshold.objects.create(rule="outcome-published", value="12", unit="weeks", source="national practice")
    row = the_one()
    (found,) = table(client)
    assert tuple(found) == tuple(CONSULTATION_COLUMNS)
    assert (found["reference"], found["state"], found["days"], found["times_moved"]) == (row.reference, "open", "56", "0")
    assert (found["audiences"], found["groups"], found["outcome_due_on"]) == ("older-people", "Women of the Vale", "2026-07-19")
    assert found["address"] == "https://portal.example/consultations/the-market-square/"
    (same,) = json.loads(body(client, "/open-data/consultations.json"))["consultations"]
    assert same["closes_on"] == found["closes_on"] == "2026-04-26"
    sheet = openpyxl.load_workbook(io.BytesIO(body(client, "/open-data/consultations.xlsx"))).active
    header, cells = sheet.iter_rows(values_only=True)
    assert header == tuple(CONSULTATION_COLUMNS)
    assert cells[header.index("closes_on")] == datetime(2026, 4, 26)


def test_states_follow_the_day(client, monkeypatch):
    row = the_one()
    outcome_of(row, published_on=CLOSES + 30 * DAY)
    for on, state, outcome in (
        (OPENS - DAY, "upcoming", ""), (CLOSES, "open", ""), (CLOSES + DAY, "closed", ""),
        (CLOSES + 30 * DAY, "outcome-published", "https://portal.example/consultations/the-market-square/outcome/"),
    ):  # fmt: skip
        set_instant(monkeypatch, start_of_day(on) + timedelta(hours=12))
        (found,) = table(client)
        assert (found["state"], found["outcome_address"]) == (state, outcome)


@pytest.mark.parametrize("address", ADDRESSES)
def test_drafts_and_mistakes_are_in_none_of_them(client, address):
    drafted(title="canarydraft")
    gone = the_one(title="canarymistake")
    gone.voided_at, gone.voided_reason = AT, "A mistake"
    gone.save()
    approved(OPENS, CLOSES, title="Public one")
    found = body(client, address)
    text = found.decode() if not address.endswith("xlsx") else str(list(openpyxl.load_workbook(io.BytesIO(found)).active.values))
    assert "Public one" in text.replace("\r\n ", "")
    assert "canary" not in text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_no_cell_is_a_formula(client, start):
    the_one(title=f'{start}HYPERLINK("x")')
    assert table(client)[0]["title"].startswith("'")
    sheet = openpyxl.load_workbook(io.BytesIO(body(client, "/open-data/consultations.xlsx"))).active
    cell = sheet.cell(2, 1 + list(CONSULTATION_COLUMNS).index("title"))
    assert (cell.data_type, str(cell.value)[0]) == ("s", "'")


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_can_be_asked_for_with_its_tag_until_something_changes(client, address):
    row = the_one()
    first = client.get(address)
    first.getvalue() if first.streaming else None
    assert first["Last-Modified"]
    assert not first.cookies
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    move(row, CLOSES + 7 * DAY, AT - timedelta(hours=1))
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def events(client) -> list:
    return list(Calendar.from_ical(body(client, "/open-data/consultations.ics")).walk("VEVENT"))


def test_the_calendar_has_an_event_over_whole_days(client):
    row = the_one()
    (event,) = events(client)
    assert (event.start, event.end) == (OPENS, CLOSES + DAY)
    assert event["uid"] == f"{row.reference}@portal.example"
    assert (event["sequence"], event["transp"]) == (0, "TRANSPARENT")
    assert "The last day to answer is Sunday 26 April 2026." in event["description"]


def test_a_window_that_moves_is_the_same_event(client):
    row = the_one()
    (before,) = events(client)
    moved_at = AT - timedelta(hours=1)
    move(row, CLOSES + 7 * DAY, moved_at)
    (after,) = events(client)
    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert (before.end, after.end) == (CLOSES + DAY, CLOSES + 8 * DAY)
    assert after["last-modified"].dt == moved_at > before["last-modified"].dt


def test_the_calendar_holds_every_agency_and_forgets_after_a_year(client):
    the_one()
    approved(OPENS, CLOSES, of=agency("Other Council"), title="Another")
    approved(date(2024, 1, 1), date(2025, 3, 31), title="Long ago")
    approved(date(2024, 1, 1), date(2025, 4, 1), title="A year ago")
    assert {str(one["summary"]) for one in events(client)} == {
        "Consultation: The market square", "Consultation: Another", "Consultation: A year ago",
    }  # fmt: skip


def test_the_calendar_is_the_same_bytes_while_nothing_changes(client):
    the_one()
    assert body(client, "/open-data/consultations.ics") == body(client, "/open-data/consultations.ics?x=1")


def entries(client) -> list[ElementTree.Element]:
    return ElementTree.fromstring(body(client, "/open-data/consultations.atom")).findall("a:entry", ATOM)


def test_the_atom_feed_says_what_moved_and_keeps_its_ids(client):
    row = the_one()
    other = approved(OPENS, CLOSES, title="Another")
    WindowEntry.objects.filter(consultation=other).update(made_at=AT - 20 * DAY)
    ids = {one.findtext("a:id", namespaces=ATOM) for one in entries(client)}
    move(row, CLOSES + 7 * DAY, AT - timedelta(hours=1))
    with change(by=None, why="A test"):
        row.slug = "elsewhere"
        row.save()
    first, second = entries(client)
    assert {one.findtext("a:id", namespaces=ATOM) for one in (first, second)} == ids
    assert first.findtext("a:id", namespaces=ATOM) == f"tag:portal.example,2026-03-01:{row.reference}"
    assert first.findtext("a:updated", namespaces=ATOM) == (AT - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    said = first.findtext("a:summary", namespaces=ATOM)
    assert "It can be answered until the end of Sunday 3 May 2026." in said
    assert "Floods &amp; &lt;b&gt;more&lt;/b&gt;" in said  # words, and no markup


def test_characters_that_xml_cannot_carry_break_nothing(client):
    the_one(title="A\uffffB \x0bC 🌱")
    assert entries(client)
    assert events(client)
    assert table(client)
    assert openpyxl.load_workbook(io.BytesIO(body(client, "/open-data/consultations.xlsx")))


SCHEMA = Path(django_settings.BASE_DIR) / "docs" / "consultations-feed.schema.json"


def test_the_feed_is_what_its_schema_says(client):
    schema = json.loads(SCHEMA.read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    row = the_one(contact_email="", summary="")
    move(row, CLOSES + 7 * DAY, AT - timedelta(hours=1))
    outcome_of(approved(date(2025, 1, 6), date(2025, 3, 2), title="Done"), published_on=date(2025, 4, 1))
    feed = json.loads(body(client, "/open-data/consultations/feed.json"))
    assert [error.message for error in validator.iter_errors(feed)] == []
    first, second = feed["consultations"]
    assert [(one["kind"], one["closes_on"]) for one in first["window"]] == [("planned", "2026-04-26"), ("extended", "2026-05-03")]
    assert first["respond_url"] == "https://portal.example/consultations/the-market-square/respond/"
    assert (second["state"], second["respond_url"]) == ("outcome-published", None)
    assert second["outcome"]["published_on"] == "2025-04-01"
    for wrong in ({"state": "ended"}, {"opens_on": "2026-02-30"}, {"window": []}):
        assert list(validator.iter_errors(feed | {"consultations": [first | wrong]})), wrong


def test_the_feed_says_of_itself_what_its_keys_mean(client):
    the_one()
    feed = json.loads(body(client, "/open-data/consultations/feed.json"))
    assert feed.keys() == {key for key in FEED_KEYS if "[" not in key}


@pytest.mark.parametrize("rows", [open_consultations.consultation_rows, open_consultations.feed_entries])
def test_it_is_read_in_steps_at_one_cost_a_step(rows, monkeypatch, django_assert_num_queries):
    for number in range(5):
        opened(title=f"Number {number}")
    monkeypatch.setattr(open_consultations, "STEP", 2)
    with django_assert_num_queries(1 + 3 * 4 + 1):  # the thresholds, three steps, and the end of them
        assert len(list(rows(at=AT))) == 5
