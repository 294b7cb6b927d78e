"""The public list: what it may be asked for, and how it is paged."""

from dataclasses import dataclass

from consultations.rules.states import State

PAGE = 50
MOST_COUNTED = 1_000
MOST_FOUND = 200
STATES = {one.value: one.words for one in State if one != State.DRAFT}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is asked for. Empty texts ask for all; `after` is the number of the last consultation seen."""

    words: str = ""
    state: str = ""
    agency: str = ""
    audience: str = ""
    after: int = 0

    @property
    def is_filtered(self) -> bool:
        """Whether anything is asked for beside the place."""
        return any((self.words, self.state, self.agency, self.audience))
