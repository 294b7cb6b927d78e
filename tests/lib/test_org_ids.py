"""Identifiers of organisations: one spelling, checked against the shape of their list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.org_ids import SHAPES, checked

GOOD = {
    "GB-CHC": "1234567", "GB-COH": "RS012345", "GB-LAE": "DAC", "GB-NHS": "RWG", "GB-SC": "SC012345", "GB-NIC": "123456",
    "GB-MPR": "RS12345", "GB-CASC": "AB1", "GB-EDU": "123456", "GB-UKPRN": "10012345",
}  # fmt: skip


def test_there_is_an_example_of_every_list() -> None:
    assert GOOD.keys() == SHAPES.keys()


@pytest.mark.parametrize("code", GOOD)
def test_a_good_number_is_brought_to_one_spelling(code: str) -> None:
    whole = f"{code}-{GOOD[code]}"
    assert checked(whole) == whole
    assert checked(f" {whole.lower()} ") == whole
    assert checked(whole) == checked(checked(whole))


@pytest.mark.parametrize("code", GOOD)
@pytest.mark.parametrize("number", ["", "?", "1", "1" * 40, "<script>", "１２３４５６７", "12345\x00"])
def test_a_number_of_the_wrong_shape_says_which_shape_it_has(code: str, number: str) -> None:
    if code == "GB-CASC" and number == "1":
        return  # a sports club's number may be that short
    with pytest.raises(ValueError, match=SHAPES[code][1].split(",")[0][:20]):
        checked(f"{code}-{number}")


def test_a_subsidiary_charity_keeps_its_number() -> None:
    assert checked("GB-CHC-1234567-1") == "GB-CHC-1234567-1"


@pytest.mark.parametrize("text", ["", "1234567", "GB-XYZ-1", "GB-CHC", "FR-CHC-1234567"])
def test_a_list_that_is_not_known_names_those_that_are(text: str) -> None:
    with pytest.raises(ValueError, match="GB-CHC, GB-COH"):
        checked(text)


def test_the_portals_own_prefix_is_for_bodies_that_no_list_has() -> None:
    assert checked("360G-Test-Hall-Friends", own_prefix="360G-Test") == "360G-Test-hall-friends"
    with pytest.raises(ValueError, match="small letters"):
        checked("360G-Test-hall!", own_prefix="360G-Test")
    with pytest.raises(ValueError, match="Start with a list"):
        checked("360G-Test-hall")


def told(text: str) -> str:
    """The spelling, or the sentence that says what is wrong."""
    try:
        return checked(text)
    except ValueError as problem:
        return str(problem)


DIGITS = st.text("0123456789", min_size=1, max_size=9)


@given(st.one_of(st.text(max_size=60), st.builds("{}-{}".format, st.sampled_from(sorted(SHAPES)), st.text() | DIGITS)))
def test_anything_is_a_spelling_that_stays_or_a_sentence(text: str) -> None:
    found = told(text)
    if not found.endswith("."):
        assert found.isascii()
        assert checked(found) == found
