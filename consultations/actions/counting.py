"""Keeping the counts of answers, in the transaction of what changes them, under the consultation's lock."""

from collections import Counter

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest

from compact_portal.audit.context import change
from consultations.models import Consultation, QuestionCount, Response
from consultations.queries.counting import Cell, counted_again
from consultations.rules.catalogue_following import CITES
from undertakings.evidence import touched


def add_counts(consultation: Consultation, cells: Counter[Cell], *, answers: int) -> None:
    """Add to each cell what is given for it, which may be less than nothing, and so many answers.

    The caller holds the consultation locked. These columns have no history: they follow from the answers. A count that is
    wrong already stops nobody from taking an answer back; `wrong_counts` finds it.
    """
    for (question, choice, rating), count in sorted(cells.items(), key=str):
        if count and not _of(question, choice, rating).update(count=Greatest(F("count") + count, 0)) and count > 0:
            QuestionCount.objects.create(question_id=question, choice_id=choice, rating=rating, count=count)
    if answers:
        Consultation.objects.filter(pk=consultation.pk).update(answered=Greatest(F("answered") + answers, 0))
        # Whether there are any decides what a decision has to say of them.
        touched(CITES.key, consultation.decisions.values_list("pk", flat=True))


def _of(question: int, choice: int | None, rating: int) -> QuerySet[QuestionCount]:
    of_choice = Q(choice=None) if choice is None else Q(choice=choice)
    return QuestionCount.objects.filter(of_choice, question=question, rating=rating)


def recount(*, consultation: Consultation) -> None:
    """Make the kept counts what the answers say."""
    with change(by=None, why="Counted the answers again"):
        held = Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
        QuestionCount.objects.filter(question__consultation=held).delete()
        QuestionCount.objects.bulk_create(
            QuestionCount(question_id=question, choice_id=choice, rating=rating, count=count)
            for (question, choice, rating), count in counted_again(held).items()
        )
        answered = Response.objects.standing().filter(consultation=held).count()
        Consultation.objects.filter(pk=held.pk).update(answered=answered)
