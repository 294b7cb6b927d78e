"""A partner's members: who they are, inviting somebody, ending a part."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from compact_portal.lib.clock import now
from compact_portal.lib.dates import in_words, london_day
from signatories.actions.invitations import InvitationRefused, cancel_invitation, invite, resend_invitation
from signatories.actions.members import MembershipRefused, end_membership
from signatories.forms.members import EndMembershipForm, InviteForm
from signatories.models import Invitation, Membership, Partner
from signatories.permissions import may
from signatories.queries import members as queries
from undertakings.views.workspace import form_page, read_or_send, sent

View = Callable[..., HttpResponse]


def partner_page(*permissions: str) -> Callable[[View], View]:
    """Mark a page about the partner in its address, for those who hold one of the permissions there.

    Others get 403 with the reason; of a partner that the public does not know yet, 404.
    """

    def marked(view: View) -> View:
        @wraps(view)
        @cache_control(private=True, no_cache=True)
        def inner(request: HttpRequest, slug: str, **more: Any) -> HttpResponse:
            partner = queries.partner_called(slug)
            if partner is None:
                raise Http404("No partner has that address.")
            permits = [may(request.user, permission, partner) for permission in permissions]
            if not any(permits):
                if not queries.is_known_to_all(partner):
                    raise Http404("No partner has that address.")
                raise PermissionDenied(permits[-1].reason)
            return view(request, partner, **more)

        return inner

    return marked


@partner_page("partner.read", "members.manage")
@require_safe
def member_list(request: HttpRequest, partner: Partner) -> HttpResponse:
    at = now()
    on = london_day(at)
    manages = bool(may(request.user, "members.manage", partner, on=on))
    page = queries.members_page(partner, on=on, with_invitations=manages)
    run_out = {one.pk for one in page.invitations if queries.has_run_out(one, at=at)}
    context = {"partner": partner, "page": page, "manages": manages, "run_out": run_out, "on": on}
    return render(request, "signatories/member_list.html", context)


@partner_page("members.manage")
@read_or_send
def invitation_create(request: HttpRequest, partner: Partner) -> HttpResponse:
    form = InviteForm(sent(request), partner=partner)
    if form.is_valid():
        at = now()
        if not ratelimit.consume(request, action="invitation_create"):
            form.add_error(None, "You have sent many invitations within an hour. Wait an hour, then send this one again.")
        else:
            try:
                made = invite(partner=partner, by=request.user, on=london_day(at), at=at, **form.cleaned_data)
            except InvitationRefused as problem:
                form.add_error(None, problem.reason)
            else:
                messages.success(request, f"An invitation is on its way to {made.email}.")
                return redirect("signatories:member_list", slug=partner.slug)
    return form_page(request, "signatories/invitation_create.html", form, partner=partner)


def _invitation_button(action: Callable[..., Invitation], done: str) -> View:
    """What the buttons beside an open invitation do."""

    def view(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
        at = now()
        invitation = get_object_or_404(Invitation, pk=pk, partner=partner)
        try:
            action(invitation=invitation, by=request.user, on=london_day(at), at=at)
        except InvitationRefused as problem:
            messages.error(request, problem.reason)
        else:
            messages.success(request, done.format(invitation.email))
        return redirect("signatories:member_list", slug=partner.slug)

    return view


@partner_page("members.manage")
@require_POST
def invitation_resend(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    if not ratelimit.consume(request, action="invitation_create"):
        messages.error(request, "You have sent many invitations within an hour. Wait an hour, then try again.")
        return redirect("signatories:member_list", slug=partner.slug)
    return _invitation_button(resend_invitation, "A new invitation is on its way to {}. The one before no longer works.")(
        request, partner, pk
    )


@partner_page("members.manage")
@require_POST
def invitation_cancel(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    return _invitation_button(cancel_invitation, "The invitation to {} is taken back; its link no longer works.")(
        request, partner, pk
    )


@partner_page("partner.read", "members.manage")
@read_or_send
def member_end(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """A part is ended by who looks after the members, or by the person."""
    at = now()
    on = london_day(at)
    membership = get_object_or_404(Membership.objects.select_related("person"), pk=pk, partner=partner)
    manages = may(request.user, "members.manage", partner, on=on)
    if not manages and membership.person != request.user:
        raise PermissionDenied(manages.reason)
    form = EndMembershipForm(sent(request), on=on, initial={"last_on": on})
    if form.is_valid() and _ended(request, form, membership, on=on, at=at):
        if membership.person == request.user:
            return redirect("site:workspace")
        return redirect("signatories:member_list", slug=partner.slug)
    return form_page(request, "signatories/member_end.html", form, partner=partner, membership=membership)


def _ended(request: HttpRequest, form: EndMembershipForm, membership: Membership, *, on: Any, at: Any) -> bool:
    last_on = form.cleaned_data["last_on"]
    try:
        end_membership(membership=membership, last_on=last_on, by=request.user, on=on, at=at)
    except MembershipRefused as problem:
        form.add_error(None, problem.reason)
        return False
    when = "has ended" if last_on < on else f"ends with {in_words(last_on)}"
    messages.success(request, f"The part of {membership.person} {when}. A mail tells them.")
    return True
