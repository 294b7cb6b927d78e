"""The words of what is mailed to those who follow, who answered, who began to, and to officers.

Each is queued in the transaction of what it tells.
"""

from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse

from compact_portal.lib.counted import in_letters
from compact_portal.lib.dates import at_in_words, in_words
from compact_portal.lib.mail_markup import as_typed
from compact_portal.mail.actions import queue_mail
from consultations.models import Consultation, Follow
from consultations.queries.addresses import (
    consultation_address,
    decision_address,
    outcome_address,
    resuming_address,
    whole,
)
from consultations.queries.following import OutcomeDue, Unfinished
from consultations.queries.news import Kind, News, once_of
from consultations.rules.following import CONFIRM_DAYS

IGNORE = "If you know nothing of this, you need do nothing: without the link nothing happens."
MANNER = {
    Follow.Manner.EACH: "a letter for each change",
    Follow.Manner.WEEKLY: "one letter a week, and one at once when a date moves",
}


def named(consultation: Consultation | None) -> str:
    """What is followed, as a sentence names it."""
    return f"“{as_typed(consultation.title)}”" if consultation else "all consultations"


def mail_confirming_link(follow: Follow, consultation: Consultation | None, *, manner: str, token: str, at: datetime) -> None:
    """The link whose button begins it; the same words for an address that follows already."""
    address = whole(reverse("consultations:follow_confirm", args=[token])) + "?" + urlencode({"manner": manner})
    queue_mail(
        to=follow.email,
        subject=f"Follow {consultation.title if consultation else 'all consultations'}",
        body=(
            f"Somebody, we think you, wants to follow {named(consultation)}: {MANNER[Follow.Manner(manner)]}.\n\n"
            f"Open this page and press its button:\n\n{address}\n\n"
            f"The link works once, for {in_letters(CONFIRM_DAYS, 'day')}. You can end the letters at any time, with one link that "
            f"stands in each of them.\n\n{IGNORE}"
        ),
        at=at,
        why="somebody gave this address to follow consultations",
    )


def subject_of(news: News) -> str:
    """One line that says what happened."""
    title, closes = news.consultation.title, in_words(_closes(news))
    match news.kind:
        case Kind.MOVED:
            return f"{title}: the dates have moved"
        case Kind.OPENED:
            return f"{title}: open until {closes}"
        case Kind.CLOSING:
            return f"{title}: the last day is {closes}"
        case Kind.OUTCOME:
            return f"{title}: the outcome is published"
        case Kind.DECISION:
            return f"{title}: a decision was made"


def _closes(news: News) -> date:
    assert news.consultation.closes_on is not None
    return news.consultation.closes_on


def words_of(news: News) -> str:
    """What happened, in a paragraph or two, with where to read on."""
    agency, page = as_typed(news.consultation.agency.name), whole(consultation_address(news.consultation.slug))
    closes = in_words(_closes(news))
    match news.kind:
        case Kind.MOVED:
            return f"{_moved(news)}\n\n{page}"
        case Kind.OPENED:
            return f"{agency} asks what you think. You can answer until the end of {closes}.\n\n{page}"
        case Kind.CLOSING:
            return f"You can answer until the end of {closes}.\n\n{page}"
        case Kind.OUTCOME:
            read = whole(outcome_address(news.consultation.slug))
            return f"{agency} says what it asked, what people said, and what it does about that.\n\n{read}"
        case Kind.DECISION:
            decision = news.decision
            assert decision is not None
            assert decision.decided_on is not None
            read = whole(decision_address(decision.slug))
            decided = f"decided by {as_typed(decision.decided_by)} on {in_words(decision.decided_on)}"
            return f"{as_typed(decision.title)}: {decided}.\n\n{read}"


def _moved(news: News) -> str:
    entry, before = news.entry, news.before
    assert entry is not None
    assert before is not None
    said = []
    if entry.opens_on != before.opens_on:
        said.append(f"It opens on {in_words(entry.opens_on)} instead of {in_words(before.opens_on)}.")
    if entry.closes_on != before.closes_on:
        said.append(f"The last day to answer is {in_words(entry.closes_on)} instead of {in_words(before.closes_on)}.")
    why = f"Why: {as_typed(entry.reason)}"
    return f"{' '.join(said) or 'The window was set anew; its days stay as they were.'}\n\n{why}"


def mail_news(news: News, *, email: str, end: str, at: datetime) -> bool:
    """One thing that happened, to one address. `end` is the path that ends the letters; "" for somebody who answered and follows
    nothing. False where it was mailed before."""
    if end:
        last = f"You do not want these letters any more? One press ends them: {whole(end)}"
        why = "you asked to follow consultations"
    else:
        last = "Your answer stands as you gave it" + (
            "." if news.kind is Kind.OUTCOME else "; you can change it until the last day with the link in your receipt."
        )
        why = f"you answered “{news.consultation.title}”"
    mail = queue_mail(
        to=email,
        subject=subject_of(news),
        body=f"**{as_typed(news.consultation.title)}**\n\n{words_of(news)}\n\n{last}",
        at=at,
        once=once_of(news, email),
        why=why,
        unsubscribe=whole(end) if end else "",
    )
    return mail is not None


def mail_week(found: Sequence[News], *, email: str, end: str, once: str, at: datetime) -> bool:
    """All that happened in a week, in one letter."""
    parts = [f"**{as_typed(subject_of(one))}**\n\n{words_of(one)}" for one in found]
    mail = queue_mail(
        to=email,
        subject=f"Consultations: {in_letters(len(found), 'change')} this week",
        body="\n\n".join(
            [*parts, f"You do not want these letters any more? One press ends all that you follow: {whole(end)}"],
        ),
        at=at,
        once=once,
        why="you asked for one letter a week about consultations",
        unsubscribe=whole(end),
    )
    return mail is not None


def mail_unfinished(one: Unfinished, *, token: str, once: str, at: datetime) -> bool:
    """The close is near, and somebody began an answer and did not finish it."""
    consultation = one.journey.consultation
    assert consultation.closes_at is not None
    assert consultation.closes_on is not None
    mail = queue_mail(
        to=one.journey.email,
        subject=f"Your answer to {consultation.title} is not sent yet",
        body=(
            f"You began to answer {named(consultation)}, and have not sent it. You can do so until the end of "
            f"{in_words(consultation.closes_on)}.\n\n"
            f"Here you go on where you stopped:\n\n{whole(resuming_address(consultation.slug, token))}\n\n"
            "Whoever has the link sees what you have typed. If you do not want to answer, you need do nothing; you get "
            f"{'one more letter like this, on the day before' if one.days > 1 else 'no other letter about it'}."
        ),
        at=at,
        once=once,
        why="you asked for a link to go on with an answer",
    )
    return mail is not None


def mail_outcome_due(one: OutcomeDue, *, email: str, once: str, at: datetime) -> bool:
    """An officer is told that the outcome of a consultation is due."""
    consultation = one.consultation
    assert consultation.closes_on is not None
    mail = queue_mail(
        to=email,
        subject=f"The outcome of {consultation.title} is due by {in_words(one.due_on)}",
        body=(
            f"{named(consultation)} closed on {in_words(consultation.closes_on)}, and no outcome is published. It is due by "
            f"{in_words(one.due_on)}; from the day after, the public page says that it is overdue, and by how many days.\n\n"
            f"{whole('/workspace/consultations/')}\n\nThis was written on {at_in_words(at)}."
        ),
        at=at,
        once=once,
        why=f"you record consultations for {consultation.agency.name}",
    )
    return mail is not None
