"""One form for each kind of reference. The field labels are what a coordinator calls the thing."""

from collections import defaultdict
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import cached_property

from compact_portal.audit.forms import VersionedForm
from compact_portal.lib.compact_folder import UNITS
from compact_portal.lib.folding import fold
from compact_portal.lib.form_fields import DayField
from compact_portal.lib.form_layout import PortalHelper
from compact_portal.lib.tabular import LONGEST_CELL
from undertakings.actions.reference import clashes
from undertakings.forms.cells import CellField, LinesField, nothing_hidden
from undertakings.models import Clause, CodeOfPractice, Contact, Edition, Example, Link, Section, Term, Threshold
from undertakings.queries.text import short_words

MARKDOWN = "*One star* around words sets them in italics; [words](https://address) makes a link."


def _prose(label: str, *, required: bool = True, help_text: str = MARKDOWN) -> forms.CharField:
    box = forms.Textarea({"rows": 7})
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_CELL,
        help_text=help_text,
        widget=box,
        validators=[nothing_hidden],
    )


class ReferenceForm(VersionedForm):
    """What the six forms share. `on` is the day for which it asks what is in force."""

    note = forms.CharField(
        label="A note for the history",
        required=False,
        max_length=200,
        help_text="Why you change it, for those who look later. Who and when is noted anyway.",
    )

    def __init__(self, *args: Any, on: date, submit: str, action: str = "", **kwargs: Any) -> None:
        self.on = on
        self.submit, self.action = submit, action
        super().__init__(*args, **kwargs)

    @property
    def helper(self) -> PortalHelper:
        return PortalHelper(self, submit=self.submit, action=self.action)

    def validate_unique(self) -> None:
        """Our own words for a name that is taken, and for one that differs in capitals or accents only."""
        for name, message in clashes(self.instance).items():
            self.add_error(name, message)

    def validate_constraints(self) -> None:
        """The same rules as the checks of each form, which say what to do."""

    def values(self) -> dict[str, Any]:
        """What the action writes."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class TermForm(ReferenceForm):
    name = CellField(check="words", label="Term", max_length=120)
    short_form = CellField(check="words", label="Short form", max_length=30, required=False, help_text="Such as LSP.")
    also_written = LinesField(
        label="Also written",
        required=False,
        help_text="Other spellings in the text, one a line. Plurals and possessives are found by themselves.",
    )
    meaning = _prose("Meaning")
    see_also = LinesField(label="See also", required=False, help_text="Other terms of the jargon buster, one a line.")
    added_by = forms.ChoiceField(
        label="Who added it?", choices=Term.AddedBy.choices, initial=Term.AddedBy.PORTAL, widget=forms.RadioSelect
    )

    class Meta:
        model = Term
        fields = ("name", "short_form", "also_written", "meaning", "see_also", "added_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["see_also"] = self.words_of(self.instance, "see_also")

    def words_of(self, row: Any, name: str) -> str:
        if name != "see_also":
            return super().words_of(row, name)
        is_now = isinstance(row, Term)
        ids = row.see_also.values_list("pk", flat=True) if is_now else self._see_also_then[row.history_id]
        return "\n".join(sorted((self._term_names.get(pk, "a term that is gone") for pk in ids), key=fold))

    @cached_property
    def _see_also_then(self) -> dict[int, list[int]]:
        """What each row of the history pointed at: terms by number, some of which may be gone."""
        found: dict[int, list[int]] = defaultdict(list)
        links = Term.history.model.see_also.model.objects.filter(history__id=self.instance.pk)
        for history_id, term_id in links.values_list("history_id", "to_term_id"):
            found[history_id].append(term_id)
        return found

    @cached_property
    def _term_names(self) -> dict[int, str]:
        return dict(Term.objects.values_list("pk", "name"))

    def clean_also_written(self) -> str:
        return "\n".join(self.cleaned_data["also_written"])

    def clean_see_also(self) -> list[Term]:
        wanted = self.cleaned_data["see_also"]
        if not wanted:
            return []
        by_name: dict[str, Term] = {}
        for term in Term.objects.only("pk", "name", "short_form"):
            for words in (term.name, term.short_form):
                by_name.setdefault(fold(words), term)
        unknown = [words for words in wanted if fold(words) not in by_name]
        if unknown:
            raise forms.ValidationError(
                [f"There is no term called “{words}”. Add it first, or take the line out" for words in unknown]
            )
        found = dict.fromkeys(by_name[fold(words)] for words in wanted)
        return [term for term in found if term.pk != self.instance.pk]


class ExampleForm(ReferenceForm):
    title = CellField(check="words", label="Title", max_length=200)
    words = _prose("What happened")
    from_year = CellField(check="year", label="From year", required=False, max_length=4, help_text="Such as 2004.")
    to_year = CellField(check="year", label="To year", required=False, max_length=4, help_text="Leave it out for a single year.")
    clauses = forms.MultipleChoiceField(label="What does it show?", required=False, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Example
        fields = ("title", "words", "from_year", "to_year", "clauses")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clauses"].choices = self._clause_choices()  # type: ignore[attr-defined]

    def _clause_choices(self) -> list[tuple[str, str]]:
        """The clauses of the edition in force, and what the row names besides them, so that saving loses nothing."""
        edition = Edition.objects.only("pk").in_force(self.on)
        clauses = Clause.objects.filter(edition=edition).values_list("anchor", "number", "words")
        choices = {anchor: f"{number}: {short_words(words)}" for anchor, number, words in clauses}
        others = [anchor for anchor in self.initial.get("clauses") or () if anchor not in choices]
        if others:
            titles = dict(Section.objects.filter(edition=edition, anchor__in=others).values_list("anchor", "title"))
            choices |= {name: titles.get(name) or f"{name} (not in the edition in force)" for name in others}
        return list(choices.items())

    def words_of(self, row: Any, name: str) -> str:
        return "\n".join(row.clauses) if name == "clauses" else super().words_of(row, name)

    def clean_from_year(self) -> int | None:
        return self.cleaned_data["from_year"] or None

    def clean_to_year(self) -> int | None:
        return self.cleaned_data["to_year"] or None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("from_year"), cleaned.get("to_year")
        if last and not first and "from_year" not in self.errors:
            self.add_error("from_year", "Fill in “From year” as well, or leave both out")
        if first and last and last < first:
            self.add_error("to_year", f"Choose a year from {first} on")
        return cleaned


class ContactForm(ReferenceForm):
    organisation = CellField(check="words", label="Organisation", max_length=200)
    role = CellField(check="words", label="Role", max_length=200, required=False)
    name = CellField(check="words", label="Name", max_length=200, required=False)
    telephone = CellField(check="telephone", label="Telephone", max_length=40, required=False)
    email = CellField(check="email", label="E-mail address", max_length=254, required=False)
    as_of = DayField(
        label="Right as of",
        required=False,
        help_text="The day on which somebody made sure of it. Left out: as the compact published it.",
    )

    class Meta:
        model = Contact
        fields = ("organisation", "role", "name", "telephone", "email", "as_of")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_of"].latest = self.on  # type: ignore[attr-defined]


class LinkForm(ReferenceForm):
    title = CellField(check="words", label="Title", max_length=200)
    address = CellField(check="address", label="Address", max_length=500, help_text="The whole one, with https://.")
    about = _prose("What is found there", required=False)
    archived = forms.BooleanField(label="The address is gone: show it as archived, not as a link", required=False)

    class Meta:
        model = Link
        fields = ("title", "address", "about", "archived")


class CodeForm(ReferenceForm):
    title = CellField(check="words", label="Title", max_length=200)
    standing = forms.ChoiceField(label="Where does it stand?", choices=CodeOfPractice.Standing.choices, widget=forms.RadioSelect)
    about = _prose("What it is about", required=False)
    address = CellField(
        check="address", label="Address", max_length=500, required=False, help_text="Where it is read, with https://."
    )

    class Meta:
        model = CodeOfPractice
        fields = ("title", "standing", "about", "address")


class ThresholdForm(ReferenceForm):
    rule = CellField(check="key", label="Rule", max_length=60, help_text="Its key, such as consultation-window.")
    value = CellField(check="number", label="Number", max_length=20)
    unit = forms.ChoiceField(label="Unit", choices=[(unit, unit) for unit in UNITS])
    from_on = DayField(label="From", required=False, help_text="Its first day. Left out: from the start.")
    agreed_by = CellField(check="words", label="Agreed by", max_length=200, required=False)
    source = forms.ChoiceField(label="Where does it come from?", choices=Threshold.Source.choices, widget=forms.RadioSelect)

    class Meta:
        model = Threshold
        fields = ("rule", "value", "unit", "from_on", "agreed_by", "source")

    def clean_value(self) -> str:
        return f"{self.cleaned_data['value']:f}"
