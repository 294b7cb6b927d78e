"""Forms of themes and of an outcome, in steps; a published one takes a note with each correction."""

from collections.abc import Sequence
from typing import Any

from django import forms

from compact_portal.audit.forms import VersionedForm, VersionForm
from compact_portal.lib.form_fields import Words
from compact_portal.lib.form_layout import PortalHelper
from consultations.forms.answers import PUBLISHED, text_box
from consultations.models import Outcome, Theme

STEPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "asked": ("What you asked", ("asked",)),
    "said": ("What people said", ("said",)),
    "done": ("What is done, and what not and why", ("done",)),
    "late": ("If it is late", ("late_reason", "authorised_by")),
}
LONG, MIDDLE, SHORT = 20_000, 5_000, 1_000
OFFICE = "Name the office, not the person: it is published."
SAY = {"required": "Say what you correct, and why"}
NOTE = "The outcome is published. Everybody reads this note beside it."


def note_field() -> Words:
    """What is corrected and why."""
    return Words(label="What do you correct, and why?", max_length=500, widget=text_box(2), help_text=NOTE, error_messages=SAY)


class WrittenForm(VersionedForm):
    """What both share: the action checks the row under its lock."""

    def _post_clean(self) -> None:
        """The action checks the row."""

    def values(self) -> dict[str, str]:
        """What to write."""
        return {name: self.cleaned_data[name] for name in self.shown_names}

    @property
    def note(self) -> str:
        """The note of a correction; "" for a draft."""
        return str(self.cleaned_data.get("note", ""))

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit="Save")


class OutcomeForm(WrittenForm):
    """One step of an outcome. A draft may leave all of it open."""

    asked = Words(
        label="What did you ask, and why?", required=False, max_length=LONG, widget=text_box(10),
        help_text="So that somebody who never saw the consultation understands the rest.",
    )  # fmt: skip
    said = Words(
        label="What did people say?", required=False, max_length=LONG, widget=text_box(10),
        help_text="Over all themes. Each theme has a part of its own.",
    )  # fmt: skip
    done = Words(
        label="What is done, and what is not and why?", required=False, max_length=LONG, widget=text_box(10),
        help_text="Over all themes. Say plainly what does not change although people asked for it.",
    )  # fmt: skip
    late_reason = Words(label="Why is it late?", required=False, max_length=SHORT, widget=text_box(4), help_text=PUBLISHED)
    authorised_by = Words(label="Who authorised that?", required=False, max_length=120, help_text=OFFICE)

    class Meta:
        model = Outcome
        fields = ("asked", "said", "done", "late_reason", "authorised_by")

    def __init__(self, *args: Any, step: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.shown_names) - set(STEPS[step][1]):
            del self.fields[name]
        if self.instance.published_on is not None:
            self.fields["note"] = note_field()

    def clean(self) -> dict[str, Any]:
        """A late outcome has both or neither."""
        cleaned: dict[str, Any] = super().clean() or {}
        reason, who = cleaned.get("late_reason"), cleaned.get("authorised_by")
        if who == "" and reason:
            self.add_error("authorised_by", "Say who authorised it, or take the reason out")
        if reason == "" and who:
            self.add_error("late_reason", "Say why it is late, or take the office out")
        return cleaned


class ThemePartForm(WrittenForm):
    """What the outcome says on one theme, and the published answers that it cites."""

    said = Words(label="What did people say about it?", required=False, max_length=MIDDLE, widget=text_box(6))
    done = Words(label="What is done about it?", required=False, max_length=MIDDLE, widget=text_box(6))
    not_done = Words(
        label="What is not done, and why?", required=False, max_length=MIDDLE, widget=text_box(6),
        help_text="It needs this or what is done, or both.",
    )  # fmt: skip
    cited = forms.MultipleChoiceField(
        label="Published answers to cite", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="The outcome shows them under this theme, as the public reads them.",
    )  # fmt: skip

    class Meta:
        model = Theme
        fields = ("said", "done", "not_done")

    def __init__(
        self, *args: Any, choices: Sequence[tuple[str, str]], cited: Sequence[int], published: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cited"].choices = choices  # type: ignore[attr-defined]
        self.initial["cited"] = [str(number) for number in cited]
        if not choices:
            del self.fields["cited"]
        if published:
            self.fields["note"] = note_field()

    def cited_tags(self) -> list[int]:
        """The numbers of the tags that are cited."""
        return [int(one) for one in self.cleaned_data.get("cited", [])]


class ThemeForm(WrittenForm):
    """The name of a theme."""

    name = Words(
        label="What is the theme called?", max_length=120, help_text="For example: opening hours.",
        error_messages={"required": "Give the theme a name"},
    )  # fmt: skip

    class Meta:
        model = Theme
        fields = ("name",)


class MergeForm(VersionForm):
    """Into which theme another goes."""

    into = forms.ChoiceField(label="Into which theme does it go?", widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, version: int, others: Sequence[Theme]) -> None:
        super().__init__(data, version=version, button="Merge them", style="stop")
        self.others = {str(one.pk): one for one in others}
        self.fields["into"].choices = [(key, one.name) for key, one in self.others.items()]  # type: ignore[attr-defined]
