"""Forms of an agreement's own columns, in steps; its years, its costs, a schedule of instalments."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from compact_portal.audit.forms import VersionedForm, VersionForm
from compact_portal.lib.counted import plainly
from compact_portal.lib.folding import fold
from compact_portal.lib.form_fields import DayField, MoneyField, Words, text_box
from compact_portal.lib.form_layout import PortalHelper, SubmitButton
from compact_portal.search.queries import find
from funding.models import Agreement, CostLine, Fund
from funding.queries.agreement import permit_own_reference
from funding.rules import Due, schedule
from funding.rules.schedule import MOST_INSTALMENTS
from signatories.models import Partner

LATER = "later"
SAVE_LATER = SubmitButton("Save and come back", name=LATER, value="yes", style="quiet")
PUBLISHED = "This is published."
OFFICE = "Name the office, not the person: it is published."


class PartnerField(Words):
    """A partner typed by its name, or by the last part of its address; cleans to the partner."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return Partner.objects.filter(pk=value).values_list("name", flat=True).first() or ""
        return value.name if isinstance(value, Partner) else value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        listed = Partner.objects.listed()
        found = list(listed.filter(name_key=fold(typed)[:210])[:2]) or list(listed.filter(slug=typed)[:1])
        if len(found) == 1:
            return found[0]
        if found:
            slugs = " or ".join(one.slug for one in found)
            raise ValidationError(f"More than one is called that. Type the last part of its address instead: {slugs}")
        near = [one.title for one in find(typed, kinds=["partner"], limit=3).results]
        offer = f" Did you mean {' or '.join(near)}?" if near else " A coordinator adds an organisation that is missing."
        raise ValidationError(f"No organisation here is called that.{offer}")


STEPS = ("about", "terms", "sharing")
STEP_TITLES = {"about": "Who and what for", "terms": "Term and money", "sharing": "What is published, and shared ways"}
STEP_FIELDS: dict[str, tuple[str, ...]] = {
    "about": ("recipient", "title", "purpose", "kind", "department", "fund", "own_reference"),
    "terms": ("awarded_on", "start_on", "end_on", "award_pence", "other_income_pence", "payment", "short_term_reason"),
    "sharing": ("purpose_withheld", "withheld_reason", "full_cost_difficulty", "common_terms", "common_monitoring"),
}


class AgreementForm(VersionedForm):
    """One step of an agreement. All of it may be left open until the agreement is recorded."""

    recipient = PartnerField(
        label="Who receives it?", required=False, max_length=200, help_text="The organisation’s name as in the directory."
    )
    title = Words(label="Title", required=False, max_length=140, help_text="As the public reads it. Name no person in it.")
    purpose = Words(label="What is it for?", required=False, max_length=4000, widget=text_box(6), help_text="Name no person in it.")
    kind = forms.ChoiceField(label="Kind of funding", required=False, choices=[("", "choose"), *Agreement.Kind.choices])
    department = Words(label="Department", required=False, max_length=120)
    fund = forms.ModelChoiceField(Fund.objects.none(), label="Round it was awarded from", required=False, empty_label="none")
    own_reference = Words(
        label="Your own reference", required=False, max_length=60,
        help_text="By it a spreadsheet that you bring in finds the agreement. The public does not read it.",
    )  # fmt: skip
    awarded_on = DayField(label="When was it awarded?", required=False, help_text="For example 31 3 2027.")
    start_on = DayField(label="First day", required=False, help_text="For example 1 4 2027.")
    end_on = DayField(label="Last day", required=False, help_text="The last day on which it runs, for example 31 3 2030.")
    award_pence = MoneyField(label="Award, over the whole term", required=False)
    other_income_pence = MoneyField(
        label="Other income agreed for the same work", required=False, help_text="From other funders or fees; leave empty for none."
    )
    payment = forms.ChoiceField(label="How is it paid?", required=False, choices=[("", "choose"), *Agreement.Payment.choices])
    short_term_reason = Words(
        label="If the term is short, why?", required=False, max_length=1000, widget=text_box(3), help_text=PUBLISHED
    )
    purpose_withheld = forms.BooleanField(label="The public must not read what it is for", required=False)
    withheld_reason = Words(
        label="If so, why?",
        required=False,
        max_length=300,
        help_text="Published in its place; for instance: a refuge’s address.",
    )
    full_cost_difficulty = Words(
        label="If the full cost is not covered, what is the practical difficulty?", required=False, max_length=1000,
        widget=text_box(3), help_text=PUBLISHED,
    )  # fmt: skip
    common_terms = forms.BooleanField(label="It uses the terms that funders share", required=False)
    common_monitoring = forms.BooleanField(label="It uses the monitoring form that funders share", required=False)

    class Meta:
        model = Agreement
        fields = tuple(name for names in STEP_FIELDS.values() for name in names)

    def __init__(self, *args: Any, step: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.Meta.fields) - set(STEP_FIELDS[step]):
            del self.fields[name]
        if "fund" in self.fields:
            self.fields["fund"].queryset = Fund.objects.standing().filter(funder=self.instance.funder)  # type: ignore[attr-defined]
        self.step = step

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "other_income_pence" in self.fields and cleaned.get("other_income_pence") is None:
            cleaned["other_income_pence"] = 0
        start_on, end_on = cleaned.get("start_on"), cleaned.get("end_on")
        if start_on and end_on and end_on < start_on:
            self.add_error("end_on", "Choose a last day on or after the first day")
        if cleaned.get("recipient") == self.instance.funder and cleaned.get("recipient"):
            self.add_error("recipient", "Choose another organisation: an agency does not fund itself")
        if "own_reference" in cleaned:
            self.instance.own_reference = cleaned["own_reference"]
            if not (permit := permit_own_reference(self.instance)):
                self.add_error("own_reference", permit.reason)
        if cleaned.get("purpose_withheld") and not cleaned.get("withheld_reason"):
            self.add_error("withheld_reason", "Say why the public must not read it: the reason is published in its place")
        if not cleaned.get("purpose_withheld") and "withheld_reason" in cleaned:
            cleaned["withheld_reason"] = ""
        return cleaned

    def _post_clean(self) -> None:
        """The action checks the row under its lock; a draft is allowed to be incomplete."""

    def values(self) -> dict[str, Any]:
        """What to write."""
        return {name: self.cleaned_data[name] for name in STEP_FIELDS[self.step]}

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit="Save and go on", quiet=[SAVE_LATER])


class YearsForm(VersionForm):
    """What is promised for each financial year of the term."""

    def __init__(self, *args: Any, years: Sequence[str], held: Mapping[str, tuple[int, bool]], **kwargs: Any) -> None:
        super().__init__(*args, button="Save the years", **kwargs)
        self.years = years
        for year in years:
            pence, firm = held.get(year, (None, True))
            self.fields[f"pence_{year}"] = MoneyField(label=f"Promised for {year}", initial=pence)
            choices = [("firm", "Firm"), ("indicative", "Indicative")]
            self.fields[f"firm_{year}"] = forms.ChoiceField(
                label=f"How firm is {year}?", choices=choices, initial="firm" if firm else "indicative"
            )

    def rows(self) -> list[tuple[str, int, bool]]:
        """(year, pence, firm) of each year."""
        typed = self.cleaned_data
        return [(year, typed[f"pence_{year}"], typed[f"firm_{year}"] == "firm") for year in self.years]


EVERY = {"1": "each month", "3": "each quarter", "6": "each half year", "12": "each year"}


class ScheduleForm(VersionForm):
    """Equal instalments from a first day on."""

    pence = MoneyField(label="Amount to divide", least=1)
    count = forms.IntegerField(
        label="How many instalments?", min_value=1, max_value=MOST_INSTALMENTS,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), f"Choose from 1 to {MOST_INSTALMENTS}"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    first_on = DayField(label="When is the first due?", help_text="For example 1 4 2027.")
    every = forms.ChoiceField(label="And then?", choices=list(EVERY.items()), initial="3")

    def __init__(self, *args: Any, remaining: int, first_on: date | None, **kwargs: Any) -> None:
        super().__init__(*args, button="Make the instalments", **kwargs)
        self.initial.update({"pence": remaining or None, "first_on": first_on})

    def due(self) -> list[Due]:
        """The instalments that it makes."""
        typed = self.cleaned_data
        return schedule(typed["pence"], count=typed["count"], first_on=typed["first_on"], every_months=int(typed["every"]))


OVERHEADS = {
    CostLine.Kind.PREMISES: ("Premises", "people in this work", "people in the whole organisation"),
    CostLine.Kind.CENTRAL: ("Central functions", "hours for this work", "hours in the whole organisation"),
    CostLine.Kind.GOVERNANCE: ("Governance", "pounds spent on this work", "pounds spent by the whole organisation"),
}


def _driver(label: str) -> forms.DecimalField:
    """People, hours or pounds by which an overhead is shared."""
    names = ("invalid", "min_value", "max_digits", "max_decimal_places")
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_digits=14, decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages=dict.fromkeys(names, "Enter a number, like 4 or 12.5"),
    )  # fmt: skip


class CostPlanForm(VersionForm):
    """The full-cost calculator: direct costs, and each overhead with its driver, for the whole term."""

    staff = MoneyField(label="Direct costs: staff", required=False)
    other = MoneyField(label="Direct costs: everything else", required=False)

    def __init__(self, *args: Any, lines: Sequence[CostLine], **kwargs: Any) -> None:
        super().__init__(*args, button="Save the cost plan", **kwargs)
        held = {(line.kind, line.label): line for line in lines}
        for name, label in (("staff", "Staff"), ("other", "Everything else")):
            line = held.get((CostLine.Kind.DIRECT, label))
            self.initial[name] = line.pence if line else None
        for kind, (label, part, whole) in OVERHEADS.items():
            line = next((one for one in lines if one.kind == kind), None)
            self.fields[f"{kind}_pence"] = MoneyField(label=f"{label}: cost of the whole organisation", required=False)
            self.fields[f"{kind}_part"] = _driver(f"{label}: {part}")
            self.fields[f"{kind}_whole"] = _driver(f"{label}: {whole}")
            if line:
                self.initial.update({f"{kind}_pence": line.pence, f"{kind}_part": plainly(line.part)})
                self.initial[f"{kind}_whole"] = plainly(line.whole)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for kind, (label, _, _) in OVERHEADS.items():
            part, whole = cleaned.get(f"{kind}_part"), cleaned.get(f"{kind}_whole")
            if not cleaned.get(f"{kind}_pence"):
                continue
            if not whole:
                self.add_error(f"{kind}_whole", f"Enter the whole for {label.lower()}: the share is worked out from it")
            if part is None:
                self.add_error(f"{kind}_part", f"Enter the part of {label.lower()} that falls to this work, 0 for none")
            elif whole and part > whole:
                self.add_error(f"{kind}_part", "The part is not more than the whole")
        return cleaned

    def lines(self) -> list[dict[str, Any]]:
        """The cost lines that it makes."""
        typed = self.cleaned_data
        found: list[dict[str, Any]] = [
            {"kind": CostLine.Kind.DIRECT, "label": label, "pence": typed[name], "part": None, "whole": None}
            for name, label in (("staff", "Staff"), ("other", "Everything else"))
            if typed.get(name)
        ]
        for kind, (label, _, _) in OVERHEADS.items():
            if typed.get(f"{kind}_pence"):
                share = {"part": typed[f"{kind}_part"], "whole": typed[f"{kind}_whole"]}
                found.append({"kind": kind, "label": label, "pence": typed[f"{kind}_pence"], **share})
        return found

    @property
    def helper(self) -> PortalHelper:
        check = SubmitButton("Work it out first", name="check", value="yes", style="quiet")
        return PortalHelper(self, submit=SubmitButton(self.button), quiet=[check])
