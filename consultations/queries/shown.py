"""Answers as the public reads them: who speaks, and the words without what is hidden.

A person is never named: consent to publish is about the answer. An organisation is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from consultations.models import Answer, Consultation, Question, QuestionCount, Redaction, Response
from consultations.rules.count_tables import shown_counts, shown_total
from consultations.rules.redaction import Hidden, Part, Span, as_shown
from consultations.rules.small_counts import shown_count

PAGE = 10
A_PERSON = "A person"
AGREEMENT = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")


@dataclass(frozen=True, slots=True)
class Voice:
    """Who gave an answer, as the public reads it; `slug` is that of the partner's page."""

    name: str
    slug: str = ""


def voice_of(response: Response) -> Voice:
    """An organisation by its name, a person as one."""
    if not response.is_organisation:
        return Voice(A_PERSON)
    if response.partner is not None:
        return Voice(response.partner.name, response.partner.slug)
    return Voice(response.organisation or "An organisation")


def hidden_of() -> QuerySet[Redaction]:
    """Redactions that hold."""
    return Redaction.objects.filter(lifted_at=None)


def shown_parts(answer: Answer) -> list[Part]:
    """The words of an answer as the public reads them. Its redactions are prefetched, those that hold."""
    hidden = [Hidden(Span(row.start, row.length), row.reason) for row in answer.redactions.all()]
    return as_shown(answer.words, hidden)


def chosen_words(answer: Answer) -> str:
    """What was chosen or rated, in words; "" for an answer in words alone. Its choices are prefetched."""
    if answer.rating:
        if answer.question.kind == Question.Kind.AGREE:
            return AGREEMENT[answer.rating - 1]
        return f"{answer.rating} of 5"
    return ", ".join(choice.words for choice in answer.choices.all())


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """The answer to one question, as the public reads it."""

    question: str
    chosen: str
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class ShownResponse:
    """A published response."""

    number: int
    reference: str
    who: Voice
    manner: str
    answers: Sequence[ShownAnswer]


def _read(rows: QuerySet[Response]) -> QuerySet[Response]:
    answers = Answer.objects.select_related("question").order_by("question__position", "question")
    whole = answers.prefetch_related("choices", Prefetch("redactions", queryset=hidden_of()))
    return rows.select_related("partner").prefetch_related(Prefetch("answers", queryset=whole))


def _as_shown(row: Response) -> ShownResponse:
    answers = [ShownAnswer(one.question.words, chosen_words(one), shown_parts(one)) for one in row.answers.all()]
    manner = "" if row.manner == Response.Manner.ONLINE else row.get_manner_display()
    return ShownResponse(row.pk, row.reference, voice_of(row), manner, [one for one in answers if one.chosen or one.parts])


def published_page(consultation: Consultation, *, after: int = 0) -> tuple[list[ShownResponse], int]:
    """A page of the published responses, in the order in which they came in; and the number after which there are more."""
    rows = Response.objects.shown().filter(consultation=consultation)
    if after:
        rows = rows.filter(pk__gt=after)
    found = list(_read(rows.order_by("pk"))[: PAGE + 1])
    return [_as_shown(row) for row in found[:PAGE]], found[PAGE - 1].pk if len(found) > PAGE else 0


def published_one(consultation: Consultation, reference: str) -> ShownResponse | None:
    """The published response of that number, or None."""
    row = _read(Response.objects.shown().filter(consultation=consultation, reference=reference)).first()
    return _as_shown(row) if row is not None else None


def has_published(consultation: Consultation) -> bool:
    """Whether any response is published."""
    return Response.objects.shown().filter(consultation=consultation).exists()


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a question's counts. `count` None: not shown, since it could tell of somebody; `width` of 300 is its bar."""

    words: str
    count: int | None
    width: float


@dataclass(frozen=True, slots=True)
class Counted:
    """A question with its counts as they may be read: `bars` for what was chosen, `in_words` how many answered in words."""

    question: Question
    bars: Sequence[Bar]
    total: int | None
    in_words: int | None
    hides: bool


EXCLUSIVE = (Question.Kind.ONE, Question.Kind.RATING, Question.Kind.AGREE)
WIDTH = 300.0


def counted(consultation: Consultation) -> list[Counted]:
    """The kept counts of every question: three queries, however many answers there are."""
    counts = Prefetch("counts", queryset=QuestionCount.objects.order_by("pk"))
    rows = Question.objects.filter(consultation=consultation).prefetch_related("choices", counts)
    return [_counted(row) for row in rows]


def _counted(question: Question) -> Counted:
    held = {(row.choice_id, row.rating): row.count for row in question.counts.all()}
    if question.kind == Question.Kind.WORDS:
        said = held.get((None, 0), 0)
        return Counted(question, (), None, shown_count(said), hides=shown_count(said) is None)
    lines = _lines(question)
    exclusive = question.kind in EXCLUSIVE
    numbers = [held.get(key, 0) for _, key in lines]
    shown = shown_counts(numbers, exclusive=exclusive)
    most = max((count for count in shown if count), default=0)
    bars = [
        Bar(words, count, round(WIDTH * count / most, 1) if count and most else 0.0)
        for (words, _), count in zip(lines, shown, strict=True)
    ]
    return Counted(question, bars, shown_total(numbers, exclusive=exclusive), 0, hides=None in shown)


def _lines(question: Question) -> list[tuple[str, tuple[int | None, int]]]:
    """What can be chosen, in order, with the key under which it is counted."""
    if question.kind in (Question.Kind.ONE, Question.Kind.SEVERAL):
        return [(choice.words, (choice.pk, 0)) for choice in question.choices.all()]
    if question.kind == Question.Kind.AGREE:
        return [(words, (None, place)) for place, words in reversed(list(enumerate(AGREEMENT, start=1)))]
    return [(f"{place} of 5", (None, place)) for place in range(5, 0, -1)]
