"""Addresses of the coordinator's desk, and of what signatories do for their own partner."""

from django.urls import path

from signatories.views import desk, desk_partners, evidence, own_partners, paper

PARTNER = "desk/partners/<slug:slug>/"
OWN = "partners/<slug:slug>/"

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/signatures/<slug:reference>/", desk.signature_check, name="signature_check"),
    path("desk/signatures/<slug:reference>/invalidate/", desk.signature_invalidate, name="signature_invalidate"),
    path("desk/signatures/<slug:reference>/again/", desk.signature_resend, name="signature_resend"),
    path("desk/mail/<int:pk>/again/", desk.mail_retry, name="mail_retry"),
    path("desk/addresses/<int:pk>/mended/", desk.address_mend, name="address_mend"),
    path("desk/paper/", paper.paper_import, name="paper_import"),
    path("desk/paper/paper-signatures.csv", paper.paper_template, name="paper_template"),
    path("desk/partners/", desk_partners.desk_partner_list, name="desk_partner_list"),
    path(PARTNER, desk_partners.desk_partner_detail, name="desk_partner_detail"),
    path(f"{PARTNER}correct/", desk_partners.desk_partner_update, name="desk_partner_update"),
    path(f"{PARTNER}dissolve/", desk_partners.desk_partner_dissolve, name="desk_partner_dissolve"),
    path(f"{PARTNER}merge/", desk_partners.desk_partner_merge, name="desk_partner_merge"),
    path("partners/", own_partners.own_partner_list, name="own_partner_list"),
    path(OWN, own_partners.own_partner_detail, name="own_partner_detail"),
    path(f"{OWN}words/", own_partners.own_partner_update, name="own_partner_update"),
    path(f"{OWN}reaffirm/", own_partners.own_partner_reaffirm, name="own_partner_reaffirm"),
    path("evidence/", evidence.evidence_desk, name="evidence_desk"),
    path(f"{OWN}evidence/<slug:measure>/reply/", evidence.reply_create, name="reply_create"),
    path(f"{OWN}replies/<int:pk>/withdraw/", evidence.reply_withdraw, name="reply_withdraw"),
    path("replies/", evidence.reply_list, name="reply_list"),
    path("replies/<int:pk>/hide/", evidence.reply_hide, name="reply_hide"),
    path("signatures/<slug:reference>/withdraw/", desk.signature_withdraw, name="signature_withdraw"),
]
