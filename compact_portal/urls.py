"""The site map."""

from django.conf import settings
from django.urls import include, path

handler400 = "compact_portal.site.errors.bad_request"
handler403 = "compact_portal.site.errors.forbidden"
handler404 = "compact_portal.site.errors.not_found"
handler500 = "compact_portal.site.errors.failed"

urlpatterns = [
    path("", include("compact_portal.site.urls")),
    path("", include("undertakings.urls")),
    path("", include("signatories.urls")),
    path("", include("funding.urls")),
    path("", include("consultations.urls")),
    path("account/", include("signatories.account_urls")),
    path("account/outbox/", include("compact_portal.mail.urls")),
]

if settings.PORTAL_ADMIN:
    from compact_portal.site.admin import admin_site

    urlpatterns.append(path("admin/", admin_site.urls))
