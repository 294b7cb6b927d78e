"""The forms of signing in and of the second factor: allauth's, in our words and our layout."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from allauth.mfa.base import forms as second_factor_forms
from allauth.mfa.recovery_codes import forms as recovery_forms
from allauth.mfa.totp import forms as app_forms
from django import forms
from django.conf import settings

from compact_portal.lib.folding import clean
from compact_portal.lib.form_layout import PortalHelper, SubmitButton
from signatories.models import Person, normal_email


class SignInForm(account_forms.RequestLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = "Your e-mail address"
        email.help_text = "The one that your organisation or the coordinator knows."
        email.widget.attrs.pop("placeholder", None)
        email.widget.attrs["autocomplete"] = "email"
        email.error_messages["required"] = "Type your e-mail address."
        email.error_messages["invalid"] = "Write the e-mail address in full, like name@example.org"
        # The address of this page carries ?next=, and a form without an action keeps it.
        self.helper = PortalHelper(self, submit="Send me a code")
        # The page offers the staff directory too, where one is set.
        self.directory = settings.OIDC_NAME if settings.OIDC_SERVER_URL else ""

    def clean_email(self) -> str:
        """One query, whoever it is: whether an address is known is told by mail, not by the page or its time."""
        email = normal_email(self.cleaned_data["email"])
        if not ratelimit.consume(context.request, action="request_login_code", key=email):
            raise get_adapter().validation_error("too_many_login_attempts")
        self._user = Person.objects.filter(email=email, is_active=True).first()
        return email


def _code_field(form: forms.Form, *, label: str, help_text: str) -> None:
    code = form.fields["code"]
    code.label, code.help_text = label, help_text
    code.widget.attrs.pop("placeholder", None)
    code.widget.attrs |= {"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "characters"}
    code.error_messages["required"] = "Type the code."


class PlainCode:
    """A mixin: a pasted code may carry characters that no code has, and PostgreSQL cannot be asked for."""

    data: Any

    def clean_code(self) -> str:
        self.cleaned_data["code"] = clean(self.cleaned_data["code"])  # type: ignore[attr-defined]
        return str(super().clean_code())  # type: ignore[misc]


class SignInCodeForm(PlainCode, account_forms.ConfirmLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self, label="Code from the mail", help_text="Letters and digits. It works for ten minutes.")
        self.helper = PortalHelper(self, submit="Sign in")


STOP_BUTTON = SubmitButton("Turn it off", style="stop")
APP_OR_RECOVERY = "Six digits from the app, or one of your recovery codes."


class SecondFactorForm(PlainCode, second_factor_forms.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self, label="Code from your app", help_text=APP_OR_RECOVERY)
        self.helper = PortalHelper(self, submit="Sign in")


class SecondFactorAgainForm(PlainCode, second_factor_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self, label="Code from your app", help_text=APP_OR_RECOVERY)
        self.helper = PortalHelper(self, submit="Go on")


class ActivateAppForm(PlainCode, app_forms.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self, label="Code that the app shows now", help_text="Six digits. A new code comes every half minute.")
        self.helper = PortalHelper(self, submit="Turn it on")


class DeactivateAppForm(app_forms.DeactivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalHelper(self, submit=STOP_BUTTON)


class RecoveryCodesForm(recovery_forms.GenerateRecoveryCodesForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalHelper(self, submit="Make new codes")
