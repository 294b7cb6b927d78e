"""Forms of what belongs to a consultation: its questions, its documents, its window."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from compact_portal.audit.forms import VersionedForm, VersionForm
from compact_portal.lib.form_fields import DayField, Words
from compact_portal.lib.form_layout import PlainMessages, PortalHelper
from consultations.actions.window import Days
from consultations.forms.writing import lines_of, text_box
from consultations.models import Document, Question, WindowEntry

MOST_CHOICES, MOST_CHOICE, MOST_QUESTIONS = 40, 200, 200
CHOOSING = (Question.Kind.ONE, Question.Kind.SEVERAL)
NUMBER = forms.TextInput(attrs={"inputmode": "numeric"})


class QuestionForm(VersionedForm):
    """One question, with the answers that it offers, a line each."""

    kind = forms.ChoiceField(label="How is it answered?", choices=[("", "choose"), *Question.Kind.choices])
    words = Words(label="The question", max_length=500, widget=text_box(3))
    help = Words(label="Help", required=False, max_length=500, widget=text_box(2), help_text="Stands below the question.")
    choices = Words(
        label="Answers to choose from", required=False, max_length=10_000, widget=text_box(6),
        help_text="One a line; only for “one of several” and “several of several”.",
    )  # fmt: skip
    anchor = forms.ChoiceField(
        label="If they are to agree: with which undertaking?", required=False,
        help_text="Or write below what they are to agree with.",
    )  # fmt: skip
    clause = Words(label="If they are to agree: with which words?", required=False, max_length=5_000, widget=text_box(4))
    is_required = forms.BooleanField(label="Nobody can answer without it", required=False)
    position = forms.IntegerField(
        label="Which place has it?", min_value=1, max_value=MOST_QUESTIONS, widget=NUMBER,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), f"Choose from 1 to {MOST_QUESTIONS}"),
    )  # fmt: skip

    field_order = ("kind", "words", "help", "choices", "anchor", "clause", "is_required", "position", "version")

    class Meta:
        model = Question
        fields = ("kind", "words", "help", "anchor", "clause", "is_required", "position")

    def __init__(self, *args: Any, undertakings: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = self.instance.anchor
        own = [] if not held or held in dict(undertakings) else [(held, held)]
        self.fields["anchor"].choices = [("", "none"), *own, *undertakings]  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["choices"] = "\n".join(self.instance.choices.values_list("words", flat=True))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        offered, kind = lines_of(cleaned.get("choices", "")), cleaned.get("kind")
        if kind in CHOOSING and len(offered) < 2:
            self.add_error("choices", "Write at least two answers, one a line")
        if len(offered) > MOST_CHOICES:
            self.add_error("choices", f"Offer at most {MOST_CHOICES} answers")
        if any(len(one) > MOST_CHOICE for one in offered):
            self.add_error("choices", f"Shorten each answer to {MOST_CHOICE} characters, one a line")
        if kind == Question.Kind.AGREE and not cleaned.get("anchor") and not cleaned.get("clause"):
            self.add_error("anchor", "Choose the undertaking that they agree or disagree with, or write the words below")
        return cleaned

    def _post_clean(self) -> None:
        """The action writes the row under the consultation's lock."""

    def values(self) -> dict[str, Any]:
        """What to write; what the kind of question has no use for is left out."""
        found = {name: self.cleaned_data[name] for name in self.Meta.fields}
        if found["kind"] != Question.Kind.AGREE:
            found["anchor"] = found["clause"] = ""
        return found

    def offered(self) -> list[str]:
        """The answers that it offers."""
        return lines_of(self.cleaned_data["choices"]) if self.cleaned_data["kind"] in CHOOSING else []

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit="Save the question")


class DocumentForm(PlainMessages, forms.Form):
    """A file, or a link where it already has an address."""

    title = Words(label="Title", max_length=140, help_text="As the public reads it.")
    format = forms.ChoiceField(label="What is it?", choices=Document.Format.choices)
    upload = forms.FileField(
        label="The file", required=False, max_length=500,
        help_text="PDF, OpenDocument, Office or a picture, up to 20 MB, without macros.",
        error_messages={"empty": "The file is empty: choose another", "max_length": "Give the file a shorter name"},
    )  # fmt: skip
    address = forms.URLField(
        label="Or its address", required=False, max_length=500, assume_scheme="https",
        help_text="Where it stands already, for instance a video in British Sign Language.",
        error_messages={"invalid": "Write the address in full, like https://example.org/paper.pdf"},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "upload" in self.errors or "address" in self.errors:
            return cleaned
        if bool(cleaned.get("upload")) == bool(cleaned.get("address")):
            said = "Choose a file or give its address, not both" if cleaned.get("upload") else "Choose a file, or give its address"
            self.add_error("upload", said)
        elif cleaned.get("address") and not cleaned["address"].startswith(("https://", "http://")):
            self.add_error("address", "Write an address that begins with https://")
        return cleaned

    def values(self) -> dict[str, Any]:
        """What to write beside the file."""
        return {name: self.cleaned_data[name] for name in ("title", "format", "address")}

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit="Add it")


class ShortForm(VersionForm):
    """What a window that is short has to say. The action asks for it where it is needed."""

    short_reason = Words(
        label="If the window is short, why?", required=False, max_length=2_000, widget=text_box(3), help_text="Published."
    )
    authorised_by = Words(
        label="Who authorised the short window?", required=False, max_length=120, help_text="An office or a body. Published."
    )


class WindowForm(ShortForm):
    """Both days of the window, and why it moves where it moves."""

    opens_on = DayField(label="When does it open?", help_text="At the beginning of that day, for example 31 3 2027.")
    closes_on = DayField(label="When does it close?", help_text="At the end of that day.", required=False)
    reason = Words(
        label="Why do the dates change?", required=False, max_length=2_000, widget=text_box(3),
        help_text="Published, and mailed to everybody who follows or has answered.",
    )  # fmt: skip
    field_order = ("opens_on", "closes_on", "reason", "short_reason", "authorised_by", "version")

    def __init__(self, *args: Any, entry: WindowEntry | None, moves: bool, opened: bool, asked: int | None, **kwargs: Any) -> None:
        super().__init__(*args, button="Save the window", **kwargs)
        self.entry = entry
        if entry is not None:
            names = ("opens_on", "closes_on", "short_reason", "authorised_by")
            self.initial.update({name: getattr(entry, name) for name in names})
        if asked is not None and not moves:
            self.fields["closes_on"].help_text = f"At the end of that day. Leave it empty for the {asked} days of the compact."
        else:
            self.fields["closes_on"].required = True
        self.fields["reason"].required = moves
        if not moves:
            del self.fields["reason"]
        if opened:  # that day stays
            del self.fields["opens_on"]

    @property
    def opening(self) -> date:
        """The day on which it opens: as typed, or as it stands where it has opened."""
        typed: date | None = self.cleaned_data.get("opens_on")
        assert typed or self.entry
        return typed or self.entry.opens_on  # type: ignore[union-attr]  # one of the two is there

    def days(self, *, default: date | None) -> Days:
        """What to write; `default` is the close where none was typed."""
        typed, opens_on = self.cleaned_data, self.opening
        return Days(
            opens_on,
            typed["closes_on"] or default or opens_on,
            typed.get("reason", ""),
            typed["short_reason"],
            typed["authorised_by"],
        )


class CloseForm(ShortForm):
    """Close at the end of today."""

    reason = Words(
        label="Why does it close early?", max_length=2_000, widget=text_box(3),
        help_text="Published, and mailed to everybody who follows or has answered.",
    )  # fmt: skip
    field_order = ("reason", "short_reason", "authorised_by", "version")

    def __init__(self, *args: Any, entry: WindowEntry | None, **kwargs: Any) -> None:
        super().__init__(*args, button="Close at the end of today", style="stop", **kwargs)
        if entry is not None:
            self.initial.update({name: getattr(entry, name) for name in ("short_reason", "authorised_by")})

    def days(self, *, on: date) -> Days:
        """The reasons; the action sets the days."""
        typed = self.cleaned_data
        return Days(on, on, typed["reason"], typed["short_reason"], typed["authorised_by"])
