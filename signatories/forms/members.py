"""The forms of a partner's members: invite somebody, accept, end a part."""

from datetime import date, timedelta
from typing import Any

from django import forms

from compact_portal.lib.dates import in_words
from compact_portal.lib.form_fields import DayField, Words
from compact_portal.lib.form_layout import PlainMessages, PortalHelper, SubmitButton
from signatories.models import Membership, Partner, normal_email
from signatories.rules.members import first_last_day, roles_of

WHAT_FOR = {
    "signatory": "signs the compact, withdraws, looks after the members",
    "contributor": "answers consultations and raises concerns",
    "officer": "records what the agency funds and consults about",
}


class InviteForm(PlainMessages, forms.Form):
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="One that the person reads. They sign in with it.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = Words(label="Name", required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label="Which part?", widget=forms.RadioSelect)
    job_title = Words(label="Job title", required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(Membership.Role.choices)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [(key, f"{labels[key]}: {WHAT_FOR[key]}") for key in roles_of(partner.sector)]
        self.helper = PortalHelper(self, submit="Send the invitation")

    def clean_email(self) -> str:
        return normal_email(self.cleaned_data["email"])


class AcceptForm(PlainMessages, forms.Form):
    name = Words(
        label="Your name",
        max_length=120,
        help_text="Those who work with you here see it.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalHelper(self, submit="Accept the invitation")


class EndMembershipForm(PlainMessages, forms.Form):
    last_on = DayField(label="Last day")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = first_last_day(on=on)
        day = self.fields["last_on"]
        assert isinstance(day, DayField)
        day.earliest, day.latest = first, on + timedelta(days=366)
        day.help_text = f"The access ends with that day, at midnight. To end it at once, give yesterday, {in_words(first)}."
        self.helper = PortalHelper(self, submit=SubmitButton("End the part", style="stop"))
