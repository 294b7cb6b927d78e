"""Following consultations: mail, feeds, calendar, open data."""

from django.urls import URLPattern, path

from consultations.views import following, open_consultations

_ANSWERS = "open-data/consultations/<slug:slug>/answers."

urlpatterns: list[URLPattern] = [
    path("open-data/consultations.csv", open_consultations.open_consultations_csv, name="open_consultations_csv"),
    path("open-data/consultations.xlsx", open_consultations.open_consultations_xlsx, name="open_consultations_xlsx"),
    path("open-data/consultations.json", open_consultations.open_consultations_json, name="open_consultations_json"),
    path("open-data/consultations.atom", open_consultations.open_consultations_atom, name="open_consultations_atom"),
    path("open-data/consultations.ics", open_consultations.open_consultations_ics, name="open_consultations_ics"),
    path("open-data/consultations/feed.json", open_consultations.open_consultations_feed, name="open_consultations_feed"),
    path(_ANSWERS + "csv", open_consultations.open_answers_csv, name="open_answers_csv"),
    path(_ANSWERS + "xlsx", open_consultations.open_answers_xlsx, name="open_answers_xlsx"),
    path(_ANSWERS + "json", open_consultations.open_answers_json, name="open_answers_json"),
    path("consultations/follow/", following.follow_create_all, name="follow_create_all"),
    path("consultations/follow/sent/", following.follow_sent, name="follow_sent"),
    path("consultations/follow/confirm/<str:token>/", following.follow_confirm, name="follow_confirm"),
    path("consultations/follow/end/<str:token>/", following.follow_end, name="follow_end"),
    path("consultations/<slug:slug>/follow/", following.follow_create, name="follow_create"),
]
