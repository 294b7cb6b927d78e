"""Policy appraisals and decisions: the public registers, and the desk of those who write in them."""

from django.urls import URLPattern, path

from consultations.views import open_registers, register_desk, registers

_APPRAISALS, _DECISIONS = "workspace/policy-appraisals/", "workspace/decisions/"

urlpatterns: list[URLPattern] = [
    path("policy-appraisals/", registers.appraisal_list, name="appraisal_list"),
    path("policy-appraisals/<slug:slug>/", registers.appraisal_detail, name="appraisal_detail"),
    path("decisions/", registers.decision_list, name="decision_list"),
    path("decisions/<slug:slug>/", registers.decision_detail, name="decision_detail"),
    path("open-data/policy-appraisals.csv", open_registers.open_appraisals_csv, name="open_appraisals_csv"),
    path("open-data/decisions.csv", open_registers.open_decisions_csv, name="open_decisions_csv"),
    path(_APPRAISALS, register_desk.own_appraisal_list, name="own_appraisal_list"),
    path(_APPRAISALS + "agencies/<slug:slug>/new/", register_desk.appraisal_create, name="appraisal_create"),
    path(_APPRAISALS + "<slug:reference>/", register_desk.appraisal_update, name="appraisal_update"),
    path(_APPRAISALS + "<slug:reference>/record/", register_desk.appraisal_record, name="appraisal_record"),
    path(_APPRAISALS + "<slug:reference>/mistake/", register_desk.appraisal_void, name="appraisal_void"),
    path(_DECISIONS, register_desk.own_decision_list, name="own_decision_list"),
    path(_DECISIONS + "agencies/<slug:slug>/new/", register_desk.decision_create, name="decision_create"),
    path(_DECISIONS + "<slug:reference>/", register_desk.decision_update, name="decision_update"),
    path(_DECISIONS + "<slug:reference>/record/", register_desk.decision_record, name="decision_record"),
    path(_DECISIONS + "<slug:reference>/mistake/", register_desk.decision_void, name="decision_void"),
]
