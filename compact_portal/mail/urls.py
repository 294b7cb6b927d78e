"""The outbox of the sample year."""

from django.urls import path

from compact_portal.mail import views

app_name = "mail"

urlpatterns = [
    path("", views.outbox_list, name="outbox_list"),
    path("<int:pk>/", views.outbox_detail, name="outbox_detail"),
]
