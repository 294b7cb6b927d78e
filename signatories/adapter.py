"""How allauth behaves here: mail is queued, nobody signs up by themselves, the second factor's picture is ours."""

import base64
import hashlib
import logging
import secrets
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.shortcuts import render

from compact_portal.lib.clock import now
from compact_portal.mail.actions import queue_mail
from signatories import rules
from signatories.queries.people import person_of_directory

log = logging.getLogger("portal")

# How "You get this mail because …" ends.
WHY = dict.fromkeys(
    ("account/email/login_code", "account/email/unknown_account"),
    "somebody asked for a code to sign in with this address",
)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": "That is not the code. Look at the newest mail, or ask for a new code.",
        "too_many_login_attempts": "That were too many attempts. Wait five minutes, then ask for a new code.",
        "rate_limited": "That were too many attempts. Wait five minutes and try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are made by invitation or by signing the compact."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the mail, so that an address that is known takes no longer to answer than one that is not."""
        message = self.render_mail(template_prefix, email, context)
        why = WHY.get(template_prefix, "something about your sign-in has changed")
        queue_mail(to=email, subject=message.subject, body=message.body, at=now(), why=why)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell people when their second factor changes; not from which address and browser, which nobody keeps here."""
        self.send_mail(template_prefix, email or user.email, context or {})  # type: ignore[attr-defined]

    def format_email_subject(self, subject: str) -> str:
        return subject


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That is not the code. Wait for the app’s next one and type that.",
    }

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:  # noqa: A002  allauth's word for it
        """A first name for a passkey, which its owner may change."""
        held = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return "Passkey" if not held else f"Passkey {held + 1}"

    def build_totp_svg(self, url: str) -> str:
        """The code as a drawing in the page, without a style or a data address, which the content policy forbids."""
        picture = segno.make(url, micro=False, error="m")
        return str(picture.svg_inline(scale=1, border=4, omitsize=True, dark="#000", light="#fff", title="Code for your app"))

    def encrypt(self, text: str) -> str:
        """Secrets of the second factor are stored encrypted, so that a stolen backup is not enough."""
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _vault().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:  # SECRET_KEY was changed or lost: no code fits, and the person is helped by the coordinator
            log.error("A second factor cannot be read with this SECRET_KEY")  # noqa: TRY400  the trace says no more
            return base64.b32encode(secrets.token_bytes(20)).decode()


class DirectoryAdapter(DefaultSocialAccountAdapter):
    """An agency's staff directory says who somebody is; it makes no account, and nothing of what it says is kept."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The person whose address the directory vouches for; a page that says why not, where there is none."""
        claims = sociallogin.account.extra_data
        said = claims.get("userinfo") or claims.get("id_token") or {}
        address = rules.vouched_address(said, domains=settings.OIDC_DOMAINS, managed=settings.OIDC_ADDRESSES_MANAGED)
        person = person_of_directory(address)
        if person is None or sociallogin.state.get("process") != AuthProcess.LOGIN:
            context = {"name": settings.OIDC_NAME}
            raise ImmediateHttpResponse(render(request, "account/openid_connect_refused.html", context, status=403))
        sociallogin.user = person

    def on_authentication_error(self, request: HttpRequest, provider: Any, **details: Any) -> None:
        """The directory did not answer, or not as agreed. What it said goes into no log: it may name somebody."""
        log.warning("Signing in through the staff directory failed", extra={"kind": type(details.get("exception")).__name__})


def _vault() -> MultiFernet:
    """Keys made from SECRET_KEY and, while it is being changed, from SECRET_KEY_FALLBACKS."""
    digests = (
        hashlib.sha256(f"second factor:{key}".encode()).digest() for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
