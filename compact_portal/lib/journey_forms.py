"""What the forms of a journey without an account share: a step of it, a line of words, a button that does something.

What a step takes is kept as JSON, so that a journey can go on another day.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from compact_portal.lib.form_fields import Words
from compact_portal.lib.form_layout import PlainMessages, PortalHelper, SubmitButton


def no_address(words: str) -> None:
    """A validator: names go into mail to an address that anybody can type, so they must not carry a link to elsewhere."""
    if re.search(r"://|www\.", words, re.IGNORECASE):
        raise ValidationError("Leave out the web address")


class Line(Words):
    """Words on one line, with single spaces between them and no web address in them."""

    default_validators = [no_address]

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())


class StepForm(PlainMessages, forms.Form):
    """One step. The journey's key goes with the form, so that an answer finds its journey when the session has ended."""

    journey = Words(required=False, widget=forms.HiddenInput)
    submit = "Continue"

    def __init__(self, data: Any = None, *, kept: Mapping[str, Any], journey: Any) -> None:
        super().__init__(data, initial={**kept, "journey": str(journey)})

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit=self.submit)

    def answers(self) -> dict[str, Any]:
        """What was typed, as JSON keeps it."""
        taken = {name: value for name, value in self.cleaned_data.items() if name != "journey"}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in taken.items()}


class PressForm(forms.Form):
    """A button and nothing else: what it does is done by pressing it. It says which journey or which link it is about."""

    journey = forms.CharField(required=False, widget=forms.HiddenInput)
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *, words: str, action: str = "", journey: Any = "", token: str = "", style: str = "") -> None:
        super().__init__(initial={"journey": str(journey), "token": token}, auto_id=False)
        self.helper = PortalHelper(self, submit=SubmitButton(words, style=style), action=action)
