"""How public references begin."""

import pytest

from compact_portal.lib.references import reference_prefix


@pytest.mark.parametrize(
    ("place", "expected"),
    [("Dacorum", "DAC"), ("St Albans", "STA"), ("Ŷstrad", "YST"), ("Ö", "CMP"), ("", "CMP"), ("42", "CMP"), ("東京都庁", "CMP")],
)
def test_the_prefix_of_a_place_is_three_plain_letters(place: str, expected: str) -> None:
    assert reference_prefix(place) == expected
