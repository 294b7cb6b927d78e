"""The registry of panels: what the apps above show on a partner's page (its agreements, its consultations).

An app registers its panels when it starts. A panel that has nothing to say about a partner gives None and is left out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from signatories.models import Partner


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a partner's page: its heading, the template that shows what `load` gives as `panel`, and its place.

    `load` makes a fixed number of queries. What it gives is public: the page is the same for everybody.
    """

    key: str
    title: str
    template: str
    load: Callable[[Partner, date], Mapping[str, Any] | None]
    place: int = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel with what it says about one partner."""

    panel: Panel
    content: Mapping[str, Any]


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    """Offer a panel. Two with one key are a mistake in the program."""
    if panel.key in _panels:
        raise ValueError(f"The panel {panel.key!r} is registered twice.")
    _panels[panel.key] = panel


def panels_of(partner: Partner, *, on: date) -> list[Shown]:
    """The panels that have something to say about a partner on a day, in their order."""
    found = ((panel, panel.load(partner, on)) for panel in sorted(_panels.values(), key=lambda one: (one.place, one.key)))
    return [Shown(panel, content) for panel, content in found if content is not None]
