"""Policy appraisals and decisions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
