"""Where a coordinator prepares editions: drafts, what was understood of them, and publishing."""

from copy import copy

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from compact_portal.audit.actions import StaleVersion
from compact_portal.audit.forms import VersionForm
from compact_portal.lib.clock import today
from compact_portal.lib.needs import needs
from undertakings.actions import drafts as actions
from undertakings.actions.publishing import AlreadyPublished
from undertakings.forms.drafts import PREVIEW, PUBLISH, DraftForm, DraftImportForm, PublishForm
from undertakings.models import Edition
from undertakings.queries import draft as queries
from undertakings.queries.jargon import glossary
from undertakings.queries.text import contents, published_editions
from undertakings.views.trail import trail
from undertakings.views.workspace import WORKSPACE, form_page, read_or_send, sent

EDITIONS = ("Editions", "undertakings:draft_list")
AFTER_SAVING = {PREVIEW: "undertakings:draft_preview", PUBLISH: "undertakings:draft_publish"}


@needs("text.edit")
@require_safe
def draft_list(request: HttpRequest) -> HttpResponse:
    """Every draft and every edition."""
    context = {
        "drafts": queries.drafts(),
        "editions": published_editions(today()),
        "crumbs": trail("Editions", WORKSPACE),
    }
    return render(request, "undertakings/draft_list.html", context)


@needs("text.edit")
@read_or_send
def draft_create(request: HttpRequest) -> HttpResponse:
    """A new draft: an empty box, or with `?from=in-force` the text of the edition in force."""
    start = Edition.objects.in_force(today()) if request.GET.get("from") == "in-force" else None
    form = DraftForm(sent(request), initial={"text": start.text} if start else {})
    if form.is_bound and form.is_valid():
        draft = actions.create_draft(text=form.cleaned_data["text"], by=request.user)
        messages.success(request, "The draft is saved.")
        return redirect("undertakings:draft_update", draft.pk)
    return _new_draft(request, form)


@needs("text.edit")
@read_or_send
def draft_import(request: HttpRequest) -> HttpResponse:
    """A new draft from a Markdown or Word file."""
    form = DraftImportForm(sent(request), request.FILES or None)
    if form.is_bound and form.is_valid():
        draft = actions.create_draft(text=form.text, by=request.user, why="Started a draft from a file")
        messages.success(request, "The file is read, and its text is saved as a draft.")
        for warning in form.warnings:
            messages.warning(request, warning)
        return redirect("undertakings:draft_update", draft.pk)
    return form_page(request, "undertakings/draft_import.html", form, crumbs=trail("Read a file", WORKSPACE, EDITIONS))


@needs("text.edit")
@read_or_send
def draft_update(request: HttpRequest, pk: int) -> HttpResponse:
    """The text on one side, what was understood on the other."""
    draft = _draft(pk)
    if draft is None:
        return _no_draft(request, pk)
    form = DraftForm(sent(request), instance=copy(draft))
    if form.is_bound and form.is_valid():
        try:
            actions.save_draft(draft, text=form.text_shown, version=form.cleaned_data["version"], by=request.user)
            messages.success(request, "The draft is saved.")
            return redirect(AFTER_SAVING.get(form.then, "undertakings:draft_update"), pk)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except AlreadyPublished:
            return _no_draft(request, pk)
    reading = queries.read_draft(form.text_shown, glossary=glossary(), on=today())
    crumbs = trail(draft.label, WORKSPACE, EDITIONS)
    return form_page(request, "undertakings/draft_update.html", form, draft=draft, reading=reading, crumbs=crumbs)


@needs("text.edit")
@require_safe
def draft_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as the public will see it."""
    draft, words = _draft(pk), glossary()
    if draft is None:
        return _elsewhere(request, pk)
    reading = queries.read_draft(draft.text, glossary=words, on=today())
    compact = reading.check.compact
    sections = queries.preview(compact, glossary=words) if compact else []
    context = {
        "draft": draft, "compact": compact, "sections": sections, "contents": contents(sections), "reading": reading,
        "crumbs": trail("Preview", WORKSPACE, EDITIONS, (draft.label, reverse("undertakings:draft_update", args=[pk]))),
    }  # fmt: skip
    return render(request, "undertakings/draft_preview.html", context)


@needs("text.publish")
@read_or_send
def draft_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """What publishing would do, and the button that does it."""
    draft, on = _draft(pk), today()
    if draft is None:
        return _elsewhere(request, pk)
    reading = queries.read_draft(draft.text, glossary=glossary(), on=on)
    form = PublishForm(sent(request), version=draft.version, first=reading.in_force is None)
    if form.is_bound and form.is_valid():
        try:
            edition = actions.publish_draft(draft, **form.cleaned_data, by=request.user, on=on)
            messages.success(request, f"“{edition.label}” is published and in force from today.")
            return redirect("undertakings:draft_list")
        except StaleVersion as stale:
            draft = stale.row
            form.tell_stale(draft)
            reading = queries.read_draft(draft.text, glossary=glossary(), on=on)
        except (AlreadyPublished, actions.CannotPublish) as problem:
            form.add_error(None, str(problem))
    back = (draft.label, reverse("undertakings:draft_update", args=[pk]))
    crumbs = trail("Publish", WORKSPACE, EDITIONS, back)
    return form_page(request, "undertakings/draft_publish.html", form, draft=draft, reading=reading, crumbs=crumbs)


@needs("text.edit")
@read_or_send
def draft_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks before a draft is thrown away."""
    draft = _draft(pk)
    if draft is None:
        return _elsewhere(request, pk)
    form = VersionForm(sent(request), version=draft.version, button="Delete the draft", style="stop")
    if form.is_bound and form.is_valid():
        try:
            actions.delete_draft(draft, version=form.cleaned_data["version"], by=request.user)
            messages.success(request, f"The draft “{draft.label}” is deleted.")
            return redirect("undertakings:draft_list")
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except AlreadyPublished as problem:
            form.add_error(None, str(problem))
    back = (draft.label, reverse("undertakings:draft_update", args=[pk]))
    crumbs = trail("Delete", WORKSPACE, EDITIONS, back)
    return form_page(request, "undertakings/draft_delete.html", form, draft=draft, crumbs=crumbs)


def _new_draft(request: HttpRequest, form: DraftForm) -> HttpResponse:
    return form_page(request, "undertakings/draft_create.html", form, crumbs=trail("New draft", WORKSPACE, EDITIONS))


def _draft(pk: int) -> Edition | None:
    return Edition.objects.drafts().filter(pk=pk).first()


def _elsewhere(request: HttpRequest, pk: int) -> HttpResponse:
    """Where somebody goes whose draft is a draft no more: the list says what it has become."""
    edition = get_object_or_404(Edition, pk=pk)
    messages.info(request, f"“{edition.label}” is published already. A published edition never changes.")
    return redirect("undertakings:draft_list")


def _no_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody published or deleted the draft. What was typed meanwhile is offered as a new one."""
    form = DraftForm(sent(request))
    if not form.is_bound:
        return _elsewhere(request, pk)
    did = "published" if Edition.objects.filter(pk=pk).exists() else "deleted"
    form.add_error(None, f"Somebody has {did} this draft. Your text stands below: save it to make a new draft of it.")
    return _new_draft(request, form)
