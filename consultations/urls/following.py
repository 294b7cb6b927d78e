"""Following consultations: mail, feeds, calendar, open data."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
