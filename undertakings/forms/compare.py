"""The form that chooses two editions to compare. It is a GET form: it changes nothing and needs no token."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.urls import reverse

from compact_portal.lib.form_layout import PlainMessages, PortalHelper
from undertakings.models import Edition


class CompareForm(PlainMessages, forms.Form):
    """Two different editions, by their slugs. The older is proposed first."""

    before = forms.ChoiceField(label="From")
    after = forms.ChoiceField(label="To")

    def __init__(self, editions: Sequence[Edition], data: Any = None, *, initial: dict[str, str] | None = None) -> None:
        super().__init__(data, initial=initial or proposed(editions))
        for name in ("before", "after"):
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = [(edition.slug, edition.label) for edition in editions]
            field.error_messages["invalid_choice"] = "Choose one of the editions in the list"

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit="Compare", method="get", action=reverse("undertakings:edition_list"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("before") and cleaned["before"] == cleaned.get("after"):
            self.add_error("after", "Choose another edition than the first one")
        return cleaned


def proposed(editions: Sequence[Edition]) -> dict[str, str]:
    """The edition before the one in force, and the one in force; `editions` has the newest first."""
    if len(editions) < 2:
        return {}
    return {"before": editions[1].slug, "after": editions[0].slug}
