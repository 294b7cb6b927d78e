"""What everybody reads: the list, one consultation, its documents."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from compact_portal.lib.clock import now
from compact_portal.lib.folding import clean
from compact_portal.pages.decorators import public_answer, public_page
from compact_portal.pages.parts import kept_each
from compact_portal.pages.pieces import Seek, options, seek
from consultations.models import Document
from consultations.queries.consultation import consultation_elsewhere, consultation_page, public_consultation
from consultations.queries.register import Line, asking_agencies, listing
from consultations.rules.audiences import AUDIENCES
from consultations.rules.register import MOST_FOUND, STATES, Wanted
from consultations.views.files import file_answer
from consultations.views.guards import NOT_THERE
from signatories.rules.directory import capped
from undertakings.views.trail import trail

MOST_CHARACTERS = 200
LABELS = {"state": "Where it stands", "agency": "Agency", "audience": "For whom"}
CONSULTATIONS = ("Consultations", "consultations:consultation_list")
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


@public_page(reads=("q", "state", "agency", "audience", "after"), many=True)
def consultation_list(request: HttpRequest) -> HttpResponse:
    """All consultations, or those that are asked for; open ones first."""
    choices = {"state": STATES, "agency": asking_agencies(), "audience": AUDIENCES}
    wanted = _wanted(request, choices)
    found = listing(wanted, at=now())
    here = reverse("consultations:consultation_list")
    kept = {"q": wanted.words, **{name: getattr(wanted, name) for name in choices}}
    asked = {name: value for name, value in kept.items() if value}
    form = Seek(here, "Consultations", "Find by words", tuple(_choice(wanted, name, has) for name, has in choices.items()))
    context = {
        "wanted": wanted,
        "found": found,
        "seek": seek(form, words=wanted.words),
        "lines": _lines(found.lines),
        "count": capped(found.count),
        "most_found": MOST_FOUND,
        "here": here,
        "first": f"{here}?{urlencode(asked)}" if wanted.after else "",
        "next": {"url": f"{here}?{urlencode(asked | {'after': found.after})}", "label": "Consultations after these"}
        if found.after
        else None,
    }
    return render(request, "consultations/consultation_list.html", context)


def _choice(wanted: Wanted, name: str, has: dict[str, str]) -> tuple[str, str, SafeString]:
    return name, LABELS[name], options(has, chosen=getattr(wanted, name))


def _lines(lines: Sequence[Line]) -> SafeString:
    each = _each_line(lines)
    return mark_safe("".join(each[line] for line in lines))  # noqa: S308  they come out of a template


@kept_each
def _each_line(lines: list[Line]) -> dict[Line, SafeString]:
    """Lines of the list, whatever it is asked for."""
    return {line: render_to_string("consultations/_line.html", {"line": line}) for line in lines}


def _wanted(request: HttpRequest, options: dict[str, dict[str, str]]) -> Wanted:
    """What the address asks for; what it cannot mean counts as not said."""
    asked = request.GET
    chosen: dict[str, Any] = {name: asked.get(name, "") for name, has in options.items() if asked.get(name, "") in has}
    after = asked.get("after", "")
    words = clean(asked.get("q", ""))[:MOST_CHARACTERS].strip()
    return Wanted(words=words, after=int(after) if _NUMBER.fullmatch(after) else 0, **chosen)


@public_page(reads=())
def consultation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What is asked and why, who is asked, and the window with every date that was set."""
    consultation = public_consultation(slug)
    if consultation is None:
        moved = consultation_elsewhere(slug)
        if moved is None:
            raise Http404(NOT_THERE)
        return redirect("consultations:consultation_detail", moved.slug, permanent=True)
    context = {**consultation_page(consultation, at=now()), "crumbs": trail(consultation.title, CONSULTATIONS)}
    return render(request, "consultations/consultation_detail.html", context)


@public_answer
def document_file(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """A document of a public consultation, to be taken away."""
    consultation = public_consultation(slug)
    document = Document.objects.standing().filter(consultation=consultation, pk=pk, stored__isnull=False).first()
    if consultation is None or document is None:
        raise Http404("No document has this address.")
    return file_answer(document, public=True)
