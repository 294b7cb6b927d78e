from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.faults import Fault, cited, in_line_order, on_one_line


def test_a_fault_says_file_line_what_is_wrong_and_how_to_mend_it():
    fault = Fault("compact.md", 12, "The item has no anchor", "Add one at its end")
    assert str(fault) == "compact.md, line 12: The item has no anchor. Add one at its end."


@given(st.text(), st.text(), st.text())
def test_a_fault_is_always_one_line_that_prints(file, wrong, mend):
    assert str(Fault(file, 1, wrong, mend)).isprintable()


def test_what_does_not_print_is_written_out():
    assert on_one_line("a\x00b\u202ec") == "a\\u0000b\\u202ec"


@given(st.text(), st.integers(min_value=2, max_value=100))
def test_a_citation_is_never_longer_than_asked_unless_it_must_be_escaped(text, most):
    assert len(cited(text, most)) <= most + 2


def test_a_long_value_is_cut_with_an_ellipsis():
    assert cited("a" * 1_000_000, 10) == "“aaaaaaaaa…”"


def test_faults_come_in_line_order_and_once():
    one, two, three = Fault("f", 3, "a", "b"), Fault("f", 1, "a", "b"), Fault("f", 3, "0", "b")
    assert in_line_order([one, two, three, one]) == [two, one, three]
