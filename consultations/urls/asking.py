"""Reading, writing and approving consultations."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
