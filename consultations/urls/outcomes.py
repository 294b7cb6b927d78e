"""Reading answers, and outcomes."""

from django.urls import path

from consultations.views import answers, outcomes, published, publishing, themes

OWN = "workspace/consultations/<slug:slug>/"
ANSWER = OWN + "answers/<slug:reference>/"

urlpatterns = [
    path("consultations/<slug:slug>/answers/", published.published_answer_list, name="published_answer_list"),
    path("consultations/<slug:slug>/answers/<slug:reference>/", published.published_answer_detail, name="published_answer_detail"),
    path("consultations/<slug:slug>/outcome/", published.outcome_detail, name="outcome_detail"),
    path(OWN + "answers/", answers.own_answer_list, name="own_answer_list"),
    path(OWN + "answers/publish/", publishing.answers_publish, name="answers_publish"),
    path(ANSWER, answers.own_answer_detail, name="own_answer_detail"),
    path(ANSWER + "publish/", publishing.response_publish, name="response_publish"),
    path(ANSWER + "take-back/", publishing.answer_withhold, name="answer_withhold"),
    path(ANSWER + "<int:question>/themes/", answers.answer_tag, name="answer_tag"),
    path(ANSWER + "<int:question>/hide/", answers.redaction_create, name="redaction_create"),
    path(ANSWER + "hidden/<int:pk>/", answers.redaction_lift, name="redaction_lift"),
    path(OWN + "themes/", themes.theme_list, name="theme_list"),
    path(OWN + "themes/new/", themes.theme_create, name="theme_create"),
    path(OWN + "themes/<int:pk>/", themes.theme_update, name="theme_update"),
    path(OWN + "themes/<int:pk>/merge/", themes.theme_merge, name="theme_merge"),
    path(OWN + "themes/<int:pk>/out/", themes.theme_delete, name="theme_delete"),
    path(OWN + "outcome/", outcomes.own_outcome_detail, name="own_outcome_detail"),
    path(OWN + "outcome/edit/<slug:step>/", outcomes.outcome_update, name="outcome_update"),
    path(OWN + "outcome/themes/<int:pk>/", outcomes.outcome_theme_update, name="outcome_theme_update"),
    path(OWN + "outcome/preview/", outcomes.outcome_preview, name="outcome_preview"),
    path(OWN + "outcome/publish/", outcomes.outcome_publish, name="outcome_publish"),
]
