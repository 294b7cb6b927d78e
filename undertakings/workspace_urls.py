"""Addresses of the coordinator's workspace: editions and reference."""

from django.urls import path

from undertakings.views import workspace_editions as editions
from undertakings.views import workspace_reference as reference

urlpatterns = [
    path("editions/", editions.draft_list, name="draft_list"),
    path("editions/new/", editions.draft_create, name="draft_create"),
    path("editions/import/", editions.draft_import, name="draft_import"),
    path("editions/<int:pk>/", editions.draft_update, name="draft_update"),
    path("editions/<int:pk>/preview/", editions.draft_preview, name="draft_preview"),
    path("editions/<int:pk>/publish/", editions.draft_publish, name="draft_publish"),
    path("editions/<int:pk>/delete/", editions.draft_delete, name="draft_delete"),
    path("reference/", reference.reference_list, name="reference_list"),
    path("reference/contacts/<int:pk>/confirm/", reference.contact_confirm, name="contact_confirm"),
    path("reference/<slug:kind>/", reference.reference_detail, name="reference_detail"),
    path("reference/<slug:kind>/new/", reference.reference_create, name="reference_create"),
    path("reference/<slug:kind>/<int:pk>/", reference.reference_update, name="reference_update"),
    path("reference/<slug:kind>/<int:pk>/delete/", reference.reference_delete, name="reference_delete"),
]
