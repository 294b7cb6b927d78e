"""Forms of the coordinator's desk, and of what signatories do for their own partner."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator

from compact_portal.audit.forms import VersionedForm, VersionForm
from compact_portal.lib.form_fields import DayField, Words
from compact_portal.lib.form_layout import PlainMessages, PortalHelper, SubmitButton
from compact_portal.lib.journey_forms import Line
from compact_portal.lib.org_ids import checked
from compact_portal.lib.textfile import megabytes
from signatories.models import Partner
from signatories.rules.paper import MOST_ROWS

MOST_NUMBERS = 20
MOST_BYTES = 4 * 1024 * 1024  # a list goes back with the button that records it, and what a form may carry is limited


def _reason(label: str, help_text: str) -> Words:
    box, missing = forms.Textarea(attrs={"rows": 4}), {"required": "Give the reason"}
    return Words(label=label, max_length=1000, help_text=help_text, widget=box, error_messages=missing)


class CheckForm(VersionForm):
    """A coordinator's answer to a signature that waits."""

    ACCEPT, REFUSE = "accept", "refuse"

    decision = forms.ChoiceField(
        label="Does this signature count?",
        choices=[(ACCEPT, "Yes: the organisation is real, and this person may sign for it"), (REFUSE, "No")],
        widget=forms.RadioSelect,
    )
    reason = _reason("If not, why?", "The signer is mailed these words.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, button="Save the decision", **kwargs)
        self.fields["reason"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") == self.REFUSE and "reason" in cleaned and not cleaned["reason"].strip():
            self.add_error("reason", "Say why not: the signer is mailed these words")
        return cleaned

    @property
    def accepts(self) -> bool:
        return bool(self.cleaned_data["decision"] == self.ACCEPT)


class InvalidateForm(VersionForm):
    reason = _reason("Why is the signature not valid?", "Everybody can read these words. Name no person in them.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, button="Invalidate the signature", style="stop", **kwargs)


class WithdrawForm(VersionForm):
    """Withdraw a signature; a coordinator says besides on which day the partner asked in writing."""

    asked_on = DayField(label="Which day stands on the written request?", help_text="For example 31 3 2027.")
    reason = _reason("Why is the signature withdrawn?", "Everybody can read these words. Name no person in them.")

    def __init__(self, *args: Any, on: date, first: date, in_writing: bool, **kwargs: Any) -> None:
        super().__init__(*args, button="Withdraw the signature", style="stop", **kwargs)
        if in_writing:
            field = cast(DayField, self.fields["asked_on"])
            field.earliest, field.latest = first, on
        else:
            del self.fields["asked_on"]


class DissolveForm(VersionForm):
    dissolved_on = DayField(label="Since which day is it no more?", help_text="For example 31 3 2027.")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, button="Record that it was dissolved", **kwargs)
        cast(DayField, self.fields["dissolved_on"]).latest = on


class MergeForm(VersionForm):
    """The button that merges, with the versions of both partners."""

    into_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, version: int, into_version: int, **kwargs: Any) -> None:
        super().__init__(data, version=version, button="Merge the two", style="stop", **kwargs)
        self.fields["into_version"].error_messages |= self.fields["version"].error_messages
        self.initial["into_version"] = into_version

    def tell_both(self, gone: Partner, into: Partner) -> None:
        """One of the two was changed meanwhile: say which state stands on the page, and carry the versions it has."""
        self.data = {**self.data.dict(), "version": str(gone.version), "into_version": str(into.version)}  # type: ignore[attr-defined]
        self.add_error(None, "Somebody has changed one of the two meanwhile. Both stand below as they are now: look again.")


class PartnerFields(VersionedForm):
    """What both forms of a partner share."""

    website = forms.URLField(
        label="Website",
        max_length=200,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        error_messages={"invalid": "Write the address of the website in full, like https://example.org"},
        widget=forms.TextInput(attrs={"autocomplete": "url", "inputmode": "url"}),
    )
    public_contact = Line(
        label="How the public reaches it",
        max_length=200,
        required=False,
        help_text="A telephone number or an e-mail address that everybody may see.",
    )
    champion = Line(
        label="Compact champion",
        max_length=120,
        required=False,
        help_text="Somebody whom others can turn to about the compact. Ask them first: everybody can read the name.",
    )
    pledge = Words(
        label="What it pledges to do",
        max_length=2000,
        required=False,
        help_text="In its own words, for everybody to read.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit="Save")

    def validate_constraints(self) -> None:
        """The database's checks are the action's, under the lock."""

    def values(self) -> dict[str, Any]:
        """What the action writes."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class OwnPartnerForm(PartnerFields):
    """What a signatory says of the own partner."""

    class Meta:
        model = Partner
        fields = ("pledge", "champion", "website", "public_contact", "income_band")
        labels = {"income_band": "Income a year"}
        help_texts = {"income_band": "So that small groups can be recognised. Everybody can read it."}


class DeskPartnerForm(PartnerFields):
    """What a coordinator corrects."""

    name = Line(label="Name", max_length=200, help_text="A new name gives a new address; the old one leads on to it.")
    identifiers = Words(
        label="Numbers in public lists",
        required=False,
        help_text="One a line, such as GB-CHC-1234567.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    note = Line(
        label="A note for the history",
        required=False,
        max_length=200,
        help_text="Why you change it, for those who look later. Who and when is noted anyway.",
    )

    class Meta:
        model = Partner
        fields = ("name", "sector", "kind", "income_band", "website", "public_contact", "champion", "pledge")
        labels = {"income_band": "Income a year"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["identifiers"] = "\n".join(self.instance.identifiers.values_list("value", flat=True))

    def clean_identifiers(self) -> list[str]:
        typed = [line.strip() for line in self.cleaned_data["identifiers"].splitlines() if line.strip()]
        if len(typed) > MOST_NUMBERS:
            raise ValidationError(f"Give at most {MOST_NUMBERS} numbers")
        found, wrong = [], []
        for line in typed:
            try:
                found.append(checked(line))
            except ValueError as problem:
                wrong.append(str(problem))
        if wrong:
            raise ValidationError(wrong)
        return list(dict.fromkeys(found))


class ReaffirmForm(PlainMessages, forms.Form):
    """Who reaffirms, and by whose authority. The digest is that of the text which the page shows."""

    name = Line(label="Your full name", max_length=120, help_text="The public sees it with the signature.")
    role = Line(label="Your role in the organisation", max_length=120, help_text="The public sees it, too.")
    body = Line(
        label="Who decided that your organisation signs the new edition?",
        max_length=200,
        help_text="For instance the board of trustees, the committee, the cabinet. Name the body, not its members.",
        error_messages={"required": "Say who decided that your organisation signs the new edition"},
    )
    day = DayField(label="On which day did they decide?", help_text="For example 31 3 2027.")
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, data: Any = None, *, on: date, kept: Mapping[str, Any]) -> None:
        super().__init__(data, initial=kept)
        day = cast(DayField, self.fields["day"])
        day.latest = on
        day.error_messages["latest"] = "The decision has to be made before you sign. Give a day up to today, %(day)s"
        missing = "The form came without the text that it is about. Load the page again, then do it once more."
        self.fields["digest"].error_messages |= {"required": missing, "max_length": missing}

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit="Reaffirm the compact")

    def now_shows(self, digest: str) -> None:
        """Another text stands on the page by now; what was typed stays."""
        self.data = {**self.data.dict(), "digest": digest}  # type: ignore[attr-defined]


class PaperForm(PlainMessages, forms.Form):
    """A list of paper signatures. Clean, it has `data`."""

    file = forms.FileField(
        label="File",
        help_text=f"A CSV file with commas, saved as UTF-8, with at most {MOST_ROWS:,} rows. Nothing is recorded yet.",
        widget=forms.ClearableFileInput({"accept": ".csv,text/csv"}),
        error_messages={"empty": "The file is empty. Choose one that has rows in it"},
    )

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit="Show what would be recorded")

    def read(self) -> bytes:
        """The file's bytes; what is more than a list may have is cut, and the list then says so."""
        file: UploadedFile = self.cleaned_data["file"]
        return file.read(3 * MOST_BYTES)


class PaperConfirmForm(PlainMessages, forms.Form):
    """The list as it was shown, and what tells it from any other."""

    rows = Words(widget=forms.HiddenInput, max_length=MOST_BYTES, strip=False)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, data: Any = None, *, button: str = "Record them", **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        lost = f"The list is gone or too long (it may have {megabytes(MOST_BYTES)}). Choose the file once more."
        for field in self.fields.values():
            field.error_messages |= dict.fromkeys(("required", "max_length", "invalid"), lost)
        self.button = button

    def is_multipart(self) -> bool:
        """Sent as it is, a list is half as long as it would be with every comma written as %2C."""
        return True

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit=SubmitButton(self.button))
