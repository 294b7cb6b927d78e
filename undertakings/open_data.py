"""The registry of open data: what the hub at /open-data/ lists. Each app registers its own when it starts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One set of data: its title, what it is about, the formats with the names of their addresses, and its columns or keys.

    `patterns` are addresses with a part to fill in (a funder, a year): a label, the name of the address, and the words to
    show for each part. `changed_at` takes the day and says when the data changed last (None: nothing is there yet).
    """

    title: str
    about: str
    formats: Sequence[tuple[str, str]]
    columns: Mapping[str, str] = field(default_factory=dict)
    place: int = 100
    patterns: Sequence[tuple[str, str, Mapping[str, str]]] = ()
    changed_at: Callable[[date], datetime | None] | None = None


_entries: dict[str, Entry] = {}


def register(entry: Entry) -> None:
    """Offer a set of data. Two with one title are a mistake in the program."""
    if entry.title in _entries:
        raise ValueError(f"The data {entry.title!r} are registered twice.")
    _entries[entry.title] = entry


def entries() -> list[Entry]:
    """Every set of data, in order."""
    return sorted(_entries.values(), key=lambda entry: (entry.place, entry.title))
