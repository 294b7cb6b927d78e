"""The six kinds of reference that a coordinator keeps: what each is called, its form, and how its list shows a row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from compact_portal.audit.models import Versioned
from compact_portal.lib.dates import in_words
from undertakings.forms import reference
from undertakings.models import CodeOfPractice, Contact, Example, Link, Term, Threshold
from undertakings.rules import value_in_words


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. `key` stands in its addresses; `one` and `many` are its names; `public` is where readers see it.

    `title` and `about` are how the list shows a row.
    """

    key: str
    one: str
    many: str
    lead: str
    public: str
    model: type[Versioned]
    form: type[reference.ReferenceForm]
    title: Callable[[Any], str]
    about: Callable[[Any], str]

    @property
    def a_new(self) -> str:
        """Such as "Add an example"."""
        return f"Add {'an' if self.one[0] in 'aeiou' else 'a'} {self.one}"

    @property
    def is_contact(self) -> bool:
        """Whether a row can be confirmed as right today."""
        return self.model is Contact


def _years(example: Example) -> str:
    years = [str(year) for year in (example.from_year, example.to_year) if year]
    return " to ".join(years) if years else "No year"


def _threshold_about(threshold: Threshold) -> str:
    since = f"from {in_words(threshold.from_on)}" if threshold.from_on else "from the start"
    return f"{value_in_words(threshold.value, threshold.unit)}, {since}; {threshold.get_source_display()}"


KINDS = (
    Kind(
        "terms", "jargon term", "Jargon terms", "Words that readers may not know, and what they mean.",
        "undertakings:term_list", Term, reference.TermForm,
        title=str, about=lambda term: term.short_form,
    ),
    Kind(
        "examples", "example", "Examples", "The compact at work, and what of it each example shows.",
        "undertakings:example_list", Example, reference.ExampleForm,
        title=str, about=_years,
    ),
    Kind(
        "contacts", "contact", "Contacts", "Whom readers can ask. Say from time to time that each is still right.",
        "undertakings:contact_list", Contact, reference.ContactForm,
        title=str, about=lambda contact: ", ".join(words for words in (contact.role, contact.name) if words),
    ),
    Kind(
        "links", "link", "Links", "Further information elsewhere. An address that is gone stays, marked as archived.",
        "undertakings:contact_list", Link, reference.LinkForm,
        title=str, about=lambda link: f"{link.address}{', archived' if link.archived else ''}",
    ),
    Kind(
        "codes", "code of practice", "Codes of practice", "Guidelines that are added to the compact.",
        "undertakings:code_list", CodeOfPractice, reference.CodeForm,
        title=str, about=lambda code: code.get_standing_display(),
    ),
    Kind(
        "thresholds", "number behind the promises", "Numbers behind the promises",
        "What counts as kept: the numbers that rules use, from a day on, with who agreed them.",
        "undertakings:code_list", Threshold, reference.ThresholdForm,
        title=lambda threshold: threshold.rule, about=_threshold_about,
    ),
)  # fmt: skip
_BY_KEY = {kind.key: kind for kind in KINDS}


def kind_of(key: str) -> Kind:
    """The kind of that key; 404 for another."""
    if key not in _BY_KEY:
        raise Http404("There is no such kind of reference.")
    return _BY_KEY[key]
