"""The public registers: appraisal_list, appraisal_detail, decision_list, decision_detail; and their open data:
open_appraisals_csv, open_decisions_csv."""

import csv
import io
from datetime import date

import pytest

from compact_portal.audit.context import change
from consultations.models import Decision, PolicyAppraisal
from consultations.queries import open_registers
from consultations.queries.open_registers import APPRAISAL_COLUMNS, DECISION_COLUMNS
from consultations.queries.registers import DECISIONS, about_consultation, listing
from consultations.rules.registers import PAGE, Wanted
from signatories.panels import panels_of
from tests.consultations.asking import agency, approved
from tests.consultations.recording import (
    WHY,
    drafted_appraisal,
    drafted_decision,
    outcome_of,
    recorded_appraisal,
    recorded_decision,
    working_days,
)
from tests.undertakings.pages import queries_of, read, said

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 22)


def bulk(count: int) -> None:
    """So many recorded decisions and appraisals, a day apart, each with an agency and a consultation."""
    consultation = approved(date(2026, 1, 1), date(2026, 3, 1))
    with change(by=None, why="A test"):
        common = {"agency": agency(), "recorded_at": consultation.approved_at}
        for number in range(count):
            day = date(2026, 4, 1 + number % 28)
            Decision.objects.create(
                reference=f"T-{number}", slug=f"d-{number}", title=f"Decision {number}", what="x", decided_by="x", reasons="x",
                decided_on=day, published_on=day, consultation=consultation, **common,
            )  # fmt: skip
            PolicyAppraisal.objects.create(
                reference=f"P-{number}", slug=f"p-{number}", policy=f"Policy {number}", owner="x", effect="none", dated_on=day,
                filed_on=day, consulted_how="x", **common,
            )  # fmt: skip


def names(client, address: str) -> list[str]:
    table = read(client, address).find("table")
    return [said(one) for one in table.tbody.find_all("th")] if table else []


def test_only_what_is_recorded_stands_in_the_registers(client):
    recorded_decision(title="Public"), drafted_decision(title="Private")
    recorded_appraisal(policy="Open"), drafted_appraisal(policy="Closed")
    assert names(client, "/decisions/") == ["Public"]
    assert names(client, "/policy-appraisals/") == ["Open"]
    assert client.get(f"/decisions/{Decision.objects.get(title='Private').slug}/").status_code == 404
    assert client.get("/policy-appraisals/closed/").status_code == 404


def test_empty_registers_say_so(client):
    assert "No decision is recorded yet." in said(read(client, "/decisions/").main)
    assert "No policy appraisal is recorded yet." in said(read(client, "/policy-appraisals/").main)


@pytest.mark.parametrize("address", ["/decisions/", "/policy-appraisals/"])
def test_a_register_costs_the_same_with_1_record_and_with_30(client, address, loaded):
    bulk(1)
    one = queries_of(client, address)
    Decision.objects.all().delete(), PolicyAppraisal.objects.all().delete()
    for number in range(30):
        recorded_decision(title=f"D {number}"), recorded_appraisal(policy=f"P {number}")
    assert queries_of(client, address) == one


def test_filters_and_words_narrow_it_down(client):
    consultation = approved(date(2026, 1, 1), date(2026, 3, 1))
    recorded_decision(title="Old bridge", decided_on=date(2025, 5, 5), published_on=date(2025, 5, 6))
    recorded_decision(title="New bridge", consultation=consultation)
    recorded_decision(agency("Other Council"), title="Market")
    assert names(client, "/decisions/") == ["Market", "New bridge", "Old bridge"]
    assert names(client, "/decisions/?sort=oldest") == ["Old bridge", "New bridge", "Market"]
    assert names(client, "/decisions/?year=2025") == ["Old bridge"]
    assert names(client, "/decisions/?consulted=yes") == ["New bridge"]
    assert names(client, "/decisions/?agency=other-council") == ["Market"]
    assert sorted(names(client, "/decisions/?q=bridge")) == ["New bridge", "Old bridge"]
    assert names(client, "/decisions/?q=bridge&year=2025") == ["Old bridge"]
    recorded_appraisal(policy="Halls", effect="great"), recorded_appraisal(policy="Parks", effect="none")
    assert names(client, "/policy-appraisals/?effect=great") == ["Halls"]


@pytest.mark.parametrize(
    "asked", ["year=x", "year=0", "agency=nobody", "after=99999", "before=abc", "effect=x", "sort=x", "consulted=1"]
)
def test_what_cannot_be_meant_counts_as_not_said(client, asked):
    recorded_decision(), recorded_appraisal()
    assert names(client, f"/decisions/?{asked}") == ["The market moves"]
    assert names(client, f"/policy-appraisals/?{asked}") == ["Letting of halls"]


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_paging_by_key_leaves_nothing_out_and_gives_nothing_twice(sort):
    bulk(PAGE * 2 + 7)
    seen, after, firsts = [], 0, []
    while True:
        page = listing(DECISIONS, Wanted(sort=sort, after=after), on=ON)
        seen += [one.row.pk for one in page.rows]
        firsts.append([one.row.pk for one in page.rows])
        if not page.after:
            break
        after = page.after
    assert len(seen) == len(set(seen)) == PAGE * 2 + 7
    back = listing(DECISIONS, Wanted(sort=sort, before=page.before), on=ON)
    assert [one.row.pk for one in back.rows] == firsts[-2]


def test_a_decisions_page_says_what_who_when_why_and_whether_it_was_kept(client):
    working_days()
    consultation = approved(date(2026, 4, 1), date(2026, 5, 26), answered=3)
    outcome_of(consultation, answers_published_on=date(2026, 6, 1))
    recorded_decision(consultation=consultation, early_reason="The grant ended.", **WHY)
    page = read(client, "/decisions/the-market-moves/")
    words = said(page.main)
    assert "The market moves to the yard." in words
    reason = said(page.find("div", class_="notice"))
    assert "Why it was decided before the answers were in" in reason
    assert "The grant ended." in reason
    assert "Authorised by the Chief Executive’s office" in reason
    tags = [said(one.h3) for one in page.find_all("div", class_="entry")]
    assert tags == ["Decided after the answers were in Explained", "Answers cited Not kept", "Published in time Kept"]
    assert page.find("a", href="/consultations/the-market-square/")


def test_an_appraisals_page_says_whether_it_came_in_time(client):
    recorded_appraisal(consulted_how="", not_consulted_reason="It only renames a form.")
    page = read(client, "/policy-appraisals/letting-of-halls/")
    assert "Why the sector was not consulted" in said(page.main)
    assert "It only renames a form." in said(page.main)
    assert said(page.find("div", class_="entry").h3) == "Appraised before it was adopted Kept"


def test_a_consultations_page_tells_of_its_decisions_and_its_appraisal():
    appraisal = recorded_appraisal()
    consultation = approved(date(2026, 1, 1), date(2026, 3, 1), appraisal=appraisal)
    other = approved(date(2026, 1, 1), date(2026, 3, 1), title="Another")
    recorded_decision(consultation=consultation), drafted_decision(consultation=other)
    found = about_consultation(consultation.pk, appraisal.pk, on=ON)
    assert ([one.row.title for one in found["decisions"]], found["appraisal"]) == (["The market moves"], appraisal)
    assert about_consultation(other.pk, None, on=ON) is None


def test_an_agencys_page_lists_its_newest(client):
    recorded_decision(), recorded_appraisal()
    (panel,) = [one for one in panels_of(agency(), on=ON) if one.panel.key == "registers"]
    assert [row.title for row in panel.content["decisions"]] == ["The market moves"]
    assert "Letting of halls" in said(read(client, f"/signatories/{agency().slug}/").main)


def table(client, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.getvalue().decode())))


def test_the_open_data_has_every_column_and_no_draft_and_no_formula(client):
    working_days()
    consultation = approved(date(2026, 1, 1), date(2026, 3, 1))
    recorded_decision(title='=HYPERLINK("x")', consultation=consultation), drafted_decision(title="canary")
    recorded_appraisal(policy="@cmd"), drafted_appraisal(policy="canary")
    (row,) = table(client, "/open-data/decisions.csv")
    assert tuple(row) == tuple(DECISION_COLUMNS)
    assert (row["title"][0], row["after_close"], row["published_in_time"]) == ("'", "kept", "kept")
    assert (row["consultation"], row["consultation_closed_on"]) == (consultation.reference, "2026-03-01")
    (row,) = table(client, "/open-data/policy-appraisals.csv")
    assert tuple(row) == tuple(APPRAISAL_COLUMNS)
    assert (row["policy"], row["in_time"]) == ("'@cmd", "kept")


def test_open_decisions_csv_and_open_appraisals_csv_answer_304_until_something_changes(client):
    recorded_decision(), recorded_appraisal()
    for address in ("/open-data/decisions.csv", "/open-data/policy-appraisals.csv"):
        first = client.get(address)
        first.getvalue()
        assert first["Last-Modified"]
        assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    recorded_decision(title="Another")
    assert client.get("/open-data/decisions.csv", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_open_data_is_read_in_steps_at_one_cost_a_step(monkeypatch, django_assert_num_queries):
    bulk(25)
    monkeypatch.setattr(open_registers, "STEP", 10)
    with django_assert_num_queries(4 + 1):  # and the thresholds
        assert len(list(open_registers.decision_rows(on=ON))) == 25
    with django_assert_num_queries(4):
        assert len(list(open_registers.appraisal_rows(on=ON))) == 25
