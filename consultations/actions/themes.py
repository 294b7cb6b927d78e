"""Themes of a consultation's answers, and which answers speak of them. Under the consultation's lock."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef

from compact_portal.audit.actions import locked, save_version
from compact_portal.audit.context import change
from compact_portal.lib.folding import fold
from consultations.actions.locks import locked_consultation
from consultations.models import Answer, Consultation, Outcome, Response, Tag, Theme

FROZEN = "The outcome is published, so its themes stay as they are. What is wrong in it is corrected there, with a note."
TEXTS = ("said", "done", "not_done")


def add_theme(*, consultation: Consultation, name: str, by: Any) -> Theme:
    """A new theme, after those that are there. ValidationError where one is called so, or the outcome is published."""
    with change(by=by, why="Made a theme", public=False):
        _changeable(consultation, by=by)
        return _added(consultation, name)


def rename_theme(*, theme: Theme, version: int, name: str, by: Any) -> Theme:
    """Call a theme otherwise. Raises StaleVersion, and ValidationError as `add_theme` does."""
    with change(by=by, why="Renamed the theme", public=False):
        _changeable(theme.consultation, by=by)
        row = locked(Theme, theme.pk, version=version)
        _require_free(row.consultation_id, name, but=row.pk)
        save_version(row, {"name": name})
    return row


def merge_themes(*, theme: Theme, version: int, into: Theme, by: Any) -> Theme:
    """One theme goes into another: its tags, its citations and its words. Raises StaleVersion and ValidationError."""
    with change(by=by, why=f"Merged the theme “{theme.name}” into “{into.name}”", public=False):
        _changeable(theme.consultation, by=by)
        row, target = locked(Theme, theme.pk, version=version), locked(Theme, into.pk, version=None)
        if row.pk == target.pk or row.consultation_id != target.consultation_id:
            raise ValidationError({"into": "Choose another theme of this consultation"})
        cited = Tag.objects.filter(theme=row, is_cited=True).values("answer")
        Tag.objects.filter(theme=target, answer__in=cited).update(is_cited=True)
        held = Tag.objects.filter(theme=target, answer=OuterRef("answer"))
        Tag.objects.filter(theme=row).exclude(Exists(held)).update(theme=target)
        # Words of both stay, one below the other: nothing that somebody wrote is lost.
        words = {name: "\n\n".join(filter(None, (getattr(target, name), getattr(row, name)))) for name in TEXTS}
        save_version(target, words)
        row.delete()
    return target


def drop_theme(*, theme: Theme, version: int, by: Any) -> None:
    """Take a theme out, with its tags. Raises StaleVersion, and ValidationError where the outcome is published."""
    with change(by=by, why="Took the theme out", public=False):
        _changeable(theme.consultation, by=by)
        row = locked(Theme, theme.pk, version=version)
        tagged = list(Tag.objects.filter(theme=row).values_list("answer__response", flat=True).distinct())
        row.delete()
        _keep_tagged(tagged)


def tag_answer(*, answer: Answer, add: Collection[int], take: Collection[int], name: str, by: Any) -> None:
    """Say of which themes an answer speaks: those to add and to take away, and a new one by its name.

    What another officer tagged meanwhile stays. ValidationError where the new theme cannot be, or a citation would be lost.
    """
    with change(by=by, why="Tagged an answer", public=False):
        consultation = locked_consultation(answer.response.consultation_id, by=by)
        themes = set(Theme.objects.filter(consultation=consultation, pk__in=add).values_list("pk", flat=True))
        if name:
            _require_changeable(consultation)
            themes.add(_added(consultation, name).pk)
        going = Tag.objects.filter(answer=answer, theme__in=set(take) - themes)
        if going.filter(is_cited=True).exists():
            raise ValidationError({"themes": "The outcome cites this answer under that theme: take the citation out first"})
        going.delete()
        Tag.objects.bulk_create(
            [Tag(answer=answer, theme_id=number, made_by=by) for number in sorted(themes)], ignore_conflicts=True
        )
        _keep_tagged([answer.response_id])


def _changeable(consultation: Consultation, *, by: Any) -> None:
    _require_changeable(locked_consultation(consultation.pk, by=by))


def _require_changeable(consultation: Consultation) -> None:
    """Themes change until the outcome is out; whoever has its draft open is told that something did."""
    outcome = Outcome.objects.select_for_update().filter(consultation=consultation).first()
    if outcome is None:
        return
    if outcome.published_on is not None:
        raise ValidationError({"__all__": FROZEN})
    save_version(outcome, {})


def _require_free(consultation: int, name: str, *, but: int = 0) -> None:
    others = Theme.objects.filter(consultation=consultation).exclude(pk=but).values_list("name", flat=True)
    if fold(name) in {fold(other) for other in others}:
        raise ValidationError({"name": "There is a theme of that name already"})


def _added(consultation: Consultation, name: str) -> Theme:
    _require_free(consultation.pk, name)
    last = Theme.objects.filter(consultation=consultation).order_by("-position").values_list("position", flat=True).first()
    return Theme.objects.create(consultation=consultation, name=name, position=(last or 0) + 1)


def _keep_tagged(responses: Collection[int]) -> None:
    """Bring what is kept of responses in step with their tags."""
    tags = Tag.objects.filter(answer__response=OuterRef("pk"))
    Response.objects.filter(pk__in=responses).update(is_tagged=Exists(tags))
