"""The workspace's front door, the sample year's persona switch, and the gallery of components."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from compact_portal.lib.clock import today
from compact_portal.site.gallery import gallery
from compact_portal.site.queries import workspace_links
from signatories.permissions import anywhere
from signatories.queries.people import parts_of, sample_people

SIGNED_IN_BY = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@require_safe
def workspace(request: HttpRequest) -> HttpResponse:
    on = today()
    allowed = anywhere(request.user, on=on)  # type: ignore[arg-type]  # they are signed in
    context = {
        "parts": parts_of(request.user, on=on),
        "links": workspace_links(lambda permission: bool(allowed(permission))),
    }
    return render(request, "site/workspace.html", context)


@never_cache
@login_not_required
def sample_switch(request: HttpRequest) -> HttpResponse:
    """Be somebody of the sample year, or nobody. There only in development and with sample people in the database."""
    people = sample_people(on=today()) if settings.PORTAL_SAMPLE and not settings.PRODUCTION else []
    if not people:
        raise Http404("There is no sample year here.")
    if request.method != "POST":
        return render(request, "site/sample_switch.html", {"people": people})
    if request.POST.get("person") == "nobody":
        logout(request)
        return redirect("site:home")
    person = next((each.person for each in people if str(each.person.pk) == request.POST.get("person")), None)
    if person is None:
        raise Http404("Nobody of the sample year has that number.")
    login(request, person, backend=SIGNED_IN_BY)
    return redirect("site:workspace")


@never_cache
@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component with made-up words; its form, sent, comes back with what is wrong. Nothing is kept."""
    sent = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    return render(request, "site/styleguide.html", gallery(**sent))
