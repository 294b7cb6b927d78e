"""Signing in through an agency's staff directory. allauth speaks with it; these pages frame what a visitor sees."""

import logging

from allauth.socialaccount.providers.openid_connect import views as allauth_views
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

PROVIDER = "staff"
# A directory that is away, answers with something else than JSON, or leaves out what it has to say.
NOT_AS_AGREED = (OSError, ValueError, KeyError, TypeError)
log = logging.getLogger("portal")


@never_cache
@login_not_required
@require_POST
def openid_connect_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the directory. By a page, not by an answer to the form: forms may lead to this site only."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    if not settings.OIDC_SERVER_URL or provider_id != PROVIDER:
        raise Http404("No staff directory is set.")
    try:
        response: HttpResponse = allauth_views.login(request, provider_id)
    except NOT_AS_AGREED:
        return _no_answer(request)
    if response.status_code != 302:
        return response
    return render(
        request, "account/openid_connect_login.html", {"name": settings.OIDC_NAME, "onward": response.headers["Location"]}
    )


@never_cache
@login_not_required
@require_GET
def openid_connect_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where the directory leads back to."""
    if not settings.OIDC_SERVER_URL or provider_id != PROVIDER:
        raise Http404("No staff directory is set.")
    try:
        response: HttpResponse = allauth_views.callback(request, provider_id)
    except NOT_AS_AGREED:
        return _no_answer(request)
    return response


def _no_answer(request: HttpRequest) -> HttpResponse:
    log.error("The staff directory does not answer, or not as OpenID Connect has it")
    return render(request, "socialaccount/authentication_error.html", status=502)


@never_cache
@login_not_required
@require_GET
def socialaccount_login_cancelled(request: HttpRequest) -> HttpResponse:
    """Somebody has said no in the directory."""
    return redirect("account_login")
