"""Officers read answers: the list, the original with the log of who read it, its themes, words to hide."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from compact_portal.lib.clock import now
from consultations.actions.reading import note_readings
from consultations.actions.redacting import hide_words, lift_redaction
from consultations.actions.themes import tag_answer
from consultations.forms.answers import ReasonForm, RedactionForm, TagForm
from consultations.models import Answer, Consultation, Response
from consultations.queries import answers as queries
from consultations.queries.publishing import facts_of
from consultations.rules.publishing import is_closed, may_be_published
from consultations.rules.redaction import Span
from consultations.views.asked import number_in
from consultations.views.guards import consultation_page_of
from undertakings.views.trail import trail
from undertakings.views.workspace import WORKSPACE, form_page, read_or_send, sent

DESK = ("Consultations", "/workspace/consultations/")


def to_answers(consultation: Consultation) -> tuple[str, str]:
    """The crumb that leads to the list."""
    return "Answers", reverse("consultations:own_answer_list", args=[consultation.slug])


def to_answer(response: Response, consultation: Consultation) -> tuple[str, str]:
    """The crumb that leads to one of them."""
    return response.reference, reverse("consultations:own_answer_detail", args=[consultation.slug, response.reference])


def back(consultation: Consultation, reference: str) -> HttpResponse:
    """To the page of one response."""
    return redirect("consultations:own_answer_detail", consultation.slug, reference)


def refuse(form: Any, refusal: ValidationError) -> None:
    """Put what an action found under its lock where a check of the form would."""
    for name, said in refusal.message_dict.items():
        form.add_error(name if name in form.fields else None, said)


@consultation_page_of
@require_safe
def own_answer_list(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """The answers that fit; with a question chosen, what each says to it, which counts as reading it."""
    questions, themes = queries.questions_of(consultation), queries.themes_named(consultation)
    choices = _choices({one.pk: one.words for one in questions}, themes)
    wanted = _wanted(request, choices)
    found = queries.listing(consultation, wanted)
    numbers = [row["pk"] for row in found.rows]
    said = queries.answers_to(wanted.question, numbers) if wanted.question else {}
    at = now()
    note_readings(responses=list(said), by=request.user, at=at)
    context = {
        "consultation": consultation, "wanted": wanted, "rows": [{**row, "said": said.get(row["pk"])} for row in found.rows],
        "choices": [{**one, "chosen": str(getattr(wanted, one["name"]) or "")} for one in choices],
        "closed": is_closed(at, closes_at=consultation.closes_at),
        "previous": _step(consultation, wanted, "before", found.before, "Answers before these"),
        "next": _step(consultation, wanted, "after", found.after, "Answers after these"),
        "crumbs": trail("Answers", WORKSPACE, DESK),
    }  # fmt: skip
    return render(request, "consultations/own_answer_list.html", context)


def _choices(questions: dict[int, str], themes: dict[int, str]) -> list[dict[str, Any]]:
    """What the list may be asked for: name, label, options by value."""
    by_theme = {queries.UNTAGGED: "Not tagged yet"} | {str(number): name for number, name in themes.items()}
    return [
        {"name": "question", "label": "Answers to", "options": {str(number): words for number, words in questions.items()}},
        {"name": "theme", "label": "Theme", "options": by_theme},
        {"name": "who", "label": "Who", "options": queries.WHO},
        {"name": "mark", "label": "Marked", "options": queries.MARKS},
    ]


def _wanted(request: HttpRequest, choices: list[dict[str, Any]]) -> queries.Wanted:
    asked = {one["name"]: request.GET.get(one["name"], "") for one in choices}
    chosen: dict[str, Any] = {one["name"]: asked[one["name"]] for one in choices if asked[one["name"]] in one["options"]}
    chosen["question"] = int(chosen.get("question", 0))
    return queries.Wanted(**chosen, after=number_in(request, "after"), before=number_in(request, "before"))


def _step(consultation: Consultation, wanted: queries.Wanted, name: str, number: int, label: str) -> dict[str, str] | None:
    kept = {one: getattr(wanted, one) for one in ("question", "theme", "who", "mark")} | {name: number}
    asked = urlencode({one: value for one, value in kept.items() if value})
    return {"url": f"{to_answers(consultation)[1]}?{asked}", "label": label} if number else None


def response_or_404(consultation: Consultation, reference: str) -> Response:
    """The response of that number."""
    response = queries.own_response(consultation, reference)
    if response is None:
        raise Http404("No answer has this number.")
    return response


@consultation_page_of
@require_safe
def own_answer_detail(request: HttpRequest, consultation: Consultation, reference: str) -> HttpResponse:
    """The original, as it came in. Opening it is logged, and the log stands on the page."""
    response = response_or_404(consultation, reference)
    at = now()
    note_readings(responses=[response.pk], by=request.user, at=at)
    context = {
        "consultation": consultation, "response": response, "answers": queries.originals(response),
        "permit": may_be_published(facts_of(response), at=at, closes_at=consultation.closes_at),
        "closed": is_closed(at, closes_at=consultation.closes_at),
        "lifted": queries.lifted_of(response), "readings": queries.readings_of(response),
        "crumbs": trail(reference, WORKSPACE, DESK, to_answers(consultation)),
    }  # fmt: skip
    return render(request, "consultations/own_answer_detail.html", context)


def _answer_read(request: HttpRequest, consultation: Consultation, reference: str, question: int, *, at: datetime) -> Answer:
    """The answer to one question, whose words the page shows: that is logged."""
    answer = queries.own_answer(consultation, reference, question)
    if answer is None:
        raise Http404("There is no such answer.")
    note_readings(responses=[answer.response_id], by=request.user, at=at)
    return answer


@consultation_page_of
@read_or_send
def answer_tag(request: HttpRequest, consultation: Consultation, reference: str, question: int) -> HttpResponse:
    """Of which themes the answer to one question speaks."""
    answer = _answer_read(request, consultation, reference, question, at=now())
    held = list(answer.tags.values_list("theme", flat=True))
    form = TagForm(sent(request), themes=queries.themes_named(consultation), held=held)
    if form.is_bound and form.is_valid():
        add, take = form.changes()
        try:
            tag_answer(answer=answer, add=add, take=take, name=form.cleaned_data["name"], by=request.user)
            messages.success(request, "The themes are saved.")
            return back(consultation, reference)
        except ValidationError as refusal:
            refuse(form, refusal)
    return _about(request, consultation, answer, form, "answer_tag", "Themes")


@consultation_page_of
@read_or_send
def redaction_create(request: HttpRequest, consultation: Consultation, reference: str, question: int) -> HttpResponse:
    """Hide words of one answer. The original stays."""
    at = now()
    answer = _answer_read(request, consultation, reference, question, at=at)
    hidden = [Span(row.start, row.length) for row in answer.redactions.all()]
    form = RedactionForm(sent(request), words=answer.words, hidden=hidden)
    if form.is_bound and form.is_valid():
        try:
            hide_words(answer=answer, spans=form.places(), reason=form.cleaned_data["reason"], by=request.user, at=at)
            messages.success(request, "The words are hidden. You still read them here.")
            return back(consultation, reference)
        except ValidationError as refusal:
            refuse(form, refusal)
    return _about(request, consultation, answer, form, "redaction_create", "Hide words")


def _about(request: HttpRequest, consultation: Consultation, answer: Answer, form: Any, name: str, title: str) -> HttpResponse:
    """A form about one answer, with its words."""
    crumbs = trail(title, WORKSPACE, DESK, to_answers(consultation), to_answer(answer.response, consultation))
    context = {"consultation": consultation, "answer": answer, "parts": queries.marked(answer), "crumbs": crumbs}
    return form_page(request, f"consultations/{name}.html", form, **context)


@consultation_page_of
@read_or_send
def redaction_lift(request: HttpRequest, consultation: Consultation, reference: str, pk: int) -> HttpResponse:
    """Show again what was hidden, with a reason."""
    redaction = queries.own_redaction(consultation, reference, pk)
    if redaction is None:
        raise Http404("These words are not hidden.")
    at = now()
    note_readings(responses=[redaction.answer.response_id], by=request.user, at=at)
    form = ReasonForm(sent(request), button="Show these words again", hint="It stays with the answer’s record.")
    if form.is_bound and form.is_valid():
        try:
            lift_redaction(redaction=redaction, reason=form.cleaned_data["reason"], by=request.user, at=at)
            messages.success(request, "The words are shown again.")
            return back(consultation, reference)
        except ValidationError as refusal:
            refuse(form, refusal)
    answer = redaction.answer
    crumbs = trail("Show words again", WORKSPACE, DESK, to_answers(consultation), to_answer(answer.response, consultation))
    context = {"redaction": redaction, "hidden": answer.words[redaction.start :][: redaction.length], "crumbs": crumbs}
    return form_page(request, "consultations/redaction_lift.html", form, **context)
