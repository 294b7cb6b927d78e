"""Public addresses of partners and signatures. Signing, the workspace and the desk have files of their own."""

from django.urls import include, path

from signatories.views import directory, evidence, open_data, proof

app_name = "signatories"

urlpatterns = [
    path("sign/", include("signatories.sign_urls")),
    path("workspace/", include("signatories.desk_urls")),
    path("", include("signatories.workspace_urls")),
    path("signatories/", directory.partner_list, name="partner_list"),
    path("signatories/<slug:slug>/", directory.partner_detail, name="partner_detail"),
    path("signatures/<slug:reference>/", proof.signature_detail, name="signature_detail"),
    path("signatures/<slug:reference>.pdf", proof.signature_pdf, name="signature_pdf"),
    path("open-data/signatories.csv", open_data.open_signatories_csv, name="open_signatories_csv"),
    path("open-data/signatories.json", open_data.open_signatories_json, name="open_signatories_json"),
    path("open-data/evidence-replies.csv", evidence.open_replies_csv, name="open_replies_csv"),
    path("open-data/signature-chain.json", open_data.open_chain_json, name="open_chain_json"),
]
