"""The form of a report: one number for each thing that funders ask for, however many of them ask for it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from compact_portal.audit.forms import Changed, VersionedForm
from compact_portal.lib.changed_lines import changed_lines
from compact_portal.lib.counted import plainly
from compact_portal.lib.form_fields import DayField, Words, text_box
from compact_portal.lib.form_layout import PortalHelper
from funding.forms.agreements import SAVE_LATER
from funding.models import Report
from funding.queries.reports import Asking, Box

NUMBER = dict.fromkeys(
    ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits"),
    "Enter a number, like 400 or 12.5",
)
Said = Mapping[int, tuple[Decimal | None, str]]


class ReturnsField(forms.TypedMultipleChoiceField):
    """Returns by their number. One that was received meanwhile is no fault of who writes: the action leaves it out."""

    def valid_value(self, value: Any) -> bool:
        return str(value).isdecimal()


class ReportForm(VersionedForm):
    """A report as a draft: all of it may be left open until it is sent."""

    up_to_on = DayField(
        label="Up to which day does it go?", required=False, help_text="Needed before it is sent. For example 31 3 2027."
    )
    words = Words(
        label="What was done?", required=False, max_length=8000, widget=text_box(8),
        help_text="All these funders read the words. Name nobody whom you help.",
    )  # fmt: skip
    answers = ReturnsField(
        label="Which returns does it answer?", required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text="Each counts as received on the day on which you send this.",
    )  # fmt: skip

    class Meta:
        model = Report
        fields = ("up_to_on", "words")

    def __init__(self, *args: Any, asking: Asking, said: Said, answers: set[int], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.boxes, self.said = asking.boxes, said
        self.fields["up_to_on"].latest = on  # type: ignore[attr-defined]
        if asking.owed:
            self.fields["answers"].choices = [(one.number, one.words) for one in asking.owed]  # type: ignore[attr-defined]
            self.initial["answers"] = sorted(answers)
        else:
            del self.fields["answers"]
        for box in asking.boxes:
            self._add(box)

    def _add(self, box: Box) -> None:
        value, note = self.said.get(box.number, (None, ""))
        asked = f"In {box.unit}, for " if box.unit else "For "
        last = f" Reported before: {box.last}." if box.last else ""
        self.fields[f"value_{box.number}"] = forms.DecimalField(
            label=box.words, required=False, max_digits=14, decimal_places=2, error_messages=NUMBER,
            initial=plainly(value) or None, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            help_text=f"{asked}{'; '.join(box.askers)}.{last}",
        )  # fmt: skip
        self.fields[f"note_{box.number}"] = Words(
            label=f"A word on “{box.words}”", required=False, max_length=300, initial=note,
            error_messages={"max_length": "Shorten it to %(limit_value)d characters; it has %(show_value)d"},
            help_text="For instance why it is less than was agreed, or cannot be counted.",
        )  # fmt: skip

    def _post_clean(self) -> None:
        """The action looks at the row under its lock; a draft is allowed to be incomplete."""

    def values(self) -> dict[str, Any]:
        """The report's own columns."""
        return {name: self.cleaned_data[name] for name in self.shown_names}

    def measured(self) -> dict[int, tuple[Decimal | None, str]]:
        """What was typed of each indicator: one box answers all that ask for the same."""
        typed = self.cleaned_data
        return {
            number: (typed[f"value_{box.number}"], typed[f"note_{box.number}"]) for box in self.boxes for number in box.indicators
        }

    def tell_stale(self, row: Any) -> None:
        """The numbers that somebody else has kept meanwhile stand beside those that were typed, too."""
        super().tell_stale(row)
        others = []
        for box in self.boxes:
            kept = self.said.get(box.number, (None, ""))
            typed = (self.cleaned_data.get(f"value_{box.number}"), self.cleaned_data.get(f"note_{box.number}", ""))
            if kept != typed:
                others.append(Changed(box.words, changed_lines(_line(typed), _line(kept))))
        self.changed_meanwhile = [*self.changed_meanwhile, *others]

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit="Save and look at it", quiet=[SAVE_LATER])


def _line(said: tuple[Decimal | None, str]) -> str:
    value, note = said
    return f"{plainly(value)} {note}".strip()
