"""Reading, writing and approving consultations."""

from django.urls import URLPattern, path

from consultations.views import approving, desk, parts, register, writing

OWN = "workspace/consultations/<slug:slug>/"
AGENCY = "workspace/agencies/<slug:slug>/consultations/"

urlpatterns: list[URLPattern] = [
    path("consultations/", register.consultation_list, name="consultation_list"),
    path("consultations/<slug:slug>/", register.consultation_detail, name="consultation_detail"),
    path("consultations/<slug:slug>/documents/<int:pk>/", register.document_file, name="document_file"),
    path("workspace/consultations/", desk.consultation_desk, name="consultation_desk"),
    path(AGENCY, desk.own_consultation_list, name="own_consultation_list"),
    path(AGENCY + "new/", desk.consultation_create, name="consultation_create"),
    path(OWN, writing.own_consultation_detail, name="own_consultation_detail"),
    path(OWN + "preview/", writing.consultation_preview, name="consultation_preview"),
    path(OWN + "edit/<slug:step>/", writing.consultation_update, name="consultation_update"),
    path(OWN + "checks/", writing.check_list, name="check_list"),
    path(OWN + "checks/<slug:key>/", writing.check_explain, name="check_explain"),
    path(OWN + "submit/", approving.consultation_submit, name="consultation_submit"),
    path(OWN + "approve/", approving.consultation_approve, name="consultation_approve"),
    path(OWN + "take-back/", approving.consultation_return, name="consultation_return"),
    path(OWN + "mistake/", approving.consultation_void, name="consultation_void"),
    path(OWN + "questions/", parts.question_list, name="question_list"),
    path(OWN + "questions/new/", parts.question_create, name="question_create"),
    path(OWN + "questions/<int:pk>/", parts.question_update, name="question_update"),
    path(OWN + "questions/<int:pk>/out/", parts.question_delete, name="question_delete"),
    path(OWN + "documents/", parts.document_list, name="document_list"),
    path(OWN + "documents/new/", parts.document_create, name="document_create"),
    path(OWN + "documents/<int:pk>/", parts.own_document_file, name="own_document_file"),
    path(OWN + "documents/<int:pk>/out/", parts.document_void, name="document_void"),
    path(OWN + "window/", parts.window_update, name="window_update"),
    path(OWN + "window/close/", parts.window_close, name="window_close"),
]
