"""Reading answers, and outcomes."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
