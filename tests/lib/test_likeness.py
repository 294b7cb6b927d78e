"""Names that are nearly the same."""

import pytest

from compact_portal.lib.folding import fold
from compact_portal.lib.likeness import alike
from compact_portal.lib.references import reference_prefix


@pytest.mark.parametrize(
    ("name", "other", "like"),
    [
        ("Sample Allotments", "The Sample Allotment Society", True),
        ("Sample Advice Centre", "Sample Advise Center", True),
        ("Northend Youth Club", "Youth Club, Northend", True),
        ("St Mary’s Church", "Church of St. Mary", True),
        ("CAFÉ NORTHEND", "Cafe Northend Ltd", True),
        ("Northend Scouts", "1st Northend Scout Group", True),
        ("Sample Borough Council", "Sample County Council", False),
        ("Sample Choir", "Sample Wheels", False),
        ("The Society", "The Club", False),
        ("", "Sample Choir", False),
        ("…", "Sample Choir", False),
    ],
)
def test_two_names_are_told_as_nearly_the_same_or_not(name, other, like):
    assert alike(name, [(7, fold(other))]) == ([7] if like else [])


def test_the_nearest_comes_first_and_no_more_than_asked_for():
    known = [(number, f"sample choir {number}") for number in range(50)]
    found = alike("Sample choir 33", known, most=3)
    assert (found[0], len(found)) == (33, 3)


def test_nothing_is_like_nothing():
    assert alike("Sample", []) == []


@pytest.mark.parametrize(
    ("place", "prefix"), [("Dacorum", "DAC"), ("St Albans", "STA"), ("Ynys Môn", "YNY"), ("Ày", "CMP"), ("", "CMP")]
)
def test_references_begin_with_the_place(place, prefix):
    assert reference_prefix(place) == prefix
