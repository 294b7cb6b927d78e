"""What happened to consultations in a stretch of time, read from their records; and who is to be told.

Nothing is handed over by whoever writes a record: each round of letters reads what there is. So a round that was killed, or
that runs twice, finds the same news under the same keys.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Max, Q

from compact_portal.lib.dates import end_of_day, london_day, start_of_day
from compact_portal.lib.tokens import token_digest
from compact_portal.mail.models import Message
from compact_portal.mail.rules import folded_address
from consultations.models import Consultation, Decision, Follow, Response, WindowEntry
from consultations.models.registers import RECORDED
from consultations.rules.following import BEFORE_CLOSE

COLUMNS = (
    "reference", "slug", "title", "opens_on", "closes_on", "opens_at", "closes_at", "approved_at", "outcome_on", "agency__name",
)  # fmt: skip


class Kind(StrEnum):
    """What happened."""

    MOVED = "moved"
    OPENED = "opened"
    CLOSING = "closing"
    OUTCOME = "outcome"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened at an instant. Its key never changes; `entry` and `decision` hold what it tells of."""

    kind: Kind
    key: str
    at: datetime
    consultation: Consultation
    entry: WindowEntry | None = None
    before: WindowEntry | None = None
    decision: Decision | None = None

    @property
    def follower_since(self) -> datetime:
        """Who began to follow before this is told of it: on the same day, where only the day is known."""
        return end_of_day(london_day(self.at)) if self.kind in (Kind.OUTCOME, Kind.CLOSING) else self.at


def news_between(since: datetime, until: datetime, *, of: int | None = None) -> list[News]:
    """What happened from an instant on and before another, in its order; `of`: to one consultation. Five queries."""
    rows = Consultation.objects.public().select_related("agency").only(*COLUMNS, "agency__slug", "agency__id")
    found = [
        *_moved(since, until),
        *_opened(
            rows.filter(Q(opens_at__gte=since) | Q(approved_at__gte=since), opens_at__lt=until, closes_at__gt=until), since, until
        ),
        *_closing(rows.filter(closes_at__gt=until, closes_on__lte=_near(until)), since, until),
        *_outcomes(rows.filter(outcome_on__gte=london_day(since), outcome_on__lte=london_day(until)), since, until),
        *_decisions(since, until),
    ]
    return sorted((one for one in found if of in (None, one.consultation.pk)), key=lambda one: (one.at, one.key))


def _near(at: datetime) -> date:
    """The last of the closing days of which it is time to tell."""
    return london_day(at) + timedelta(days=BEFORE_CLOSE[0])


def _moved(since: datetime, until: datetime) -> Iterator[News]:
    """Of a window that was moved several times the last move alone: it says how things stand.

    What was taken back and came again with other days is told when it is approved again.
    """
    newest = WindowEntry.objects.filter(made_at__lt=until).values("consultation").annotate(last=Max("position"))
    rows = WindowEntry.objects.filter(
        Q(made_at__gte=since) | Q(consultation__approved_at__gte=since), made_at__lt=until, position__gt=1,
        consultation__approved_at__lt=until, consultation__voided_at=None,
    )  # fmt: skip
    moved = list(rows.select_related("consultation__agency"))
    numbers = {one.consultation_id for one in moved}
    last = dict(newest.filter(consultation__in=numbers).values_list("consultation", "last"))
    earlier = WindowEntry.objects.filter(consultation__in=numbers)
    before = {(one.consultation_id, one.position): one for one in earlier}
    for one in moved:
        if one.position == last[one.consultation_id]:
            assert one.consultation.approved_at is not None
            was, at = before[one.consultation_id, one.position - 1], max(one.made_at, one.consultation.approved_at)
            yield News(Kind.MOVED, f"moved:{one.pk}", at, one.consultation, entry=one, before=was)


def _opened(rows: Iterable[Consultation], since: datetime, until: datetime) -> Iterator[News]:
    for row in rows:
        assert row.opens_at is not None
        assert row.approved_at is not None
        at = max(row.opens_at, row.approved_at)
        if since <= at < until:
            yield News(Kind.OPENED, f"opened:{row.pk}:{row.opens_on:%Y%m%d}", at, row)


def _closing(rows: Iterable[Consultation], since: datetime, until: datetime) -> Iterator[News]:
    for row in rows:
        assert row.closes_on is not None
        # The last instant of the day before: of what closes on a Monday the letter of the week tells a week ahead, not on the day.
        at = start_of_day(row.closes_on - timedelta(days=BEFORE_CLOSE[0])) - timedelta(microseconds=1)
        if since <= at < until:
            yield News(Kind.CLOSING, f"closing:{row.pk}:{row.closes_on:%Y%m%d}", at, row)


def _outcomes(rows: Iterable[Consultation], since: datetime, until: datetime) -> Iterator[News]:
    for row in rows:
        assert row.outcome_on is not None
        at = start_of_day(row.outcome_on)
        if since <= at < until:
            yield News(Kind.OUTCOME, f"outcome:{row.pk}", at, row)


def _decisions(since: datetime, until: datetime) -> Iterator[News]:
    rows = Decision.objects.filter(RECORDED, recorded_at__gte=since, recorded_at__lt=until, consultation__isnull=False)
    for row in rows.select_related("agency", "consultation__agency"):
        assert row.recorded_at is not None
        if row.consultation is not None and row.consultation.is_public:
            yield News(Kind.DECISION, f"decision:{row.pk}", row.recorded_at, row.consultation, decision=row)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is to be told. `follow` is the number of what they follow; 0: they answered, and follow nothing."""

    email: str
    follow: int = 0


def once_of(news: News, email: str) -> str:
    """Under which key a letter goes once: it says of the address only what tells it from others, since it outlives the letter."""
    return f"news:{news.key}:{token_digest(folded_address(email))[:16]}"


def told_of(news: News) -> set[str]:
    """The keys of the letters that tell of it and of nothing else."""
    keys = Message.objects.filter(once__startswith=f"news:{news.key}:").values_list("once", flat=True)
    return {key for key in keys if key}


def readers_of(news: News) -> Iterator[Reader]:
    """Who is to get a letter of its own and has none yet, each address once.

    A moved date is told by itself to those too who chose a letter a week: by the next one the new last day may be over.
    """
    told = told_of(news)
    follows = Follow.objects.filter(confirmed_at__lt=news.follower_since)
    if news.kind is not Kind.MOVED:
        follows = follows.filter(manner=Follow.Manner.EACH)
    mine = Q(consultation=news.consultation.pk)
    # Whoever follows all of them is told that one opens, not that it is about to close.
    follows = follows.filter(mine if news.kind is Kind.CLOSING else mine | Q(consultation=None))
    found = (Reader(email, number) for email, number in follows.order_by("email", "-consultation").values_list("email", "pk"))
    for reader in (*found, *_answered(news)):
        key = once_of(news, reader.email)
        if key not in told:
            told.add(key)
            yield reader


def _answered(news: News) -> Iterator[Reader]:
    """Whoever has answered is told when the window moves and when the outcome is out, whether or not they follow."""
    if news.kind in (Kind.MOVED, Kind.OUTCOME):
        rows = Response.objects.filter(consultation=news.consultation.pk, withdrawn_at=None).exclude(email="")
        for email in rows.order_by().values_list("email", flat=True).distinct():
            yield Reader(email)


@dataclass(frozen=True, slots=True)
class Weekly:
    """All that one address follows by a letter a week: since when, and which consultations (None: all)."""

    follow: int
    since: datetime
    consultation: int | None


def weekly_follows(*, until: datetime) -> dict[str, list[Weekly]]:
    """Whoever gets a letter a week and has not got that of the week before an instant, by address."""
    rows = Follow.objects.filter(manner=Follow.Manner.WEEKLY, confirmed_at__lt=until)
    rows = rows.filter(Q(told_until=None) | Q(told_until__lt=until)).order_by("email", "pk")
    found: dict[str, list[Weekly]] = {}
    for pk, email, confirmed_at, told_until, consultation in rows.values_list(
        "pk", "email", "confirmed_at", "told_until", "consultation"
    ):
        assert confirmed_at is not None  # so the filter above has it
        since = max(told_until or confirmed_at, confirmed_at)
        found.setdefault(email, []).append(Weekly(pk, since, consultation))
    return found


def concerning(news: Iterable[News], follows: Iterable[Weekly]) -> list[News]:
    """What of the news an address follows and has not been told."""
    held = list(follows)
    return [one for one in news if any(one.at >= mine.since and mine.consultation in (None, one.consultation.pk) for mine in held)]
