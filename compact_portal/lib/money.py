"""Money: whole pence inside, pounds at the edges."""

import re

MOST_PENCE = 10**13
MOST_LETTERS = 40
AMOUNT = re.compile(r"(?P<sign>[-−])?(?P<pounds>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<pence>[0-9]*))?")


def to_pence(text: str) -> int:
    """Pounds as a person types them ("18,500", "£18,500.50") in pence. ValueError says what to type instead.

    A comma only groups thousands: "1,5" is refused, since it may mean 1.5 as well as 15.
    """
    bare = re.sub(r"[\s£]", "", text)
    found = AMOUNT.fullmatch(bare) if len(bare) <= MOST_LETTERS else None
    if not found:
        raise ValueError("Type an amount in pounds, like 18,500 or 18,500.50.")
    if len(found["pence"] or "") > 2:
        raise ValueError("Type an amount in pounds and whole pence, like 18,500.50.")
    pence = int(found["pounds"].replace(",", "")) * 100 + int((found["pence"] or "").ljust(2, "0"))
    if pence > MOST_PENCE:
        raise ValueError("That is more than the portal can hold. Check the amount.")
    return -pence if found["sign"] else pence


def in_pounds(pence: int) -> str:
    """£18,500 or £18,500.50: the pence are shown where there are any."""
    sign, pence = ("−" if pence < 0 else ""), abs(pence)
    pounds, rest = divmod(pence, 100)
    return f"{sign}£{pounds:,}.{rest:02d}" if rest else f"{sign}£{pounds:,}"


def plain_pounds(pence: int) -> str:
    """Pounds and pence as a machine reads them: 18500.00, without a sign for the currency and without commas."""
    sign, pence = ("-" if pence < 0 else ""), abs(pence)
    return f"{sign}{pence // 100}.{pence % 100:02d}"
