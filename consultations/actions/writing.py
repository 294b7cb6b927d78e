"""Writing a consultation: drafted, its steps saved, its questions asked, what was found explained."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from compact_portal.audit.actions import StaleVersion, free_slug, remember_slug, save_version
from compact_portal.audit.context import change
from compact_portal.lib.folding import fold
from consultations.actions.locks import locked_consultation, new_reference, require, require_officer
from consultations.actions.standing import refresh
from consultations.models import AskedGroup, Audience, Choice, Consultation, Explanation, Question
from consultations.queries.judging import state_of, was_public
from consultations.rules.audiences import AUDIENCES
from consultations.rules.checks import EXPLAINABLE
from consultations.rules.writing import TITLES, may_change
from signatories.models import Partner
from undertakings.queries.thresholds import Thresholds

# Words that other addresses beside /consultations/<slug>/ begin with.
TAKEN = frozenset({"follow", "following", "answer", "answers", "new", "feed", "calendar", "link", "links", "confirm", "end", "all"})


def draft_consultation(*, agency: Partner, values: Mapping[str, Any], by: Any, on: date) -> Consultation:
    """A new draft of an agency; nothing of it is public."""
    with change(by=by, why="Drafted the consultation", public=False):
        require_officer(agency, by=by)
        row = Consultation(agency=agency, reference=new_reference(on=on), **values)
        row.slug = _slug(row)
        row.save()
    return row


def _slug(row: Consultation) -> str:
    slug = free_slug(Consultation, row.title or row.reference, keep=row if row.pk else None)
    return free_slug(Consultation, f"{slug}-{row.reference}", keep=row if row.pk else None) if slug in TAKEN else slug


def open_step(row: Consultation, step: str, *, at: datetime) -> None:
    """ValidationError with the reason, where a step of a locked consultation may not be changed at an instant."""
    state = state_of(row, Thresholds(), at=at)
    require(may_change(step, state=state, is_submitted=row.submitted_at is not None))


def save_step(
    *, consultation: Consultation, step: str, version: int, values: Mapping[str, Any], by: Any, at: datetime
) -> Consultation:
    """Write one step's columns; with `audiences` and `groups`, a pair of name and whom it speaks for each, those as well.

    A new title gives a new address, and one that was public goes on working. Raises StaleVersion and ValidationError.
    """
    own = dict(values)
    audiences, groups = own.pop("audiences", None), own.pop("groups", None)
    with change(by=by, why=f"Changed the consultation: {TITLES[step].lower()}", public=consultation.is_public):
        row = locked_consultation(consultation.pk, by=by, version=version)
        open_step(row, step, at=at)
        before, title = row.slug, row.title
        for name, value in own.items():
            setattr(row, name, value)
        if row.title != title:
            row.slug = _slug(row)
        save_version(row, {})
        if was_public(row):
            remember_slug(row, before, row.slug)
        if audiences is not None:
            _set_audiences(row, audiences)
        if groups is not None:
            _set_groups(row, groups)
        refresh(row)
    return row


def _set_audiences(row: Consultation, keys: Sequence[str]) -> None:
    wanted = set(keys) & AUDIENCES.keys()
    Audience.objects.filter(consultation=row).exclude(key__in=wanted).delete()
    held = set(row.audiences.values_list("key", flat=True))
    for key in sorted(wanted - held):
        Audience.objects.create(consultation=row, key=key)


def _set_groups(row: Consultation, groups: Sequence[tuple[str, str]]) -> None:
    """Groups as (name, whom it speaks for), each name once; a name of one partner alone is tied to it."""
    wanted: dict[str, str] = {}
    for name, speaks_for in groups:
        wanted.setdefault(name, speaks_for)
    for gone in AskedGroup.objects.filter(consultation=row).exclude(name__in=wanted):
        gone.delete()
    held = {one.name: one for one in AskedGroup.objects.filter(consultation=row)}
    partners = _partners_called(wanted.keys() - held.keys())
    for name, speaks_for in wanted.items():
        one = held.get(name)
        if one is None:
            AskedGroup.objects.create(consultation=row, name=name, speaks_for=speaks_for, partner=partners.get(name))
        elif one.speaks_for != speaks_for:
            one.speaks_for = speaks_for
            one.save()


def _partners_called(names: Any) -> dict[str, Partner]:
    keys = {fold(name)[:210]: name for name in names}
    found: dict[str, list[Partner]] = {}
    for partner in Partner.objects.listed().filter(name_key__in=keys):
        found.setdefault(keys[partner.name_key], []).append(partner)
    return {name: partners[0] for name, partners in found.items() if len(partners) == 1}


def save_question(
    *, consultation: Consultation, question: Question | None, version: int | None, values: Mapping[str, Any],
    choices: Sequence[str], by: Any, at: datetime,
) -> Question:  # fmt: skip
    """One question with its choices, made or changed, until approval is asked for. Raises StaleVersion and ValidationError.

    Its `position` is where it stands from then on; the others move up or down.
    """
    with change(by=by, why="Wrote a question", public=False):
        held = locked_consultation(consultation.pk, by=by)
        open_step(held, "questions", at=at)
        row = _question(held, question, version)
        for name, value in values.items():
            setattr(row, name, value)
        place = row.position
        others = [one for one in held.questions.order_by("position", "pk") if one.pk != row.pk]
        others.insert(max(0, min(place - 1, len(others))), row)
        row.position = others.index(row) + 1
        save_version(row, {})
        _set_choices(row, choices)
        _number(others)
        save_version(held, {})
        refresh(held)
    return row


def _question(held: Consultation, question: Question | None, version: int | None) -> Question:
    if question is None:
        return Question(consultation=held, version=0)
    row = Question.objects.select_for_update().filter(pk=question.pk, consultation=held).first()
    if row is None:
        raise ValidationError({"__all__": "Somebody has taken this question out meanwhile"})
    if row.version != version:
        raise StaleVersion(row)
    return row


def _set_choices(row: Question, choices: Sequence[str]) -> None:
    held = list(row.choices.values_list("words", flat=True))
    if held != list(choices):
        row.choices.all().delete()
        for position, words in enumerate(choices, start=1):
            Choice.objects.create(question=row, position=position, words=words)


def _number(questions: Sequence[Question]) -> None:
    for position, one in enumerate(questions, start=1):
        if one.position != position:
            save_version(one, {"position": position})


def drop_question(*, consultation: Consultation, question: Question, version: int, by: Any, at: datetime) -> None:
    """A question goes; its history stays. Raises StaleVersion and ValidationError."""
    with change(by=by, why="Took a question out", public=False):
        held = locked_consultation(consultation.pk, by=by)
        open_step(held, "questions", at=at)
        row = _question(held, question, version)
        row.delete()
        _number(list(held.questions.order_by("position", "pk")))
        save_version(held, {})
        refresh(held)


def explain(*, consultation: Consultation, key: str, words: str, by: Any, at: datetime) -> None:
    """Why something that was found stays as it is; empty words take the explanation back. Published with the consultation."""
    with change(by=by, why="Explained what was found before it opens", public=False):
        row = locked_consultation(consultation.pk, by=by)
        open_step(row, "proposal", at=at)
        if key not in EXPLAINABLE:
            raise ValidationError({"__all__": "This has to be mended: it cannot be explained"})
        held = Explanation.objects.filter(consultation=row, check_key=key)
        if not words:
            held.delete()
        elif not held.update(words=words, made_at=at, made_by=by):
            Explanation.objects.create(consultation=row, check_key=key, words=words, made_at=at, made_by=by)
        save_version(row, {})
        refresh(row)
