"""Addresses of members, invitations and what is held about a person."""

from django.urls import path

from signatories.views import invitations, members, my_data

MEMBERS = "workspace/partners/<slug:slug>/members/"

urlpatterns = [
    path(MEMBERS, members.member_list, name="member_list"),
    path(f"{MEMBERS}invite/", members.invitation_create, name="invitation_create"),
    path(f"{MEMBERS}invitations/<int:pk>/again/", members.invitation_resend, name="invitation_resend"),
    path(f"{MEMBERS}invitations/<int:pk>/take-back/", members.invitation_cancel, name="invitation_cancel"),
    path(f"{MEMBERS}<int:pk>/end/", members.member_end, name="member_end"),
    path("account/invitations/<str:token>/", invitations.invitation_accept, name="invitation_accept"),
    path("account/my-data/", my_data.my_data_detail, name="my_data_detail"),
    path("account/my-data/my-data.json", my_data.my_data_json, name="my_data_json"),
    path("account/my-data/erase/", my_data.my_data_erase, name="my_data_erase"),
    path("account/my-data/erased/", my_data.my_data_erased, name="my_data_erased"),
]
