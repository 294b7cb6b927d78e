"""The forms of signing: one for each step. What they take is kept as JSON, so that a journey can go on another day."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from compact_portal.lib.form_fields import DayField, Words
from compact_portal.lib.form_layout import PlainMessages, PortalHelper
from compact_portal.lib.journey_forms import Line, StepForm
from compact_portal.lib.org_ids import SHAPES, checked
from signatories.models import Partner, normal_email

NONE_OF_THESE = "none"
ONE_OF_THESE = "Choose one of the answers in the list"


class Website(forms.URLField):
    """An address that a page may link to."""

    default_validators = [URLValidator(schemes=["http", "https"])]


class PartnerForm(StepForm):
    """Which of the partners that were found."""

    partner = forms.ChoiceField(label="Which is yours?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["partner"])
        field.choices = list(choices)
        field.error_messages["invalid_choice"] = "Choose one of the organisations in the list, or search again"

    def answers(self) -> dict[str, Any]:
        chosen = self.cleaned_data["partner"]
        return {"partner": chosen} if chosen == NONE_OF_THESE else {"partner": int(chosen)}


class AlikeForm(PartnerForm):
    """One of the look-alikes, or none of them."""

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, choices=[*choices, (NONE_OF_THESE, "None of these: mine is another one")], **kwargs)
        self.fields["partner"].label = "Is it one of these?"
        self.fields["partner"].error_messages["required"] = "Choose the one that is yours, or none of these"


class NewPartnerForm(StepForm):
    """An organisation that is not here yet."""

    name = Line(label="Name of the organisation", max_length=200, help_text="As it is known to the public.")
    sector = forms.ChoiceField(
        label="Sector", choices=Partner.Sector.choices, widget=forms.RadioSelect, error_messages={"invalid_choice": ONE_OF_THESE}
    )
    kind = forms.ChoiceField(
        label="What kind of organisation is it?",
        choices=Partner.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": ONE_OF_THESE},
    )
    identifier = Line(
        label="Number in a public list",
        max_length=80,
        required=False,
        help_text="For a registered charity GB-CHC- and its charity number, such as GB-CHC-1234567; for a company GB-COH- "
        f"and its company number. Other lists that are known: {', '.join(sorted(set(SHAPES) - {'GB-CHC', 'GB-COH'}))}.",
    )
    website = Website(
        label="Website",
        max_length=200,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Write the address of the website in full, like https://example.org"},
        widget=forms.TextInput(attrs={"autocomplete": "url", "inputmode": "url"}),
    )

    def clean_identifier(self) -> str:
        typed = str(self.cleaned_data["identifier"])
        try:
            return checked(typed) if typed else ""
        except ValueError as problem:
            raise ValidationError(str(problem)) from None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        sector, kind = cleaned.get("sector"), cleaned.get("kind")
        if sector and kind and kind not in KINDS_OF[sector]:
            wanted = "public body" if sector == Partner.Sector.STATUTORY else "voluntary or community body"
            self.add_error("kind", f"Choose a kind of {wanted}, or choose the other sector")
        return cleaned


_STATUTORY = ("council", "parish", "police", "nhs", "other-public")
KINDS_OF = {
    Partner.Sector.STATUTORY.value: _STATUTORY,
    Partner.Sector.VOLUNTARY.value: tuple(kind for kind in Partner.Kind.values if kind not in _STATUTORY),
}


class YouForm(StepForm):
    """Who signs."""

    name = Line(
        label="Your full name",
        max_length=120,
        help_text="The public sees it with the signature.",
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
    role = Line(
        label="Your role in the organisation",
        max_length=120,
        help_text="For instance chair of trustees, secretary, chief executive. The public sees it, too.",
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        help_text="We send a link to it that confirms the signature. The public never sees it.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )

    def clean_email(self) -> str:
        return normal_email(self.cleaned_data["email"])


class AuthorityForm(StepForm):
    """By whose authority."""

    body = Line(
        label="Who decided that your organisation signs?",
        max_length=200,
        help_text="For instance the board of trustees, the committee, the cabinet. Name the body, not its members.",
    )
    day = DayField(label="On which day did they decide?", help_text="For example 31 3 2027.")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = cast(DayField, self.fields["day"])
        day.latest = on
        day.error_messages["latest"] = "The decision has to be made before you sign. Give a day up to today, %(day)s"
        if isinstance(kept := self.initial.get("day"), str):
            self.initial["day"] = date.fromisoformat(kept)


class PledgeForm(StepForm):
    """What the organisation will do, in its own words, and who looks after the compact there. Both may be left out."""

    pledge = Words(
        label="What will your organisation do to keep the compact?",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=2000,
        required=False,
        help_text="In your own words. Everybody can read it on your organisation’s page.",
    )
    champion = Line(
        label="Compact champion",
        max_length=120,
        required=False,
        help_text="Somebody whom others can turn to about the compact. Ask them first: everybody can read the name.",
    )


class LaterForm(PlainMessages, forms.Form):
    """Where to send the link with which one goes on."""

    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        help_text="We send a link to it with which you go on where you stopped.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit="Send me the link")

    def clean_email(self) -> str:
        return normal_email(self.cleaned_data["email"])
