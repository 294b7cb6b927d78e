"""The coordinator's desk: what waits there, and what is decided about a signature."""

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from compact_portal.audit.actions import StaleVersion
from compact_portal.lib.clock import now
from compact_portal.lib.dates import london_day
from compact_portal.lib.needs import needs
from compact_portal.mail.actions import mend_address, retry
from compact_portal.mail.models import Address, Message
from signatories.actions import desk as actions
from signatories.actions.signing import SigningRefused, resend
from signatories.actions.withdrawing import withdraw_signature
from signatories.forms.desk import CheckForm, InvalidateForm, WithdrawForm
from signatories.models import Partner, Signature
from signatories.permissions import may
from signatories.queries import desk as queries
from signatories.queries.paper import own_partners
from signatories.queries.signing import look_alikes
from undertakings.views.trail import trail
from undertakings.views.workspace import WORKSPACE, form_page, read_or_send, sent

DESK = ("Coordinator’s desk", "signatories:desk")


@needs("partners.check")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Everything that waits for a coordinator, each with what to do about it."""
    at = now()
    on = london_day(at)
    found = queries.desk(at=at, on=on, own=own_partners(request.user, on=on))
    return render(request, "signatories/desk.html", {"desk": found, "crumbs": trail(DESK[0], WORKSPACE)})


@needs("partners.check")
@read_or_send
def signature_check(request: HttpRequest, reference: str) -> HttpResponse:
    """A signature that waits, with its partner and the partners that are called nearly the same."""
    signature, at = _signature(request, reference), now()
    form = CheckForm(sent(request), version=signature.version)
    if form.is_bound and form.is_valid():
        told = {"signature": signature, "version": form.cleaned_data["version"], "by": request.user, "at": at}
        try:
            if form.accepts:
                actions.accept_signature(**told, on=london_day(at))
            else:
                actions.refuse_signature(**told, reason=form.cleaned_data["reason"])
            messages.success(request, f"{reference} {'counts now' if form.accepts else 'is refused'}; the signer is mailed.")
            return redirect("signatories:desk")
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except SigningRefused as problem:
            form.add_error(None, str(problem))
    context = {"signature": signature, "alike": _alike(signature), "crumbs": trail(reference, WORKSPACE, DESK)}
    return form_page(request, "signatories/signature_check.html", form, **context)


def _alike(signature: Signature) -> list[object]:
    """Only where the partner is new: then the look-alikes say whether it is new indeed."""
    partner = signature.partner
    if partner.is_listed or signature.edition is None:
        return []
    return [found for found in look_alikes(partner.name, edition=signature.edition) if found.partner != partner]


@needs("partners.check")
@read_or_send
def signature_invalidate(request: HttpRequest, reference: str) -> HttpResponse:
    signature, at = _signature(request, reference), now()
    form = InvalidateForm(sent(request), version=signature.version)
    if form.is_bound and form.is_valid():
        try:
            actions.invalidate_signature(signature=signature, **form.cleaned_data, by=request.user, at=at, on=london_day(at))
            messages.success(request, f"{reference} is invalidated. The record of it is kept.")
            return redirect("signatories:desk_partner_detail", signature.partner.slug)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except SigningRefused as problem:
            form.add_error(None, str(problem))
    context = {"signature": signature, "crumbs": trail("Invalidate", WORKSPACE, DESK)}
    return form_page(request, "signatories/signature_invalidate.html", form, **context)


@needs("partners.check")
@require_POST
def signature_resend(request: HttpRequest, reference: str) -> HttpResponse:
    """Mails the confirming link once more."""
    signature = _signature(request, reference)
    try:
        if not ratelimit.consume(request, action="signature_resend"):
            messages.error(request, "You have sent many links within an hour. Wait an hour, then send this one again.")
        else:
            resend(signature=signature, at=now(), by=request.user)
            messages.success(request, f"A new link is on its way for {reference}. Those before no longer work.")
    except SigningRefused as problem:
        messages.error(request, str(problem))
    return redirect("signatories:desk")


@needs("workspace.open")
@read_or_send
def signature_withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """A signatory withdraws; a coordinator records that the partner has asked for it in writing."""
    at = now()
    on = london_day(at)
    signature = get_object_or_404(Signature.objects.select_related("partner", "edition"), reference=reference)
    partner = signature.partner
    in_writing = _withdraws_in_writing(request, signature)
    first = london_day(signature.confirmed_at or at)
    form = WithdrawForm(sent(request), version=signature.version, on=on, first=first, in_writing=in_writing)
    if form.is_bound and form.is_valid():
        try:
            withdraw_signature(signature=signature, **form.cleaned_data, by=request.user, at=at, on=on)
            messages.success(request, f"{reference} is withdrawn. The record of it is kept.")
            return redirect(f"signatories:{'desk' if in_writing else 'own'}_partner_detail", partner.slug)
        except StaleVersion as stale:
            form.tell_stale(stale.row)
        except SigningRefused as problem:
            form.add_error(None, str(problem))
    context = {"signature": signature, "in_writing": in_writing, "crumbs": trail("Withdraw", WORKSPACE)}
    return form_page(request, "signatories/signature_withdraw.html", form, **context)


def _withdraws_in_writing(request: HttpRequest, signature: Signature) -> bool:
    """False for a signatory of the partner, True for a coordinator; nobody else gets so far."""
    signs = may(request.user, "partner.sign", signature.partner)
    if signs:
        return False
    checks = may(request.user, "partners.check", signature.partner)
    if not checks and signature.confirmed_at is None:
        raise Http404("No signature has that code.")
    if not checks:
        raise PermissionDenied(checks.reason if may(request.user, "partners.check") else signs.reason)
    return True


def _signature(request: HttpRequest, reference: str) -> Signature:
    """The signature of that code, where the coordinator's own organisation is not concerned."""
    signature = get_object_or_404(Signature.objects.select_related("partner", "edition"), reference=reference)
    _stand_aside(request, signature.partner)
    return signature


def _stand_aside(request: HttpRequest, partner: Partner) -> None:
    if not (permit := may(request.user, "partners.check", partner)):
        raise PermissionDenied(permit.reason)


@needs("partners.check")
@require_POST
def mail_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Sends a mail that was given up once more."""
    message = get_object_or_404(Message, pk=pk)
    if retry(message, by=request.user, at=now()):
        messages.success(request, "The mail is in the queue again.")
    else:
        messages.info(request, "This mail is not given up any more, so there is nothing to send again.")
    return redirect("signatories:desk")


@needs("partners.check")
@require_POST
def address_mend(request: HttpRequest, pk: int) -> HttpResponse:
    """Says that mail reaches an address again."""
    if mend_address(get_object_or_404(Address, pk=pk), by=request.user, at=now()):
        messages.success(request, "The address is taken off the list. Mail to it that comes back brings it here again.")
    else:
        messages.info(request, "Somebody has taken this address off the list already.")
    return redirect("signatories:desk")
