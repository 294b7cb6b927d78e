"""The responses that an agency's officers read: found by key, at the same cost however many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from consultations.models import Answer, Consultation, Question, Reading, Redaction, Response, Tag, Theme
from consultations.queries.shown import chosen_words, hidden_of
from consultations.rules.redaction import Hidden, Part, Span, as_marked

PAGE = 50
READINGS = 20
UNTAGGED = "none"
WHO = {"organisation": "Organisations", "person": "People"}
MARKS = {"late": "Came late", "confidential": "Confidential"}
COLUMNS = (
    "pk", "reference", "is_organisation", "name", "organisation", "partner__name", "received_at", "manner", "is_late",
    "is_confidential", "may_publish", "published_at", "is_tagged",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is asked for. 0 and "" ask for all; `theme` is a number or UNTAGGED; `after` and `before` are numbers."""

    question: int = 0
    theme: str = ""
    who: str = ""
    mark: str = ""
    after: int = 0
    before: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of rows. `before` and `after` lead on, 0 where nothing is there."""

    rows: Sequence[Mapping[str, Any]]
    before: int = 0
    after: int = 0


def responses_of(consultation: Consultation) -> QuerySet[Response]:
    """What officers read: all but what was withdrawn."""
    return Response.objects.filter(consultation=consultation, withdrawn_at=None)


def own_response(consultation: Consultation, reference: str) -> Response | None:
    """The response of that number, with what its page shows."""
    redactions = hidden_of().select_related("made_by")
    answers = (
        Answer.objects.select_related("question")
        .order_by("question__position", "question")
        .prefetch_related("choices", Prefetch("redactions", queryset=redactions), "tags__theme")
    )
    rows = responses_of(consultation).select_related("partner", "entered_by", "published_by")
    return rows.prefetch_related(Prefetch("answers", queryset=answers)).filter(reference=reference).first()


def own_answer(consultation: Consultation, reference: str, question: int) -> Answer | None:
    """The answer to one question in the response of that number."""
    rows = Answer.objects.filter(response__in=responses_of(consultation), response__reference=reference, question=question)
    return rows.select_related("question", "response").prefetch_related(Prefetch("redactions", queryset=hidden_of())).first()


@dataclass(frozen=True, slots=True)
class Original:
    """The answer to one question as it was given, with what of it is hidden."""

    answer: Answer
    chosen: str
    parts: Sequence[Part]


def originals(response: Response) -> list[Original]:
    """Every answer of a response that `own_response` gave."""
    return [Original(one, chosen_words(one), marked(one)) for one in response.answers.all()]


def marked(answer: Answer) -> list[Part]:
    """Its words, with those that are hidden marked. Its redactions are prefetched, those that hold."""
    return as_marked(answer.words, [Hidden(Span(row.start, row.length), row.reason) for row in answer.redactions.all()])


def lifted_of(response: Response) -> list[Redaction]:
    """What was hidden and is shown again, the newest first."""
    rows = Redaction.objects.filter(answer__response=response, lifted_at__isnull=False)
    return list(rows.select_related("made_by", "lifted_by").order_by("-lifted_at"))


def own_redaction(consultation: Consultation, reference: str, pk: int) -> Redaction | None:
    """A redaction that holds, of the response of that number."""
    rows = hidden_of().filter(pk=pk, answer__response__in=responses_of(consultation), answer__response__reference=reference)
    return rows.select_related("answer__response").first()


def readings_of(response: Response) -> list[Reading]:
    """Who has read the original, the newest first, at most READINGS."""
    return list(response.readings.select_related("person").order_by("-first_at", "-pk")[:READINGS])


def questions_of(consultation: Consultation) -> list[Question]:
    """Its questions in order."""
    return list(Question.objects.filter(consultation=consultation).order_by("position", "pk"))


def themes_named(consultation: Consultation) -> dict[int, str]:
    """Its themes by number, in order."""
    return dict(Theme.objects.filter(consultation=consultation).values_list("pk", "name"))


def listing(consultation: Consultation, wanted: Wanted) -> Listing:
    """The page that is asked for, the answer that came first first."""
    rows = _filtered(responses_of(consultation), wanted)
    number = wanted.before or wanted.after
    at = Response.objects.filter(pk=number, consultation=consultation).values_list("received_at", flat=True).first()
    backwards = bool(wanted.before and at is not None)
    if at is not None:
        way, id_way = ("lte", "gte") if backwards else ("gte", "lte")
        rows = rows.filter(**{f"received_at__{way}": at}).exclude(**{"received_at": at, f"id__{id_way}": number})
    order = ("-received_at", "-id") if backwards else ("received_at", "id")
    page = list(rows.order_by(*order).values(*COLUMNS)[: PAGE + 1])
    more, page = len(page) > PAGE, page[:PAGE]
    if backwards:
        page.reverse()
    leads_back = more if backwards else at is not None
    leads_on = True if backwards else more
    return Listing(
        page, before=page[0]["pk"] if page and leads_back else 0, after=page[-1]["pk"] if page and leads_on else 0
    )  # fmt: skip


def _filtered(rows: QuerySet[Response], wanted: Wanted) -> QuerySet[Response]:
    if wanted.who:
        rows = rows.filter(is_organisation=wanted.who == "organisation")
    if wanted.mark == "late":
        rows = rows.filter(is_late=True)
    if wanted.mark == "confidential":
        rows = rows.filter(is_confidential=True)
    if wanted.theme == UNTAGGED:
        rows = rows.filter(is_tagged=False)
    elif wanted.theme:
        rows = rows.filter(Exists(Tag.objects.filter(theme=int(wanted.theme), answer__response=OuterRef("pk"))))
    if wanted.question:
        rows = rows.filter(Exists(Answer.objects.filter(question=wanted.question, response=OuterRef("pk"))))
    return rows


def answers_to(question: int, responses: Sequence[int]) -> dict[int, Original]:
    """What these responses say to one question, by the number of the response: three queries."""
    rows = Answer.objects.filter(question=question, response__in=responses).select_related("question")
    whole = rows.prefetch_related("choices", "tags__theme", Prefetch("redactions", queryset=hidden_of()))
    return {one.response_id: Original(one, chosen_words(one), marked(one)) for one in whole}
