"""Writing an outcome: in steps, previewed, published once it is whole, corrected with a note."""

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
from compact_portal.lib.clock import now
from compact_portal.lib.dates import london_day
from consultations.actions.outcomes import publish_outcome, save_outcome, save_theme_part
from consultations.forms.outcomes import STEPS, OutcomeForm, ThemePartForm
from consultations.models import Consultation, Outcome
from consultations.queries import outcome as queries
from consultations.rules.outcome_whole import outcome_lacks
from consultations.views.answers import DESK
from consultations.views.guards import consultation_page_of
from consultations.views.themes import theme_or_404
from undertakings.views.trail import trail
from undertakings.views.workspace import WORKSPACE, form_page, read_or_send, sent


def hub(consultation: Consultation) -> HttpResponse:
    """To the page from which all parts of an outcome are reached."""
    return redirect("consultations:own_outcome_detail", consultation.slug)


def back(consultation: Consultation) -> tuple[str, str]:
    """The crumb that leads there."""
    return "Outcome", reverse("consultations:own_outcome_detail", args=[consultation.slug])


@consultation_page_of
@require_safe
def own_outcome_detail(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """The parts of an outcome, what is lacking, and by when it is due."""
    at = now()
    outcome = queries.outcome_of(consultation)
    facts = queries.whole_facts(consultation, outcome, on=london_day(at))
    context = {
        **queries.outcome_hub(consultation, outcome, facts, on=london_day(at)),
        "lacking": outcome_lacks(facts, at=at),
        "steps": [_step(consultation, outcome, key, late=facts.is_late) for key in STEPS],
        "crumbs": trail("Outcome", WORKSPACE, DESK),
    }
    return render(request, "consultations/own_outcome_detail.html", context)


def _step(consultation: Consultation, outcome: Outcome | None, key: str, *, late: bool) -> dict[str, str]:
    """A part as the task list shows it."""
    title, columns = STEPS[key]
    done = outcome is not None and all(getattr(outcome, column) for column in columns)
    needed = key != "late" or late
    state, tone = ("Written", "good") if done else ("To be written", "warn") if needed else ("Not needed", "wait")
    url = reverse("consultations:outcome_update", args=[consultation.slug, key])
    return {"label": title, "url": url, "hint": "", "state": state, "tone": tone}


@consultation_page_of
@read_or_send
def outcome_update(request: HttpRequest, consultation: Consultation, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404("There is no such part.")
    held = queries.outcome_of(consultation) or Outcome(consultation=consultation)
    form = OutcomeForm(sent(request), instance=copy(held), step=step)
    if form.is_bound and form.is_valid():
        typed = {"version": form.cleaned_data["version"], "values": form.values(), "note": form.note}
        try:
            save_outcome(consultation=consultation, **typed, by=request.user, at=now())
            messages.success(request, "Saved.")
            return hub(consultation)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            form.tell_refused(refusal)
    return _page(request, consultation, form, "outcome_update", STEPS[step][0], outcome=held)


@consultation_page_of
@read_or_send
def outcome_theme_update(request: HttpRequest, consultation: Consultation, pk: int) -> HttpResponse:
    """What the outcome says on one theme, and which published answers it cites."""
    theme = theme_or_404(consultation, pk)
    outcome = queries.outcome_of(consultation)
    offered = queries.citable_tags(theme, most=queries.MOST_OFFERED)
    published = outcome is not None and outcome.published_on is not None
    cited = [tag.pk for tag in offered if tag.is_cited]
    choices = [(str(tag.pk), queries.quoted(tag)) for tag in offered]
    form = ThemePartForm(sent(request), instance=copy(theme), choices=choices, cited=cited, published=published)
    if form.is_bound and form.is_valid():
        typed = {"version": form.cleaned_data["version"], "values": form.values(), "note": form.note}
        try:
            save_theme_part(theme=theme, **typed, cited=form.cited_tags(), by=request.user, at=now())
            messages.success(request, "Saved.")
            return hub(consultation)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            form.tell_refused(refusal)
    return _page(request, consultation, form, "outcome_theme_update", theme.name, theme=theme, citable=bool(choices))


@consultation_page_of
@require_safe
def outcome_preview(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """As the public will read it."""
    outcome = queries.outcome_of(consultation)
    if outcome is None:
        raise Http404("Nothing of the outcome is written yet.")
    context = queries.outcome_page(consultation, outcome, on=london_day(now()))
    context["crumbs"] = trail("Preview", WORKSPACE, DESK, back(consultation))
    return render(request, "consultations/outcome_preview.html", context)


@consultation_page_of
@read_or_send
def outcome_publish(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """The button that makes it public, for good."""
    outcome = queries.outcome_of(consultation)
    form = VersionForm(sent(request), version=outcome.version if outcome else 1, button="Publish the outcome")
    at = now()
    if form.is_bound and form.is_valid():
        try:
            publish_outcome(consultation=consultation, version=form.cleaned_data["version"], by=request.user, at=at)
            messages.success(request, "The outcome is published. Who follows or has answered is told.")
            return hub(consultation)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    lacking = outcome_lacks(queries.whole_facts(consultation, outcome, on=london_day(at)), at=at)
    return _page(request, consultation, form, "outcome_publish", "Publish it", lacking=lacking)


def _page(request: HttpRequest, consultation: Consultation, form: Any, name: str, title: str, **more: Any) -> HttpResponse:
    crumbs = trail(title, WORKSPACE, DESK, back(consultation))
    more |= {"consultation": consultation, "title": title, "crumbs": crumbs}
    return form_page(request, f"consultations/{name}.html", form, **more)
