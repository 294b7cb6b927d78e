"""Where a coordinator keeps the reference: six kinds, one set of views, one form for each (forms/kinds.py)."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from compact_portal.audit.actions import StaleVersion
from compact_portal.audit.forms import VersionForm
from compact_portal.lib.clock import today
from compact_portal.lib.needs import needs
from undertakings.actions import reference as actions
from undertakings.forms.kinds import KINDS, Kind, kind_of
from undertakings.models import Contact
from undertakings.queries.kept import counts, rows_of, used_by
from undertakings.views.trail import trail
from undertakings.views.workspace import WORKSPACE, form_page, read_or_send, sent

REFERENCE = ("Reference", "undertakings:reference_list")


@needs("reference.edit")
@require_safe
def reference_list(request: HttpRequest) -> HttpResponse:
    """The six kinds, with how many rows each has."""
    numbers = counts(kind.model for kind in KINDS)
    kinds = [{"kind": kind, "count": numbers[kind.model]} for kind in KINDS]
    context = {"kinds": kinds, "crumbs": trail("Reference", WORKSPACE)}
    return render(request, "undertakings/reference_list.html", context)


@needs("reference.edit")
@require_safe
def reference_detail(request: HttpRequest, kind: str) -> HttpResponse:
    """The rows of one kind, all of them or those that hold what is looked for."""
    chosen = kind_of(kind)
    wanted = request.GET.get("q", "")[:100]
    rows, more = rows_of(chosen.model, wanted, title=chosen.title, about=chosen.about, on=today())
    context = {
        "kind": chosen, "rows": rows, "more": more, "wanted": wanted,
        "crumbs": trail(chosen.many, WORKSPACE, REFERENCE),
    }  # fmt: skip
    return render(request, "undertakings/reference_detail.html", context)


@needs("reference.edit")
@read_or_send
def reference_create(request: HttpRequest, kind: str) -> HttpResponse:
    chosen = kind_of(kind)
    form = chosen.form(sent(request), on=today(), submit=f"Add the {chosen.one}")
    if form.is_bound and form.is_valid():
        try:
            note = form.cleaned_data["note"]
            row = actions.add_reference(chosen.model, values=form.values(), by=request.user, note=note)
            messages.success(request, f"“{chosen.title(row)}” is added.")
            return redirect("undertakings:reference_detail", kind)
        except ValidationError as taken:
            form.tell_refused(taken)
    return _new_page(request, chosen, form)


@needs("reference.edit")
@read_or_send
def reference_update(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    chosen, on = kind_of(kind), today()
    row = chosen.model._default_manager.filter(pk=pk).first()
    if row is None:
        return _row_gone(request, chosen, pk)
    form = chosen.form(sent(request), instance=copy(row), on=on, submit="Save")
    if form.is_bound and form.is_valid():
        try:
            version, note = form.cleaned_data["version"], form.cleaned_data["note"]
            actions.save_reference(row, version=version, values=form.values(), by=request.user, note=note)
            messages.success(request, f"“{chosen.title(row)}” is saved.")
            return redirect("undertakings:reference_detail", kind)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as taken:
            form.tell_refused(taken)
        except ObjectDoesNotExist:
            return _row_gone(request, chosen, pk)
    context = {"kind": chosen, "row": row, "title": chosen.title(row), "entries": form.history()}
    crumbs = trail(chosen.title(row), WORKSPACE, REFERENCE, _list_of(chosen))
    return form_page(request, "undertakings/reference_update.html", form, crumbs=crumbs, **context)


@needs("reference.edit")
@read_or_send
def reference_delete(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Asks before a row is taken away."""
    chosen = kind_of(kind)
    row = get_object_or_404(chosen.model, pk=pk)
    form = VersionForm(sent(request), version=row.version, button=f"Delete the {chosen.one}", style="stop")
    if form.is_bound and form.is_valid():
        try:
            actions.delete_reference(row, version=form.cleaned_data["version"], by=request.user)
            messages.success(request, f"“{chosen.title(row)}” is deleted.")
            return redirect("undertakings:reference_detail", kind)
        except StaleVersion as stale:
            row = stale.row
            form.tell_stale(row)
    edit = reverse("undertakings:reference_update", args=[kind, pk])
    crumbs = trail("Delete", WORKSPACE, REFERENCE, _list_of(chosen), (chosen.title(row), edit))
    context = {"kind": chosen, "row": row, "title": chosen.title(row), "about": chosen.about(row), "used": used_by(row)}
    return form_page(request, "undertakings/reference_delete.html", form, crumbs=crumbs, **context)


@needs("reference.edit")
@require_POST
def contact_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Says that a contact is right as of today."""
    contact = get_object_or_404(Contact, pk=pk)
    form = VersionForm(request.POST, version=contact.version)
    try:
        if not form.is_valid():
            messages.error(request, "The button came without what the page showed. Press it once more.")
            return redirect("undertakings:reference_detail", "contacts")
        actions.confirm_contact(contact, version=form.cleaned_data["version"], on=today(), by=request.user)
        messages.success(request, f"{contact} is confirmed as of today.")
    except StaleVersion:
        messages.error(request, f"Somebody has changed {contact} meanwhile, so it is not confirmed. Look at it again.")
    except Contact.DoesNotExist:
        messages.error(request, f"Somebody has deleted {contact} meanwhile.")
    return redirect("undertakings:reference_detail", "contacts")


def _list_of(kind: Kind) -> tuple[str, str]:
    return kind.many, reverse("undertakings:reference_detail", args=[kind.key])


def _new_page(request: HttpRequest, kind: Kind, form: Any) -> HttpResponse:
    crumbs = trail(kind.a_new, WORKSPACE, REFERENCE, _list_of(kind))
    return form_page(request, "undertakings/reference_create.html", form, kind=kind, crumbs=crumbs)


def _row_gone(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    """Somebody deleted the row. What was typed meanwhile is offered as a new one."""
    if request.method != "POST":
        get_object_or_404(kind.model, pk=pk)
    action = reverse("undertakings:reference_create", args=[kind.key])
    form = kind.form(request.POST, on=today(), submit=f"Add the {kind.one}", action=action)
    form.add_error(None, f"Somebody has deleted this {kind.one}. What you typed stands below: save it to add it again.")
    return _new_page(request, kind, form)
