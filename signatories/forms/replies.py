"""Forms of the right of reply."""

from collections.abc import Sequence
from typing import Any

from django import forms

from compact_portal.audit.forms import VersionForm
from compact_portal.lib.form_fields import Words
from compact_portal.lib.form_layout import PlainMessages, PortalHelper
from compact_portal.lib.journey_forms import Line

MOST_WORDS = 2_000
ALL_YEARS = "all"


class ReplyForm(PlainMessages, forms.Form):
    """What a partner says beside a figure."""

    year = forms.ChoiceField(
        label="Which figure is it about?", widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of these figures"},
    )  # fmt: skip
    words = Words(
        label="What should its readers know?", max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Everybody can read it beside the figure. Name no person in it.",
    )  # fmt: skip
    signed_as = Line(
        label="Signed as", max_length=120, help_text="Your post, as it is to stand below the reply; your name only if you wish."
    )

    def __init__(self, data: Any = None, *, years: Sequence[str], signed_as: str, year: str = "") -> None:
        super().__init__(data, initial={"signed_as": signed_as, "year": year if year in years else ALL_YEARS})
        choices = [(ALL_YEARS, "That of all years together"), *((one, f"That of {one}") for one in years)]
        self.fields["year"].choices = choices  # type: ignore[attr-defined]

    def clean_year(self) -> str:
        """As a reply keeps it: "" for all years."""
        year: str = self.cleaned_data["year"]
        return "" if year == ALL_YEARS else year

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit="Publish the reply")


class WithdrawReplyForm(VersionForm):
    """The button that withdraws."""

    def __init__(self, data: Any = None, *, version: int) -> None:
        super().__init__(data, version=version, button="Withdraw the reply", style="stop")


class HideReplyForm(VersionForm):
    """A coordinator hides a reply with a reason, or (`hidden`) shows it again."""

    reason = Words(
        label="Why is it hidden?", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Everybody can read these words in its place. Name no person in them.",
        error_messages={"required": "Give the reason"},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, version: int, hidden: bool) -> None:
        super().__init__(
            data, version=version, button="Show it again" if hidden else "Hide the reply", style="" if hidden else "stop"
        )
        if hidden:
            del self.fields["reason"]
