"""Form fields that check what a table beside the compact checks in its cells, by the same code."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from compact_portal.lib.compact_cells import Cells
from compact_portal.lib.faults import Fault
from compact_portal.lib.tabular import Row
from compact_portal.lib.textfile import HIDDEN, name_of


def nothing_hidden(words: str) -> None:
    """A validator: characters that nobody sees (zero-width, turning the direction of the text) do not belong in it."""
    found = HIDDEN.search(words)
    if found:
        raise ValidationError(f"Take out the hidden character {name_of(found[0])}, or type the words anew")


class CellField(forms.CharField):
    """One line that a check of `Cells` accepts: "telephone", "address", "key", "number", "year" or "words"."""

    default_validators = [nothing_hidden]

    def __init__(self, *, check: str, **kwargs: Any) -> None:
        self.check = check
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        if not words:
            return self.empty_value
        column = str(self.label)
        cells = Cells("", Row(1, {column: words}), None, {})
        read = getattr(cells, self.check)(column)
        refuse(cells.faults)
        return read


class LinesField(forms.CharField):
    """Several values, one a line; cleans to a list without blanks and repetitions. `longest` is in characters."""

    widget = forms.Textarea
    default_validators = [nothing_hidden]

    def __init__(self, *, longest: int = 120, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(**kwargs)
        self.widget.attrs["rows"] = 4

    def clean(self, value: Any) -> list[str]:
        words = super().clean(value)
        lines = list(dict.fromkeys(" ".join(line.split()) for line in words.splitlines() if line.strip()))
        if any(len(line) > self.longest for line in lines):
            raise ValidationError(f"Keep each line to {self.longest} characters, with one name on a line")
        return lines


def refuse(faults: list[Fault]) -> None:
    """Raise what a cell's check found, in the words of that check."""
    if faults:
        raise ValidationError([f"{fault.wrong}. {fault.mend}" for fault in faults])
