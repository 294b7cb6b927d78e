"""Forms for rows that people edit: nobody overwrites what they have not seen, and nobody loses what they typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from compact_portal.audit.models import Versioned
from compact_portal.lib.changed_lines import ChangedLines, changed_lines
from compact_portal.lib.dates import at_in_words, in_words
from compact_portal.lib.form_fields import Words, text_box
from compact_portal.lib.form_layout import PlainMessages, PortalHelper, SubmitButton

VERSION_MISSING = "The form came without the version that it shows. Load the page again, then do it once more."


@dataclass(frozen=True, slots=True)
class Changed:
    """A field that somebody else changed since the form was made."""

    label: str
    lines: ChangedLines


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One version of a row: who made it ("" for the portal itself), when (an instant), why, and what it changed."""

    version: int
    is_first: bool
    who: str
    at: datetime
    why: str
    changes: Sequence[Changed]


class VersionedForm(PlainMessages, forms.ModelForm):
    """A model form that carries the version of the row which it shows.

    The action that writes compares it under the lock. When it raises StaleVersion, hand its row to `tell_stale`: the
    form then says who changed what, keeps what was typed, and carries the new version, so that saving once more is a
    decision and not an accident.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.changed_meanwhile: Sequence[Changed] = ()
        if self.instance.pk:
            field = self.fields["version"]
            field.required = True
            field.initial = self.instance.version
            field.error_messages |= {"required": VERSION_MISSING, "invalid": VERSION_MISSING}
            self.initial["version"] = self.instance.version

    @property
    def shown_names(self) -> list[str]:
        """The fields that hold values of the row."""
        return [name for name in self.fields if name in (self._meta.fields or ())]

    def words_of(self, row: Any, name: str) -> str:
        """A value of a row, or of a row of its history, as the form's reader would write it."""
        value = getattr(row, name)
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, date):
            return in_words(value)
        if value is None:
            return ""
        display = getattr(row, f"get_{name}_display", None)
        return str(display() if display else value)

    def differences(self, before: Any, after: Any) -> list[Changed]:
        """The fields in which two states of a row differ."""
        found = []
        for name in self.shown_names:
            was, now = self.words_of(before, name), self.words_of(after, name)
            if was != now:
                found.append(Changed(str(self.fields[name].label), changed_lines(was, now)))
        return found

    def history(self, *, most: int = 20) -> list[HistoryEntry]:
        """The versions of the row, the newest first, at most so many."""
        rows = self.instance.history.select_related("history_user").order_by("-history_date", "-history_id")
        # A write may leave several rows, since what a row links to is written after it; the last one tells them all.
        versions: dict[int, Any] = {}
        for row in rows[: most * 4]:
            versions.setdefault(row.version, row)
        kept = list(versions.values())
        entries = [
            HistoryEntry(
                version=row.version,
                is_first=before is None and row.version == 1,
                who=str(row.history_user) if row.history_user else "",
                at=row.history_date,
                why=row.history_change_reason,
                changes=self.differences(before, row) if before is not None else (),
            )
            for row, before in zip(kept, [*kept[1:], None], strict=True)
        ]
        return entries[:most]

    def tell_stale(self, row: Versioned) -> None:
        """Say what somebody else has saved since the form was made; `row` is the row as it is now."""
        rows = row.history.filter(version=self.cleaned_data["version"])  # type: ignore[attr-defined]
        shown = rows.order_by("-history_date", "-history_id").first()
        self.changed_meanwhile = self.differences(shown, row) if shown is not None else ()
        self.data = _with_version(self.data, self.add_prefix("version"), row)
        where = " What changed stands on this page." if self.changed_meanwhile else ""
        mend = "Nothing of yours is lost: mend it here, then save again to put yours in its place."
        self.add_error(None, f"{_who_saved(row)}{where} {mend}")

    def tell_refused(self, refusal: ValidationError) -> None:
        """Put what the action found under its lock (a name taken meanwhile) where a check of the form would."""
        for name, messages in refusal.message_dict.items():
            self.add_error(name if name in self.fields else None, messages)


class VersionForm(PlainMessages, forms.Form):
    """A form that acts on a row as the page showed it (publish, delete, confirm) and carries the row's version."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, version: int, button: str = "Continue", style: str = "") -> None:
        super().__init__(data, initial={"version": version})
        self.button, self.style = button, style
        self.fields["version"].error_messages |= {"required": VERSION_MISSING, "invalid": VERSION_MISSING}

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit=SubmitButton(self.button, style=self.style))

    def tell_stale(self, row: Any) -> None:
        """Say who has saved the row meanwhile; the page shows it as it is now, and the form carries that version."""
        self.data = _with_version(self.data, "version", row)
        self.add_error(None, f"{_who_saved(row)} It stands below as it is now: look at it again. Nothing is done yet.")


class VoidForm(VersionForm):
    """Mark a record as a mistake."""

    reason = Words(
        label="Why is it a mistake?", max_length=500, widget=text_box(3), error_messages={"required": "Say why it is a mistake"},
        help_text="The record stays, with these words, and counts in nothing any more.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, button="Mark it as a mistake", style="stop", **kwargs)


def _with_version(data: Any, name: str, row: Any) -> Any:
    """What was sent, with the version that the row has now."""
    changed = data.copy()
    changed[name] = str(row.version)
    return changed


def _who_saved(row: Any) -> str:
    saved = row.history.select_related("history_user").order_by("-history_date", "-history_id").first()
    who = str(saved.history_user) if saved is not None and saved.history_user else "Somebody"
    when = f" on {at_in_words(saved.history_date)}" if saved is not None else ""
    return f"{who} has saved this{when}, after you opened it."
