"""The officer's desk, and what a recipient sees of its funding."""

from django.urls import path

from funding.views import agreements, desk, importing, parts, recipient, reports

AGREEMENT = "funding/agreements/<slug:reference>/"
IMPORT = "funding/import/<slug:slug>/"
OWN = "partners/<slug:slug>/funding/"

urlpatterns = [
    path("funding/", desk.funding_desk, name="funding_desk"),
    path("funding/guideline/", desk.common_guideline_create, name="common_guideline_create"),
    path("funding/agencies/<slug:slug>/agreements/", desk.own_agreement_list, name="own_agreement_list"),
    path("funding/agencies/<slug:slug>/agreements/new/", agreements.agreement_create, name="agreement_create"),
    path("funding/agencies/<slug:slug>/funds/new/", desk.fund_create, name="fund_create"),
    path("funding/agencies/<slug:slug>/funds/<slug:fund>/", desk.fund_update, name="fund_update"),
    path("funding/agencies/<slug:slug>/guideline/", desk.guideline_create, name="guideline_create"),
    path("funding/agencies/<slug:slug>/cuts/", desk.own_cut_create, name="own_cut_create"),
    path(IMPORT, importing.import_create, name="import_create"),
    path(IMPORT + "<int:pk>/", importing.import_detail, name="import_detail"),
    path(IMPORT + "<int:pk>/headings/", importing.import_map, name="import_map"),
    path(IMPORT + "<int:pk>/organisations/", importing.import_recipients, name="import_recipients"),
    path(IMPORT + "<int:pk>/go-on/", importing.import_continue, name="import_continue"),
    path(IMPORT + "<int:pk>/to-mend.xlsx", importing.import_workbook, name="import_workbook"),
    path(IMPORT + "<int:pk>/undo/", importing.import_undo, name="import_undo"),
    path(AGREEMENT, agreements.own_agreement_detail, name="own_agreement_detail"),
    path(AGREEMENT + "edit/<slug:step>/", agreements.agreement_update, name="agreement_update"),
    path(AGREEMENT + "record/", agreements.agreement_record, name="agreement_record"),
    path(AGREEMENT + "copy/", agreements.agreement_copy, name="agreement_copy"),
    path(AGREEMENT + "mistake/", agreements.agreement_void, name="agreement_void"),
    path(AGREEMENT + "schedule/", parts.schedule_create, name="schedule_create"),
    path(AGREEMENT + "years/", parts.year_update, name="year_update"),
    path(AGREEMENT + "costs/", parts.cost_plan_update, name="cost_plan_update"),
    path(AGREEMENT + "objectives/new/", parts.objective_create, name="objective_create"),
    path(AGREEMENT + "objectives/<int:pk>/", parts.objective_update, name="objective_update"),
    path(AGREEMENT + "objectives/<int:pk>/out/", parts.objective_delete, name="objective_delete"),
    path(AGREEMENT + "reports/<int:pk>/", reports.report_detail, name="report_detail"),
    path(AGREEMENT + "<slug:part>/", parts.part_list, name="part_list"),
    path(AGREEMENT + "<slug:part>/new/", parts.part_create, name="part_create"),
    path(AGREEMENT + "<slug:part>/<int:pk>/", parts.part_update, name="part_update"),
    path(AGREEMENT + "<slug:part>/<int:pk>/mistake/", parts.part_void, name="part_void"),
    path("funding/held/", recipient.own_funding_list, name="own_funding_list"),
    path(OWN, recipient.own_funding_detail, name="own_funding_detail"),
    path(OWN + "reports/", reports.own_report_list, name="own_report_list"),
    path(OWN + "reports/new/", reports.report_create, name="report_create"),
    path(OWN + "reports/<int:pk>/", reports.own_report_detail, name="own_report_detail"),
    path(OWN + "reports/<int:pk>/edit/", reports.report_update, name="report_update"),
    path(OWN + "reports/<int:pk>/send/", reports.report_send, name="report_send"),
    path(OWN + "<slug:what>/<int:pk>/", recipient.dispute_create, name="dispute_create"),
]
