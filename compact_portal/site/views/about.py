"""What the site says about itself: accessibility, privacy, cookies."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from compact_portal.audit.register import PERSONAL
from compact_portal.pages.decorators import public_page
from compact_portal.site.rules import notice_groups


def _operator() -> dict[str, str]:
    return {"name": settings.PORTAL_OPERATOR, "email": settings.PORTAL_OPERATOR_EMAIL}


@public_page(reads=())
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "site/accessibility.html", {"operator": _operator()})


@public_page(reads=())
def privacy(request: HttpRequest) -> HttpResponse:
    context = {
        "operator": _operator(),
        "groups": notice_groups(PERSONAL),
        "keep_reports_days": settings.PORTAL_KEEP_REPORTS_DAYS,
        "keep_mail_days": settings.PORTAL_KEEP_MAIL_DAYS,
        "keep_addresses_days": settings.PORTAL_KEEP_ADDRESSES_DAYS,
    }
    return render(request, "site/privacy.html", context)


@public_page(reads=())
def cookies(request: HttpRequest) -> HttpResponse:
    context = {
        "session": settings.SESSION_COOKIE_NAME,
        "session_hours": settings.SESSION_COOKIE_AGE // 3600,
        "csrf": settings.CSRF_COOKIE_NAME,
        "csrf_weeks": settings.CSRF_COOKIE_AGE // (7 * 24 * 3600),
    }
    return render(request, "site/cookies.html", context)
