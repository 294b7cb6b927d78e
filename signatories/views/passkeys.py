"""Signing in with a passkey, on a page of its own: nothing is fetched by a script."""

from typing import Any

from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache


class PasskeySignIn(LoginWebAuthnView):
    """allauth's view for the answer, and a page that asks for it. The page is the same for everybody: a passkey says by
    itself whose it is."""

    template_name = "account/mfa_login_webauthn.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"js_data": {"request_options": auth.begin_authentication(user=None)}}


@never_cache
@login_not_required
def mfa_login_webauthn(request: HttpRequest) -> HttpResponse:
    response: HttpResponse = PasskeySignIn.as_view()(request)
    return response
