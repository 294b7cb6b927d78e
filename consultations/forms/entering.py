"""The form in which an officer types an answer that came otherwise: all of it on one page, as it lies on the desk."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from compact_portal.lib.form_fields import DayField, Words
from compact_portal.lib.form_layout import PlainMessages, PortalHelper
from compact_portal.lib.journey_forms import Line
from consultations.actions.entering import Came
from consultations.forms.answering import ONE_OF_THESE, question_field
from consultations.models import Response
from consultations.queries.answering import Sheet
from consultations.rules.answering import Given, given
from signatories.models import normal_email

MANNERS = [one for one in Response.Manner.choices if one[0] != Response.Manner.ONLINE]


class EntryForm(PlainMessages, forms.Form):
    """How it came, what it says, whose it is. Nobody can be asked again, so no question has to be answered."""

    token = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "Open this page anew, and type it in there"})
    manner = forms.ChoiceField(
        label="How did it come?", choices=MANNERS, widget=forms.RadioSelect, error_messages={"invalid_choice": ONE_OF_THESE}
    )
    came_on = DayField(
        label="On which day did it come?",
        help_text="The day of the post mark or the call, not that of typing. In time is what came by the last day.",
    )
    is_organisation = forms.ChoiceField(
        label="Who answers?",
        choices=[("no", "A person"), ("yes", "An organisation or group")],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": ONE_OF_THESE},
    )
    organisation = Line(label="Name of the organisation or group", max_length=200, required=False)
    name = Line(label="Name of who answers", max_length=120, required=False)
    email = forms.EmailField(
        label="Their e-mail address",
        max_length=254,
        required=False,
        help_text="If they gave it to be told what comes of it. No receipt is sent to it.",
    )
    may_publish = forms.BooleanField(
        label="They agree that it may be published",
        required=False,
        help_text="Only where they said so. Without it the answer counts, and is not shown.",
    )
    is_confidential = forms.BooleanField(label="They ask for it to be kept confidential", required=False)
    confidential_reason = Words(
        label="Why it has to be confidential", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None, *, earliest: date, latest: date) -> None:
        super().__init__(data, initial={"token": uuid.uuid4()})
        day = self.fields["came_on"]
        day.earliest, day.latest = earliest, latest  # type: ignore[attr-defined]  # it is a DayField
        day.error_messages["earliest"] = "It opened on %(day)s, so an answer came on that day or later"
        day.error_messages["latest"] = "An answer that has come did so by today, %(day)s"

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit="Record this answer")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("is_organisation") == "yes" and not cleaned.get("organisation") and "organisation" not in self.errors:
            self.add_error("organisation", "Fill in “Name of the organisation or group”, or choose “A person”")
        return cleaned

    def came(self) -> Came:
        """What was typed, but for the answers."""
        said = self.cleaned_data
        return Came(
            manner=said["manner"], on=said["came_on"], is_organisation=said["is_organisation"] == "yes", name=said["name"],
            organisation=said["organisation"], email=normal_email(said["email"]), may_publish=said["may_publish"],
            is_confidential=said["is_confidential"], confidential_reason=said["confidential_reason"],
        )  # fmt: skip

    def answers(self, sheet: Sheet) -> Mapping[int, Given]:
        """The answers by the number of the question; what was left out is left out."""
        found = {ask.pk: given(ask.asked, self.cleaned_data.get(ask.name)) for ask in sheet.all}
        return {number: one for number, one in found.items() if not one.is_empty}


def entry_form(sheet: Sheet) -> type[EntryForm]:
    """The form with the questions of a consultation."""
    asked: dict[str, Any] = {ask.name: question_field(ask, required=False) for ask in sheet.all}
    fields = list(EntryForm.base_fields)
    place = fields.index("may_publish")
    order = [*fields[:place], *asked, *fields[place:]]
    return type("QuestionsEntryForm", (EntryForm,), {**asked, "field_order": order})
