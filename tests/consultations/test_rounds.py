"""The rounds of letters: who is told what, once, however often they run and wherever they are stopped."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command

from compact_portal.audit.context import change
from compact_portal.lib.dates import end_of_day, london_day, start_of_day
from compact_portal.mail import actions as mail_actions
from consultations.actions import rounds
from consultations.actions.following import ask_to_follow, confirm_follow
from consultations.actions.rounds import remind_officers, remind_unfinished, send_news, send_weekly, tell_now
from consultations.models import AnswerJourney, Consultation, ConsultationLink, WindowEntry
from tests.consultations.asking import agency, answered, approved
from tests.consultations.followers import READER, follows, mails, path_in
from tests.consultations.recording import outcome_of, recorded_decision
from undertakings.models import Threshold

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
OPENS, CLOSES = date(2026, 3, 2), date(2026, 4, 26)  # a Monday, and a Sunday eight weeks later
OPENED = start_of_day(OPENS)


@pytest.fixture(autouse=True)
def _mail_waits(settings):
    settings.PORTAL_MAIL = "queue"
    settings.PORTAL_ADDRESS = "https://portal.example"


@pytest.fixture
def consultation() -> Consultation:
    row = approved(OPENS, CLOSES)
    row.approved_at = row.submitted_at = OPENED - 30 * DAY
    row.save()
    return row


def move(row: Consultation, closes_on: date, at: datetime, reason: str = "More time") -> WindowEntry:
    with change(by=None, why="A test"):
        entry = WindowEntry.objects.create(
            consultation=row, position=row.window.count() + 1, kind="extended", opens_on=row.opens_on, closes_on=closes_on,
            reason=reason, made_at=at,
        )  # fmt: skip
        row.closes_on, row.closes_at = closes_on, end_of_day(closes_on)
        row.save()
    return entry


def subjects(to: str | None = None) -> list[str]:
    return [one.subject for one in mails(to)]


def test_followers_are_told_that_it_opens_each_once(consultation):
    follows(consultation, since=OPENED - 5 * DAY), follows(None, "all@test.invalid", since=OPENED - 5 * DAY)
    assert send_news(at=OPENED - HOUR) == 0
    assert send_news(at=OPENED + HOUR) == 2
    assert send_news(at=OPENED + 2 * HOUR) == 0
    assert subjects(READER) == ["The market square: open until Sunday 26 April 2026"]


def test_who_follows_one_and_all_gets_one_letter(consultation):
    follows(consultation, since=OPENED - DAY), follows(None, since=OPENED - DAY)
    assert send_news(at=OPENED + HOUR) == 1


def test_who_began_to_follow_later_is_not_told_what_was_before(consultation):
    follows(consultation, since=OPENED + HOUR)
    assert send_news(at=OPENED + 2 * HOUR) == 0


def test_a_moved_date_is_told_with_its_reason_to_followers_and_to_those_who_answered(consultation):
    at = OPENED + 10 * DAY
    follows(consultation, since=OPENED + DAY), follows(None, "week@test.invalid", since=OPENED + DAY, manner="weekly")
    answered(consultation, at=OPENED + 2 * DAY, email="answered@test.invalid")
    answered(consultation, at=OPENED + 2 * DAY, email=READER)
    answered(consultation, at=OPENED + 2 * DAY, email="gone@test.invalid", withdrawn_at=OPENED + 3 * DAY)
    move(consultation, CLOSES + 7 * DAY, at, "The hall was flooded")
    assert send_news(at=at + HOUR) == 3
    (mine,), (theirs,), (weekly,) = mails(READER), mails("answered@test.invalid"), mails("week@test.invalid")
    assert "Why: The hall was flooded" in weekly.body
    assert weekly.unsubscribe == "https://portal.example" + path_in(weekly, "/end/")
    assert "The last day to answer is Sunday 3 May 2026 instead of Sunday 26 April 2026." in mine.body
    assert "Why: The hall was flooded" in mine.body
    assert mine.unsubscribe == "https://portal.example" + path_in(mine, "/end/")
    assert (theirs.unsubscribe, "/end/" in theirs.body) == ("", False)


def test_of_two_moves_at_once_the_last_is_told(consultation):
    at = OPENED + 10 * DAY
    follows(consultation, since=OPENED + DAY)
    move(consultation, CLOSES + 7 * DAY, at), move(consultation, CLOSES + 14 * DAY, at + HOUR)
    assert send_news(at=at + 2 * HOUR) == 1
    assert "Sunday 10 May 2026 instead of Sunday 3 May 2026" in mails()[0].body
    move(consultation, CLOSES + 21 * DAY, at + 3 * HOUR)
    assert send_news(at=at + 4 * HOUR) == 1


def test_a_week_before_the_close_followers_of_it_are_told_and_those_of_all_are_not(consultation):
    follows(consultation, since=OPENED + DAY), follows(None, "all@test.invalid", since=OPENED + DAY)
    near = start_of_day(CLOSES - 7 * DAY)
    assert send_news(at=near - HOUR) == 0
    assert send_news(at=near + HOUR) == 1
    assert subjects() == ["The market square: the last day is Sunday 26 April 2026"]
    assert send_news(at=end_of_day(CLOSES) + HOUR) == 0


def test_outcome_and_decision_are_told(consultation):
    follows(consultation, since=OPENED + DAY)
    on = CLOSES + 30 * DAY
    outcome_of(consultation, answers_published_on=on, published_on=on)
    assert send_news(at=start_of_day(on) + HOUR) == 1
    decision = recorded_decision(consultation=consultation, decided_on=on, published_on=on)
    assert send_news(at=decision.recorded_at + HOUR) == 1
    assert subjects() == ["The market square: the outcome is published", "The market square: a decision was made"]
    assert "decided by The Cabinet on Tuesday 26 May 2026" in mails()[1].body


def test_nothing_is_told_of_what_is_not_public_or_long_ago(consultation):
    follows(consultation, since=OPENED - DAY)
    assert send_news(at=OPENED + 15 * DAY) == 0
    consultation.voided_at, consultation.voided_reason = OPENED, "A mistake"
    consultation.save()
    assert send_news(at=OPENED + HOUR) == 0


MONDAY = OPENED + 7 * DAY  # the first instant of the week after it opened


def test_one_letter_a_week_tells_all_of_it(consultation):
    follows(consultation, since=OPENED - DAY, manner="weekly"), follows(None, since=OPENED - DAY, manner="weekly")
    move(consultation, CLOSES + 7 * DAY, OPENED + 3 * DAY)
    assert send_weekly(at=MONDAY - HOUR) == 0
    assert send_weekly(at=MONDAY + HOUR) == 1
    assert send_weekly(at=MONDAY + 2 * DAY) == 0
    (letter,) = mails()
    assert letter.subject == "Consultations: two changes this week"
    assert letter.body.count("Sunday 3 May 2026") == 3  # twice that it opened until then, once that this has moved
    assert letter.unsubscribe.endswith("/?all=yes")


def test_a_move_is_told_at_once_to_who_gets_a_letter_a_week_and_not_again_in_it(consultation):
    """The close is brought forward to before the next letter of the week."""
    follows(consultation, since=OPENED - DAY, manner="weekly"), follows(None, "all@test.invalid", since=OPENED, manner="weekly")
    move(consultation, OPENS + 4 * DAY, OPENED + 3 * DAY)
    assert tell_now(consultation, at=OPENED + 3 * DAY) == 2
    assert send_news(at=OPENED + 3 * DAY + HOUR) == 0
    assert subjects(READER) == ["The market square: the dates have moved"]
    assert "The last day to answer is Friday 6 March 2026 instead of Sunday 26 April 2026." in mails(READER)[0].body
    assert send_weekly(at=MONDAY + HOUR) == 0
    follow = follows(consultation, "late@test.invalid", since=OPENED + 2 * DAY, manner="weekly")
    assert send_weekly(at=MONDAY + 2 * HOUR) == 1  # who was told by no letter of its own
    assert follow.email in [one.to for one in mails()]


def test_only_a_move_is_told_at_once_to_who_gets_a_letter_a_week(consultation):
    follows(consultation, since=OPENED - DAY, manner="weekly")
    outcome_of(consultation, answers_published_on=CLOSES + DAY, published_on=CLOSES + DAY)
    assert send_news(at=OPENED + HOUR) == 0
    assert send_news(at=start_of_day(CLOSES + DAY) + HOUR) == 0


def test_a_week_in_which_nothing_happened_sends_no_letter(consultation):
    follow = follows(consultation, since=OPENED + HOUR, manner="weekly")
    assert send_weekly(at=MONDAY + HOUR) == 0
    follow.refresh_from_db()
    assert follow.told_until == MONDAY


def test_weeks_in_which_no_round_ran_are_told_in_the_next_letter(consultation):
    follows(consultation, since=OPENED - DAY, manner="weekly")
    assert send_weekly(at=MONDAY + 14 * DAY) == 1
    assert "open until" in mails()[0].body


def test_a_letter_a_week_begins_with_the_week_after_it_was_confirmed(consultation):
    follows(consultation, since=MONDAY + HOUR, manner="weekly")
    move(consultation, CLOSES + 7 * DAY, MONDAY + 2 * HOUR)
    assert send_weekly(at=MONDAY + 3 * HOUR) == 0
    assert send_weekly(at=MONDAY + 7 * DAY) == 1


def test_what_closes_on_a_monday_is_told_a_week_ahead_and_once(consultation):
    """It falls on the instant between two weeks."""
    follows(consultation, since=OPENED + DAY, manner="weekly")
    move(consultation, date(2026, 4, 27), OPENED + 2 * DAY)  # a Monday
    monday = start_of_day(date(2026, 4, 20))
    counts = [send_weekly(at=monday + days * DAY + HOUR) for days in (-42, 0, 7)]
    assert counts == [1, 1, 0]
    assert "the last day is Monday 27 April 2026" in mails()[-1].subject + mails()[-1].body.replace("\\", "")


def pressed(follow: Any, manner: str, at: datetime) -> None:
    ask_to_follow(consultation=follow.consultation, email=follow.email, manner=manner, at=at)
    confirm_follow(token=path_in(mails()[-1], "/confirm/").split("/")[4], manner=manner, at=at)


def test_who_changes_to_a_letter_a_week_is_not_told_twice(consultation):
    follow = follows(consultation, since=OPENED - DAY)
    assert send_news(at=OPENED + HOUR) == 1
    pressed(follow, "weekly", OPENED + DAY)
    assert send_weekly(at=MONDAY + HOUR) == 0


def test_who_changes_to_single_letters_is_told_what_the_week_has_brought_and_nothing_from_before(consultation):
    follow = follows(consultation, since=OPENED - DAY, manner="weekly")
    assert send_weekly(at=MONDAY + HOUR) == 1
    move(consultation, CLOSES + 7 * DAY, MONDAY + DAY)
    pressed(follow, "each", MONDAY + 2 * DAY)
    assert send_news(at=MONDAY + 2 * DAY + HOUR) == 1
    assert "have moved" in mails()[-1].subject


def begun(row: Consultation, email: str = READER, *, saved: datetime, **more: Any) -> AnswerJourney:

    return AnswerJourney.objects.create(
        key=uuid4(), consultation=row, email=email, started_at=saved, saved_at=saved, answers={"name": "canary"}, **more
    )


def remind(at: datetime) -> int:
    return remind_unfinished(at=at, on=london_day(at))


def test_who_began_and_did_not_finish_is_reminded_a_week_and_a_day_before(consultation):
    journey = begun(consultation, saved=OPENED + DAY)
    noon = start_of_day(CLOSES) + 12 * HOUR
    assert [remind(noon - 8 * DAY), remind(noon - 7 * DAY), remind(noon - 6 * DAY), remind(noon - DAY), remind(noon)] == [
        0,
        1,
        0,
        1,
        0,
    ]
    assert remind(end_of_day(CLOSES)) == 0
    link = ConsultationLink.objects.filter(purpose="resume").first()
    assert (link.journey, link.expires_at) == (journey, consultation.closes_at)
    first, second = mails()
    assert "one more letter like this" in first.body
    assert "no other letter about it" in second.body
    assert "canary" not in first.body


def test_nobody_is_reminded_who_finished_or_answered_or_gave_no_address_or_is_typing(consultation):
    at = start_of_day(CLOSES - 6 * DAY)
    begun(consultation, "finished@test.invalid", saved=OPENED + DAY, finished_at=OPENED + 2 * DAY)
    begun(consultation, "", saved=OPENED + DAY)
    begun(consultation, "typing@test.invalid", saved=at - HOUR)
    begun(consultation, "answered@test.invalid", saved=OPENED + DAY)
    answered(consultation, at=OPENED + 2 * DAY, email="answered@test.invalid")
    assert remind(at) == 0


def test_who_began_twice_gets_one_reminder_for_what_was_saved_last(consultation):
    begun(consultation, saved=OPENED + DAY)
    last = begun(consultation, saved=OPENED + 2 * DAY)
    assert remind(start_of_day(CLOSES - 6 * DAY)) == 1
    assert ConsultationLink.objects.get().journey == last


def test_when_the_date_moves_the_reminders_begin_anew(consultation):
    begun(consultation, saved=OPENED + DAY)
    assert remind(start_of_day(CLOSES - 6 * DAY)) == 1
    move(consultation, CLOSES + 28 * DAY, start_of_day(CLOSES - 5 * DAY))
    assert remind(start_of_day(CLOSES - 4 * DAY)) == 0
    assert remind(start_of_day(CLOSES + 22 * DAY)) == 1


def weeks(number: int = 12) -> None:
    with change(by=None, why="A test"):
        Threshold.objects.create(rule="outcome-published", value=str(number), unit="weeks", source="national practice")


def test_officers_are_reminded_of_outcomes_four_weeks_and_one_week_before(personas):
    row = approved(OPENS, CLOSES, of=personas.partners["x"])
    due = CLOSES + 84 * DAY

    def told(on: date) -> int:
        return remind_officers(at=start_of_day(on) + HOUR, on=on)

    assert told(due - 28 * DAY) == 0  # the place has set no number of weeks
    weeks()
    assert [told(due - days * DAY) for days in (29, 28, 20, 7, 0)] == [0, 3, 0, 3, 0]
    assert told(due + DAY) == 0
    assert {one.to for one in mails()} == {"officer-x1@test.invalid", "officer-x2@test.invalid", "coordinator-of-x@test.invalid"}
    assert "is due by Sunday 19 July 2026" in mails()[0].subject
    row.outcome_on = due - 40 * DAY
    row.save()


def test_an_outcome_that_is_published_reminds_nobody(personas):
    weeks()
    row = approved(OPENS, CLOSES, of=personas.partners["x"])
    outcome_of(row, published_on=CLOSES + DAY)
    on = CLOSES + 70 * DAY
    assert remind_officers(at=start_of_day(on), on=on) == 0


class Killed(Exception):
    pass


def test_a_round_that_is_killed_half_way_goes_on_where_it_was(consultation, monkeypatch):
    for number in range(6):
        follows(consultation, f"r{number}@test.invalid", since=OPENED - DAY)
    real, left = rounds.mail_news, [3]

    def dying(*args: Any, **more: Any) -> bool:
        if not left[0]:
            raise Killed
        left[0] -= 1
        return real(*args, **more)

    monkeypatch.setattr(rounds, "mail_news", dying)
    with pytest.raises(Killed):
        send_news(at=OPENED + HOUR)
    assert len(mails()) == 3
    left[0] = 100
    assert send_news(at=OPENED + 2 * HOUR) == 3
    assert sorted(one.to for one in mails()) == [f"r{number}@test.invalid" for number in range(6)]


def test_a_letter_whose_transaction_is_lost_is_written_by_the_next_round(consultation, monkeypatch):
    follows(consultation, since=OPENED - DAY, manner="weekly")
    real = rounds.mail_week

    def dying(*args: Any, **more: Any) -> bool:
        real(*args, **more)
        raise Killed

    monkeypatch.setattr(rounds, "mail_week", dying)
    with pytest.raises(Killed):
        send_weekly(at=MONDAY + HOUR)
    assert mails() == []
    monkeypatch.setattr(rounds, "mail_week", real)
    assert send_weekly(at=MONDAY + 2 * HOUR) == 1


def test_an_address_that_is_none_keeps_nobody_else_from_a_letter(consultation):
    for email in ("a@test.invalid", "none at all", "z@test.invalid"):
        follows(consultation, email, since=OPENED - DAY)
    assert send_news(at=OPENED + HOUR) == 2


def test_letters_stay_told_after_the_mail_has_grown_old(consultation):
    follows(consultation, since=OPENED - DAY)
    assert send_news(at=OPENED + HOUR) == 1
    mail_actions.Message.objects.update(sent_at=OPENED + HOUR)
    mail_actions.forget_mail(at=OPENED + 2 * DAY, keep_days=1)
    assert send_news(at=OPENED + 3 * DAY) == 0


def test_what_somebody_typed_is_no_link_in_a_letter(consultation):
    follows(consultation, since=OPENED + DAY)
    move(consultation, CLOSES + 7 * DAY, OPENED + 2 * DAY, "[Press](https://elsewhere.example) **now**")
    send_news(at=OPENED + 3 * DAY)
    (letter,) = mails()
    assert "](https://elsewhere" not in letter.body
    assert '<a href="https://elsewhere.example">Press' not in mail_actions.as_email(letter).alternatives[0][0]


def test_the_command_says_what_it_did(capsys):
    agency()
    call_command("send_reminders")
    assert "Consultations: 0 letters of news, 0 of the week, 0 to finish an answer, 0 to officers." in capsys.readouterr().out


def test_a_round_costs_the_same_for_1_follower_and_for_30_that_are_told(consultation, django_assert_num_queries):
    """Once everybody is told, a round asks a fixed number of questions."""
    follows(consultation, since=OPENED - DAY)
    send_news(at=OPENED + HOUR)
    with django_assert_num_queries(7) as found:
        send_news(at=OPENED + HOUR)
    for number in range(29):
        follows(consultation, f"r{number}@test.invalid", since=OPENED - DAY)
    send_news(at=OPENED + HOUR)
    with django_assert_num_queries(len(found)):
        send_news(at=OPENED + HOUR)
