"""Addresses of funding: the public register and its open data; the desk has a file of its own."""

from django.urls import include, path

from funding.views import open_data, register

app_name = "funding"

urlpatterns = [
    path("funding/", register.agreement_list, name="agreement_list"),
    path("funding/agreements/<slug:reference>/", register.agreement_detail, name="agreement_detail"),
    path("funding/totals/", register.award_total_list, name="award_total_list"),
    path("funding/shared-ways/", register.alignment_list, name="alignment_list"),
    path("funding/funds/", register.fund_list, name="fund_list"),
    path("funding/funds/<slug:slug>/", register.fund_detail, name="fund_detail"),
    path("open-data/funding.csv", open_data.open_funding_csv, name="open_funding_csv"),
    path("open-data/funding.json", open_data.open_funding_json, name="open_funding_json"),
    path("open-data/funding/<slug:slug>/360giving.json", open_data.open_giving_json, name="open_giving_json"),
    path("open-data/funding/<slug:slug>/grants-<slug:year>.csv", open_data.open_grants_csv, name="open_grants_csv"),
    path("workspace/", include("funding.workspace_urls")),
]
