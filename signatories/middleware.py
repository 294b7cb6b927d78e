"""Officers and coordinators prove a second factor before the workspace opens to them."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from compact_portal.lib.clock import today
from signatories.queries.people import needs_second_factor

WORKSPACE = "/workspace/"
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class SecondFactorRequired:
    """Leads whoever needs a second factor to setting one up, or to proving it, before any page under /workspace/.

    What counts is that this session has proved it: turning a factor on in one browser opens no other.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        if not settings.PORTAL_SECOND_FACTOR or not request.path.startswith(WORKSPACE):
            return None
        if not getattr(view, "login_required", True) or not request.user.is_authenticated or has_proved(request):
            return None
        if not needs_second_factor(request.user, on=today()):
            return None
        held = set(Authenticator.objects.filter(user=request.user, type__in=FACTORS).values_list("type", flat=True))
        if not held:
            return redirect("mfa_index")
        prove = "mfa_reauthenticate" if Authenticator.Type.TOTP in held else "mfa_reauthenticate_webauthn"
        return redirect(f"{reverse(prove)}?{urlencode({'next': request.path})}")


def has_proved(request: HttpRequest) -> bool:
    """Whether a second factor was proved in this session, by an app, a recovery code or a passkey."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))
