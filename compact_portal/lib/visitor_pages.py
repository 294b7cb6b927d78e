"""Pages of a journey that takes no account: for everybody, for nobody's cache but the reader's own browser."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

View = Callable[..., HttpResponse]


def visitor_page(view: View) -> View:
    """Mark a page of such a journey. The reader's own browser may keep it, so that going back brings back what was typed."""

    @wraps(view)
    @login_not_required
    @require_http_methods(["GET", "HEAD", "POST"])
    @cache_control(private=True, no_cache=True)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return inner


def too_many(request: HttpRequest) -> HttpResponse:
    """Wait a while. What was typed is kept."""
    return render(request, "429.html", status=429)
