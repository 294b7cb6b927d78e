"""Forms of a policy appraisal and of a decision. All of a draft but its name may be left open until it is recorded."""

from copy import copy
from datetime import date
from typing import Any

from django import forms

from compact_portal.audit.forms import VersionedForm
from compact_portal.lib.form_fields import DayField, Words, text_box
from compact_portal.lib.form_layout import PortalHelper, SubmitButton
from consultations.models import Consultation, Decision, PolicyAppraisal
from signatories.models import Partner

CHECK = "check"
PUBLISHED = "This is published."
OFFICE = "Name the office or body, not the person: it is published."
DAY_HINT = "For example 31 3 2027."
_CHECK = SubmitButton("Check it first", name=CHECK, value="yes", style="quiet")


class RecordForm(VersionedForm):
    """What both share: the action checks the row under its lock."""

    authorised_by = Words(label="Who authorised that?", required=False, max_length=120, help_text=OFFICE)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.not_later(on)

    def not_later(self, on: date) -> None:
        """Set the last day on fields of what has happened."""

    def _post_clean(self) -> None:
        """The action checks the row under its lock; a draft is allowed to be incomplete."""

    def values(self) -> dict[str, Any]:
        """What to write."""
        return {name: self.cleaned_data[name] for name in self.shown_names}

    def as_typed(self) -> Any:
        """The row as it would be with what was typed and could be read, for a look at its verdicts; it is not saved."""
        row = copy(self.instance)
        if self.is_bound:
            self.is_valid()
            for name in self.shown_names:
                if name in self.cleaned_data:
                    setattr(row, name, self.cleaned_data[name])
        return row

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit="Save", quiet=[_CHECK])


class AppraisalForm(RecordForm):
    policy = Words(label="Policy or procedure", max_length=140, help_text="As the public reads it.")
    owner = Words(label="Which office owns it?", required=False, max_length=120, help_text=OFFICE)
    dated_on = DayField(label="When was its effect on the sector appraised?", required=False, help_text=DAY_HINT)
    adopted_on = DayField(
        label="When is it adopted?", required=False, help_text="Leave it empty while that is not known. It may be a day to come."
    )
    effect = forms.ChoiceField(
        label="What is its effect on the sector?", required=False, choices=[("", "choose"), *PolicyAppraisal.Effect.choices]
    )
    on_whom = Words(label="On whom?", required=False, max_length=4000, widget=text_box(4), help_text=PUBLISHED)
    findings = Words(label="What did the appraisal find?", required=False, max_length=8000, widget=text_box(6), help_text=PUBLISHED)
    consulted_how = Words(
        label="How was the sector consulted on it?", required=False, max_length=2000, widget=text_box(3), help_text=PUBLISHED
    )
    not_consulted_reason = Words(
        label="If it was not, why?", required=False, max_length=2000, widget=text_box(3), help_text=PUBLISHED
    )
    late_reason = Words(
        label="If it was appraised after it was adopted, why?", required=False, max_length=2000, widget=text_box(3),
        help_text=PUBLISHED,
    )  # fmt: skip

    class Meta:
        model = PolicyAppraisal
        fields = (
            "policy", "owner", "dated_on", "adopted_on", "effect", "on_whom", "findings", "consulted_how", "not_consulted_reason",
            "late_reason", "authorised_by",
        )  # fmt: skip

    field_order = (*Meta.fields, "version")

    def not_later(self, on: date) -> None:
        self.fields["dated_on"].latest = on  # type: ignore[attr-defined]
        self.fields["dated_on"].error_messages["latest"] = "Choose today or a day before: what is to come is not appraised yet"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("consulted_how") and cleaned.get("not_consulted_reason"):
            self.add_error("not_consulted_reason", "Leave this empty, or take out how the sector was consulted: only one is true")
        return cleaned


class DecisionForm(RecordForm):
    title = Words(label="Title", max_length=140, help_text="As the public reads it. Name no person in it.")
    consultation = forms.ModelChoiceField(
        Consultation.objects.none(), label="Which consultation did it follow?", required=False, empty_label="none",
        error_messages={"invalid_choice": "Choose one of the consultations in the list"},
    )  # fmt: skip
    what = Words(label="What was decided?", required=False, max_length=8000, widget=text_box(5), help_text=PUBLISHED)
    decided_by = Words(label="Who decided?", required=False, max_length=120, help_text=OFFICE)
    decided_on = DayField(label="When was it decided?", required=False, help_text=DAY_HINT)
    published_on = DayField(
        label="When was it made public?",
        required=False,
        help_text="Leave it empty if recording it here is what makes it public.",
    )
    reasons = Words(label="What are the reasons?", required=False, max_length=8000, widget=text_box(5), help_text=PUBLISHED)
    cites_answers = Words(
        label="How did it take account of the answers?", required=False, max_length=8000, widget=text_box(5),
        help_text="What people said, and what came of it. This is published.",
    )  # fmt: skip
    early_reason = Words(
        label="If it came before the close, or before the answers were published, why?", required=False, max_length=2000,
        widget=text_box(3), help_text=PUBLISHED,
    )  # fmt: skip
    late_reason = Words(
        label="If it was made public late, why?", required=False, max_length=2000, widget=text_box(3), help_text=PUBLISHED
    )

    class Meta:
        model = Decision
        fields = (
            "title", "consultation", "what", "decided_by", "decided_on", "published_on", "reasons", "cites_answers",
            "early_reason", "late_reason", "authorised_by",
        )  # fmt: skip

    field_order = (*Meta.fields, "version")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["consultation"]
        field.queryset = consultations_of(self.instance.agency)
        field.label_from_instance = lambda row: f"{row.title} ({row.reference})"

    def not_later(self, on: date) -> None:
        for name, what in (("decided_on", "decided"), ("published_on", "public")):
            self.fields[name].latest = on  # type: ignore[attr-defined]
            self.fields[name].error_messages["latest"] = f"Choose today or a day before: what is to come is not {what} yet"

    def words_of(self, row: Any, name: str) -> str:
        if name == "consultation":
            return str(row.consultation.title) if row.consultation_id else ""
        return super().words_of(row, name)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        decided_on, published_on = cleaned.get("decided_on"), cleaned.get("published_on")
        if decided_on and published_on and published_on < decided_on:
            self.add_error("published_on", "Choose a day on or after the day of the decision")
        return cleaned


def consultations_of(agency: Partner) -> Any:
    """The consultations that a decision of an agency can name: those that the public reads."""
    return Consultation.objects.public().filter(agency=agency).select_related("outcome").order_by("-closes_on", "-pk")
