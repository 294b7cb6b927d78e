"""The closing second: posts around it, none misjudged, whatever time zone the server keeps."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from compact_portal.lib.dates import end_of_day
from compact_portal.site import middleware
from consultations.actions.journeys import start_journey
from consultations.models import Response
from tests.consultations.asking import approved, ask

pytestmark = pytest.mark.django_db
# The last days of a winter's window, of one that ends with summer time, and of the day on which the clocks go forward.
LAST_DAYS = (date(2026, 11, 30), date(2026, 10, 24), date(2027, 3, 28))
EACH = 112  # of 1,000 posts over three days and three zones


@pytest.fixture(params=["Europe/London", "Pacific/Kiritimati", "America/Los_Angeles"])
def _zone(request: pytest.FixtureRequest, settings: Any) -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    settings.ACCOUNT_RATE_LIMITS, settings.PORTAL_MAIL = {}, "queue"
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def instants(closes_at: datetime) -> list[datetime]:
    """Half of them before the close, half from it on: to the microsecond next to it, to the second further away."""
    near = [timedelta(microseconds=step) for step in range(-10, 10)]
    rest = [timedelta(milliseconds=2 * step + 1) for step in range(10 - EACH // 2, EACH // 2 - 10)]
    return [closes_at + step for step in (*near, *rest)]


@pytest.mark.parametrize("last", LAST_DAYS, ids=str)
@pytest.mark.usefixtures("_zone")
def test_posts_around_the_close_are_each_judged_by_the_instant_at_which_they_came(last, monkeypatch):
    asked = approved(last - timedelta(days=55), last)
    question = ask(asked, "Yes or no?", "agree")
    assert asked.closes_at == end_of_day(last)
    client, wrong, path = Client(), [], f"/consultations/{asked.slug}/respond/check/"
    for at in instants(asked.closes_at):
        journey = begun(asked, question, at)
        monkeypatch.setattr(middleware, "now", lambda at=at: at)
        assert client.post(path, {"journey": str(journey.key)}).status_code == 302
        made = Response.objects.get(token=journey.key)
        if made.is_late is not (at >= asked.closes_at) or made.received_at != at:
            wrong.append(f"{at.isoformat()}: {made.is_late}")
    assert not wrong, "\n".join(wrong)
    assert Response.objects.count() == EACH
    asked.refresh_from_db()
    assert asked.answered == Response.objects.standing().count() == sum(at < asked.closes_at for at in instants(asked.closes_at))


def begun(asked: Any, question: Any, at: datetime) -> Any:
    """A journey on which everything is typed and nothing sent."""
    journey = start_journey(consultation=asked, at=at - timedelta(minutes=9))
    journey.answers = {
        "who": {"who": "person"}, "page-1": {f"q{question.pk}": "4"}, "you": {"name": "", "organisation": "", "email": ""},
        "publish": {"may_publish": "no", "is_confidential": False, "confidential_reason": ""},
    }  # fmt: skip
    journey.save()
    return journey


def test_the_proxys_word_counts_only_where_there_is_a_proxy(monkeypatch, settings):
    asked = approved(date(2026, 10, 1), date(2026, 11, 30))
    question = ask(asked, "Yes or no?", "agree")
    settings.ACCOUNT_RATE_LIMITS, settings.PORTAL_MAIL = {}, "queue"
    waited = asked.closes_at + timedelta(seconds=2)
    monkeypatch.setattr(middleware, "now", lambda: waited)
    before = f"t={(asked.closes_at - timedelta(milliseconds=1)).timestamp():.3f}"
    found = []
    for behind in (True, False):
        settings.PORTAL_BEHIND_PROXY = behind
        journey = begun(asked, question, asked.closes_at)
        Client().post(f"/consultations/{asked.slug}/respond/check/", {"journey": str(journey.key)}, HTTP_X_REQUEST_START=before)
        found.append(Response.objects.get(token=journey.key).is_late)
    assert found == [False, True]
    assert waited.tzinfo is UTC
