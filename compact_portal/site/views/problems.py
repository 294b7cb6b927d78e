"""Report a problem with a page, and answer such reports."""

import uuid

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from compact_portal.audit.actions import StaleVersion
from compact_portal.lib.clock import now
from compact_portal.lib.folding import clean
from compact_portal.lib.needs import needs
from compact_portal.site import actions, queries
from compact_portal.site.context import compact_names
from compact_portal.site.errors import too_many
from compact_portal.site.forms import AnswerForm, ProblemForm, page_from_address
from compact_portal.site.models import ProblemReport


@never_cache
@login_not_required
def problem_create(request: HttpRequest) -> HttpResponse:
    first = {"page": page_from_address(request.GET.get("page", "")), "token": uuid.uuid4()}
    form = ProblemForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        known = ProblemReport.objects.filter(token=form.cleaned_data["token"]).exists()
        if not known and not ratelimit.consume(request, action="problem_create"):
            return too_many(request)
        _, place = compact_names()
        typed = {name: form.cleaned_data[name] for name in ("token", "page", "words", "email")}
        report = actions.report_problem(**typed, automatic=form.looks_automatic, place=place, at=now())
        return redirect("site:problem_sent", token=report.token)
    return render(request, "site/problem_create.html", {"form": form})


@never_cache
@login_not_required
@require_safe
def problem_sent(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """The receipt. Its address cannot be guessed, so it may show what was sent."""
    return render(request, "site/problem_sent.html", {"report": get_object_or_404(ProblemReport, token=token)})


@needs("problems.read")
@require_safe
def problem_list(request: HttpRequest) -> HttpResponse:
    page = queries.problem_page(after=clean(request.GET.get("after", "")))
    return render(request, "site/problem_list.html", {"page": page, "further": bool(request.GET.get("after"))})


@needs("problems.read")
def problem_update(request: HttpRequest, reference: str) -> HttpResponse:
    report = get_object_or_404(ProblemReport.objects.select_related("closed_by"), reference=reference)
    form = AnswerForm(request.POST or None, initial={"version": report.version})
    stale = False
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_problem(report=report, by=request.user, at=now(), **form.cleaned_data)
        except StaleVersion as problem:
            report, stale = problem.row, True
            form.has_seen(report.version)
        else:
            messages.success(request, f"{report.reference} is answered and closed.")
            return redirect("site:problem_list")
    return render(request, "site/problem_update.html", {"report": report, "form": form, "stale": stale})
