"""Forms with which officers write a consultation, step by step; everything may be left open until approval is asked for."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from compact_portal.audit.forms import VersionedForm, VersionForm
from compact_portal.lib.folding import fold
from compact_portal.lib.form_fields import Words
from compact_portal.lib.form_layout import PortalHelper, SubmitButton
from consultations.models import AskedGroup, Consultation, PolicyAppraisal
from consultations.rules.audiences import AUDIENCES
from consultations.rules.writing import STEPS

LATER = "later"
SAVE_LATER = SubmitButton("Save and come back", name=LATER, value="yes", style="quiet")
OFFICE = "Name an office, not a person: it is published."
SPEAKS = AskedGroup.Speaks
GROUP_FIELDS = {
    f"groups_{SPEAKS.WOMEN}": (SPEAKS.WOMEN, "Groups that speak for women"),
    f"groups_{SPEAKS.MINORITY}": (SPEAKS.MINORITY, "Groups that speak for a minority"),
    f"groups_{SPEAKS.EXCLUDED}": (SPEAKS.EXCLUDED, "Groups that speak for socially excluded people"),
    f"groups_{SPEAKS.OTHER}": (SPEAKS.OTHER, "Others whom it concerns"),
}
MOST_GROUPS, MOST_NAME = 200, 200
# Steps that are forms of the consultation's own columns.
FORM_STEPS = [step for step, names in STEPS.items() if names]


def text_box(rows: int = 4) -> forms.Textarea:
    """A box for so many lines."""
    return forms.Textarea(attrs={"rows": rows})


def lines_of(typed: str) -> list[str]:
    """What somebody typed a line each: no empty line, none twice."""
    found: dict[str, str] = {}
    for line in typed.splitlines():
        if words := " ".join(line.split()):
            found.setdefault(fold(words) or words, words)
    return list(found.values())


class StepForm(VersionedForm):
    """One step of a consultation. `step` is a key of rules.writing.STEPS that has columns."""

    title = Words(label="Title", max_length=140, help_text="As the public reads it.")
    summary = Words(label="In a few sentences", required=False, max_length=300, widget=text_box(3), help_text="It stands in lists.")
    proposal = Words(label="What is proposed?", required=False, max_length=20_000, widget=text_box(10))
    why_now = Words(label="Why, and why now?", required=False, max_length=5_000, widget=text_box(6))
    options = Words(
        label="Which options are there?", required=False, max_length=20_000, widget=text_box(10),
        help_text="Name those that were left aside as well, and why.",
    )  # fmt: skip
    effect = Words(
        label="What would it do to the voluntary and community sector?", required=False, max_length=20_000, widget=text_box(8)
    )
    appraisal = forms.ModelChoiceField(
        PolicyAppraisal.objects.none(), label="The policy’s appraisal", required=False, empty_label="none"
    )
    who_asked = Words(label="Who is asked, and how?", required=False, max_length=5_000, widget=text_box(4))
    audiences = forms.MultipleChoiceField(
        label="For whom is it?", required=False, choices=list(AUDIENCES.items()), widget=forms.CheckboxSelectMultiple,
        help_text="So that two agencies do not ask the same people in the same weeks without knowing.",
    )  # fmt: skip
    contact = Words(label="Whom can people ask for another format?", required=False, max_length=120, help_text=OFFICE)
    contact_email = forms.EmailField(label="Its e-mail address", required=False, max_length=254)
    contact_phone = Words(label="Its telephone", required=False, max_length=40)
    other_ways = Words(
        label="Other ways to answer", required=False, max_length=2_000, widget=text_box(4),
        help_text="By post, by telephone, at a meeting: where and until when.",
    )  # fmt: skip

    class Meta:
        model = Consultation
        fields = tuple(name for names in STEPS.values() for name in names)

    def __init__(self, *args: Any, step: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        kept = {*STEPS[step], "version"}
        if step == "who":
            kept |= {"audiences", *GROUP_FIELDS}
            self._ask_for_groups()
        for name in self.fields.keys() - kept:
            del self.fields[name]
        if "appraisal" in self.fields:
            rows = PolicyAppraisal.objects.standing().filter(agency=self.instance.agency).order_by("-pk")
            self.fields["appraisal"].queryset = rows  # type: ignore[attr-defined]
            self.fields["appraisal"].label_from_instance = lambda row: row.policy  # type: ignore[attr-defined]

    def _ask_for_groups(self) -> None:
        held = list(self.instance.groups.values_list("speaks_for", "name")) if self.instance.pk else []
        for name, (speaks_for, label) in GROUP_FIELDS.items():
            own = [group for spoken, group in held if spoken == speaks_for]
            self.fields[name] = Words(
                label=label, required=False, max_length=20_000, widget=text_box(3), initial="\n".join(own),
                help_text="One a line, by name.",
            )  # fmt: skip
        if self.instance.pk:
            self.initial["audiences"] = list(self.instance.audiences.values_list("key", flat=True))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in GROUP_FIELDS:
            names = lines_of(cleaned.get(name, ""))
            if len(names) > MOST_GROUPS:
                self.add_error(name, f"Name at most {MOST_GROUPS} groups; say of the others in words who they are")
            if any(len(one) > MOST_NAME for one in names):
                self.add_error(name, f"Shorten each name to {MOST_NAME} characters, one group a line")
        return cleaned

    def _post_clean(self) -> None:
        """The action checks the row under its lock; a draft is allowed to be incomplete."""

    def values(self) -> dict[str, Any]:
        """What to write."""
        typed = self.cleaned_data
        found = {name: typed[name] for name in STEPS[self.step]}
        if self.step == "who":
            found["audiences"] = typed["audiences"]
            found["groups"] = [(one, speaks) for name, (speaks, _) in GROUP_FIELDS.items() for one in lines_of(typed[name])]
        return found

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit="Save and go on", quiet=[SAVE_LATER])


class ExplainForm(VersionForm):
    """Why something that was found stays as it is."""

    words = Words(
        label="Why does it stay as it is?", max_length=1_000, widget=text_box(4), required=False,
        help_text="Published beside the consultation. Leave it empty to take the explanation back.",
    )  # fmt: skip

    def __init__(self, *args: Any, held: str, **kwargs: Any) -> None:
        super().__init__(*args, button="Save the explanation", **kwargs)
        self.initial["words"] = held


class ReasonForm(VersionForm):
    """Words that go with a button: sent back, marked as a mistake."""

    reason = Words(label="Why?", max_length=500, widget=text_box(3))

    def __init__(self, *args: Any, label: str, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label, self.fields["reason"].help_text = label, f"{hint} Up to 500 characters."
        self.fields["reason"].error_messages["required"] = f"Fill in “{label}”"


def tell(form: Any, refusal: Any) -> None:
    """Put what an action refused where it belongs on a form: beside its field, else above the form."""
    said: Mapping[str, Sequence[str]] = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
    for name, messages in said.items():
        for message in messages:
            form.add_error(name if name in form.fields else None, message)
