"""Mark a view as a public reading page."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, overload

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponseBase]


@overload
def public_page(view: View) -> View: ...
@overload
def public_page(*, reads: Collection[str], many: bool = False) -> Callable[[View], View]: ...
def public_page(
    view: View | None = None, *, reads: Collection[str] | None = None, many: bool = False
) -> View | Callable[[View], View]:
    """Anybody may read it, and everybody gets the same bytes: the view must not touch session, user, messages or CSRF.

    The answer may be kept by the page store and by any cache in front, and is given with an ETag. What it depends on is
    the address with its query, the content version and the London day, and nothing else. A view sets `stored_page` to
    False on an answer that is not worth keeping.

    `reads` names the parameters of the query that the page looks at, () for none: an address with others is the same page,
    so nobody makes the portal work by inventing some. Without it every query is a page of its own. `many` is for pages of
    which there is no end, such as those of search: they have a small store of their own and push no other page out. A view
    of which only some are such sets `many_pages` on those.
    """

    def marked(one: View) -> View:
        return _marked(one, stored=True, reads=reads, many=many)

    return marked(view) if view is not None else marked


def public_answer(view: View) -> View:
    """Like `public_page`, but made anew each time: for pages that depend on the instant."""
    return _marked(view, stored=False)


def _marked(view: View, *, stored: bool, reads: Collection[str] | None = None, many: bool = False) -> View:
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.public_page = True  # type: ignore[attr-defined]
        response.stored_page = stored and getattr(response, "stored_page", True)  # type: ignore[attr-defined]
        response.many_pages = many or getattr(response, "many_pages", False)  # type: ignore[attr-defined]
        return response

    safe = require_safe(inner)
    safe.login_required = False  # type: ignore[attr-defined]
    safe.is_public_page = True  # type: ignore[attr-defined]
    safe.reads = None if reads is None else frozenset(reads)  # type: ignore[attr-defined]
    return safe
