"""How our forms are laid out and how they speak: the crispy-forms helper, its buttons, plain messages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core import validators
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class SubmitButton:
    """A submit button in a layout. Unlike crispy's own it takes plain words: what somebody typed is never a template.

    `style` is "", "quiet" (the second best thing to do) or "stop" (what cannot be undone).
    """

    template = "%s/layout/submit.html"

    def __init__(self, words: str, *, name: str = "", value: str = "", style: str = "") -> None:
        self.words, self.name, self.value, self.style = words, name, value, style

    def render(self, form: Any, context: Any, template_pack: str = "compact", **kwargs: Any) -> SafeString:
        return render_to_string(self.template % template_pack, {"button": self})


class Buttons:
    """The buttons of a form, side by side, the one thing to do first."""

    template = "%s/layout/buttons.html"

    def __init__(self, *buttons: SubmitButton) -> None:
        self.buttons = buttons

    def render(self, form: Any, context: Any, template_pack: str = "compact", **kwargs: Any) -> SafeString:
        return render_to_string(self.template % template_pack, {"buttons": self.buttons})


class PortalHelper(FormHelper):  # type: ignore[misc]  # crispy-forms carries no types
    """The form as we lay it out: our own errors instead of the browser's, every field in order, then the buttons.

    Give `layout` for another order (names and crispy layout objects); hidden fields are added by themselves.
    `action` is an address, "" for the page's own.
    """

    # crispy-forms tries every action as the name of a route first; ours is an address.
    form_action: str = ""

    def __init__(
        self,
        form: forms.BaseForm | None = None,
        *,
        submit: str | SubmitButton = "Continue",
        quiet: Iterable[SubmitButton] = (),
        method: str = "post",
        action: str = "",
        layout: Iterable[Any] | None = None,
    ) -> None:
        super().__init__(form)
        first = SubmitButton(submit) if isinstance(submit, str) else submit
        fields = layout if layout is not None else (form.fields if form is not None else ())
        self.layout = Layout(*fields, Buttons(first, *quiet))
        self.form_method = method
        self.form_action = action
        self.template_pack = "compact"
        self.render_hidden_fields = True
        # The browser's own bubbles are not read out well and vanish: the linked summary takes their place.
        self.attrs: dict[str, str | bool] = {"novalidate": True}


class PlainMessages:
    """A form mixin: messages that say what to do, and text areas that say how much they take.

    Put it before Form or ModelForm. A message that a field brings itself is kept.
    """

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _speak_plainly(field, str(field.label or name.replace("_", " ").capitalize()))


def _speak_plainly(field: forms.Field, label: str) -> None:
    ask = label if label.endswith("?") else f"“{label}”"
    choosing = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
    wanted = {"required": f"Choose an answer: {ask}" if choosing else f"Fill in {ask}"}
    if isinstance(field, forms.BooleanField):
        wanted["required"] = f"Tick {ask} to go on"
    if isinstance(field, forms.FileField):
        wanted["required"] = f"Choose a file: {ask}"
    for code, words in wanted.items():
        # The field's own words win; only Django's are replaced.
        if field.error_messages.get(code) == forms.Field.default_error_messages.get(code):
            field.error_messages[code] = words
    if isinstance(field, forms.CharField):
        field.error_messages.setdefault("null_characters_not_allowed", f"Take out of {ask} the characters that nobody can see")
    if isinstance(field, forms.EmailField):
        field.error_messages.setdefault("invalid", "Write the e-mail address in full, like name@example.org")
    _limit_plainly(field, ask)


def _limit_plainly(field: forms.Field, ask: str) -> None:
    longest = getattr(field, "max_length", None)
    for check in field.validators:
        if isinstance(check, validators.MaxLengthValidator):
            words = f"Shorten {ask} to %(limit_value)d characters; it has %(show_value)d"
            field.error_messages.setdefault("max_length", words)
    if longest and isinstance(field.widget, forms.Textarea):
        # The browser would cut a pasted text without a word; we keep what was typed and say how much is too much.
        field.widget.attrs.pop("maxlength", None)
        hint = f"Up to {longest:,} characters."
        field.help_text = f"{field.help_text} {hint}" if field.help_text else hint
