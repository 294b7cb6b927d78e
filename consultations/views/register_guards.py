"""Who opens which page of the registers' desk: officers their own agency's, and of another's drafts nobody learns."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from consultations.queries.registers import Register, own_record
from signatories.permissions import may
from signatories.views.members import partner_page

View = Callable[..., HttpResponse]
# Mark a page of the agency in its address, for its officers.
agency_page = partner_page("consultations.log")


def record_page_of(register: Register) -> Callable[[View], View]:
    """Mark a page of the record in its address, for officers of its agency, while it is not voided.

    Others get 403 with the reason; of what the public does not read, 404.
    """

    def marked(view: View) -> View:
        @wraps(view)
        @cache_control(private=True, no_cache=True)
        def inner(request: HttpRequest, reference: str) -> HttpResponse:
            row: Any = own_record(register, reference)
            if row is None or row.voided_at is not None:
                raise Http404("No record has this reference.")
            if not (permit := may(request.user, "consultations.log", row.agency)):
                if row.recorded_at is None:
                    raise Http404("No record has this reference.")
                raise PermissionDenied(permit.reason)
            return view(request, row)

        return inner

    return marked
