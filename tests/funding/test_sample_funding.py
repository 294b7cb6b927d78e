"""The sample year's funding: forty agreements with every outcome among them, the same when it is loaded again."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import call_command

from compact_portal.lib.clock import now, today
from compact_portal.lib.verdicts import Outcome
from compact_portal.site.sample import load_sample
from funding.actions.sample import ROWS
from funding.models import Agreement, AwardTotal, Fund, MonitoringReturn, OtherSupport, Report
from funding.queries.judging import Guidance, judge, records_of
from funding.rules.catalogue import NOTICE, OF_AN_AGREEMENT
from tests.house.content import load_sample_year
from undertakings.models import RecordVerdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample(db):
    load_sample_year(at=now(), on=today())


def outcomes() -> Counter[tuple[str, Outcome]]:
    guidance = Guidance()
    judged = [one for records in records_of(list(Agreement.objects.public())) for one in judge(records, guidance, on=today())]
    return Counter((one.promise.key, one.verdict.outcome) for one in judged)


def test_forty_agreements_of_three_agencies_over_four_years_with_every_outcome(sample):
    rows = Agreement.objects.public()
    assert rows.count() == len(ROWS) == 40
    assert rows.values("funder").distinct().count() == 3
    assert len({total.year for total in AwardTotal.objects.filter(agreements__gt=0)}) >= 4
    assert set(rows.values_list("kind", flat=True)) >= {"core", "partnership", "project", "small", "service", "capital"}
    found = outcomes()
    assert {outcome for _, outcome in found} == set(Outcome)
    assert {key for key, _ in found} == {promise.key for promise in OF_AN_AGREEMENT}
    assert found[NOTICE.key, Outcome.EXPLAINED] >= 1
    assert set(OtherSupport.objects.values_list("kind", flat=True)) >= {"premises", "rate-relief"}
    assert rows.filter(common_terms=True).exists()
    assert rows.filter(common_monitoring=True).exists()
    assert Report.objects.filter(sent_at__isnull=False).get().agreements.values("funder").distinct().count() >= 2


def test_what_is_kept_of_the_evidence_is_what_a_full_count_gives(sample, capsys):
    call_command("verify_evidence")
    known = RecordVerdict.objects.now_known()
    assert known.filter(measure=NOTICE.key).exists()


def test_it_can_be_loaded_twice_and_on_a_later_day(sample):
    models = (Agreement, AwardTotal, Fund, MonitoringReturn, Report)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    load_sample(at=now(), on=today())
    load_sample(at=now() + timedelta(days=200), on=today() + timedelta(days=200))
    assert [list(model.objects.order_by("pk").values()) for model in models] == before
    call_command("verify_evidence")


@pytest.mark.parametrize("days", [130])
def test_it_holds_on_whatever_day_it_is_loaded_first(loaded, days):
    """Some outcomes depend on the season; what may never happen is that it cannot be loaded."""
    load_sample(at=now() + timedelta(days=days), on=today() + timedelta(days=days))
    assert Agreement.objects.public().count() == 40
