"""The ledger: what a move writes, what it keeps, who is told, and that nobody is told twice."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from compact_portal.audit.actions import StaleVersion
from compact_portal.audit.context import change
from compact_portal.lib.clock import now, today
from compact_portal.lib.dates import end_of_day, start_of_day
from compact_portal.mail.models import Message
from consultations.actions.rounds import tell_now
from consultations.actions.window import Days, close_early, set_window
from consultations.models import Follow, WindowEntry
from tests.consultations.asking import answered
from tests.consultations.writing import draft, fresh, noon, planned, public, thresholds, window

pytestmark = pytest.mark.django_db
DAY, WEEKS = timedelta(days=1), timedelta(days=7)
SHORT = {"short_reason": "The grant ends.", "authorised_by": "the Head of Policy"}


@pytest.fixture(autouse=True)
def _numbers(db):
    thresholds()


def refusals(call) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        call()
    return caught.value.message_dict


def ledger(row) -> list[tuple[int, str]]:
    return list(row.window.order_by("position").values_list("position", "kind"))


def test_the_plan_of_a_draft_is_replaced_while_nobody_could_read_it():
    row = draft()
    opens = today() + 10 * DAY
    window(row, opens, opens + 8 * WEEKS)
    window(row, opens + DAY, opens + 9 * WEEKS)
    assert ledger(row) == [(1, "planned")]
    held = fresh(row)
    assert (held.opens_on, held.closes_on, held.first_closes_on) == (opens + DAY, opens + 9 * WEEKS, opens + 9 * WEEKS)
    assert (held.opens_at, held.closes_at) == (start_of_day(opens + DAY), end_of_day(opens + 9 * WEEKS))


def test_a_short_window_is_saved_only_with_its_reason_and_who_authorised_it():
    row, opens = draft(), today() + 10 * DAY
    said = refusals(lambda: window(row, opens, opens + 55 * DAY))
    assert said.keys() == {"short_reason", "authorised_by"}
    assert "or choose" in said["short_reason"][0]
    assert refusals(lambda: window(row, opens, opens + 55 * DAY, short_reason="x")).keys() == {"authorised_by"}
    entry = window(row, opens, opens + 55 * DAY, **SHORT)
    assert (entry.short_reason, entry.authorised_by) == tuple(SHORT.values())
    assert window(row, opens, opens + 56 * DAY, **SHORT).short_reason == ""


def test_a_refused_window_leaves_the_one_before_it():
    row = planned()
    refusals(lambda: window(row, today() - DAY, today() + 8 * WEEKS))
    assert ledger(row) == [(1, "planned")]
    assert fresh(row).opens_on == row.opens_on


def test_every_move_of_a_public_window_is_one_more_entry_and_the_first_stays():
    row = public()
    first = row.closes_on
    window(row, row.opens_on + DAY, first + WEEKS, reason="Printers are late")
    opened = noon(row.opens_on + DAY)
    window(row, row.opens_on + DAY, first + 2 * WEEKS, opened, reason="More groups asked")
    window(row, row.opens_on + DAY, first + WEEKS, opened + DAY, reason="The grant ends")
    held = fresh(row)
    early = Days(held.opens_on, held.closes_on, "Nobody is left to ask", **SHORT)
    close_early(consultation=held, version=held.version, days=early, by=None, at=opened + 3 * DAY)
    assert ledger(row) == [(1, "planned"), (2, "moved"), (3, "extended"), (4, "shortened"), (5, "closed-early")]
    held = fresh(row)
    assert held.first_closes_on == first
    assert held.closes_on == row.opens_on + 4 * DAY
    assert held.closes_at == end_of_day(held.closes_on)


def test_a_move_says_why():
    row = public()
    assert refusals(lambda: window(row, row.opens_on, row.closes_on + DAY)).keys() == {"reason"}
    assert ledger(row) == [(1, "planned")]


def test_a_closed_window_stays_closed():
    row = public()
    after = noon(row.closes_on + DAY)
    said = refusals(lambda: window(row, row.opens_on, row.closes_on + WEEKS, after, reason="x"))
    assert "It has closed" in said["__all__"][0]
    # On the last day, to its last second, it can still be extended.
    last = end_of_day(row.closes_on) - timedelta(seconds=1)
    assert window(row, row.opens_on, row.closes_on + WEEKS, last, reason="x").kind == "extended"


def test_an_old_version_moves_nothing():
    row = public()
    window(row, row.opens_on, row.closes_on + DAY, reason="x")
    days = Days(row.opens_on, row.closes_on + WEEKS, "y")
    with pytest.raises(StaleVersion):
        set_window(consultation=row, version=row.version, days=days, by=None, at=now())
    assert len(ledger(row)) == 2


def test_no_entry_is_ever_changed_or_deleted_once_it_was_public():
    row = public()
    before = list(WindowEntry.objects.filter(consultation=row).values())
    window(row, row.opens_on + DAY, row.closes_on + WEEKS, reason="x")
    assert list(WindowEntry.objects.filter(consultation=row).order_by("position").values())[:1] == before


def follow(consultation, email: str, confirmed: bool = True, **more) -> None:
    with change(by=None, why="A test"):
        at = now()
        Follow.objects.create(
            consultation=consultation, email=email, asked_at=at, confirmed_at=at if confirmed else None, **more
        )  # fmt: skip


def told() -> dict[str, str]:
    return dict(Message.objects.filter(once__startswith="news:moved:").values_list("to", "why"))


def test_everybody_who_follows_or_has_answered_is_told_once():
    row, other = public(), public(title="Bus routes")
    follow(row, "one@sample.invalid")
    follow(row, "weekly@sample.invalid", manner="weekly")
    follow(None, "all@sample.invalid")
    follow(row, "never-confirmed@sample.invalid", confirmed=False)
    follow(other, "other@sample.invalid")
    answered(row, email="answered@sample.invalid")
    answered(row, email="ONE@sample.invalid")
    answered(row, email="withdrawn@sample.invalid", withdrawn_at=now())
    answered(row)
    window(row, row.opens_on + DAY, row.closes_on + WEEKS, reason="Printers *are* late")
    assert told().keys() == {
        "one@sample.invalid", "all@sample.invalid", "answered@sample.invalid", "weekly@sample.invalid",  # a move does not wait
    }  # fmt: skip
    assert told()["answered@sample.invalid"] == "you answered “The market square”"
    assert tell_now(fresh(row), at=now()) == 0
    letter = Message.objects.filter(once__startswith="news:moved:").first()
    assert letter.subject == "The market square: the dates have moved"
    assert "Printers" in letter.body


def test_a_draft_that_moves_tells_nobody():
    row = planned()
    follow(row, "one@sample.invalid")
    window(row, row.opens_on + DAY, row.closes_on + WEEKS)
    assert told() == {}


def test_what_was_public_and_comes_back_with_other_days_tells_when_it_is_approved(personas):
    from consultations.actions.approving import approve, send_back, submit

    row = public()
    follow(row, "one@sample.invalid")
    back = send_back(consultation=row, version=row.version, words="x", by=None, at=now())
    window(back, row.opens_on + DAY, row.closes_on + WEEKS, reason="The map is new")
    assert told() == {}
    back = fresh(back)
    asked = submit(consultation=back, version=back.version, by=None, at=now())
    approve(consultation=asked, version=asked.version, by=None, at=now())
    assert told().keys() == {"one@sample.invalid"}


def test_a_failed_move_mails_nothing(monkeypatch):
    row = public()
    follow(row, "one@sample.invalid")

    def fail(*args, **more):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("consultations.actions.window.refresh", fail)
    with pytest.raises(RuntimeError):
        window(row, row.opens_on + DAY, row.closes_on + WEEKS, reason="x")
    assert told() == {}
    assert len(ledger(row)) == 1
