"""Counts in words: "1 day", "74 days", "three months"; and numbers without needless noughts."""

from decimal import Decimal

SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def counted(count: int, noun: str) -> str:
    """1 day, 74 days, 1,200 days."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def in_letters(count: int, noun: str) -> str:
    """Small counts as words: three months, one day, 13 months."""
    said = SMALL[count] if 0 <= count < len(SMALL) else f"{count:,}"
    return f"{said} {noun}{'' if count == 1 else 's'}"


def plainly(value: Decimal | None) -> str:
    """A number without needless noughts: 20, 12.5; nothing where there is none."""
    return "" if value is None else f"{value.normalize():f}"
