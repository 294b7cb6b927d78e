"""The evidence of the sample year with the clock moved: whenever a verdict changes, what is kept is what the rules say."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from compact_portal.lib import clock
from tests.house.content import load_sample_year
from tests.undertakings.pages import set_day
from undertakings.evidence import PromiseMeasure, promise_measures
from undertakings.models import RecordVerdict
from undertakings.queries.evidence import figure_of
from undertakings.queries.judging import differences

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def sample(db: None, monkeypatch) -> None:
    set_day(monkeypatch, TODAY)
    load_sample_year(at=clock.now(), on=TODAY)


def turning_days(measure: PromiseMeasure) -> list[date]:
    """The days from which some verdict of a measure holds, after today."""
    rows = RecordVerdict.objects.now_known().filter(measure=measure.key, from_on__gt=TODAY).order_by("from_on")
    return list(rows.values_list("from_on", flat=True).distinct())


def wrong_of(measure: PromiseMeasure) -> Iterator[str]:
    """What differs today, and on each day on which verdicts change, on the day before it and on the day after."""
    days = {TODAY, *(day + step for day in turning_days(measure) for step in (-DAY, 0 * DAY, DAY))}
    for day in sorted(days):
        yield from (f"{day}: {difference}" for difference in differences(measure, on=day))


def test_each_verdict_and_each_figure_is_right_on_every_day_on_which_one_changes():
    turning = {measure.key: turning_days(measure) for measure in promise_measures()}
    assert {"payment-on-time", "next-year-told", "yearly-evaluation"} <= {key for key, days in turning.items() if days}
    wrong = [difference for measure in promise_measures() for difference in wrong_of(measure)]
    assert wrong == [], "\n".join(wrong[:20])


def test_with_the_clock_moved_the_command_finds_nothing_and_nothing_had_to_run(monkeypatch):
    before = {measure.key: figure_of(measure.key, on=TODAY) for measure in promise_measures()}
    for day in (TODAY + DAY, date(2027, 4, 1), date(2029, 4, 1)):
        set_day(monkeypatch, day)
        out = StringIO()
        call_command("verify_evidence", stdout=out)
        assert out.getvalue().startswith("The evidence for ")
    assert before != {measure.key: figure_of(measure.key, on=day) for measure in promise_measures()}


def test_a_verdict_that_ends_a_day_late_is_found(monkeypatch):
    """The guard bites: a spell that is kept a day too long is a difference on the day on which it should have ended."""
    row = RecordVerdict.objects.now_known().filter(measure="payment-on-time", until_on__gt=TODAY).order_by("until_on")[0]
    following = RecordVerdict.objects.now_known().filter(measure=row.measure, record=row.record, from_on=row.until_on + DAY)
    following.update(from_on=row.until_on + 2 * DAY)
    RecordVerdict.objects.filter(pk=row.pk).update(until_on=row.until_on + DAY)
    out = StringIO()
    with pytest.raises(CommandError, match="difference"):
        call_command("verify_evidence", "--on", (row.until_on + DAY).isoformat(), stdout=out)
    assert f"payment-on-time {row.record}" in out.getvalue()
