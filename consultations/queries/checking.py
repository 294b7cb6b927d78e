"""A consultation handed to the checks that are made before it opens."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Prefetch

from compact_portal.lib.glossary import unexplained
from compact_portal.lib.reading_age import reading_age
from consultations.models import Audience, Consultation, Question
from consultations.queries.judging import window_days
from consultations.rules.checks import CheckFacts, Finding, Other, findings
from undertakings.queries.jargon import glossary
from undertakings.queries.thresholds import Thresholds

READ = ("title", "summary", "proposal", "why_now", "options", "effect", "who_asked", "contact", "contact_email", "contact_phone")
PROSE = ("summary", "proposal", "why_now", "options", "effect", "who_asked")
CHOOSING = (Question.Kind.ONE, Question.Kind.SEVERAL)
MOST_OTHERS = 200
# Nothing reaches further: a window is at most a year and a day long.
REACH = timedelta(days=400)


def check(row: Consultation, *, on: date) -> list[Finding]:
    """What is found of a consultation on a day. A fixed number of queries."""
    audiences = list(row.audiences.values_list("key", flat=True))
    questions = list(row.questions.prefetch_related("choices"))
    entry = row.window.order_by("-position").first()
    facts = CheckFacts(
        words={name: getattr(row, name) for name in READ},
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        days=window_days(Thresholds(), row.opens_on or on),
        short_reason=entry.short_reason if entry else "",
        has_appraisal=row.appraisal_id is not None,
        audiences=audiences,
        groups=list(row.groups.values_list("speaks_for", flat=True)),
        questions=len(questions),
        choiceless=[one.words for one in questions if one.kind in CHOOSING and len(one.choices.all()) < 2],
        others=_others(row),
        unexplained=_unexplained(row, questions),
        reading_age=reading_age("\n\n".join(getattr(row, name) for name in PROSE)),
        explained=dict(row.explanations.values_list("check_key", "words")),
    )
    return findings(facts, on=on)


def _others(row: Consultation) -> list[Other]:
    """Public consultations of other agencies whose windows meet this one's; two queries."""
    if row.opens_on is None or row.closes_on is None:
        return []
    met = Consultation.objects.public().filter(
        closes_on__range=(row.opens_on, row.closes_on + REACH), opens_on__lte=row.closes_on
    )  # fmt: skip
    rows = met.exclude(agency=row.agency_id).select_related("agency").order_by("closes_on", "pk")
    rows = rows.prefetch_related(Prefetch("audiences", Audience.objects.all()))[:MOST_OTHERS]
    return [
        Other(one.title, one.agency.name, one.opens_on, one.closes_on, [audience.key for audience in one.audiences.all()])
        for one in rows
        if one.opens_on and one.closes_on
    ]


def _unexplained(row: Consultation, questions: Sequence[Question]) -> list[str]:
    asked = [f"{one.words}\n{one.help}" for one in questions]
    return unexplained("\n\n".join([row.title, *(getattr(row, name) for name in PROSE), *asked]), glossary())
