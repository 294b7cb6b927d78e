"""Signing in and out. allauth's views under addresses of our own; what the portal does not use is not there."""

from allauth.account import views
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.decorators.cache import never_cache

from signatories.views import directory_sign_in
from signatories.views.account import account_confirm_login_code, account_join
from signatories.views.passkeys import mfa_login_webauthn

urlpatterns = [
    path("sign-in/", views.request_login_code, name="account_login"),
    path("sign-in/", views.request_login_code, name="account_request_login_code"),
    path("sign-in/code/", account_confirm_login_code, name="account_confirm_login_code"),
    path("sign-in/passkey/", mfa_login_webauthn, name="mfa_login_webauthn"),
    # An agency's own directory, where one is set; else these are not there.
    path("sign-in/<slug:provider_id>/directory/", directory_sign_in.openid_connect_login, name="openid_connect_login"),
    path("sign-in/<slug:provider_id>/back/", directory_sign_in.openid_connect_callback, name="openid_connect_callback"),
    path("sign-in/cancelled/", directory_sign_in.socialaccount_login_cancelled, name="socialaccount_login_cancelled"),
    # Open to somebody who has not typed the code yet, so that they can start again with another address.
    path("sign-out/", login_not_required(views.logout), name="account_logout"),
    path("closed/", views.account_inactive, name="account_inactive"),
    path("join/", account_join, name="account_signup"),
    path("confirm/", views.reauthenticate, name="account_reauthenticate"),
    path("two-factor/", never_cache(second_factor.index), name="mfa_index"),
    path("two-factor/sign-in/", second_factor.authenticate, name="mfa_authenticate"),
    path("two-factor/again/", never_cache(second_factor.reauthenticate), name="mfa_reauthenticate"),
    path("two-factor/app/on/", never_cache(app.activate_totp), name="mfa_activate_totp"),
    path("two-factor/app/off/", never_cache(app.deactivate_totp), name="mfa_deactivate_totp"),
    path("two-factor/recovery-codes/", never_cache(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "two-factor/recovery-codes/new/",
        never_cache(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "two-factor/recovery-codes/file/", never_cache(recovery_codes.download_recovery_codes), name="mfa_download_recovery_codes"
    ),
    path("two-factor/passkeys/", never_cache(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("two-factor/passkeys/new/", never_cache(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("two-factor/passkeys/again/", never_cache(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("two-factor/passkeys/<int:pk>/name/", never_cache(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("two-factor/passkeys/<int:pk>/remove/", never_cache(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("sessions/", never_cache(sessions.list_usersessions), name="usersessions_list"),
]
