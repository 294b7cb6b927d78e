"""A partner's own figures: what would turn red next, and the right of reply; and a coordinator's look at what is said."""

import re
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import condition, require_safe

from compact_portal.audit.actions import StaleVersion
from compact_portal.lib.clock import now, today
from compact_portal.lib.dates import london_day
from compact_portal.lib.needs import needs
from compact_portal.lib.tabular import csv_lines
from compact_portal.pages.decorators import public_page
from compact_portal.pages.streaming import streamed, tag_of
from signatories import rules
from signatories.actions import replies as actions
from signatories.forms.replies import HideReplyForm, ReplyForm, WithdrawReplyForm
from signatories.models import EvidenceReply, Partner
from signatories.permissions import may, partners_with, roles_with
from signatories.queries import evidence_desk as desk_queries
from signatories.queries import replies as queries
from signatories.queries.reaffirming import job_title_of
from signatories.views.members import partner_page
from undertakings.evidence import known
from undertakings.queries.reference import last_change
from undertakings.views.trail import trail
from undertakings.views.workspace import WORKSPACE, form_page, read_or_send, sent

DESK = ("Your figures", "signatories:evidence_desk")
REPLIES = ("Replies beside figures", "signatories:reply_list")
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


@needs("workspace.open")
@require_safe
def evidence_desk(request: HttpRequest) -> HttpResponse:
    """Of each partner for which somebody may reply, its figures: first what would turn red next."""
    on = today()
    partners = partners_with(request.user, "evidence.reply", on=on)  # type: ignore[arg-type]  # they are signed in
    if not partners:
        raise PermissionDenied(rules.WHO["evidence.reply"])
    parts = [desk_queries.desk_of(partner, on=on) for partner in partners]
    return render(request, "signatories/evidence_desk.html", {"parts": parts, "on": on, "crumbs": trail(DESK[0], WORKSPACE)})


@partner_page("evidence.reply")
@read_or_send
def reply_create(request: HttpRequest, partner: Partner, measure: str) -> HttpResponse:
    """A signed comment beside a figure that concerns the partner. It changes no figure."""
    at, found = now(), known(measure)
    on = london_day(at)
    if found is None:
        raise Http404("Nothing is measured under this name.")
    form = ReplyForm(
        sent(request), years=queries.years_of(found, on=on), year=request.GET.get("year", ""),
        signed_as=job_title_of(request.user, partner, on=on, roles=roles_with("evidence.reply")),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            made = actions.reply(partner=partner, measure=found, **form.cleaned_data, by=request.user, at=at, on=on)
            messages.success(request, "The reply stands beside the figure now.")
            return redirect(_page_of(made))
        except actions.ReplyRefused as problem:
            form.add_error(None, problem.reason)
    context = {"partner": partner, "measure": found, "crumbs": trail("Reply", WORKSPACE, DESK)}
    return form_page(request, "signatories/reply_create.html", form, **context)


@partner_page("evidence.reply")
@read_or_send
def reply_withdraw(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    reply = _reply(pk)
    if reply.partner != partner:
        raise Http404("No reply of this organisation has that number.")
    form = WithdrawReplyForm(sent(request), version=reply.version)
    withdraw = partial(actions.withdraw_reply, reply=reply, by=request.user, at=now())
    if form.is_bound and form.is_valid() and _done(form, withdraw):
        messages.success(request, "The reply is withdrawn. The record of it is kept.")
        return redirect("signatories:evidence_desk")
    context = {"reply": reply, "question": _question(reply), "crumbs": trail("Withdraw", WORKSPACE, DESK)}
    return form_page(request, "signatories/reply_withdraw.html", form, **context)


@needs("evidence.oversee")
@require_safe
def reply_list(request: HttpRequest) -> HttpResponse:
    """What stands beside figures, the newest first."""
    asked = request.GET.get("after", "")
    page = queries.reply_page(after=int(asked) if _NUMBER.fullmatch(asked) else 0)
    rows = [{"reply": reply, "question": _question(reply)} for reply in page.replies]
    following = {"url": f"?after={page.more_after}", "label": "Earlier replies"} if page.more_after else None
    context = {"rows": rows, "next": following, "crumbs": trail(REPLIES[0], WORKSPACE)}
    return render(request, "signatories/reply_list.html", context)


@needs("evidence.oversee")
@read_or_send
def reply_hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide a reply with a published reason, or show it again."""
    reply = _reply(pk)
    if not (permit := may(request.user, "evidence.oversee", reply.partner)):
        raise PermissionDenied(permit.reason)
    hidden = reply.hidden_at is not None
    form = HideReplyForm(sent(request), version=reply.version, hidden=hidden)
    act = partial(actions.show_reply, reply=reply, by=request.user)
    if not hidden:
        act = partial(actions.hide_reply, reply=reply, by=request.user, at=now())
    if form.is_bound and form.is_valid() and _done(form, act):
        messages.success(request, "The reply is shown again." if hidden else "The reply is hidden. Everybody can read why.")
        return redirect("signatories:reply_list")
    context = {"reply": reply, "question": _question(reply), "crumbs": trail("Hide", WORKSPACE, REPLIES)}
    return form_page(request, "signatories/reply_hide.html", form, **context)


def _replies_changed(request: HttpRequest) -> datetime | None:
    return last_change(EvidenceReply)


@public_page(reads=())
@condition(etag_func=tag_of, last_modified_func=_replies_changed)
def open_replies_csv(request: HttpRequest) -> HttpResponseBase:
    """Every reply as a table, with those that were withdrawn, without their words. No cell of it is a formula."""
    rows = csv_lines(tuple(queries.REPLY_COLUMNS), queries.reply_rows())
    return streamed(rows, "text/csv; charset=utf-8", "evidence-replies.csv")


def _done(form: Any, act: Any) -> bool:
    """Whether the action was taken; else the form says why not, and shows the row as it is now."""
    try:
        act(**form.cleaned_data)
    except StaleVersion as stale:
        form.tell_stale(stale.row)
    except actions.ReplyRefused as problem:
        form.add_error(None, problem.reason)
    else:
        return True
    return False


def _reply(pk: int) -> EvidenceReply:
    reply = queries.reply_of(pk)
    if reply is None:
        raise Http404("No reply has that number.")
    return reply


def _question(reply: EvidenceReply) -> str:
    measure = known(reply.measure)
    return measure.question if measure else reply.measure


def _page_of(reply: EvidenceReply) -> str:
    name, more = ("evidence_year", [reply.year]) if reply.year else ("evidence_detail", [])
    return f"{reverse(f'undertakings:{name}', args=[reply.measure, *more])}#replies"
