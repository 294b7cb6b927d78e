"""A person is struck out of texts, and nobody else with them."""

import pytest

from compact_portal.lib.striking import STRUCK, Striking

STRIKING = Striking({"jo@test.invalid"}, {"Jo Canary", "Prince"})


@pytest.mark.parametrize(
    ("text", "struck"),
    [
        ("Write to jo@test.invalid.", f"Write to {STRUCK}."),
        ("Write to JO@TEST.INVALID!", f"Write to {STRUCK}!"),
        ("mailto:jo@test.invalid", f"mailto:{STRUCK}"),
        ("mojo@test.invalid", "mojo@test.invalid"),
        ("jo@test.invalid-other.example", "jo@test.invalid-other.example"),
        ("Signed by Jo Canary, chair", f"Signed by {STRUCK}, chair"),
        ("jo\n  canary wrote", f"{STRUCK} wrote"),
        ("Jo Canaryman", "Jo Canaryman"),
        ("Prince", ""),
        (" prince ", ""),
        ("Prince Street", "Prince Street"),
        ("jo@test.invalid", ""),
        ("Jo Canary", ""),
        ("", ""),
    ],
)
def test_addresses_and_full_names_are_struck_as_whole_words(text, struck):
    assert STRIKING.struck(text, by_name=True) == struck


def test_a_name_stays_where_it_may_be_somebody_elses():
    assert STRIKING.struck("Jo Canary and jo@test.invalid", by_name=False) == f"Jo Canary and {STRUCK}"
    assert STRIKING.struck("Prince", by_name=False) == "Prince"


def test_nobody_is_struck_where_nothing_is_known():
    assert Striking((), ()).struck("Jo Canary", by_name=True) == "Jo Canary"
    assert Striking({""}, {" "}).struck("Jo  Canary", by_name=True) == "Jo  Canary"


def test_what_looks_like_a_pattern_is_taken_as_it_stands():
    assert Striking({"a.b+c@x.invalid"}, {"J. (Jo) Doe"}).struck("aXb+c@x.invalid, J. (Jo) Doe", by_name=True) == (
        f"aXb+c@x.invalid, {STRUCK}"
    )
