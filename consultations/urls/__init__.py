"""Addresses of consultations, a file for each part of the work."""

from consultations.urls import answering, asking, following, outcomes, registers

app_name = "consultations"

# Fixed words come before slugs.
urlpatterns = [
    *registers.urlpatterns,
    *following.urlpatterns,
    *answering.urlpatterns,
    *outcomes.urlpatterns,
    *asking.urlpatterns,
]
