"""Writing an outcome, publishing it once it is whole, and correcting it with a note. Under the consultation's lock."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from compact_portal.audit.actions import StaleVersion, locked, save_version
from compact_portal.audit.context import change
from compact_portal.lib.dates import london_day
from compact_portal.search.actions import put, remove
from compact_portal.search.rules import Entry
from consultations.actions.locks import locked_consultation
from consultations.actions.rounds import tell_now
from consultations.models import Consultation, Erratum, Outcome, Tag, Theme
from consultations.queries.addresses import outcome_address
from consultations.queries.outcome import SHOWN_ON_THE_ANSWER, outcome_of, whole_facts
from consultations.rules.outcome_whole import ThemeFacts, outcome_lacks, theme_lacks
from undertakings.evidence import touched

KIND = "outcome"
NOTE = "The outcome is published: say what you correct and why. The note is published with it."
KEEPS = "A published outcome keeps this part: write it anew, or leave it as it is"


def save_outcome(
    *, consultation: Consultation, version: int | None, values: dict[str, str], note: str = "", by: Any, at: datetime
) -> Outcome:
    """Write some columns of an outcome. A published one changes only with a note, and stays whole.

    Raises StaleVersion, and ValidationError by field.
    """
    with change(by=by, why=f"Corrected the outcome: {note}" if note else "Wrote the outcome"):
        held = locked_consultation(consultation.pk, by=by)
        outcome = _locked_outcome(held)
        if outcome.version != (1 if version is None else version):
            raise StaleVersion(outcome)
        if outcome.published_on is not None:
            if emptied := {name: KEEPS for name, words in values.items() if not words and getattr(outcome, name)}:
                raise ValidationError(emptied)
            _put_erratum(outcome, note, by=by, at=at)
        save_version(outcome, values)
        index_outcome(held)
        touched(Consultation, [held.pk])
    return outcome


def save_theme_part(
    *, theme: Theme, version: int, values: dict[str, str], cited: Collection[int], note: str = "", by: Any, at: datetime
) -> Theme:
    """Write what an outcome says on a theme, and which published answers it cites, by the numbers of their tags.

    Raises StaleVersion, and ValidationError where one is not published or nothing would be cited in a published outcome.
    """
    with change(by=by, why=f"Corrected the outcome: {note}" if note else "Wrote the outcome"):
        held = locked_consultation(theme.consultation_id, by=by)
        outcome = _locked_outcome(held)
        row = locked(Theme, theme.pk, version=version)
        _cite(row, cited)
        if outcome.published_on is not None:
            _put_erratum(outcome, note, by=by, at=at)
            citable = Tag.objects.filter(SHOWN_ON_THE_ANSWER, theme=row).exists()
            facts = ThemeFacts(row.name, citable=int(citable), cited=len(cited), **values)
            if lacking := theme_lacks(facts):
                raise ValidationError({"__all__": lacking})
        save_version(row, values)
        save_version(outcome, {})
        index_outcome(held)
    return row


def publish_outcome(*, consultation: Consultation, version: int, by: Any, at: datetime) -> Outcome:
    """Make an outcome public, from this day on for good, and tell who follows or has answered.

    Raises StaleVersion, and ValidationError with all that it lacks, or where it is published already.
    """
    with change(by=by, why="Published the outcome"):
        held = locked_consultation(consultation.pk, by=by)
        outcome = _locked_outcome(held)
        if outcome.published_on is not None:
            raise ValidationError({"__all__": "The outcome is published already"})
        if outcome.version != version:
            raise StaleVersion(outcome)
        on = london_day(at)
        if lacking := outcome_lacks(whole_facts(held, outcome, on=on), at=at):
            raise ValidationError({"__all__": lacking})
        save_version(outcome, {"published_on": on, "published_by": by})
        keep_outcome_day(held)
        index_outcome(held)
        tell_now(held, at=at)
    return outcome


def keep_outcome_day(consultation: Consultation) -> None:
    """Bring the day that is kept of a locked consultation in step with its outcome: the one place that writes it."""
    outcome = outcome_of(consultation)
    consultation.outcome_on = outcome.published_on if outcome else None
    Consultation.objects.filter(pk=consultation.pk).update(outcome_on=consultation.outcome_on)
    touched(Consultation, [consultation.pk])


def index_outcome(consultation: Consultation) -> None:
    """Bring the search in step: a published outcome of a consultation that the public reads is found, no other."""
    outcome = outcome_of(consultation)
    key = str(consultation.pk)
    if outcome is None or outcome.published_on is None or not consultation.is_public:
        remove(kind=KIND, key=key)
        return
    themes = Theme.objects.filter(consultation=consultation)
    texts = [outcome.asked, outcome.said, outcome.done]
    texts += [text for one in themes for text in (one.name, one.said, one.done, one.not_done)]
    entry = Entry(
        key=key,
        title=f"Outcome: {consultation.title} ({consultation.reference})",
        summary=f"What {consultation.agency.name} was told, and what it does",
        body="\n\n".join(filter(None, texts)),
        url=outcome_address(consultation.slug),
    )
    put(kind=KIND, document=entry)


def _locked_outcome(consultation: Consultation) -> Outcome:
    return Outcome.objects.select_for_update().get_or_create(consultation=consultation)[0]


def _put_erratum(outcome: Outcome, note: str, *, by: Any, at: datetime) -> None:
    if not note:
        raise ValidationError({"note": NOTE})
    Erratum.objects.create(outcome=outcome, note=note, made_on=london_day(at), made_at=at, made_by=by)


def _cite(theme: Theme, cited: Collection[int]) -> None:
    """Cite exactly these tags; those whose answer was taken back stay cited, so that the page tells of them."""
    wanted = Tag.objects.filter(SHOWN_ON_THE_ANSWER, theme=theme, pk__in=cited)
    if wanted.count() != len(set(cited)):
        raise ValidationError({"cited": "One of these answers is not published any more: choose again"})
    shown = Tag.objects.filter(SHOWN_ON_THE_ANSWER, theme=theme, is_cited=True).exclude(pk__in=cited)
    Tag.objects.filter(pk__in=list(shown.values_list("pk", flat=True))).update(is_cited=False)
    Tag.objects.filter(pk__in=cited).update(is_cited=True)
