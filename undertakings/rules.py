"""Pure rules of the text and its reference, over plain values and explicit days."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from compact_portal.lib.dates import add_months, in_words
from compact_portal.lib.verdicts import Figure, Outcome, Verdict

MONTHS_CONFIRMED = 12

_FIRST_NUMBER = re.compile(r"\+?[\d][\d\s().\-–/]*")
_FEWEST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class ContactStanding:
    """Whether a contact was confirmed lately, and the sentence that says so."""

    confirmed: bool
    sentence: str


def contact_standing(as_of: date | None, *, on: date) -> ContactStanding:
    """A contact is confirmed for twelve calendar months from the day it was right; one as published is unconfirmed."""
    if as_of is None:
        return ContactStanding(False, "As published. Nobody has confirmed it since.")
    if on >= add_months(as_of, MONTHS_CONFIRMED):
        return ContactStanding(False, f"As of {in_words(as_of)}. Nobody has confirmed it for a year or longer.")
    return ContactStanding(True, f"As of {in_words(as_of)}.")


def telephone_address(telephone: str) -> str:
    """The first number of a line as a `tel:` address, "" where there is none: "01442 228000 ext. 12" is tel:01442228000.

    A nought in brackets after a country code is not dialled and goes.
    """
    found = _FIRST_NUMBER.search(telephone)
    if not found:
        return ""
    number = found[0].replace("(0)", "") if found[0].startswith("+") else found[0].split("/")[0]
    digits = re.sub(r"\D", "", number)
    return f"tel:{'+' if number.startswith('+') else ''}{digits}" if len(digits) >= _FEWEST_DIGITS else ""


def is_web_address(address: str) -> bool:
    """Whether an address may be a link: http or https, and no white space in it."""
    return re.fullmatch(r"https?://[^\s/][^\s]*", address, re.IGNORECASE) is not None


def key_in_words(key: str) -> str:
    """A key such as "consultation-window" as plain words: "consultation window"."""
    return key.replace("-", " ").replace("_", " ").strip()


def value_in_words(value: str, unit: str) -> str:
    """A threshold as a reader says it: "56 days", "1 month", "1 to 1" for a ratio."""
    number = value.rstrip("0").rstrip(".") if "." in value else value
    if unit == "ratio":
        return f"{number} to 1"
    if number == "1" and unit.endswith("s"):
        return f"{number} {unit[:-1]}"
    return f"{number} {unit}"


def code_verdict(on: date, *, published: bool) -> Verdict:
    """Whether a code of practice is in place. Source: the compact, which says that codes are developed and sets no day."""
    if published:
        return Verdict(Outcome.KEPT, "It is published.")
    return Verdict(Outcome.NOT_DUE, "It is planned; the compact sets no day for it.")


def kept_of_decided(figure: Figure) -> str:
    """A figure as its headline says it: "Kept in 8 of 9". What is not known or not due is never in it."""
    if figure.decided:
        return f"Kept in {figure.kept:,} of {figure.decided:,}"
    if figure.unknown:
        return "Not known yet"
    return "Nothing is due yet" if figure.not_due else "No records yet"


def coverage(figure: Figure) -> str:
    """How much of what is due is known, where some of it is not: it stands beside every figure."""
    if not figure.due:
        return ""
    return f"Known for {figure.decided:,} of the {figure.due:,} that are due."


class Standing(Enum):
    """How one undertaking stands by all of its figures. The value is what follows its count in a sentence."""

    ALWAYS = "kept in every record that is decided"
    NOT_ALWAYS = "not kept in every record that is decided"
    OPEN = "with nothing decided yet"
    COUNTED = "counted, where there is no verdict to give"
    WAITING = "not measured yet"
    UNSEEN = "that no record can show"


def standing(figures: Sequence[Figure | None], *, is_waiting: bool) -> Standing:
    """One word for an undertaking, of the figures that show it: None is one that counts and judges nothing.

    One record that was not kept is enough to say so; what was explained was not kept. `is_waiting`: something would
    measure it and is not there yet.
    """
    judged = [figure for figure in figures if figure is not None]
    decided = [figure for figure in judged if figure.decided]
    if decided:
        return Standing.ALWAYS if all(figure.kept == figure.decided for figure in decided) else Standing.NOT_ALWAYS
    if judged:
        return Standing.OPEN
    if figures:
        return Standing.COUNTED
    return Standing.WAITING if is_waiting else Standing.UNSEEN


def most_telling(figures: Mapping[str, Figure], *, most: int = 3) -> list[str]:
    """The keys of the figures that say most: the one kept least, then the one kept most, then those that decide most records.

    By this rule and not by hand, so that nobody chooses what looks well. A figure that decides nothing is never one of them;
    where two are kept alike, the one with more records comes first.
    """
    decided = {key: figure for key, figure in figures.items() if figure.decided}
    by_share = sorted(decided, key=lambda key: (decided[key].kept / decided[key].decided, -decided[key].decided, key))
    by_size = sorted(decided, key=lambda key: (-decided[key].decided, key))
    highest = sorted(decided, key=lambda key: (-decided[key].kept / decided[key].decided, -decided[key].decided, key))
    return list(dict.fromkeys([*by_share[:1], *highest[:1], *by_size]))[:most]


YEAR = re.compile(r"20([0-9]{2})-([0-9]{2})")


def is_year(year: str) -> bool:
    """Whether it is a financial year as the portal writes it, such as 2026-27."""
    found = YEAR.fullmatch(year)
    return found is not None and (int(found[1]) + 1) % 100 == int(found[2])


def days_of(year: str) -> tuple[date, date]:
    """The first day of a financial year, and the first one after it."""
    first = int(year[:4])
    return date(first, 4, 1), date(first + 1, 4, 1)
