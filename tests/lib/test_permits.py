"""A refusal carries its reason."""

from compact_portal.lib.permits import ALLOWED, refused


def test_a_permit_is_true_as_it_is_allowed():
    assert ALLOWED
    assert not refused("No.")
    assert refused("No.").reason == "No."
