"""Who opens which page of the desk: officers their own agency's, and of another's drafts nobody learns."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from consultations.queries.answers import own_consultation
from signatories.permissions import may

View = Callable[..., HttpResponse]


def consultation_page_of(view: View) -> View:
    """Mark a page of the consultation in its address, for officers of the agency that asks.

    Others get 403 with the reason; of what the public does not read, 404.
    """

    @wraps(view)
    @cache_control(private=True, no_cache=True)
    def inner(request: HttpRequest, slug: str, **more: Any) -> HttpResponse:
        consultation = own_consultation(slug)
        if consultation is None:
            raise Http404("No consultation has this address.")
        if not (permit := may(request.user, "consultations.log", consultation.agency)):
            if not consultation.is_public:
                raise Http404("No consultation has this address.")
            raise PermissionDenied(permit.reason)
        return view(request, consultation, **more)

    return inner
