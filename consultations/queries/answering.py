"""What the pages of answering show: the questions page by page, journeys, and what is kept of an answer."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from compact_portal.lib.markup import plain
from compact_portal.lib.tokens import token_digest
from consultations.models import Answer, AnswerJourney, Consultation, ConsultationLink, Question, Response
from consultations.rules.answering import SCALES, Asked, Given, given, page_step, pages_of
from signatories.models import Partner
from signatories.permissions import partners_with
from undertakings.models import Clause
from undertakings.queries.text import edition_in_force


@dataclass(frozen=True, slots=True)
class Ask:
    """A question as it is asked: its choices as pairs of number and words, and `about`, the words it is about."""

    pk: int
    kind: str
    words: str
    help: str
    is_required: bool
    choices: list[tuple[int, str]]
    about: str

    @property
    def asked(self) -> Asked:
        """As the rules judge its answer."""
        return Asked(self.kind, self.is_required, frozenset(number for number, _ in self.choices))

    @property
    def name(self) -> str:
        """The name of its field in a form."""
        return f"q{self.pk}"

    def in_words(self, answer: Given) -> str:
        """What was answered, as a reader sees it; "" where nothing was."""
        if self.kind == "rating":
            return f"{answer.rating} of {len(SCALES['rating'])}" if answer.rating else ""
        if self.kind in SCALES:
            return dict(SCALES[self.kind]).get(answer.rating or 0, "")
        if self.kind == "words":
            return answer.words
        return "\n".join(words for number, words in self.choices if number in answer.choices)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All questions of a consultation, page by page."""

    pages: list[list[Ask]] = field(default_factory=list)

    @property
    def all(self) -> list[Ask]:
        return [ask for page in self.pages for ask in page]

    def given(self, answers: Mapping[str, Any]) -> dict[int, Given]:
        """What a journey's answers say, by the number of the question; unanswered ones are left out."""
        found: dict[int, Given] = {}
        for number, page in enumerate(self.pages, start=1):
            kept = answers.get(page_step(number), {})
            for ask in page:
                one = given(ask.asked, kept.get(ask.name))
                if not one.is_empty:
                    found[ask.pk] = one
        return found

    def kept(self, found: Mapping[int, Given]) -> dict[str, dict[str, Any]]:
        """The other way round: the steps of a journey that say these answers."""
        return {
            page_step(number): {ask.name: _kept(ask, found.get(ask.pk, Given())) for ask in page}
            for number, page in enumerate(self.pages, start=1)
        }

    def unanswered(self, found: Mapping[int, Given]) -> str:
        """The step of the first page on which a question that must be answered is not, "" where none is."""
        for number, page in enumerate(self.pages, start=1):
            if any(ask.is_required and ask.pk not in found for ask in page):
                return page_step(number)
        return ""


def _kept(ask: Ask, answer: Given) -> Any:
    if ask.kind in SCALES:
        return str(answer.rating or "")
    if ask.kind == "words":
        return answer.words
    chosen = [str(number) for number in sorted(answer.choices)]
    return chosen if ask.kind == "several" else "".join(chosen)


def sheet_of(consultation: Consultation, *, on: date) -> Sheet:
    """Its questions with their choices and what they are about: two queries, and two more where one is about the compact."""
    rows = list(Question.objects.filter(consultation=consultation).prefetch_related("choices").order_by("position", "pk"))
    clauses = _clauses({row.anchor for row in rows if row.anchor}, on=on)
    asks = [_ask(row, clauses) for row in rows]
    return Sheet([[asks[place] for place in page] for page in pages_of([ask.kind for ask in asks])])


def _ask(row: Question, clauses: Mapping[str, str]) -> Ask:
    choices = [(one.pk, one.words) for one in row.choices.all()]
    return Ask(row.pk, row.kind, row.words, row.help, row.is_required, choices, row.clause or clauses.get(row.anchor, ""))


def _clauses(anchors: set[str], *, on: date) -> dict[str, str]:
    edition = edition_in_force(on) if anchors else None
    rows = Clause.objects.filter(edition=edition, anchor__in=anchors) if edition else Clause.objects.none()
    return {row.anchor: f"{row.number} of the compact: “{plain(row.words)}”" for row in rows}


def open_to_answers(slug: str) -> Consultation | None:
    """The consultation at an address, where the public sees it."""
    return Consultation.objects.public().select_related("agency").filter(slug=slug, opens_at__isnull=False).first()


def journey_of(key: str, consultation: Consultation) -> AnswerJourney | None:
    """The journey to an answer to this consultation that has the key. What is no key finds none."""
    try:
        wanted = uuid.UUID(key)
    except ValueError:
        return None
    rows = AnswerJourney.objects.select_related("response__partner", "response__consultation__agency")
    return rows.filter(key=wanted, consultation=consultation).first()


def answer_of(key: str, consultation: Consultation) -> Response | None:
    """The answer that was made by a journey of that key, when the journey itself is forgotten."""
    try:
        wanted = uuid.UUID(key)
    except ValueError:
        return None
    return Response.objects.select_related("partner").filter(token=wanted, consultation=consultation).first()


def link_of(token: str, *, purpose: str, slug: str) -> ConsultationLink | None:
    """The mailed link that a token belongs to, where it is about the consultation in the address."""
    found = (
        ConsultationLink.objects.select_related(
            "journey__response__partner", "response__partner", "response__consultation__agency", "journey__consultation"
        )
        .filter(purpose=purpose, token_digest=token_digest(token))
        .first()
    )
    if found is None:
        return None
    about = found.journey or found.response
    return found if about is not None and about.consultation.slug == slug else None


def answers_in(response: Response) -> dict[int, Given]:
    """The answers of a response by the number of the question: two queries."""
    found = {}
    for row in Answer.objects.filter(response=response).prefetch_related("choices"):
        found[row.question_id] = Given(row.words, row.rating, frozenset(one.pk for one in row.choices.all()))
    return found


def partners_answering(person: Any, *, on: date) -> list[Partner]:
    """The partners for which somebody may answer on a day; none for a visitor."""
    if not getattr(person, "is_authenticated", False):
        return []
    return [one for one in partners_with(person, "consultations.answer", on=on) if one.dissolved_on is None]


def standing_of(partner: Partner, consultation: Consultation, *, is_late: bool) -> Response | None:
    """The answer of a partner that stands: that in time, or the one that is kept apart."""
    rows = Response.objects.select_related("partner").filter(consultation=consultation, partner=partner, withdrawn_at=None)
    return rows.filter(is_late=is_late).first()


def version_key(response: Response | None) -> str:
    """What a page shows of an answer that it would change: which, and in which version. "" where it is a new one."""
    return f"{response.pk}.{response.version}" if response else ""
