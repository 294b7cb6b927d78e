"""The forms of answering: one for each step. What they take is kept as JSON, so that a journey can go on another day."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from crispy_forms.layout import Div
from django import forms

from compact_portal.lib.form_fields import Words
from compact_portal.lib.form_layout import PortalHelper
from compact_portal.lib.journey_forms import Line, StepForm
from consultations.queries.answering import Ask
from consultations.rules.answering import SCALES
from signatories.models import normal_email

MOST_WORDS = 20_000
ONE_OF_THESE = "Choose one of the answers in the list"
NO_ANSWER = ("", "No answer")


def question_field(ask: Ask, *, required: bool | None = None) -> forms.Field:
    """The field that takes an answer of the question's kind. `required` overrules what the question says."""
    wanted = ask.is_required if required is None else required
    shared: dict[str, Any] = {
        "label": ask.words, "required": wanted, "help_text": " ".join(words for words in (ask.about, ask.help) if words),
    }  # fmt: skip
    if ask.kind == "words":
        return Words(max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 8}), **shared)
    messages = {"invalid_choice": ONE_OF_THESE}
    if ask.kind == "several":
        choices = [(str(number), words) for number, words in ask.choices]
        shared["help_text"] = f"{shared['help_text']} Tick all that are so.".strip()
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=messages, **shared
        )  # fmt: skip
    offered: Sequence[tuple[int, str]] = SCALES.get(ask.kind) or ask.choices
    choices = [(str(number), words) for number, words in offered]
    # A radio button cannot be taken back, so who need not answer is offered not to.
    return forms.ChoiceField(
        choices=choices if wanted else [*choices, NO_ANSWER], widget=forms.RadioSelect, error_messages=messages, **shared
    )


class WhoForm(StepForm):
    """As whom somebody answers."""

    who = forms.ChoiceField(label="I answer for", widget=forms.RadioSelect, error_messages={"invalid_choice": ONE_OF_THESE})

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["who"]).choices = list(choices)


def questions_form(asks: Iterable[Ask]) -> type[StepForm]:
    """The form of one page of questions."""
    return type("QuestionsForm", (StepForm,), {ask.name: question_field(ask) for ask in asks})


class YouForm(StepForm):
    """Who answers. A person may leave everything out; for an organisation its name is asked."""

    organisation = Line(label="Name of the organisation or group", max_length=200)
    name = Line(
        label="Your name",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        required=False,
        help_text="We send a receipt to it, with a link to read, change or withdraw your answer. Without it you cannot do that "
        "later. It is never published.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, asks_organisation: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_organisation:
            del self.fields["organisation"]

    def clean_email(self) -> str:
        return normal_email(self.cleaned_data["email"])

    def answers(self) -> dict[str, Any]:
        return {"organisation": "", **super().answers()}


class PublishForm(StepForm):
    """Consent to publish, and confidentiality."""

    may_publish = forms.ChoiceField(
        label="May your answer be published after the close?",
        choices=[
            ("yes", "Yes, with the name that I gave, and never with my address"),
            ("no", "No. The agency reads it, and it counts, but it is not shown"),
        ],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": ONE_OF_THESE},
    )
    is_confidential = forms.BooleanField(
        label="Please keep my answer confidential",
        required=False,
        help_text="Only officers of the agency that asks read it. It is never published, whatever you chose above.",
    )
    confidential_reason = Words(
        label="Why does it have to be confidential?",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="If you ask for that. The agency looks at your reason should somebody ask for your answer under the law.",
    )


class SendForm(StepForm):
    """The button that sends. `over` is what the page showed of an answer that this one changes.

    `more` is a box that people do not see, and are told to leave where a screen reader finds it: who fills it in is asked to
    press once more.
    """

    over = Words(required=False, widget=forms.HiddenInput)
    more = Words(
        label="Leave this box empty: it is there to stop programs",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    submit = "Send my answer"

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit=self.submit, layout=[Div("more", css_class="vh")])
