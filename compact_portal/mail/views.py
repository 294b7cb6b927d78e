"""The outbox: in development there is no mail server, so this is where a newcomer reads codes and presses links.

Anybody may read it, which is why it is there only with the sample year, whose people are invented, and never in
production.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from compact_portal.mail import queries
from compact_portal.mail.letters import letter
from compact_portal.mail.models import Message

View = Callable[..., HttpResponse]


def in_the_sample_year(view: View) -> View:
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.PRODUCTION or not settings.PORTAL_SAMPLE:
            raise Http404("There is no outbox here.")
        return view(request, *args, **kwargs)

    return inner


@never_cache
@login_not_required
@require_safe
@in_the_sample_year
def outbox_list(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= 18 else 0
    return render(request, "mail/outbox_list.html", {"page": queries.outbox(before=before), "further": before > 0})


@never_cache
@login_not_required
@require_safe
@in_the_sample_year
def outbox_detail(request: HttpRequest, pk: int) -> HttpResponse:
    message = get_object_or_404(Message.objects.exclude(to=""), pk=pk)
    return render(request, "mail/outbox_detail.html", {"message": message, "letter": letter(message)})
