"""The forms of passkeys: allauth's, in our words and our layout. What the device answers comes in a hidden field."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.core.validators import MaxLengthValidator

from compact_portal.lib.folding import clean
from compact_portal.lib.form_layout import PortalHelper

NO_PASSKEY = "Your browser gave us no passkey. Try again; a code by mail works as well."
NOT_KNOWN = "We do not know this passkey. Try another one; a code by mail works as well."
LONGEST = 20_000  # characters; a device's answer has about a thousand
# What the reading of an answer that no device made can raise.
UNREADABLE = (TypeError, ValueError, KeyError, AttributeError, IndexError, OverflowError)


class AnswerField(forms.JSONField):
    """What a device answered, as JSON. What nests or counts deeper than a program can read is no device's answer."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) > LONGEST:
            raise forms.ValidationError(NO_PASSKEY, code="invalid")
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as problem:
            raise forms.ValidationError(NO_PASSKEY, code="invalid") from problem

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data

    def prepare_value(self, value: Any) -> str:
        """An answer is good for one question, so a form that comes back does not carry it."""
        return ""


@contextmanager
def told() -> Iterator[None]:
    """Whatever is wrong with a device's answer is told in one sentence; how many tries there are stays allauth's to say."""
    try:
        yield
    except forms.ValidationError as problem:
        if problem.code != "incorrect_code":
            raise
        raise forms.ValidationError(NOT_KNOWN, code="incorrect_code") from problem
    except UNREADABLE as problem:
        raise forms.ValidationError(NOT_KNOWN, code="incorrect_code") from problem


class Passkey:
    """A mixin: an answer that no device has made is a mistake in the form, not in the program."""

    fields: dict[str, forms.Field]
    words = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)  # each passkey here signs in by itself; nobody is asked
        messages = dict.fromkeys(("required", "invalid"), NO_PASSKEY)
        self.fields["credential"] = AnswerField(widget=forms.HiddenInput, error_messages=messages)
        self.helper: Any = PortalHelper(cast(forms.BaseForm, self), submit=self.words)
        self.helper.attrs["data-passkey"] = True


class AddPasskeyForm(Passkey, passkey_forms.AddWebAuthnForm):
    words = "Make the passkey"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_field(self.fields["name"])

    def clean(self) -> Any:
        """Every key here signs in by itself, so each has to know its owner: a touch alone is too little."""
        self.cleaned_data["passwordless"] = True
        with told():
            return super().clean()


class NamePasskeyForm(passkey_forms.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_field(self.fields["name"])
        self.fields["name"].error_messages["required"] = "Give it a name."
        self.helper = PortalHelper(self, submit="Save the name")

    def clean_name(self) -> str:
        return clean(self.cleaned_data["name"])


def _name_field(field: forms.Field) -> None:
    field.label = "Name of the passkey"
    field.help_text = "So that you can tell it from others, for instance “Telephone”."
    field.widget.attrs |= {"autocomplete": "off"}
    if isinstance(field, forms.CharField):
        field.max_length = 60
        field.validators.append(MaxLengthValidator(60, "Shorten the name to 60 characters."))


class Answering(Passkey):
    """A mixin: the answer of a passkey that is known."""

    def clean_credential(self) -> Any:
        with told():
            return super().clean_credential()  # type: ignore[misc]


class PasskeySignInForm(Answering, passkey_forms.LoginWebAuthnForm):
    words = "Use a passkey"


class PasskeyAsSecondForm(Answering, passkey_forms.AuthenticateWebAuthnForm):
    words = "Use a passkey"


class PasskeyAgainForm(Answering, passkey_forms.ReauthenticateWebAuthnForm):
    words = "Use a passkey"
