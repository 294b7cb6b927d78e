"""Forms of a spreadsheet on its way in: the file, how its headings are read, whom it means, and its buttons."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from compact_portal.audit.forms import VersionForm
from compact_portal.lib.faults import cited
from compact_portal.lib.form_layout import PlainMessages, PortalHelper, SubmitButton
from compact_portal.lib.tabular import MOST_BYTES
from compact_portal.lib.textfile import megabytes
from funding.models import Agreement, ImportBatch
from funding.rules.importing import AGREEMENT, BY_KEY, COLUMNS, INSTEAD, MEND, MOST_FILE_ROWS, PAYMENT, guess, mapping_faults

# What a spreadsheet of a browser that knows no types is called.
_ACCEPT = ".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NONE = "none"
LEFT_OUT = (NONE, "leave it out")


class FileForm(PlainMessages, forms.Form):
    """A spreadsheet. Clean, it has `read()` and `name`."""

    file = forms.FileField(
        label="Spreadsheet",
        help_text=f"A workbook (.xlsx) or a CSV file saved as UTF-8, with headings of your own in its first row, at most "
        f"{MOST_FILE_ROWS:,} rows and {megabytes(MOST_BYTES)}. Nothing is recorded yet.",
        widget=forms.ClearableFileInput({"accept": _ACCEPT}),
        error_messages={"empty": "The file is empty. Choose one that has rows in it"},
    )

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit="Read it")

    def clean_file(self) -> UploadedFile:
        """Not read at all where it is too large."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(f"The file is larger than {megabytes(MOST_BYTES)}. Split it into smaller ones")
        return file

    def read(self) -> bytes:
        return self.cleaned_data["file"].read()

    @property
    def name(self) -> str:
        return self.cleaned_data["file"].name


def _choices() -> list[Any]:
    groups = (("", "Which agreement it is about"), (AGREEMENT, "Agreements"), (PAYMENT, "Payments"))
    return [LEFT_OUT, *((title, [(one.key, one.label) for one in COLUMNS if one.of == of]) for of, title in groups)]


class HeadingsForm(VersionForm):
    """Which of our columns each heading is; and what to take where there is none."""

    def __init__(self, *args: Any, batch: ImportBatch, samples: Sequence[Sequence[str]], **kwargs: Any) -> None:
        super().__init__(*args, version=batch.version, button="Check the rows", **kwargs)
        known = batch.mapping.columns if batch.mapping else guess(batch.headings)
        self.headings: dict[str, str] = {}
        for place, heading in enumerate(batch.headings):
            if heading == MEND:
                continue
            name = f"column_{place}"
            shown = ", ".join(cited(cell, 40) for cell in samples[place])
            self.headings[name] = heading
            self.fields[name] = forms.ChoiceField(
                label=heading, choices=_choices(), initial=known.get(heading) or NONE,
                help_text=f"For instance {shown}" if shown else "It is empty in the first rows",
                error_messages=dict.fromkeys(("required", "invalid_choice"), f"Choose what is under {cited(heading)}"),
            )  # fmt: skip
        held = batch.mapping.instead if batch.mapping else {}
        for key, choices in (("kind", Agreement.Kind.choices), ("payment", Agreement.Payment.choices)):
            self.fields[f"instead_{key}"] = forms.ChoiceField(
                label=f"{BY_KEY[key].label}, where a new agreement’s row does not say it",
                choices=[(NONE, "each row says it"), *choices], initial=held.get(key, NONE),
                error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose what it is where a row does not say it"),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        columns = self.columns(cleaned)
        chosen: dict[str, str] = {}
        for name, heading in self.headings.items():
            key = columns[heading]
            if key and key in chosen:
                self.add_error(name, f"“{BY_KEY[key].label}” is chosen for {cited(chosen[key])} too: leave one of the two out")
            chosen.setdefault(key, heading)
        for said in mapping_faults(columns) if not self.errors else ():
            self.add_error(next(iter(self.headings)), said)
        return cleaned

    def columns(self, cleaned: Mapping[str, Any] | None = None) -> dict[str, str]:
        """{heading: key of our column}."""
        typed = self.cleaned_data if cleaned is None else cleaned
        return {heading: typed.get(name, NONE).replace(NONE, "") for name, heading in self.headings.items()}

    def instead(self) -> dict[str, str]:
        """{key of our column: value}."""
        typed = {key: self.cleaned_data[f"instead_{key}"] for key in INSTEAD}
        return {key: value for key, value in typed.items() if value != NONE}


class RecipientsForm(VersionForm):
    """Which organisation each name means, out of those that are called nearly the same."""

    def __init__(self, *args: Any, version: int, asked: Sequence[tuple[str, Sequence[tuple[int, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, version=version, button="Say so and check these rows again", **kwargs)
        self.asked = {f"name_{place}": name for place, (name, _) in enumerate(asked)}
        for place, (name, near) in enumerate(asked):
            self.fields[f"name_{place}"] = forms.ChoiceField(
                label=f"Which organisation is {cited(name, 80)}?", widget=forms.RadioSelect,
                choices=[*((str(number), called) for number, called in near), ("0", "None of these")],
                error_messages={"required": f"Say which organisation {cited(name, 80)} is, or that it is none of these"},
            )  # fmt: skip

    def answers(self) -> dict[str, int]:
        """{name: number of the partner, 0 for none of these}."""
        return {name: int(self.cleaned_data[field]) for field, name in self.asked.items()}


class ActForm(VersionForm):
    """One button of a file's page."""

    def __init__(self, data: Any = None, *, version: int, do: str = "", button: str = "", style: str = "", to: str = "") -> None:
        super().__init__(data, version=version, button=button, style=style)
        self.do, self.to = do, to

    @property
    def helper(self) -> PortalHelper:
        helper = PortalHelper(self, submit=SubmitButton(self.button, name="do", value=self.do, style=self.style), action=self.to)
        if self.do == "go":
            helper.attrs["data-go-on"] = "yes"
        return helper
