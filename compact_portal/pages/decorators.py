"""Mark a view as a public reading page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponseBase]


def public_page(view: View) -> View:
    """Anybody may read it, and everybody gets the same bytes: the view must not touch session, user, messages or CSRF.

    The answer may be kept by the page store and by any cache in front, and is given with an ETag. What it depends on is
    the address with its query, the content version and the London day, and nothing else. A view sets `stored_page` to
    False on an answer of which there are too many to keep.
    """
    return _marked(view, stored=True)


def public_answer(view: View) -> View:
    """Like `public_page`, but made anew each time: for pages with too many addresses to keep, such as search."""
    return _marked(view, stored=False)


def _marked(view: View, *, stored: bool) -> View:
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.public_page = True  # type: ignore[attr-defined]
        response.stored_page = stored and getattr(response, "stored_page", True)  # type: ignore[attr-defined]
        return response

    safe = require_safe(inner)
    safe.login_required = False  # type: ignore[attr-defined]
    safe.is_public_page = True  # type: ignore[attr-defined]
    return safe
