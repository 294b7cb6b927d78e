"""The kept counts of answers against the answers themselves."""

from collections import Counter

from django.db.models import Count

from consultations.models import Answer, Consultation, QuestionCount, Response
from consultations.queries.answering import Ask, answers_in
from consultations.rules.answering import tallied

# A question, one of its choices (or None), and a rating (or 0): what is counted.
Cell = tuple[int, int | None, int]


def tally_of(response: Response, asks: list[Ask]) -> Counter[Cell]:
    """What one response adds to the counts, whether or not it counts now."""
    kinds = {ask.pk: ask.kind for ask in asks}
    found: Counter[Cell] = Counter()
    for question, answer in answers_in(response).items():
        for choice, rating in tallied(kinds[question], answer):
            found[question, choice, rating] += 1
    return found


def kept_counts(consultation: Consultation) -> Counter[Cell]:
    """What is kept."""
    rows = QuestionCount.objects.filter(question__consultation=consultation, count__gt=0)
    return Counter({(row.question_id, row.choice_id, row.rating): row.count for row in rows})


def counted_again(consultation: Consultation) -> Counter[Cell]:
    """The same counted from every answer that stands: two queries, whatever there is."""
    rows = Answer.objects.filter(response__in=Response.objects.standing().filter(consultation=consultation)).order_by()
    found: Counter[Cell] = Counter()
    for question, rating, count in rows.values_list("question", "rating").annotate(count=Count("pk")):
        found[question, None, rating or 0] += count
    chosen = rows.filter(choices__isnull=False).values_list("question", "choices").annotate(count=Count("pk"))
    for question, choice, count in chosen:
        found[question, choice, 0] += count
    return found


def wrong_counts(consultation: Consultation) -> list[str]:
    """Where what is kept differs from what is counted again, a line each; none when all is well."""
    kept, again = kept_counts(consultation), counted_again(consultation)
    wrong = [
        f"{consultation}: question {question}, choice {choice or '-'}, rating {rating or '-'}: "
        f"kept {kept[question, choice, rating]}, counted {again[question, choice, rating]}"
        for question, choice, rating in sorted(kept.keys() | again.keys(), key=str)
        if kept[question, choice, rating] != again[question, choice, rating]
    ]
    standing = Response.objects.standing().filter(consultation=consultation).count()
    held = Consultation.objects.values_list("answered", flat=True).get(pk=consultation.pk)
    if held != standing:
        wrong.append(f"{consultation}: {held} answers are kept, {standing} counted")
    return wrong
