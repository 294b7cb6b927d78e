"""The register of personal columns: what is held about people, what for, and for how long.

Each app says it of its own columns in a `personal.py`. A text column, or one that points at a person, that no app has
classified fails `tests/audit/test_personal_columns.py`, so nobody adds one without saying why.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Personal:
    """One personal column. `kept` is a sentence for the privacy notice."""

    kind: str
    purpose: str
    kept: str


PERSONAL: dict[str, Personal] = {}
NOT_PERSONAL: set[str] = set()


def personal(model: str, columns: dict[str, Personal]) -> None:
    """Classify columns of a model, given as "app.Model". History rows of the model are covered by the same entry."""
    for name, entry in columns.items():
        PERSONAL[f"{model}.{name}".lower()] = entry


def not_personal(model: str, *columns: str) -> None:
    """Say of columns that they hold nothing about a person."""
    NOT_PERSONAL.update(f"{model}.{name}".lower() for name in columns)


@dataclass(frozen=True, slots=True)
class Holding:
    """How rows of a model are found to be about somebody, and what becomes of them when that person wants to be forgotten.

    `person` are lookups that lead to the account, `address` columns with an e-mail address, `words` longer texts in which an
    address may stand; `finder` finds rows that no lookup does. Any one of them makes the row theirs. `gone`: the whole row
    goes; else its personal columns are emptied, but for those in `stays`. `shared`: the row may have been about somebody else
    before. What is `hidden` is held and not shown.
    """

    title: str
    person: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    finder: str = ""
    gone: bool = False
    shared: bool = False
    stays: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()


HOLDINGS: dict[str, Holding] = {}
ABOUT_NOBODY: dict[str, str] = {}


def held(
    model: str,
    title: str,
    *,
    person: Sequence[str] = (),
    address: Sequence[str] = (),
    words: Sequence[str] = (),
    finder: str = "",
    gone: bool = False,
    shared: bool = False,
    stays: Iterable[str] = (),
    hidden: Iterable[str] = (),
) -> None:
    """Say whose the rows of a model are. Columns that point at people and are not in `person` say who did something."""
    HOLDINGS[model] = Holding(
        title, tuple(person), tuple(address), tuple(words), finder, gone, shared, frozenset(stays), frozenset(hidden)
    )


def about_nobody(model: str, why: str) -> None:
    """Say why no row of a model with personal columns is one person's."""
    ABOUT_NOBODY[model] = why
