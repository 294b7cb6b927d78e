"""Forms of what belongs to an agreement: one each, with the version of the row that it shows."""

from datetime import date
from typing import Any

from django import forms

from compact_portal.audit.forms import VersionedForm
from compact_portal.lib.form_fields import DayField, MoneyField, Words, text_box
from compact_portal.lib.form_layout import PlainMessages, PortalHelper, SubmitButton
from funding.forms.agreements import OFFICE, PUBLISHED
from funding.models import (
    ChangeNotice,
    Dispute,
    Evaluation,
    Instalment,
    LiaisonAssignment,
    MonitoringReturn,
    OtherSupport,
    RenewalDecision,
)

CHECK = "check"
DAY_HINT = "For example 31 3 2027."


class PartForm(VersionedForm):
    """What all of them share: the row is checked by the action, under the agreement's lock."""

    title = ""
    button = "Save"

    def _post_clean(self) -> None:
        """The action checks the row."""

    def values(self) -> dict[str, Any]:
        """What to write."""
        return {name: self.cleaned_data[name] for name in self.shown_names}

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit=self.button)


class InstalmentForm(PartForm):
    title, button = "Instalment", "Save the instalment"

    kind = forms.ChoiceField(label="Kind", choices=Instalment.Kind.choices)
    due_on = DayField(label="When is it due?", help_text=DAY_HINT)
    pence = MoneyField(label="Amount promised", least=1)
    paid_on = DayField(label="When was it paid?", required=False, help_text="Leave it empty while it is not paid.")
    paid_pence = MoneyField(label="Amount paid", required=False, help_text="Leave it empty if it is what was promised.")
    late_reason = Words(label="If it is late, why?", required=False, max_length=1000, widget=text_box(3), help_text=PUBLISHED)
    authorised_by = Words(label="Who authorised that?", required=False, max_length=120, help_text=OFFICE)

    class Meta:
        model = Instalment
        fields = ("kind", "due_on", "pence", "paid_on", "paid_pence", "late_reason", "authorised_by")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paid_on"].latest = on  # type: ignore[attr-defined]
        self.fields["paid_on"].error_messages["latest"] = "Choose today or a day before: what is to come is not paid yet"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("paid_on") and cleaned.get("paid_pence") is None:
            cleaned["paid_pence"] = cleaned.get("pence")
        for one, other, said in (
            ("late_reason", "authorised_by", "Say which office authorised it"),
            ("authorised_by", "late_reason", "Say why it is late"),
        ):
            if cleaned.get(one) and not cleaned.get(other):
                self.add_error(other, said)
        return cleaned


class EvaluationForm(PartForm):
    title, button = "Evaluation", "Save the evaluation"

    held_on = DayField(label="When did you evaluate it together?", help_text=DAY_HINT)
    findings = Words(
        label="What did you find?", required=False, max_length=4000, widget=text_box(6),
        help_text="The recipient and your agency read it. Name no person in it.",
    )  # fmt: skip

    class Meta:
        model = Evaluation
        fields = ("held_on", "findings")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"].latest = on  # type: ignore[attr-defined]


class LiaisonForm(PartForm):
    title, button = "Liaison officer", "Save the liaison officer"

    name = Words(label="Name", max_length=120, help_text="Everybody can read it, as the compact’s own example has it.")
    role = Words(label="Post", max_length=120)
    from_on = DayField(label="From which day?", help_text=DAY_HINT)
    until_on = DayField(label="Until which day?", required=False, help_text="Leave it empty while there is no end in sight.")

    class Meta:
        model = LiaisonAssignment
        fields = ("name", "role", "from_on", "until_on")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        return _in_order(self, "from_on", "until_on")


def _in_order(form: PartForm, first: str, last: str) -> dict[str, Any]:
    cleaned: dict[str, Any] = forms.ModelForm.clean(form) or {}
    if cleaned.get(first) and cleaned.get(last) and cleaned[last] < cleaned[first]:
        form.add_error(last, "Choose a last day on or after the first day")
    return cleaned


class SupportForm(PartForm):
    title, button = "Other support", "Save the support"

    kind = forms.ChoiceField(label="Kind", choices=OtherSupport.Kind.choices)
    what = Words(label="What is given?", max_length=200)
    yearly_pence = MoneyField(label="Worth in a year", required=False, help_text="Leave it empty while it is not valued.")
    how_valued = Words(label="How was it valued?", required=False, max_length=300)
    relief_per_cent = forms.DecimalField(
        label="If it is rate relief, how many per cent?", required=False, min_value=0, max_value=100, max_digits=5,
        decimal_places=2,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value", "max_digits"), "Enter a number from 0 to 100"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    from_on = DayField(label="From which day?", help_text=DAY_HINT)
    until_on = DayField(label="Until which day?", required=False, help_text="Leave it empty while there is no end in sight.")

    class Meta:
        model = OtherSupport
        fields = ("kind", "what", "yearly_pence", "how_valued", "relief_per_cent", "from_on", "until_on")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = _in_order(self, "from_on", "until_on")
        if cleaned.get("relief_per_cent") is not None and cleaned.get("kind") != OtherSupport.Kind.RATE_RELIEF:
            self.add_error("relief_per_cent", "Leave this empty, or choose discretionary rate relief as the kind")
        return cleaned


class ReturnForm(PartForm):
    title, button = "Monitoring return", "Save the return"

    due_on = DayField(label="When is it due?", help_text=DAY_HINT)
    received_on = DayField(label="When was it received?", required=False, help_text="Leave it empty until it has come.")

    class Meta:
        model = MonitoringReturn
        fields = ("due_on", "received_on")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].latest = on  # type: ignore[attr-defined]


class NoticeForm(PartForm):
    title, button = "Notice of a change", "Record the notice"

    kind = forms.ChoiceField(label="What changes?", choices=ChangeNotice.Kind.choices)
    written_on = DayField(label="When is the notice written?", help_text=DAY_HINT)
    effective_on = DayField(label="When does the change take effect?", help_text=DAY_HINT)
    change_pence = MoneyField(label="By how much less in a year?", required=False)
    reason = Words(label="Why?", max_length=2000, widget=text_box(3), help_text="This is published with the notice.")
    decided_on = DayField(label="When was it decided?", required=False, help_text=DAY_HINT)
    consulted_on = DayField(label="When was the recipient consulted?", required=False, help_text="Leave it empty if it was not.")
    consulted_how = Words(label="How?", required=False, max_length=300, help_text="For instance: a meeting with its trustees.")
    breach_reason = Words(
        label="If the notice is shorter than the guideline, why?", required=False, max_length=2000, widget=text_box(3),
        help_text="This is published with the notice.",
    )  # fmt: skip
    authorised_by = Words(label="Who authorised the shorter notice?", required=False, max_length=120, help_text=OFFICE)

    class Meta:
        model = ChangeNotice
        fields = (
            "kind", "written_on", "effective_on", "change_pence", "reason", "decided_on", "consulted_on", "consulted_how",
            "breach_reason", "authorised_by",
        )  # fmt: skip

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["written_on"] = on

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("consulted_on") and not cleaned.get("consulted_how"):
            self.add_error("consulted_how", "Say how the recipient was consulted")
        if cleaned.get("consulted_how") and not cleaned.get("consulted_on") and "consulted_on" not in self.errors:
            self.add_error("consulted_on", "Enter the day on which the recipient was consulted")
        return cleaned

    @property
    def helper(self) -> PortalHelper:
        check = SubmitButton("Check the days first", name=CHECK, value="yes", style="quiet")
        return PortalHelper(self, submit=self.button, quiet=[check])


class DecisionForm(PartForm):
    title, button = "What comes next", "Save what comes next"

    decision = forms.ChoiceField(label="What was decided?", choices=RenewalDecision.Decision.choices)
    told_on = DayField(label="When was the recipient told?", help_text=DAY_HINT)

    class Meta:
        model = RenewalDecision
        fields = ("decision", "told_on")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["told_on"].latest = on  # type: ignore[attr-defined]


class ObjectiveForm(PlainMessages, forms.Form):
    """An objective with the indicator by which it is told to be met."""

    title = "Objective"
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    words = Words(label="What is to be achieved?", max_length=300)
    indicator = Words(label="How will you tell?", max_length=300, help_text="For instance: people who were advised.")
    unit = Words(label="Unit", required=False, max_length=60, help_text="For instance: people a year.")
    target = forms.DecimalField(
        label="Target", required=False, min_value=0, max_digits=14, decimal_places=2,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_digits", "max_decimal_places"), "Enter a number, like 400"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    due_on = DayField(label="By when?", required=False, help_text=DAY_HINT)
    agreed_on = DayField(label="When did both sides agree it?", required=False, help_text=DAY_HINT)

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit="Save the objective")

    def indicator_values(self) -> dict[str, Any]:
        """The columns of the indicator."""
        typed = self.cleaned_data
        return {"words": typed["indicator"], **{name: typed[name] for name in ("unit", "target", "due_on", "agreed_on")}}


class SayForm(PlainMessages, forms.Form):
    """What a recipient says of a recorded day."""

    stance = forms.ChoiceField(
        label="Is the day right?", widget=forms.RadioSelect,
        choices=[(Dispute.Stance.CONFIRMED, "Yes"), (Dispute.Stance.DISPUTED, "No")],
    )  # fmt: skip
    says_on = DayField(label="If not, which day was it?", required=False, help_text="Leave it empty if it has not happened.")
    words = Words(
        label="What should the funder know?", required=False, max_length=1000, widget=text_box(3),
        help_text="You and the funder read it. The public reads only that you dispute the day.",
    )  # fmt: skip

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit="Say so")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("stance") == Dispute.Stance.DISPUTED and "words" in cleaned and not cleaned["words"]:
            self.add_error("words", "Say what is not right, so that the funder can mend it")
        if cleaned.get("stance") == Dispute.Stance.CONFIRMED:
            cleaned["says_on"] = None
        return cleaned


FORMS: dict[str, type[PartForm]] = {
    "instalments": InstalmentForm,
    "evaluations": EvaluationForm,
    "liaison": LiaisonForm,
    "support": SupportForm,
    "returns": ReturnForm,
    "notices": NoticeForm,
    "next-year": DecisionForm,
}
