"""What belongs to a consultation: its questions, its documents, its window."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from compact_portal.audit.actions import StaleVersion
from compact_portal.audit.forms import VersionForm
from compact_portal.lib.clock import now
from compact_portal.lib.dates import london_day
from consultations.actions.documents import add_document, void_document
from consultations.actions.window import close_early, set_window
from consultations.actions.writing import drop_question, save_question
from consultations.forms.parts import CloseForm, DocumentForm, QuestionForm, WindowForm
from consultations.forms.writing import ReasonForm, tell
from consultations.models import Consultation, Document, Question
from consultations.queries.desk import question_of
from consultations.queries.parts import agreeable, document_of, window_page
from consultations.queries.tasks import may_change_now
from consultations.rules.window import earliest_close
from consultations.views.files import file_answer
from consultations.views.guards import consultation_page_of
from consultations.views.writing import hub, path_to, require_open
from undertakings.views.workspace import form_page, read_or_send, sent


@consultation_page_of
@require_safe
def question_list(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    context = {
        "consultation": consultation,
        "rows": consultation.questions.prefetch_related("choices"),
        "permit": may_change_now(consultation, "questions", at=now()),
        "crumbs": path_to(consultation, "Questions"),
    }
    return render(request, "consultations/question_list.html", context)


@consultation_page_of
@read_or_send
def question_create(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    row = Question(consultation=consultation, position=consultation.questions.count() + 1)
    return _question(request, consultation, row, "question_create", "New question")


@consultation_page_of
@read_or_send
def question_update(request: HttpRequest, consultation: Consultation, pk: int) -> HttpResponse:
    row = question_of(consultation, pk)
    if row is None:
        raise Http404("No question has this address.")
    return _question(request, consultation, row, "question_update", "Change the question")


def _question(request: HttpRequest, consultation: Consultation, row: Question, name: str, title: str) -> HttpResponse:
    at = now()
    require_open(consultation, "questions", at)
    form = QuestionForm(sent(request), instance=row, undertakings=agreeable(on=london_day(at)))
    if form.is_bound and form.is_valid():
        try:
            save_question(
                consultation=consultation, question=row if row.pk else None, version=form.cleaned_data["version"],
                values=form.values(), choices=form.offered(), by=request.user, at=at,
            )  # fmt: skip
            messages.success(request, "The question is saved.")
            return redirect("consultations:question_list", consultation.slug)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            tell(form, refusal)
    context = {"consultation": consultation, "question": row, "title": title, "crumbs": path_to(consultation, title)}
    return form_page(request, f"consultations/{name}.html", form, **context)


@consultation_page_of
@read_or_send
def question_delete(request: HttpRequest, consultation: Consultation, pk: int) -> HttpResponse:
    row, at = question_of(consultation, pk), now()
    if row is None:
        raise Http404("No question has this address.")
    require_open(consultation, "questions", at)
    form = VersionForm(sent(request), version=row.version, button="Take it out", style="stop")
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            drop_question(consultation=consultation, question=row, version=version, by=request.user, at=at)
            messages.success(request, "The question is taken out.")
            return redirect("consultations:question_list", consultation.slug)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            tell(form, refusal)
    context = {"consultation": consultation, "question": row, "crumbs": path_to(consultation, "Take a question out")}
    return form_page(request, "consultations/question_delete.html", form, **context)


@consultation_page_of
@require_safe
def document_list(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    context = {
        "consultation": consultation,
        "rows": consultation.documents.all(),
        "permit": may_change_now(consultation, "documents", at=now()),
        "crumbs": path_to(consultation, "Documents"),
    }
    return render(request, "consultations/document_list.html", context)


@consultation_page_of
@read_or_send
def document_create(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    at = now()
    require_open(consultation, "documents", at)
    form = DocumentForm(sent(request), request.FILES if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        upload: Any = form.cleaned_data["upload"]
        try:
            add_document(consultation=consultation, values=form.values(), upload=upload, by=request.user, at=at)
            messages.success(request, "The document is added.")
            return redirect("consultations:document_list", consultation.slug)
        except ValidationError as refusal:
            tell(form, refusal)
    crumbs = path_to(consultation, "Add a document")
    return form_page(request, "consultations/document_create.html", form, consultation=consultation, crumbs=crumbs)


@consultation_page_of
@read_or_send
def document_void(request: HttpRequest, consultation: Consultation, pk: int) -> HttpResponse:
    row, at = _document(consultation, pk), now()
    require_open(consultation, "documents", at)
    form = ReasonForm(
        sent(request), version=row.version, button="Take it out", style="stop", label="Why is it taken out?",
        hint="Nobody gets it any more; your agency goes on seeing that it was there, and why it went.",
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        try:
            void_document(
                consultation=consultation, document=row, version=typed["version"], reason=typed["reason"], by=request.user, at=at
            )  # fmt: skip
            messages.success(request, "The document is taken out.")
            return redirect("consultations:document_list", consultation.slug)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            tell(form, refusal)
    context = {"consultation": consultation, "document": row, "crumbs": path_to(consultation, "Take a document out")}
    return form_page(request, "consultations/document_void.html", form, **context)


@consultation_page_of
@require_safe
def own_document_file(request: HttpRequest, consultation: Consultation, pk: int) -> HttpResponseBase:
    """A document as its officers get it before anybody else does."""
    row = _document(consultation, pk)
    if not row.stored:
        raise Http404("This document is a link.")
    return file_answer(row, public=False)


def _document(consultation: Consultation, pk: int) -> Document:
    row = document_of(consultation, pk)
    if row is None:
        raise Http404("No document has this address.")
    return row


@consultation_page_of
@read_or_send
def window_update(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """The ledger, and the days as they stand, to be planned or moved."""
    at = now()
    require_open(consultation, "window", at)
    page = window_page(consultation, on=london_day(at))
    form = WindowForm(
        sent(request), version=consultation.version, entry=page["entry"], moves=page["moves"], opened=page["opened"],
        asked=page["asked"],
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        default = earliest_close(form.opening, page["asked"]) if page["asked"] else None
        days, version = form.days(default=default), form.cleaned_data["version"]
        try:
            set_window(consultation=consultation, version=version, days=days, by=request.user, at=at)
            messages.success(request, "The window is saved.")
            return hub(consultation)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
            page = window_page(stale.row, on=london_day(at))
        except ValidationError as refusal:
            tell(form, refusal)
    crumbs = path_to(consultation, "The window")
    return form_page(request, "consultations/window_update.html", form, consultation=consultation, **page, crumbs=crumbs)


@consultation_page_of
@read_or_send
def window_close(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """Closing at the end of today."""
    at = now()
    page = window_page(consultation, on=london_day(at))
    if not page["closable"]:
        raise Http404("It is not open, or closes today already.")
    form = CloseForm(sent(request), version=consultation.version, entry=page["entry"])
    if form.is_bound and form.is_valid():
        days, version = form.days(on=london_day(at)), form.cleaned_data["version"]
        try:
            close_early(consultation=consultation, version=version, days=days, by=request.user, at=at)
            messages.success(request, "It closes at the end of today. Everybody who follows or has answered is told.")
            return hub(consultation)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except ValidationError as refusal:
            tell(form, refusal)
    crumbs = path_to(consultation, "Close it early")
    return form_page(request, "consultations/window_close.html", form, consultation=consultation, **page, crumbs=crumbs)
