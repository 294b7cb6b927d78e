"""The pages of evidence: each figure is the measure's, and each drill-down lists exactly its records."""

import csv
from datetime import date, timedelta
from io import StringIO
from urllib.parse import urljoin

import pytest

from compact_portal.audit.context import change
from compact_portal.lib.verdicts import Figure, Outcome
from tests.undertakings import evidence_rows as rows
from tests.undertakings.evidence_rows import KEY, add, save
from tests.undertakings.pages import edition_of, heading_levels, queries_of, read, said, set_day, words_of
from undertakings.models import EvidenceLink, Threshold
from undertakings.queries.evidence import Wanted, figure_of, verdicts

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)
PAGE = f"/evidence/{KEY}/"
offered = pytest.fixture(rows.offered)
TABLE = [
    ("kept 1", 1, date(2026, 4, 1)),
    ("kept 2", 2, date(2026, 5, 1)),
    ("not_kept 1", 1, date(2026, 6, 1)),
    ("explained 1", 2, date(2026, 7, 1)),
    ("not_due 1", 1, date(2026, 8, 1)),
    ("unknown 1", 2, date(2026, 9, 1)),
    ("kept 3", 1, date(2026, 3, 31)),
]


@pytest.fixture(autouse=True)
def _ready(monkeypatch, offered):
    set_day(monkeypatch, TODAY)
    edition_of(words_of("First", [("in-time", "Money comes in time."), ("told", "You are told."), ("free", "You are free.")]))
    with change(by=None, why="A test"):
        EvidenceLink.objects.create(anchor="in-time", measure=KEY, position=1)
        EvidenceLink.objects.create(anchor="told", measure="later-told", position=2)


def fill() -> None:
    for words, agency, day in TABLE:
        add(words, agency=agency, counts_on=day)


def cells(page, table: str) -> list[list[str]]:
    body = page.find("caption", id=table).find_parent("table").find("tbody")
    return [[said(cell) for cell in row.find_all(["th", "td"])] for row in body.find_all("tr")]


def labels(page) -> list[str]:
    return [row[0] for row in cells(page, "records-table")]


@pytest.mark.parametrize("address", ["/evidence/", "/compact/undertakings/", "/compact/undertakings/in-time/"])
def test_an_undertaking_has_its_figure_wherever_it_stands(client, address):
    fill()
    evidence = read(client, address).select_one(".ev")
    assert said(evidence.select_one(".say strong")) == "Kept in 3 of 5"
    assert [said(item) for item in evidence.select(".key li")] == [
        "3 kept", "1 not kept", "1 explained", "1 not known", "1 not due yet",
    ]  # fmt: skip
    assert "Known for 5 of the 6 that are due." in said(evidence)
    assert "2026-27 kept in 2 of 4; 2025-26 kept in 1 of 1" in said(evidence)
    assert evidence.select_one(".say a")["href"] == PAGE


def test_what_is_not_measured_and_what_no_record_can_show_say_so(client):
    page = read(client, "/evidence/")
    assert said(page.find(id="told").select_one(".ev")) == "Not measured yet. What will show it: later told."
    assert said(page.find(id="free").select_one(".ev")) == "No record can show this."
    assert said(page.find(id="in-time").select_one(".say strong")) == "No records yet"


def test_one_look_tells_what_is_kept_and_what_is_not(client):
    fill()
    page = read(client, "/evidence/")
    assert cells(page, "glance") == [["S1.1", "Is each sample what it says?", "Kept in 3 of 5", ""]]
    assert page.find("caption", id="glance").find_parent("table").select_one("th a")["href"] == "#in-time"
    counts = page.find("h2", string="At a glance").find_next("ul")
    assert [said(item) for item in counts.find_all("li")] == [
        "1 not kept in every record that is decided", "1 not measured yet", "1 that no record can show",
    ]  # fmt: skip


def test_a_measure_says_its_rule_its_numbers_and_what_it_shows(client):
    with change(by=None, why="A test"):
        Threshold.objects.create(
            rule="sample-rule", value="3", unit="months", source="local guideline", agreed_by="The board", from_on=date(2026, 4, 1)
        )
    page = read(client, PAGE)
    facts = {said(row.find("dt")): said(row.find("dd")) for row in page.select("dl.list > div")}
    assert facts["Rule"] == "The title is the outcome."
    assert facts["Number"] == "3 months, from Wednesday 1 April 2026, agreed by The board. Source: local guideline"
    assert facts["Shows"].endswith("Money comes in time.")
    assert heading_levels(page)[0] == 1


def test_the_table_by_year_and_the_headline_are_the_measure(client):
    fill()
    page = read(client, PAGE)
    assert said(page.select_one(".say strong")) == "Kept in 3 of 5"
    assert [[row[0], *row[2:]] for row in cells(page, "by-year")] == [
        ["2026-27", "2", "1", "1", "1", "1"],
        ["2025-26", "1", "0", "0", "0", "0"],
    ]
    year = read(client, f"{PAGE}2026-27/")
    assert said(year.select_one(".say strong")) == "Kept in 2 of 4"


@pytest.mark.parametrize("outcome", ["", *Outcome])
@pytest.mark.parametrize("year", ["", "2026-27"])
def test_a_drill_down_lists_exactly_its_records(client, outcome, year):
    fill()
    page = read(client, f"{PAGE}{year + '/' if year else ''}?outcome={outcome}")
    figure = figure_of(KEY, on=TODAY, year=year)
    wanted = [f"Record {words}" for words, _, day in TABLE if words.startswith(outcome) and (not year or day >= date(2026, 4, 1))]
    assert sorted(labels(page)) == sorted(wanted)
    assert len(wanted) == (getattr(figure, outcome) if outcome else figure.all)


def test_the_records_of_one_agency(client):
    fill()
    assert sorted(labels(read(client, f"{PAGE}?agency=2"))) == ["Record explained 1", "Record kept 2", "Record unknown 1"]


def test_a_record_shows_its_verdict_and_leads_to_itself(client):
    add("explained 1", agency=1, counts_on=date(2026, 7, 1))
    page = read(client, PAGE)
    assert cells(page, "records-table") == [
        ["Record explained 1", "A partner that is not listed", "1 July 2026", "Explained", "Explained, it says."]
    ]
    assert page.select_one("#records th a")["href"].startswith("/contacts/#")


def test_pages_by_key_show_each_record_once(client):
    for number in range(120):
        add(f"kept {number}", counts_on=date(2026, 5, 1) + timedelta(days=number // 7))
    address, seen = PAGE, []
    while address:
        page = read(client, address)
        seen += labels(page)
        following = page.select_one("#records [rel=next]")
        address = PAGE + following["href"].split("#")[0].removeprefix(PAGE) if following else ""
    assert len(seen) == len(set(seen)) == 120


def test_the_download_has_every_record_and_no_formula(client):
    fill()
    add("kept 9", agency=1)
    response = client.get(f"/evidence/{KEY}.csv")
    table = list(csv.DictReader(StringIO(b"".join(response.streaming_content).decode())))
    counted = {outcome: sum(row["outcome"] == outcome for row in table) for outcome in Outcome}
    assert Figure(**counted) == figure_of(KEY, on=TODAY)
    assert table[0].keys() == {"record", "address", "agency", "counts on", "financial year", "outcome", "sentence"}


def test_a_figure_as_known_on_a_day_stays(client, monkeypatch):
    link = add("not_kept 1", agency=1)
    then = f"{PAGE}2026-27/known-on/2026-11-26/"
    assert "The day is not over" in said(read(client, then))
    set_day(monkeypatch, date(2026, 12, 3))
    save(link, title="explained 1")
    page = read(client, then)
    assert said(page.select_one(".say strong")) == "Kept in 0 of 1"
    assert [row[3] for row in cells(page, "records-table")] == ["Not kept"]
    now = read(client, f"{PAGE}2026-27/")
    assert [row[3] for row in cells(now, "records-table")] == ["Explained"]
    assert now.find("a", string="its address as known on Thursday 3 December 2026")["href"].endswith("known-on/2026-12-03/")


@pytest.mark.parametrize(
    "address",
    [
        "/evidence/nothing/", "/evidence/nothing.csv", f"{PAGE}2026/", f"{PAGE}2026-28/", f"{PAGE}2026-27/known-on/2026-11-27/",
        f"{PAGE}2026-27/known-on/yesterday/", f"{PAGE}2026-27/known-on/2026-02-30/", "/evidence/champion-named.csv",
        "/evidence/champion-named/2026-27/known-on/2026-11-26/",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("query", ["outcome=x", "agency=x", "agency=0", "after=x", "after=20261340-1", "after=00000000-1"])
def test_a_query_that_means_nothing_shows_all(client, query):
    fill()
    assert len(labels(read(client, f"{PAGE}?{query}"))) == len(TABLE)


@pytest.mark.parametrize("address", ["/evidence/", PAGE, f"{PAGE}2026-27/", f"{PAGE}2026-27/known-on/2026-11-26/"])
def test_a_page_costs_the_same_queries_with_one_record_and_with_thirty(client, address):
    add("kept 0", agency=1)
    one = queries_of(client, address)
    for number in range(1, 31):
        add(f"kept {number}", agency=number % 5)
    assert queries_of(client, address) == one


def test_what_is_red_before_it_counts_comes_first_and_what_turns_red_later_not_at_all(client):
    """Two lists behind one: those that count only later, and those that count by now, over as many pages as there are."""
    for day in range(-70, 30):
        count = TODAY + timedelta(days=day)
        add(f"not_kept {day}", counts_on=count)
        add(f"due not_kept {day}", counts_on=count, due=TODAY + timedelta(days=2))
    wanted = [f"Record not_kept {day}" for day in reversed(range(-70, 30))]
    address, found = f"{PAGE}?outcome=not_kept", []
    while address:
        page = read(client, address)
        found += labels(page)
        link = page.find("a", rel="next")
        address = urljoin(PAGE, link["href"]) if link else ""
    assert found == wanted
    assert [row.red_ahead for row in verdicts(Wanted(KEY, TODAY, outcome="not_kept"))] == [True] * 29 + [False] * 71


def test_the_records_behind_a_figure_are_those_of_the_figure(client):
    fill()
    for outcome in Outcome:
        assert verdicts(Wanted(KEY, TODAY, outcome=outcome.value)).count() == getattr(figure_of(KEY, on=TODAY), outcome.value)
