"""The form of following."""

from django import forms

from compact_portal.lib.form_layout import PlainMessages, PortalHelper
from consultations.models import Follow
from signatories.models import normal_email


class FollowForm(PlainMessages, forms.Form):
    """Where to write, and how often."""

    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        help_text="We send a link to it first, so that nobody else can sign you up. The public never sees it.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    manner = forms.ChoiceField(
        label="How often shall we write?", choices=Follow.Manner.choices, initial=Follow.Manner.EACH, widget=forms.RadioSelect,
        help_text="When a date moves we write at once, whichever you choose.",
        error_messages={"invalid_choice": "Choose one of the answers in the list"},
    )  # fmt: skip

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit="Send me the link")

    def clean_email(self) -> str:
        return normal_email(self.cleaned_data["email"])
