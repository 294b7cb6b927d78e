"""What changed between two versions of a value, line by line."""

from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.changed_lines import MOST_PLACES, ChangedLines, Place, changed_lines

LINES = st.lists(st.sampled_from(["a", "b", "c", "", "d e"]), max_size=12)


def test_the_same_text_has_no_place():
    assert changed_lines("a\nb", "a\nb") == ChangedLines((), 0)


def test_a_changed_line_is_named_by_where_it_stands_now():
    assert changed_lines("a\nb\nc", "a\nnew\nb!\nc").places == (Place(2, ("b",), ("new", "b!")),)


def test_from_nothing_and_to_nothing():
    assert changed_lines("", "a").places == (Place(1, (), ("a",)),)
    assert changed_lines("a", "").places == (Place(1, ("a",), ()),)


def test_what_is_left_out_is_counted():
    before = "\n".join(f"{n}\nkept {n}" for n in range(MOST_PLACES + 5))
    after = "\n".join(f"{n}!\nkept {n}" for n in range(MOST_PLACES + 5))
    found = changed_lines(before, after)
    assert (len(found.places), found.more) == (MOST_PLACES, 5)


def test_long_texts_that_differ_in_one_line_cost_one_line():
    long = "".join(f"line {n}\n" for n in range(50_000))
    found = changed_lines(long, long.replace("line 25000\n", "another\n"))
    assert found.places == (Place(25_001, ("line 25000",), ("another",)),)


@given(LINES, LINES)
def test_taking_out_what_went_and_putting_in_what_came_gives_the_newer_text(old, new):
    before, after = "\n".join(old), "\n".join(new)
    lines = before.splitlines()
    for place in changed_lines(before, after).places:
        at = place.line - 1
        assert tuple(lines[at : at + len(place.gone)]) == place.gone
        lines[at : at + len(place.gone)] = place.new
    assert lines == after.splitlines()
