"""Who opens which page of the desk: officers their own agency's, and of another's drafts nobody learns."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.cache import cache_control

from consultations.queries.desk import own_consultation
from signatories.permissions import may
from signatories.views.members import partner_page

View = Callable[..., HttpResponse]
NOT_THERE = "No consultation has this address."
# Mark a page of the agency in its address, for its officers.
agency_page = partner_page("consultations.log")


def consultation_page_of(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark a page of the consultation in its address, for officers of its agency.

    Others get 403 with the reason; of what the public does not read, 404.
    """

    @wraps(view)
    @cache_control(private=True, no_cache=True)
    def inner(request: HttpRequest, slug: str, **more: Any) -> HttpResponseBase:
        consultation = own_consultation(slug)
        if consultation is None:
            raise Http404(NOT_THERE)
        if not (permit := may(request.user, "consultations.log", consultation.agency)):
            if not consultation.is_public:
                raise Http404(NOT_THERE)
            raise PermissionDenied(permit.reason)
        return view(request, consultation, **more)

    return inner
