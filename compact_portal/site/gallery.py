"""What the component gallery shows: every component with made-up words, and a form with one field of each kind."""

from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms

from compact_portal.lib.drawing import outcome_bar, week_blocks
from compact_portal.lib.form_fields import DayField, MoneyField
from compact_portal.lib.form_layout import PlainMessages, PortalHelper, SubmitButton

WAYS = (("post", "By post"), ("e-mail", "By e-mail"), ("visit", "In person, at an office of ours"))


class GalleryForm(PlainMessages, forms.Form):
    """One field of each kind that the form pack draws."""

    name = forms.CharField(label="Name of the group", max_length=80, help_text="As it stands in your constitution")
    email = forms.EmailField(label="E-mail address")
    starts_on = DayField(label="When does it start?", help_text="For example, 31 3 2027", earliest=date(2027, 2, 22))
    amount = MoneyField(label="Amount for the year", least=1, help_text="In pounds, without VAT")
    kind = forms.ChoiceField(label="Kind of group", choices=(("", ""), ("charity", "Charity"), ("club", "Club")))
    way = forms.ChoiceField(label="How should we reach you?", widget=forms.RadioSelect, choices=WAYS)
    days = forms.MultipleChoiceField(
        label="Which days suit you?",
        widget=forms.CheckboxSelectMultiple,
        choices=(("mon", "Monday"), ("wed", "Wednesday"), ("fri", "Friday")),
    )
    reason = forms.CharField(label="Why is it shorter?", max_length=500, widget=forms.Textarea, required=False)
    paper = forms.FileField(label="The minutes of the meeting", required=False)
    agree = forms.BooleanField(label="We have read the compact")
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(
            self,
            submit="Continue",
            quiet=[SubmitButton("Save and come back", name="later", value="yes", style="quiet")],
            layout=[
                Fieldset("About the group", "name", "email", "kind", "way", "days"),
                Fieldset("About the money", "starts_on", "amount", "reason", "paper"),
                "agree",
            ],
        )


def gallery(*, data: Any = None, files: Any = None) -> dict[str, Any]:
    """The context of the gallery page; with data, the form comes back bound and says what is wrong."""
    form = GalleryForm(data, files) if data is not None else GalleryForm(auto_id="id_%s")
    eight = week_blocks(
        opens_on=date(2026, 10, 5),
        first_close_on=date(2026, 11, 30),
        closes_on=date(2026, 11, 30),
        on=date(2026, 11, 20),
    )
    ten = week_blocks(
        opens_on=date(2026, 10, 9), first_close_on=date(2026, 12, 4), closes_on=date(2026, 12, 18), on=date(2026, 11, 2)
    )
    return {"form": form, "eight": eight, "ten": ten, **_bars(), **_lists()}


def _bars() -> dict[str, Any]:
    return {
        "all_five": outcome_bar(kept=19, not_kept=3, explained=6, unknown=4, not_due=2),
        "one_kind": outcome_bar(kept=7, not_kept=0, explained=0, unknown=0, not_due=0),
        "no_bar": outcome_bar(kept=0, not_kept=0, explained=0, unknown=0, not_due=0),
    }


def _lists() -> dict[str, Any]:
    return {
        "crumbs": [{"label": "Start", "url": "/"}, {"label": "Component gallery", "url": ""}],
        "contents": [
            {"label": words, "url": f"#{anchor}", "current": anchor == "words"}
            for anchor, words in (("words", "Words"), ("drawings", "Drawings"), ("lists", "Lists and tables"),
                                  ("notices", "Notices"), ("forms", "Forms"))
        ],
        "letters": [{"label": letter, "url": f"#{letter}" if letter in "ACV" else ""} for letter in "ABCDEV"],
        "rows": [
            {"term": "Group", "value": "Made-up Community Choir", "url": "#words", "action": "Change"},
            {"term": "Authority", "value": "The committee, on Tuesday 3 November 2026", "url": "", "action": ""},
        ],
        "tasks": [
            {"label": "Read the compact", "url": "#words", "hint": "", "state": "Done", "tone": "good"},
            {"label": "Say who signs", "url": "#forms", "hint": "Name, role, and who gave authority",
             "state": "To do", "tone": "warn"},
            {"label": "Check and sign", "url": "", "hint": "", "state": "Not yet", "tone": "wait"},
        ],
        "columns": [{"label": "Agency", "number": False}, {"label": "Kept", "number": True},
                    {"label": "Decided", "number": True}],
        "cells": [
            [{"label": "Agency", "text": agency, "url": "#lists", "number": False},
             {"label": "Kept", "text": kept, "url": "", "number": True},
             {"label": "Decided", "text": decided, "url": "", "number": True}]
            for agency, kept, decided in (("Made-up Borough Council", "19", "28"), ("Made-up County Council", "7", "7"))
        ],
        "spans": [
            {"kind": "same", "text": "Funding is told of "}, {"kind": "gone", "text": "six weeks"},
            {"kind": "new", "text": "three months"}, {"kind": "same", "text": " before it ends."},
        ],
        "buttons": [{"words": "Read the compact", "url": "#words", "style": ""},
                    {"words": "Sign for your organisation", "url": "#forms", "style": "quiet"},
                    {"words": "Withdraw the signature", "url": "#forms", "style": "stop"}],
        "previous": {"label": "Independence", "url": "#words"},
        "next": {"label": "Policy and consultation", "url": "#lists"},
    }  # fmt: skip
