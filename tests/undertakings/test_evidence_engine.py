"""The engine of evidence: what is stored when a record is written, what moves by itself, and that nothing is lost."""

from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.audit.context import change
from compact_portal.lib.verdicts import Figure, Outcome
from compact_portal.pages.queries import content_version
from tests.undertakings import evidence_rows as rows
from tests.undertakings.evidence_rows import KEY, add, save
from tests.undertakings.pages import set_day
from undertakings import evidence
from undertakings.models import Link, RecordVerdict, Tally, Threshold
from undertakings.queries.evidence import figure_of, figures, known_figure

pytestmark = pytest.mark.django_db
TODAY, NEW_YEAR = date(2026, 11, 26), date(2027, 1, 1)
offered = pytest.fixture(rows.offered)


@pytest.fixture(autouse=True)
def _day(monkeypatch, offered):
    set_day(monkeypatch, TODAY)


def verify(on: date | None = None) -> list[str]:
    out = StringIO()
    try:
        call_command("verify_evidence", *(["--on", on.isoformat()] if on else []), stdout=out)
    except CommandError:
        pass
    return out.getvalue().splitlines()


def agrees(on: date = TODAY) -> bool:
    return len(verify(on)) == 1 and verify(on)[0].startswith("The evidence for ")


# By hand: one record of each outcome, two agencies, two years.
TABLE = [
    ("kept 1", 1, date(2026, 4, 1)),
    ("kept 2", 2, date(2026, 5, 1)),
    ("not_kept 1", 1, date(2026, 6, 1)),
    ("explained 1", 2, date(2026, 7, 1)),
    ("not_due 1", 1, date(2026, 8, 1)),
    ("unknown 1", 2, date(2026, 9, 1)),
    ("kept 3", 1, date(2026, 3, 31)),
    ("due kept 4", 0, date(2026, 10, 1)),
]


def fill() -> dict[str, Link]:
    return {words: add(words, agency=agency, counts_on=day) for words, agency, day in TABLE}


def test_the_table_counts_as_by_hand():
    fill()
    assert figures([KEY], on=TODAY) == {KEY: {"2026-27": Figure(2, 1, 1, 2, 1), "2025-26": Figure(kept=1)}}
    assert figure_of(KEY, on=TODAY) == Figure(3, 1, 1, 2, 1)
    assert figure_of(KEY, on=TODAY, agency=1) == Figure(kept=2, not_kept=1, not_due=1)
    assert figure_of(KEY, on=TODAY, agency=2, year="2026-27") == Figure(kept=1, explained=1, unknown=1)
    assert agrees()


def test_a_figure_is_right_after_midnight_with_nothing_run():
    fill()
    assert figure_of(KEY, on=date(2026, 12, 31)).not_due == 2
    assert figure_of(KEY, on=NEW_YEAR) == Figure(4, 1, 1, 1, 1)
    assert agrees(date(2026, 12, 31))
    assert agrees(NEW_YEAR)


def test_a_record_that_is_written_again_moves_and_what_was_known_stays():
    link = add("due kept 1", agency=1)
    assert RecordVerdict.objects.count() == 2
    save(link, title="unknown 1")
    assert list(RecordVerdict.objects.now_known().values_list("outcome", flat=True)) == ["unknown"]
    assert RecordVerdict.objects.filter(known_until_at__isnull=False).count() == 2
    assert figure_of(KEY, on=NEW_YEAR) == Figure(unknown=1)
    assert {row.on for row in Tally.objects.filter(measure=KEY)} == {date(1970, 1, 1)}
    assert agrees(NEW_YEAR)


def test_a_write_that_changes_no_verdict_writes_nothing():
    link = add("due kept 1")
    save(link, position=7)
    assert RecordVerdict.objects.count() == 2


def test_a_record_that_is_no_more_is_counted_no_more():
    link, other = add("kept 1"), add("kept 2")
    save(link, archived=True)
    with change(by=None, why="A test"):
        other.delete()
    assert figure_of(KEY, on=TODAY) == Figure()
    assert not Tally.objects.filter(measure=KEY).exists()
    assert agrees()


def test_a_record_that_moves_to_another_agency_and_year():
    link = add("kept 1", agency=1)
    save(link, address=rows.address(2, date(2025, 5, 1), NEW_YEAR))
    assert figure_of(KEY, on=TODAY, agency=1) == Figure()
    assert figures([KEY], on=TODAY, agency=2) == {KEY: {"2025-26": Figure(kept=1)}}


def test_as_it_was_known_on_a_day(monkeypatch):
    link = add("not_kept 1", agency=1)
    set_day(monkeypatch, date(2026, 12, 3))
    save(link, title="explained 1")
    assert known_figure(KEY, known_on=date(2026, 12, 2)) == Figure(not_kept=1)
    assert known_figure(KEY, known_on=date(2026, 12, 3)) == Figure(explained=1)
    assert known_figure(KEY, known_on=date(2026, 11, 25)) == Figure()
    assert known_figure(KEY, known_on=date(2026, 12, 2), year="2026-27") == Figure(not_kept=1)


def test_a_threshold_of_the_measure_judges_all_anew_and_another_none():
    add("kept 1")
    Link.objects.update(title="not_kept 1")  # behind the engine's back
    with change(by=None, why="A test"):
        Threshold.objects.create(rule="other-rule", value="1", unit="days", source="the compact")
    assert figure_of(KEY, on=TODAY) == Figure(kept=1)
    with change(by=None, why="A test"):
        threshold = Threshold.objects.create(rule="sample-rule", value="1", unit="days", source="the compact")
    assert figure_of(KEY, on=TODAY) == Figure(not_kept=1)
    Link.objects.update(title="kept 1")
    with change(by=None, why="A test"):
        threshold.rule = "renamed"
        threshold.save()
    assert figure_of(KEY, on=TODAY) == Figure(kept=1)


def test_bulk_writes_are_told_and_a_refused_change_leaves_nothing():
    with change(by=None, why="A test"):
        made = Link.objects.bulk_create(
            Link(title=f"kept {n}", address=rows.address(1, date(2026, 5, 1), NEW_YEAR), position=n) for n in range(1200)
        )
        evidence.touched(Link, [link.pk for link in made])
    assert figure_of(KEY, on=TODAY, agency=1) == Figure(kept=1200)
    with pytest.raises(ZeroDivisionError):
        _add_and_fail()
    assert figure_of(KEY, on=TODAY) == Figure(kept=1200)


def _add_and_fail() -> None:
    with change(by=None, why="A test"):
        Link.objects.create(title="kept x", address=rows.address(1, TODAY, TODAY), position=1)
        raise ZeroDivisionError


def test_a_change_that_is_not_public_still_changes_public_figures():
    before = content_version()
    with change(by=None, why="A test", public=False):
        Link.objects.create(title="kept 1", address=rows.address(1, TODAY, TODAY), position=1)
    assert content_version() == before + 1


def test_one_write_costs_the_same_among_many_records():
    costs = []
    for count in (1, 60):
        for number in range(count):
            link = add(f"kept {count} {number}")
        with CaptureQueriesContext(connection) as found:
            save(link, title=f"not_kept {count}")
        costs.append(len(found))
    assert costs[1] <= costs[0]


def test_verify_names_each_difference_and_refresh_mends_them():
    made = fill()
    Link.objects.filter(pk=made["kept 1"].pk).update(title="unknown 9")
    Link.objects.filter(pk=made["not_due 1"].pk).delete()
    RecordVerdict.objects.filter(record=made["kept 3"].pk).delete()
    said = verify()
    assert len([line for line in said if line.startswith(f"{KEY} ")]) == 3
    assert any("1 not known are kept; the rule counts 2." in line and "everybody" in line for line in said)
    with pytest.raises(CommandError, match="refresh_evidence"):
        call_command("verify_evidence", stdout=StringIO())
    out = StringIO()
    call_command("refresh_evidence", stdout=out)
    assert agrees()
    assert agrees(NEW_YEAR)
    assert out.getvalue() == f"{RecordVerdict.objects.now_known().values('measure', 'record').distinct().count()} records judged.\n"


def test_verify_finds_a_lost_count():
    fill()
    Tally.objects.filter(measure=KEY, outcome="explained", agency=0).update(delta=2)
    assert verify() == [f"{KEY}, 2026-27, everybody: 2 explained are kept; the rule counts 1."]


def test_a_day_that_has_passed_is_refused():
    with pytest.raises(CommandError, match="has passed"):
        call_command("verify_evidence", "--on", "2026-11-25")


@given(st.lists(st.sampled_from(list(Outcome)), max_size=30))
def test_every_record_is_in_one_outcome_and_an_unknown_never_raises_the_kept_share(outcomes):
    counted = Counter(outcomes)
    figure = Figure(**{str(outcome): counted[outcome] for outcome in Outcome})
    more = figure + Figure(unknown=1)
    assert figure.all == len(outcomes)
    assert (more.kept, more.decided) == (figure.kept, figure.decided)
    assert more.kept * max(figure.due, 1) <= figure.kept * max(more.due, 1)


@pytest.mark.parametrize("outcome", [*Outcome, "due kept"])
def test_each_record_is_counted_once_on_every_day(outcome):
    add(f"{outcome} 1", agency=3)
    for day in (TODAY, date(2026, 12, 31), NEW_YEAR, date(2040, 1, 1)):
        assert figure_of(KEY, on=day).all == figure_of(KEY, on=day, agency=3).all == 1


def test_what_one_measure_has_read_serves_the_others_of_the_same_records_only():
    asked: list[str] = []

    def ask(of: object) -> object:
        return evidence.read_once("rows", of, lambda: asked.append(str(of)) or of)

    ask(1), ask(1)
    with evidence.one_reading():
        assert [ask(1), ask(1), ask(2), ask(2), ask(1)] == [1, 1, 2, 2, 1]
    ask(1)
    assert asked == ["1", "1", "1", "2", "1", "1"]
