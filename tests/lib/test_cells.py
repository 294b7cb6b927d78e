"""What a cell of a table says."""

from datetime import date

import pytest

from compact_portal.lib.cells import choice_of, day_of


@pytest.mark.parametrize(
    "words",
    [
        "2004-03-31",
        "31/03/2004",
        "31/3/2004",
        "31 March 2004",
        "31 mar 2004",
        "31st March, 2004",
        "Wednesday 31 March 2004",
        "38077",
    ],
)
def test_a_day_is_written_in_several_ways(words):
    assert day_of(words) == date(2004, 3, 31)


@pytest.mark.parametrize(
    "words", ["", "31.3.2004", "2004-02-30", "3/31/2004", "31 Marsh 2004", "1/4/04", "٣١/٣/٢٠٠٤", "19999", "0 May 2004"]
)
def test_what_is_no_day_says_how_to_write_one(words):
    with pytest.raises(ValueError, match=r"is no day\. Write it like 2004-03-31 or 31/03/2004"):
        day_of(words)


@pytest.mark.parametrize("words", ["core", "Core funding", " CORE  funding "])
def test_a_choice_is_its_value_or_its_label(words):
    assert choice_of(words, {"core": "Core funding"}) == "core"


def test_what_is_no_choice_lists_them():
    with pytest.raises(ValueError, match="Write one of: core, small"):
        choice_of("castle", {"core": "Core funding", "small": "Small grant"})
