"""The page that a mailed invitation leads to. Opening it changes nothing; its button accepts, once."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from compact_portal.lib.clock import now
from compact_portal.lib.dates import london_day
from compact_portal.lib.folding import clean
from compact_portal.lib.permits import refused
from signatories.actions.invitations import InvitationRefused, accept_invitation, acceptable
from signatories.forms.members import AcceptForm
from signatories.queries.members import invitation_link
from undertakings.views.workspace import form_page, read_or_send, sent

TEMPLATE = "signatories/invitation_accept.html"


@never_cache
@login_not_required
@read_or_send
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    at = now()
    link = invitation_link(clean(token))
    if link is None or link.invitation is None:
        permit = refused("We do not know this link. Copy the whole of it from the mail.")
        return render(request, TEMPLATE, {"permit": permit, "invitation": None, "form": None}, status=404)
    permit = acceptable(link.invitation, link, at=at)
    if not permit:
        return render(request, TEMPLATE, {"permit": permit, "invitation": link.invitation, "form": None}, status=410)
    form = AcceptForm(sent(request), initial={"name": link.invitation.name})
    if form.is_valid():
        try:
            part = accept_invitation(token=clean(token), name=form.cleaned_data["name"], on=london_day(at), at=at)
        except InvitationRefused as problem:
            form.add_error(None, problem.reason)
        else:
            role = part.get_role_display().lower()
            messages.success(request, f"You are now {role} of {part.partner}. Sign in with {part.person.email}.")
            return redirect("account_login")
    return form_page(request, TEMPLATE, form, permit=permit, invitation=link.invitation)
