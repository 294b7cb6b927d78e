"""Themes of a consultation's answers: made, renamed, merged, taken out."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from compact_portal.audit.actions import StaleVersion
from compact_portal.audit.forms import VersionForm
from consultations.actions.themes import add_theme, drop_theme, merge_themes, rename_theme
from consultations.forms.outcomes import MergeForm, ThemeForm
from consultations.models import Consultation, Theme
from consultations.queries.outcome import outcome_of, themes_of
from consultations.views.answers import DESK, refuse, to_answers
from consultations.views.guards import consultation_page_of
from undertakings.views.trail import trail
from undertakings.views.workspace import WORKSPACE, form_page, read_or_send, sent


def _to_themes(consultation: Consultation) -> tuple[str, str]:
    return "Themes", reverse("consultations:theme_list", args=[consultation.slug])


def theme_or_404(consultation: Consultation, pk: int) -> Theme:
    """The theme of that number, of this consultation."""
    theme = Theme.objects.select_related("consultation").filter(consultation=consultation, pk=pk).first()
    if theme is None:
        raise Http404("There is no such theme.")
    return theme


@consultation_page_of
@require_safe
def theme_list(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """Every theme, with what can be done about it."""
    outcome = outcome_of(consultation)
    context = {
        "consultation": consultation,
        "themes": themes_of(consultation),
        "frozen": outcome is not None and outcome.published_on is not None,
        "crumbs": trail("Themes", WORKSPACE, DESK, to_answers(consultation)),
    }
    return render(request, "consultations/theme_list.html", context)


@consultation_page_of
@read_or_send
def theme_create(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    form = ThemeForm(sent(request), instance=Theme(consultation=consultation))
    if form.is_bound and form.is_valid():
        try:
            made = add_theme(consultation=consultation, name=form.cleaned_data["name"], by=request.user)
            messages.success(request, f"“{made.name}” is a theme now.")
            return redirect("consultations:theme_list", consultation.slug)
        except ValidationError as refusal:
            form.tell_refused(refusal)
    return _page(request, consultation, form, "theme_create", "New theme")


@consultation_page_of
@read_or_send
def theme_update(request: HttpRequest, consultation: Consultation, pk: int) -> HttpResponse:
    theme = theme_or_404(consultation, pk)
    form = ThemeForm(sent(request), instance=copy(theme))
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        try:
            rename_theme(theme=theme, version=typed["version"], name=typed["name"], by=request.user)
            messages.success(request, "The theme is renamed.")
            return redirect("consultations:theme_list", consultation.slug)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            form.tell_refused(refusal)
    return _page(request, consultation, form, "theme_update", theme.name, theme=theme)


@consultation_page_of
@read_or_send
def theme_merge(request: HttpRequest, consultation: Consultation, pk: int) -> HttpResponse:
    """One theme goes into another."""
    theme = theme_or_404(consultation, pk)
    others = [one for one in themes_of(consultation) if one.pk != theme.pk]
    form = MergeForm(sent(request), version=theme.version, others=others)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        try:
            merged = merge_themes(theme=theme, version=typed["version"], into=form.others[typed["into"]], by=request.user)
            messages.success(request, f"“{theme.name}” is now part of “{merged.name}”.")
            return redirect("consultations:theme_list", consultation.slug)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            refuse(form, refusal)
    return _page(request, consultation, form, "theme_merge", "Merge themes", theme=theme, others=others)


@consultation_page_of
@read_or_send
def theme_delete(request: HttpRequest, consultation: Consultation, pk: int) -> HttpResponse:
    theme = theme_or_404(consultation, pk)
    form = VersionForm(sent(request), version=theme.version, button="Take the theme out", style="stop")
    if form.is_bound and form.is_valid():
        try:
            drop_theme(theme=theme, version=form.cleaned_data["version"], by=request.user)
            messages.success(request, f"“{theme.name}” is taken out.")
            return redirect("consultations:theme_list", consultation.slug)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            refuse(form, refusal)
    return _page(request, consultation, form, "theme_delete", "Take a theme out", theme=theme)


def _page(request: HttpRequest, consultation: Consultation, form: Any, name: str, title: str, **more: Any) -> HttpResponse:
    crumbs = trail(title, WORKSPACE, DESK, to_answers(consultation), _to_themes(consultation))
    return form_page(request, f"consultations/{name}.html", form, consultation=consultation, crumbs=crumbs, **more)
