"""Strike a person out of a text: their e-mail addresses, and their full name where it stands as whole words."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

STRUCK = "[erased]"


@dataclass(frozen=True, slots=True)
class Striking:
    """What is struck. A name of one word is struck only where it is all that stands there: else “Hill” would take every hill."""

    addresses: Collection[str]
    names: Collection[str]
    _whole: frozenset[str] = field(init=False)
    _address: re.Pattern[str] | None = field(init=False)
    _both: re.Pattern[str] | None = field(init=False)

    def __post_init__(self) -> None:
        addresses = [rf"(?<![\w.+-]){re.escape(one)}(?![\w-])" for one in self.addresses if one]
        full = [rf"(?<!\w){_spaced(one)}(?!\w)" for one in self.names if len(one.split()) > 1]
        object.__setattr__(self, "_whole", frozenset(_folded(one) for one in self.names if one.strip()))
        object.__setattr__(self, "_address", _any_of(addresses))
        object.__setattr__(self, "_both", _any_of(addresses + full))

    def struck(self, text: str, *, by_name: bool) -> str:
        """The text without the person. Without `by_name` only addresses are struck: somebody else may have the name."""
        if by_name and _folded(text) in self._whole:
            return ""
        pattern = self._both if by_name else self._address
        if pattern is None:
            return text
        struck = pattern.sub(STRUCK, text)
        return "" if struck == STRUCK else struck


def _spaced(name: str) -> str:
    return r"\s+".join(map(re.escape, name.split()))


def _any_of(patterns: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(patterns), re.IGNORECASE) if patterns else None


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
