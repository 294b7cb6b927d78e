"""Forms about a funder as a whole."""

import re
from typing import Any

from django import forms

from compact_portal.audit.forms import VersionedForm
from compact_portal.lib.form_fields import DayField, Words, text_box
from compact_portal.lib.form_layout import PlainMessages, PortalHelper
from funding.forms.agreements import PUBLISHED
from funding.models import Fund

PER_CENT = dict.fromkeys(
    ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places"), "Enter a number from 0 to 100, like 4.5"
)


class FundForm(VersionedForm):
    title = Words(label="Title", max_length=140)
    criteria = Words(label="Criteria", required=False, max_length=8000, widget=text_box(8), help_text=PUBLISHED)
    published_on = DayField(label="When were the criteria published?", required=False, help_text="For example 31 3 2027.")
    opens_on = DayField(label="When does the round open?", required=False)
    closes_on = DayField(label="When does it close?", required=False)
    consulted_how = Words(
        label="How was the sector consulted on the criteria?", required=False, max_length=2000, widget=text_box(3)
    )
    consultation_address = Words(label="Web address of that consultation", required=False, max_length=500)
    common_terms = forms.BooleanField(label="Agreements use the terms that funders share", required=False)

    class Meta:
        model = Fund
        fields = (
            "title", "criteria", "published_on", "opens_on", "closes_on", "consulted_how", "consultation_address", "common_terms",
        )  # fmt: skip

    def _post_clean(self) -> None:
        """The action writes; the columns are checked here."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("opens_on") and cleaned.get("closes_on") and cleaned["closes_on"] < cleaned["opens_on"]:
            self.add_error("closes_on", "Choose a day on or after the day on which it opens")
        return cleaned

    def values(self) -> dict[str, Any]:
        """What to write."""
        return {name: self.cleaned_data[name] for name in self.shown_names}

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit="Save the round")


class GuidelineForm(PlainMessages, forms.Form):
    """Months of notice from a day on."""

    months = forms.IntegerField(
        label="Calendar months of notice", min_value=1, max_value=60, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Choose from 1 to 60 months"),
    )  # fmt: skip
    from_on = DayField(label="From which day?", help_text="Notices written on that day or later are judged by it.")
    agreed_by = Words(label="Who agreed it?", max_length=200, help_text="For instance: the Portfolio Holder.")
    consulted = Words(
        label="Who was consulted?",
        required=False,
        max_length=200,
        help_text="For instance: in consultation with the group of chairs.",
    )

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit="Record the guideline")


class CommonGuidelineForm(GuidelineForm):
    """The guideline for all: the place agrees it with its voluntary sector, so who was consulted is part of it."""

    consulted = Words(
        label="In consultation with whom?", max_length=200, help_text="For instance: the group of chairs of the voluntary sector."
    )


class CutForm(PlainMessages, forms.Form):
    """What was cut in a year."""

    year = Words(label="Financial year", max_length=7, help_text="Like 2026-27.")
    own_per_cent = forms.DecimalField(
        label="Your own budget was cut by, per cent", required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}), error_messages=PER_CENT,
    )  # fmt: skip
    sector_per_cent = forms.DecimalField(
        label="The sector’s funding was cut by, per cent", required=False, min_value=0, max_value=100, max_digits=5,
        decimal_places=2, widget=forms.TextInput(attrs={"inputmode": "decimal"}), error_messages=PER_CENT,
    )  # fmt: skip
    source = Words(label="Where do these numbers stand?", required=False, max_length=500)
    reason = Words(
        label="If the sector was cut by more, why?",
        required=False,
        max_length=1000,
        widget=text_box(3),
        help_text=PUBLISHED,
    )

    def clean_year(self) -> str:
        """A financial year as it is written."""
        year: str = self.cleaned_data["year"]
        if not re.fullmatch(r"20[0-9]{2}-[0-9]{2}", year) or int(year[-2:]) != (int(year[2:4]) + 1) % 100:
            raise forms.ValidationError("Write the year like 2026-27")
        return year

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit="Record the cuts")
