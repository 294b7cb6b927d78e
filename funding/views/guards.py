"""Who opens which page of the desk: officers their own agency's, and of another's drafts nobody learns."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from funding.queries.desk import own_agreement
from signatories.permissions import may
from signatories.views.members import partner_page

View = Callable[..., HttpResponse]
# Mark a page of the agency in its address, for its officers.
agency_page = partner_page("funding.log")


def agreement_page_of(view: View) -> View:
    """Mark a page of the agreement in its address, for officers of its funder.

    Others get 403 with the reason; of what the public does not read, 404.
    """

    @wraps(view)
    @cache_control(private=True, no_cache=True)
    def inner(request: HttpRequest, reference: str, **more: Any) -> HttpResponse:
        agreement = own_agreement(reference)
        if agreement is None:
            raise Http404("No agreement has this reference.")
        if not (permit := may(request.user, "funding.log", agreement.funder)):
            if not agreement.is_public:
                raise Http404("No agreement has this reference.")
            raise PermissionDenied(permit.reason)
        return view(request, agreement, **more)

    return inner
