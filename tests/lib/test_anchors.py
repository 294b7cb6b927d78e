import pytest
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.anchors import SPECIAL, is_anchor, propose_anchor, special_anchor


@pytest.mark.parametrize("good", ["a", "right-to-campaign", "s2", "a" * 60])
def test_an_anchor_is_small_letters_digits_and_hyphens(good):
    assert is_anchor(good)


@pytest.mark.parametrize("bad", ["", "2s", "-a", "A", "a_b", "é", "a b", "a" * 61, "a\n"])
def test_anything_else_is_none(bad):
    assert not is_anchor(bad)


@pytest.mark.parametrize(
    ("words", "anchor"),
    [
        ("Funding and accountability", "funding-accountability"),
        ("Each group’s right to campaign", "groups-right-campaign"),
        ("Café culture in 2008", "cafe-culture"),
        ("[The guide](https://example.org/very/long) to it", "guide"),
        ("It is to be", "it-is-to-be"),
        ("8 weeks", "weeks"),
        ("2008", "item-2008"),
        ("সংস্থা", "item"),
        ("", "item"),
        ("Challenges", "challenges-2"),
    ],
)
def test_an_anchor_is_proposed_from_the_telling_words(words, anchor):
    assert propose_anchor(words, set()) == anchor


@given(st.text(), st.sets(st.sampled_from(["item", "item-2", "a", "a-2"])))
def test_what_is_proposed_is_an_anchor_that_is_free(words, taken):
    proposed = propose_anchor(words, taken)
    assert is_anchor(proposed)
    assert proposed not in taken | SPECIAL


def test_thousands_of_the_same_words_get_anchors_quickly():
    taken = set()
    for _ in range(20_000):
        taken.add(propose_anchor("word", taken))
    assert len(taken) == 20_000
    assert "word-20000" in taken


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Challenges", "challenges"),
        ("The challenge ahead", "challenges"),
        ("Shared principles", "principles"),
        ("Undertakings by the statutory sector", "statutory"),
        ("Commitments of public bodies", "statutory"),
        ("What the public sector promises", "statutory"),
        ("Undertakings by the Voluntary and Community Sector", "voluntary"),
        ("Voluntary sector commitments", "voluntary"),
        ("The voluntary sector’s undertakings to public bodies", "voluntary"),
        ("Introduction", ""),
    ],
)
def test_a_heading_tells_which_special_anchor_it_calls_for(heading, anchor):
    assert special_anchor(heading) == anchor
