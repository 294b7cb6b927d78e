"""Addresses of signing."""

from django.urls import path

from signatories.views import commitment, signing, signing_links

urlpatterns = [
    path("", signing.signing_start, name="signing_start"),
    path("commitment/", commitment.signing_commitment, name="signing_commitment"),
    path("commitment/<slug:sector>.pdf", commitment.signing_commitment_pdf, name="signing_commitment_pdf"),
    path("partner/", signing.signing_partner, name="signing_partner"),
    path("partner/new/", signing.signing_new, name="signing_new"),
    path("partner/alike/", signing.signing_alike, name="signing_alike"),
    path("you/", signing.signing_you, name="signing_you"),
    path("authority/", signing.signing_authority, name="signing_authority"),
    path("pledge/", signing.signing_pledge, name="signing_pledge"),
    path("check/", signing.signing_check, name="signing_check"),
    path("changed/", signing.signing_changed, name="signing_changed"),
    path("sent/", signing_links.signing_sent, name="signing_sent"),
    path("later/", signing_links.signing_later, name="signing_later"),
    path("later/sent/", signing_links.signing_later_sent, name="signing_later_sent"),
    path("resume/<str:token>/", signing_links.signing_resume, name="signing_resume"),
    path("confirm/<str:token>/", signing_links.signing_confirm, name="signing_confirm"),
    path("new-link/", signing_links.signing_resend, name="signing_resend"),
    path("again/", signing_links.signing_again, name="signing_again"),
]
