"""The rounds of letters that `manage.py send_reminders` makes: news, the letter of the week, and reminders.

Each letter is queued in a transaction of its own under a key that lets it go once. So a round that is stopped goes on where
it was, and one that runs twice, or in two places at once, writes nothing twice.
"""

import secrets
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice

from compact_portal.audit.context import change
from compact_portal.lib.counted import counted
from compact_portal.lib.dates import london_day, start_of_day
from compact_portal.lib.tokens import token_digest
from compact_portal.mail.actions import NoAddress
from consultations.actions.following import end_address
from consultations.actions.following_mail import mail_news, mail_outcome_due, mail_unfinished, mail_week
from consultations.models import Consultation, ConsultationLink, Follow
from consultations.queries.following import OutcomeDue, Unfinished, outcomes_due, unfinished
from consultations.queries.news import (
    Kind,
    News,
    Reader,
    Weekly,
    concerning,
    news_between,
    once_of,
    readers_of,
    told_of,
    weekly_follows,
)
from consultations.rules.following import LONGEST_DIGEST, NEWS_KEPT, week_begun
from signatories.models import Person

_INSTANT = timedelta(microseconds=1)
# What is told by whoever makes it so; the rest waits for the round.
AT_ONCE = frozenset({Kind.MOVED, Kind.OUTCOME})
MOST_AT_ONCE = 500


def send_rounds(at: datetime, on: date) -> str:
    """All of them; gives the line that the command says."""
    news, weekly = send_news(at=at), send_weekly(at=at)
    begun, officers = remind_unfinished(at=at, on=on), remind_officers(at=at, on=on)
    return (
        f"Consultations: {counted(news, 'letter')} of news, {weekly} of the week, {begun} to finish an answer, "
        f"{officers} to officers."
    )


def send_news(*, at: datetime) -> int:
    """Tell each thing that happened in the last two weeks to whoever wants a letter for it and has none yet."""
    news = news_between(at - NEWS_KEPT, at + _INSTANT)
    return sum(_sent(partial(_tell, one, reader, at=at)) for one in news for reader in readers_of(one))


def _sent(letter: Callable[[], bool]) -> bool:
    """Whether it went into the queue. An address that is none keeps nobody else from a letter."""
    try:
        return letter()
    except NoAddress:
        return False


def tell_now(consultation: Consultation, *, at: datetime) -> int:
    """Tell what has happened to a consultation on this day, in the transaction that makes it so; gives how many letters.

    Of very many letters the first ones: the next round goes on with the others, so that nobody who answers waits for them.
    """
    found = news_between(start_of_day(london_day(at)), at + _INSTANT, of=consultation.pk)
    letters = ((news, reader) for news in found if news.kind in AT_ONCE for reader in readers_of(news))
    return sum(_sent(partial(_tell, news, reader, at=at)) for news, reader in islice(letters, MOST_AT_ONCE))


def _tell(news: News, reader: Reader, *, at: datetime) -> bool:
    with change(by=None, why="Told who follows", public=False):
        follow = Follow.objects.select_for_update().filter(pk=reader.follow).first() if reader.follow else None
        if reader.follow and follow is None:
            return False  # it was ended in this instant
        return mail_news(news, email=reader.email, end=end_address(follow, at=at) if follow else "", at=at)


def send_weekly(*, at: datetime) -> int:
    """The letter of the week that ended last Sunday, one to an address, whatever it follows; none where nothing happened.

    What an address was told at once is not told to it again.
    """
    until = week_begun(at)
    news = news_between(until - LONGEST_DIGEST, until)
    told = set().union(*(told_of(one) for one in news if one.kind in AT_ONCE))
    sent, quiet = 0, []
    for email, follows in weekly_follows(until=until).items():
        found = [one for one in concerning(news, follows) if once_of(one, email) not in told]
        if found:
            sent += _sent(partial(_tell_week, email, found, follows, until=until, at=at))
        else:
            quiet += [one.follow for one in follows]
    _told(quiet, until=until)
    return sent


def _told(numbers: Iterable[int], *, until: datetime) -> None:
    """Nothing happened that concerns these; they are not looked at again this week."""
    with change(by=None, why="Nothing to tell", public=False):
        Follow.objects.filter(pk__in=list(numbers)).update(told_until=until)


def _tell_week(email: str, found: list[News], follows: list[Weekly], *, until: datetime, at: datetime) -> bool:
    with change(by=None, why="Told who follows", public=False):
        rows = Follow.objects.select_for_update().filter(pk__in=[one.follow for one in follows], manner=Follow.Manner.WEEKLY)
        held = list(rows.order_by("pk"))
        if not held:
            return False
        end = end_address(held[0], at=at, everything=True)
        sent = mail_week(found, email=email, end=end, once=f"week:{until:%Y%m%d}:{token_digest(email)[:16]}", at=at)
        Follow.objects.filter(pk__in=[one.pk for one in held]).update(told_until=until)
    return sent


def remind_unfinished(*, at: datetime, on: date) -> int:
    """Whoever began to answer and did not finish: a week before the close, and on the day before."""
    return sum(_sent(partial(_remind, one, at=at)) for one in list(unfinished(at=at, on=on)))


def _remind(one: Unfinished, *, at: datetime) -> bool:
    consultation, email = one.journey.consultation, one.journey.email
    with change(by=None, why="Reminded of an answer that was begun", public=False):
        token = secrets.token_urlsafe(32)
        sent = mail_unfinished(
            one, token=token, at=at,
            once=f"unfinished:{consultation.pk}:{consultation.closes_on:%Y%m%d}:{one.days}:{token_digest(email)[:16]}",
        )  # fmt: skip
        if sent:
            ConsultationLink.objects.create(
                purpose=ConsultationLink.Purpose.RESUME, token_digest=token_digest(token), journey=one.journey, made_at=at,
                expires_at=consultation.closes_at,
            )  # fmt: skip
    return sent


def remind_officers(*, at: datetime, on: date) -> int:
    """The officers of an agency whose outcome is due: four weeks before, and one week before."""
    sent = 0
    for due in outcomes_due(at=at, on=on):
        for officer in due.officers:
            sent += _sent(partial(_remind_officer, due, officer, at=at))
    return sent


def _remind_officer(due: OutcomeDue, officer: Person, *, at: datetime) -> bool:
    once = f"outcome-due:{due.consultation.pk}:{due.due_on:%Y%m%d}:{due.weeks}:{officer.pk}"
    with change(by=None, why="Reminded of an outcome that is due", public=False):
        return mail_outcome_due(due, email=officer.email, once=once, at=at)
