import pytest

from compact_portal.lib.counted import counted, in_letters


@pytest.mark.parametrize(("count", "said"), [(0, "0 days"), (1, "1 day"), (74, "74 days"), (1200, "1,200 days")])
def test_a_count_with_its_noun(count, said):
    assert counted(count, "day") == said


@pytest.mark.parametrize(("count", "said"), [(0, "no months"), (1, "one month"), (12, "twelve months"), (13, "13 months")])
def test_small_counts_are_words(count, said):
    assert in_letters(count, "month") == said
