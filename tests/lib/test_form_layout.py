"""Messages that say what to do."""

import pytest
from django import forms

from compact_portal.lib.form_fields import DayField
from compact_portal.lib.form_layout import PlainMessages


@pytest.mark.parametrize(
    ("field", "words"),
    [
        (forms.CharField(label="Name"), "Fill in “Name”"),
        (forms.CharField(label="What is your name?"), "Fill in What is your name?"),
        (forms.ChoiceField(label="Way", choices=(("a", "A"),)), "Choose an answer: “Way”"),
        (forms.BooleanField(label="We agree"), "Tick “We agree” to go on"),
        (forms.FileField(label="Minutes"), "Choose a file: “Minutes”"),
        (forms.CharField(label="Name", error_messages={"required": "Say who you are"}), "Say who you are"),
        (DayField(label="Start"), "Enter a day, a month and a year, for example 31 3 2027"),
    ],
)
def test_an_empty_answer_is_told_what_to_do(field, words):
    form = type("Asked", (PlainMessages, forms.Form), {"asked": field})({})
    assert form.errors["asked"] == [words]


def test_a_wrong_address_is_told_what_an_address_looks_like():
    form = type("Asked", (PlainMessages, forms.Form), {"email": forms.EmailField()})({"email": "choir at example"})
    assert form.errors["email"] == ["Write the e-mail address in full, like name@example.org"]


def test_a_text_that_is_too_long_says_by_how_much():
    form = type("Asked", (PlainMessages, forms.Form), {"name": forms.CharField(max_length=5)})({"name": "x" * 9})
    assert form.errors["name"] == ["Shorten “Name” to 5 characters; it has 9"]


def test_the_hint_of_a_long_text_keeps_the_forms_own_words():
    field = forms.CharField(max_length=1200, widget=forms.Textarea, help_text="This is published.")
    form = type("Asked", (PlainMessages, forms.Form), {"why": field})()
    assert form.fields["why"].help_text == "This is published. Up to 1,200 characters."


def test_two_forms_of_one_kind_do_not_change_each_others_words():
    asked = type("Asked", (PlainMessages, forms.Form), {"why": forms.CharField(max_length=9, widget=forms.Textarea)})
    assert [asked().fields["why"].help_text, asked().fields["why"].help_text] == ["Up to 9 characters."] * 2
