"""What a signed-in page asks before it is shown."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from compact_portal.lib.permits import Permit

View = Callable[..., HttpResponse]


def needs(permission: str) -> Callable[[View], View]:
    """Mark a signed-in page that is for those who hold a named permission; others get 403 with the reason.

    The person is asked through `permit`, so that an app does not need to know who grants. No cache may keep such a
    page, but the reader's own browser may, so that going back brings back what was typed.
    """

    def marked(view: View) -> View:
        @wraps(view)
        @cache_control(private=True, no_cache=True)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            permit: Permit = request.user.permit(permission)  # type: ignore[union-attr]  # the sign-in middleware let them in
            if not permit:
                raise PermissionDenied(permit.reason)
            return view(request, *args, **kwargs)

        return inner

    return marked
