"""Money: what people type becomes whole pence exactly, and pence are shown as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.money import MOST_PENCE, in_pounds, to_pence

PENCE = st.integers(-MOST_PENCE, MOST_PENCE)


@given(PENCE)
def test_what_is_shown_can_be_typed_again(pence: int) -> None:
    assert to_pence(in_pounds(pence)) == pence


@given(PENCE)
def test_shown_pounds_are_exact(pence: int) -> None:
    shown = in_pounds(pence).replace("£", "").replace(",", "").replace("−", "-")
    assert Decimal(shown) * 100 == pence


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("18,500", 1850000), ("£18,500.50", 1850050), (" 18500.5 ", 1850050), ("£ 1,234,567.89", 123456789),
        ("0", 0), ("0.01", 1), ("12.", 1200), ("£100,000,000,000.00", MOST_PENCE),
    ],
)  # fmt: skip
def test_the_ways_in_which_people_write_an_amount(typed: str, pence: int) -> None:
    assert to_pence(typed) == pence


@pytest.mark.parametrize(
    "typed",
    [
        "", "abc", "1.234", "1,5", "1,23,456", "1.2.3", "NaN", "inf", "1e5", "--5", "£", "12 pounds", "１２", "1" * 5000,
        "100000000000.01", "\x00",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_what_to_type(typed: str) -> None:
    with pytest.raises(ValueError, match=r"[.]$"):
        to_pence(typed)


@pytest.mark.parametrize(
    ("pence", "shown"),
    [(1850000, "£18,500"), (1850050, "£18,500.50"), (5, "£0.05"), (0, "£0"), (-1850050, "−£18,500.50")],
)
def test_pence_are_shown_where_there_are_any(pence: int, shown: str) -> None:
    assert in_pounds(pence) == shown
