"""Forms about one answer: its themes, words to hide, publishing, taking back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from compact_portal.lib.form_fields import Words
from compact_portal.lib.form_layout import PlainMessages, PortalHelper, SubmitButton
from consultations.rules.redaction import Span, places_of, sentences, uncovered

PUBLISHED = "This is published."
NOT_THERE = "These words do not stand in the answer. Copy them from above, as they are"


def text_box(rows: int = 4) -> forms.Textarea:
    """A box for so many lines."""
    return forms.Textarea(attrs={"rows": rows})


class PressForm(PlainMessages, forms.Form):
    """One button that acts."""

    def __init__(self, data: Any = None, *, button: str, style: str = "") -> None:
        super().__init__(data)
        self.button, self.style = button, style

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit=SubmitButton(self.button, style=self.style))


class ReasonForm(PressForm):
    """A button that acts, with a reason."""

    reason = Words(label="Why?", max_length=300, widget=text_box(3), error_messages={"required": "Say why"})

    def __init__(self, data: Any = None, *, button: str, style: str = "", hint: str = "") -> None:
        super().__init__(data, button=button, style=style)
        field = self.fields["reason"]
        field.help_text = f"{hint} {field.help_text}".strip()


class TagForm(PlainMessages, forms.Form):
    """Which themes an answer speaks of. `held` are those that it had when the page was made."""

    themes = forms.MultipleChoiceField(label="Themes", required=False, widget=forms.CheckboxSelectMultiple)
    name = Words(label="A new theme", required=False, max_length=120, help_text="It is there for all answers then.")
    held = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, themes: Mapping[int, str], held: Sequence[int]) -> None:
        numbers = [str(number) for number in held]
        super().__init__(data, initial={"themes": numbers, "held": " ".join(numbers)})
        self.fields["themes"].choices = [(str(number), name) for number, name in themes.items()]  # type: ignore[attr-defined]
        if not themes:
            del self.fields["themes"]

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit="Save the themes")

    def clean_held(self) -> set[int]:
        """The numbers that the form came with; what is none is left out."""
        return {int(one) for one in self.cleaned_data["held"].split()[:1_000] if one.isascii() and one.isdigit() and len(one) < 19}

    def changes(self) -> tuple[set[int], set[int]]:
        """Themes to add and to take away, as against what the page showed."""
        chosen = {int(one) for one in self.cleaned_data.get("themes", [])}
        held: set[int] = self.cleaned_data["held"]
        return chosen - held, held - chosen


class RedactionForm(PlainMessages, forms.Form):
    """Which words of an answer are hidden: whole sentences, or words pasted from it."""

    sentences = forms.MultipleChoiceField(label="Hide whole sentences", required=False, widget=forms.CheckboxSelectMultiple)
    pasted = Words(
        label="Or paste the words to hide", required=False, widget=text_box(3),
        help_text="They are hidden wherever they stand in this answer. One stretch of words at a time.",
    )  # fmt: skip
    reason = Words(
        label="Why are they hidden?", max_length=300, widget=text_box(2), error_messages={"required": "Say why they are hidden"},
        help_text="Everybody reads this in their place, so it must not tell what it hides. For example: names a person.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, words: str, hidden: Sequence[Span]) -> None:
        super().__init__(data)
        self.words = words
        offered = uncovered(sentences(words), hidden)
        self.spans = {f"{one.start}-{one.length}": one for one in offered}
        choices = [(key, words[one.start : one.end]) for key, one in self.spans.items()]
        self.fields["sentences"].choices = choices  # type: ignore[attr-defined]
        if not offered:
            del self.fields["sentences"]

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit="Hide these words")

    def clean_pasted(self) -> str:
        """Words that stand in the answer, or none."""
        pasted: str = self.cleaned_data["pasted"]
        if pasted and not places_of(pasted, self.words):
            raise forms.ValidationError(NOT_THERE)
        return pasted

    def clean(self) -> dict[str, Any]:
        """Something to hide."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "pasted" in cleaned and not cleaned["pasted"] and not cleaned.get("sentences") and "sentences" not in self.errors:
            self.add_error("pasted", "Choose sentences, or paste the words to hide")
        return cleaned

    def places(self) -> list[Span]:
        """Where the words stand that are to be hidden."""
        chosen = [self.spans[key] for key in self.cleaned_data.get("sentences", [])]
        return chosen + places_of(self.cleaned_data["pasted"], self.words)
