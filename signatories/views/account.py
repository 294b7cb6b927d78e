"""How to get an account, and the page for the mailed code. The rest of signing in is allauth's (account_urls.py)."""

from typing import Any

from allauth.account import views as allauth_views
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from compact_portal.pages.decorators import public_page
from signatories.queries.people import look_for_nobody


@public_page
def account_join(request: HttpRequest) -> HttpResponse:
    """Who can sign in here, and whom to ask."""
    return render(request, "account/account_join.html")


@login_not_required
def account_confirm_login_code(request: HttpRequest) -> HttpResponse:
    """allauth's page for the code; for an address that nobody has it does the same work as for others."""
    pending: Any = request.session.get(LOGIN_SESSION_KEY)
    if isinstance(pending, dict) and pending.get("user_pk") is None:
        look_for_nobody()
    response: HttpResponse = allauth_views.confirm_login_code(request)
    return response
