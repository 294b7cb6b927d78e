"""Pure rules of the text and its reference, over plain values and explicit days."""

import re
from dataclasses import dataclass
from datetime import date

from compact_portal.lib.dates import add_months, in_words

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
