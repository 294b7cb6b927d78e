"""The public register: what it may be asked for, and how it is paged."""

from dataclasses import dataclass

PAGE = 50
MOST_COUNTED = 1_000
MOST_FOUND = 200

NEWEST, OLDEST, LARGEST = "newest", "oldest", "largest"
SORTS = {NEWEST: "the newest award first", OLDEST: "the oldest award first", LARGEST: "the largest award first"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the register is asked for. Empty texts ask for all; `after` and `before` are numbers of agreements."""

    words: str = ""
    funder: str = ""
    recipient: str = ""
    year: str = ""
    kind: str = ""
    size: str = ""
    term: str = ""
    cost: str = ""
    notice: str = ""
    shared: str = ""
    sort: str = NEWEST
    after: int = 0
    before: int = 0

    @property
    def is_filtered(self) -> bool:
        """Whether anything is asked for beside order and place."""
        asked = (self.words, self.funder, self.recipient, self.year, self.kind, self.size, self.term, self.cost)
        return any((*asked, self.notice, self.shared))
