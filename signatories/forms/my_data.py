"""The form that asks again before everything about a person goes."""

from typing import Any

from django import forms

from compact_portal.lib.form_layout import PlainMessages, PortalHelper, SubmitButton


class EraseForm(PlainMessages, forms.Form):
    sure = forms.BooleanField(label="I want what is held about me to be erased. I know that this cannot be undone.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sure"].error_messages["required"] = "Tick the box, if you are sure. Nothing has been erased."
        self.helper = PortalHelper(self, submit=SubmitButton("Erase my data", style="stop"))
