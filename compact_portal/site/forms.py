"""The site's forms: report a problem with a page, and answer such a report."""

from typing import Any
from urllib.parse import urlsplit

from crispy_forms.layout import HTML
from django import forms
from django.conf import settings

from compact_portal.lib.folding import clean
from compact_portal.lib.form_fields import Words
from compact_portal.lib.form_layout import PlainMessages, PortalHelper

# A field that people never see. Machines that fill in every box fill it in, and their reports are set apart.
HONEYPOT = '<div hidden><label for="id_website">Leave this empty</label>{{ form.website }}</div>'


class ProblemForm(PlainMessages, forms.Form):
    page = Words(label="Address of the page", required=False, max_length=500)
    words = Words(
        label="What is wrong?",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=5000,
        error_messages={"required": "Say what is wrong."},
        help_text="Say what you did, what you expected and what happened. Leave out what is private.",
    )
    email = forms.EmailField(
        label="Your e-mail address",
        required=False,
        help_text="Only if you want an answer. It is used for nothing else.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].error_messages = dict.fromkeys(
            ("required", "invalid"), "Load this page again and send it once more: the form had lost its number."
        )
        self.helper = PortalHelper(self, submit="Send the report", layout=["page", "words", "email", "token", HTML(HONEYPOT)])

    def clean_page(self) -> str:
        """The path alone, where the address is one of ours."""
        page = str(self.cleaned_data["page"]).strip()
        return page.removeprefix(settings.PORTAL_ADDRESS) or page

    @property
    def looks_automatic(self) -> bool:
        return bool(self.cleaned_data.get("website"))


class AnswerForm(PlainMessages, forms.Form):
    answer = Words(
        label="What was done",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=5000,
        error_messages={"required": "Say what was done."},
        help_text="Written to whoever reported it, if they left an address.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalHelper(self, submit="Answer and close")

    def has_seen(self, version: int) -> None:
        """Whoever was told what changed may send the same words again, over the version that they have now seen."""
        self.data = {**self.data, "answer": self.data.get("answer", ""), "version": str(version)}


def page_from_address(address: str) -> str:
    """What `?page=` prefills: a path of ours, or nothing."""
    bare = clean(address).strip()[:500]
    try:
        parts = urlsplit(bare)
    except ValueError:
        return ""
    own = not parts.netloc or bare.startswith(settings.PORTAL_ADDRESS + "/")
    return parts.path + (f"?{parts.query}" if parts.query else "") if own and parts.path.startswith("/") else ""
