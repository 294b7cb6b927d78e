"""Writing what belongs to an agreement, with the verdict shown before it is saved."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from compact_portal.audit.actions import StaleVersion
from compact_portal.audit.forms import VersionForm, VoidForm
from compact_portal.lib.clock import now, today
from funding.actions.agreements import allocate, years_of
from funding.actions.parts import PARTS, drop_objective, put_costs, put_objective, put_schedule, save_part, void_part
from funding.forms.agreements import CostPlanForm, ScheduleForm, YearsForm
from funding.forms.parts import CHECK, FORMS, ObjectiveForm, PartForm
from funding.models import Agreement, Objective
from funding.queries import preview
from funding.queries.desk import row_of
from funding.views.agreements import back, hub
from funding.views.desk import DESK
from funding.views.guards import agreement_page_of
from undertakings.views.trail import trail
from undertakings.views.workspace import WORKSPACE, form_page, read_or_send, sent


def _new_row(agreement: Agreement, part: str) -> Any:
    """An empty row of a kind, tied to its agreement."""
    model = PARTS[part]
    if part == "returns":
        return model(recipient=agreement.recipient)
    if part == "support":
        return model(agreement=agreement, funder=agreement.funder, recipient=agreement.recipient)
    return model(agreement=agreement)


def _check_part(part: str, agreement: Agreement) -> None:
    if part not in FORMS:
        raise Http404("There is nothing of that kind.")
    if part in ("returns", "support") and agreement.recipient is None:
        raise Http404("Say first who receives the funding.")


@agreement_page_of
@read_or_send
def part_create(request: HttpRequest, agreement: Agreement, part: str) -> HttpResponse:
    _check_part(part, agreement)
    form = FORMS[part](sent(request), instance=_new_row(agreement, part), on=today())
    return _written(request, agreement, part, form, None, "funding/part_create.html")


@agreement_page_of
@read_or_send
def part_update(request: HttpRequest, agreement: Agreement, part: str, pk: int) -> HttpResponse:
    _check_part(part, agreement)
    row = row_of(agreement, PARTS[part], pk)
    if row is None or row.voided_at is not None:
        raise Http404("There is no such record.")
    form = FORMS[part](sent(request), instance=copy(row), on=today())
    return _written(request, agreement, part, form, row, "funding/part_update.html")


def _written(request: HttpRequest, agreement: Agreement, part: str, form: PartForm, row: Any, template: str) -> HttpResponse:
    """The form of one part: looked at, checked before it is saved, or saved."""
    shown = preview.of_part(agreement, part, form, on=today())
    if form.is_bound and form.is_valid() and CHECK not in request.POST:
        try:
            version = form.cleaned_data["version"] if row is not None else None
            held = row if row is not None else _new_row(agreement, part)
            why = f"{'Changed' if row is not None else 'Recorded'}: {form.title.lower()}"
            save_part(agreement=agreement, row=held, version=version, values=form.values(), by=request.user, why=why)
            messages.success(request, f"{form.title}: saved.")
            return hub(agreement)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            form.tell_refused(refusal)
    crumbs = trail(form.title, WORKSPACE, DESK, back(agreement))
    context = {"agreement": agreement, "part": part, "row": row, "preview": shown, "crumbs": crumbs}
    return form_page(request, template, form, **context)


@agreement_page_of
@require_safe
def part_list(request: HttpRequest, agreement: Agreement, part: str) -> HttpResponse:
    """The rows of one kind, those marked as mistakes too."""
    _check_part(part, agreement)
    context = {
        "agreement": agreement, "part": part, "title": FORMS[part].title, "rows": preview.rows_of(agreement, PARTS[part]),
        "crumbs": trail(FORMS[part].title, WORKSPACE, DESK, back(agreement)),
    }  # fmt: skip
    return render(request, "funding/part_list.html", context)


@agreement_page_of
@read_or_send
def part_void(request: HttpRequest, agreement: Agreement, part: str, pk: int) -> HttpResponse:
    _check_part(part, agreement)
    row = row_of(agreement, PARTS[part], pk)
    if row is None or row.voided_at is not None:
        raise Http404("There is no such record.")
    form = VoidForm(sent(request), version=row.version)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        try:
            void_part(agreement=agreement, row=row, version=typed["version"], reason=typed["reason"], by=request.user, at=now())
            messages.success(request, f"{FORMS[part].title}: marked as a mistake.")
            return hub(agreement)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    crumbs = trail("Mark it as a mistake", WORKSPACE, DESK, back(agreement))
    return form_page(request, "funding/part_void.html", form, agreement=agreement, row=row, crumbs=crumbs)


@agreement_page_of
@read_or_send
def schedule_create(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    """Instalments from a schedule; each can be changed afterwards."""
    remaining = preview.remaining(agreement)
    form = ScheduleForm(sent(request), version=agreement.version, remaining=remaining, first_on=agreement.start_on)
    if form.is_bound and form.is_valid():
        try:
            made = put_schedule(agreement=agreement, version=form.cleaned_data["version"], due=form.due(), by=request.user)
            messages.success(request, f"{len(made)} instalments are made. Change any of them where it differs.")
            return hub(agreement)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            form.add_error("pence", refusal.messages)
    crumbs = trail("Schedule", WORKSPACE, DESK, back(agreement))
    return form_page(request, "funding/schedule_create.html", form, agreement=agreement, remaining=remaining, crumbs=crumbs)


@agreement_page_of
@read_or_send
def year_update(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    """What is promised for each financial year."""
    if agreement.start_on is None or agreement.end_on is None:
        raise Http404("Enter the first and the last day first.")
    held = {row.year: (row.pence, row.is_firm) for row in agreement.allocations.all()}
    years = years_of(agreement.start_on, agreement.end_on)
    form = YearsForm(sent(request), version=agreement.version, years=years, held=held)
    if form.is_bound and form.is_valid():
        try:
            allocate(agreement=agreement, version=form.cleaned_data["version"], years=form.rows(), by=request.user)
            messages.success(request, "The years are saved.")
            return hub(agreement)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            form.add_error(f"pence_{years[0]}", refusal.messages)
    crumbs = trail("Years", WORKSPACE, DESK, back(agreement))
    return form_page(request, "funding/year_update.html", form, agreement=agreement, crumbs=crumbs)


@agreement_page_of
@read_or_send
def cost_plan_update(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    """The full-cost calculator."""
    lines = list(agreement.cost_lines.all())
    form = CostPlanForm(sent(request), version=agreement.version, lines=lines)
    valid = form.is_bound and form.is_valid()
    if valid and CHECK not in request.POST:
        try:
            put_costs(agreement=agreement, version=form.cleaned_data["version"], lines=form.lines(), by=request.user)
            messages.success(request, "The cost plan is saved.")
            return hub(agreement)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
    cost = preview.of_costs(agreement, form.lines() if valid else None)
    crumbs = trail("Cost plan", WORKSPACE, DESK, back(agreement))
    return form_page(request, "funding/cost_plan_update.html", form, agreement=agreement, cost=cost, crumbs=crumbs)


@agreement_page_of
@read_or_send
def objective_create(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    return _objective(request, agreement, None, "funding/objective_create.html")


@agreement_page_of
@read_or_send
def objective_update(request: HttpRequest, agreement: Agreement, pk: int) -> HttpResponse:
    row = row_of(agreement, Objective, pk)
    if row is None:
        raise Http404("There is no such objective.")
    return _objective(request, agreement, row, "funding/objective_update.html")


def _objective(request: HttpRequest, agreement: Agreement, row: Objective | None, template: str) -> HttpResponse:
    form = ObjectiveForm(sent(request), initial=preview.of_objective(row))
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        try:
            put_objective(
                agreement=agreement, objective=row, version=typed["version"], words=typed["words"],
                indicator=form.indicator_values(), by=request.user,
            )  # fmt: skip
            messages.success(request, "The objective is saved.")
            return hub(agreement)
        except StaleVersion:
            said = "Somebody has saved this objective after you opened it. Open it again to see what changed; yours stands here."
            form.add_error(None, said)
    crumbs = trail("Objective", WORKSPACE, DESK, back(agreement))
    return form_page(request, template, form, agreement=agreement, row=row, crumbs=crumbs)


@agreement_page_of
@read_or_send
def objective_delete(request: HttpRequest, agreement: Agreement, pk: int) -> HttpResponse:
    row = row_of(agreement, Objective, pk)
    if row is None:
        raise Http404("There is no such objective.")
    form = VersionForm(sent(request), version=row.version, button="Take the objective out", style="stop")
    if form.is_bound and form.is_valid():
        try:
            drop_objective(agreement=agreement, objective=row, version=form.cleaned_data["version"], by=request.user)
            messages.success(request, "The objective is taken out.")
            return hub(agreement)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    crumbs = trail("Take it out", WORKSPACE, DESK, back(agreement))
    return form_page(request, "funding/objective_delete.html", form, agreement=agreement, row=row, crumbs=crumbs)
