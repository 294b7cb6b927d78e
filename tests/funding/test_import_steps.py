"""The steps in which a spreadsheet comes in: its records are judged before anybody sees them, so evidence is right at each; and
none does more in a long file than in a short one."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compact_portal.lib.clock import now, today
from funding.actions.bringing import start_bringing, step
from funding.actions.importing import work
from funding.models import Agreement, AwardTotal, ImportBatch
from tests.funding.agreeing import guideline, recorded, thresholds
from tests.funding.sheets import AGREEMENTS, bring, brought, checked, csv_of, go_on, many
from tests.funding.test_import_actions import BOTH, PAID, both, evidence_is_right
from undertakings.evidence import kept_amounts
from undertakings.models import RecordVerdict
from undertakings.models.evidence import NEVER_KNOWN
from undertakings.queries.judging import miskept

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _numbers(db):
    thresholds()
    guideline(3)


def test_at_each_step_of_a_long_file_the_evidence_is_what_a_full_count_gives():
    """Old agreements with new payments and new ones with theirs; nothing is run between a step and the figure."""
    recorded(own_reference="OLD")
    rows = [one + ("",) * 5 for one in many(200)]
    rows += [both(f"G-{number}", f"INV-{number}", *PAID[2:]) for number in range(1, 201, 4)]
    batch = checked(*rows, both("OLD", *PAID[1:]), headings=BOTH)
    batch = start_bringing(batch=batch, version=batch.version, by=None)
    seen = []
    while batch.state != "done":
        step(batch, at=now(), on=today())
        batch.refresh_from_db()
        assert evidence_is_right()
        amounts = [line for measure in kept_amounts() for line in miskept(measure, on=today())]
        assert amounts == []
        seen.append((batch.state, Agreement.objects.public().count()))
    assert ("writing", 1) in seen
    assert ("counting", 201) in seen
    assert not RecordVerdict.objects.filter(NEVER_KNOWN).exists()


def test_a_number_that_promises_are_judged_by_and_that_is_changed_meanwhile_stops_it_too():
    batch = checked(*many(3))
    batch = start_bringing(batch=batch, version=batch.version, by=None)
    for _ in range(2):  # written, and judged
        step(batch, at=now(), on=today())
        batch.refresh_from_db()
    assert RecordVerdict.objects.filter(NEVER_KNOWN).exists()
    guideline(6, from_on=date(2021, 4, 1))
    assert not AwardTotal.objects.exists()  # nothing of hidden records is counted when all that is kept follows the guideline
    batch = go_on(batch)
    assert (batch.state, batch.counts["meanwhile"]) == ("ready", "A number that promises are judged by was changed")
    assert not RecordVerdict.objects.exists()
    assert bring(batch).state == "done"
    assert list(AwardTotal.objects.values_list("agreements", "pence")) == [(3, 3 * 9_000_00)]
    assert evidence_is_right()


def test_a_step_of_a_long_file_asks_no_more_than_one_of_a_short_file():
    """How long a step takes is measured by tests/benchmarks/importing.py; here that no step does what grows with the file."""
    rows = many(900)
    short, long = most_queries(rows[:300]), most_queries(rows[300:])
    assert Agreement.objects.public().count() == 900
    assert long <= short


def most_queries(rows: list[tuple[str, ...]]) -> int:
    """The queries of the step that asks most while a file comes in."""
    found = []

    def counted(held: ImportBatch) -> None:
        with CaptureQueriesContext(connection) as queries:
            step(held, at=now(), on=today())
        found.append(len(queries))

    batch = work(batch=brought(csv_of(AGREEMENTS, *rows)), step=counted, enough=lambda: False)
    work(batch=start_bringing(batch=batch, version=batch.version, by=None), step=counted, enough=lambda: False)
    return max(found)
