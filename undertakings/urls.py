"""Addresses of the compact: its text, its editions, the reference beside it, its open data, and its workspace."""

from django.urls import include, path

from undertakings.views import editions, evidence, open_data, reference, text

app_name = "undertakings"

urlpatterns = [
    path("compact/", text.compact_detail, name="compact_detail"),
    path("compact/principles/", text.principle_list, name="principle_list"),
    path("compact/undertakings/", text.undertaking_list, name="undertaking_list"),
    path("compact/undertakings/<slug:anchor>/", text.undertaking_detail, name="undertaking_detail"),
    path("compact/editions/", editions.edition_list, name="edition_list"),
    path("compact/editions/<slug:slug>/", editions.edition_detail, name="edition_detail"),
    path("compact/editions/<slug:slug>.md", editions.edition_text, name="edition_text"),
    path("compact/editions/<slug:slug>.pdf", editions.edition_pdf, name="edition_pdf"),
    path("compact/editions/<slug:slug>/compare/<slug:other>/", editions.edition_compare, name="edition_compare"),
    path("compact/codes/", reference.code_list, name="code_list"),
    path("jargon-buster/", reference.term_list, name="term_list"),
    path("jargon-buster/<slug:slug>/", reference.term_detail, name="term_detail"),
    path("examples/", reference.example_list, name="example_list"),
    path("contacts/", reference.contact_list, name="contact_list"),
    path("evidence/", evidence.evidence_list, name="evidence_list"),
    path("evidence/<slug:measure>/", evidence.evidence_detail, name="evidence_detail"),
    path("evidence/<slug:measure>.csv", evidence.evidence_csv, name="evidence_csv"),
    path("evidence/<slug:measure>/<str:year>/", evidence.evidence_year, name="evidence_year"),
    path("evidence/<slug:measure>/<str:year>/known-on/<str:on>/", evidence.evidence_known, name="evidence_known"),
    path("open-data/", open_data.open_data_list, name="open_data_list"),
    path("open-data/evidence.json", open_data.open_evidence_json, name="open_evidence_json"),
    path("open-data/evidence.csv", open_data.open_evidence_csv, name="open_evidence_csv"),
    path("open-data/compact.md", open_data.open_compact_text, name="open_compact_text"),
    path("open-data/compact.json", open_data.open_compact_json, name="open_compact_json"),
    path("open-data/jargon.csv", open_data.open_jargon_csv, name="open_jargon_csv"),
    path("workspace/", include("undertakings.workspace_urls")),
]
