"""What stands on a consultation's public page, part by part. The files of this app that know a part offer it here.

A part that has nothing to say about a consultation gives None and is left out. What it gives is public: the page is the
same for everybody, and it costs a fixed number of queries however many answers there are.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consultations.models import Consultation


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: its heading ("" where the template brings its own), its template, and its place.

    The template gets what `load` gives as `section`.
    """

    key: str
    title: str
    template: str
    load: Callable[[Consultation, datetime], Mapping[str, Any] | None]
    place: int = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """A section with what it says about one consultation."""

    section: Section
    content: Mapping[str, Any]


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Offer a section. Two with one key are a mistake in the program."""
    if section.key in _sections:
        raise ValueError(f"The section {section.key!r} is registered twice.")
    _sections[section.key] = section


def sections_of(consultation: Consultation, *, at: datetime) -> list[Shown]:
    """The sections that have something to say at an instant, in their order."""
    found = ((one, one.load(consultation, at)) for one in sorted(_sections.values(), key=lambda one: (one.place, one.key)))
    return [Shown(section, content) for section, content in found if content is not None]
