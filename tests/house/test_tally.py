"""The benchmark of signing says so when something was lost or doubled."""

import pytest

from tests.benchmarks.tally import Tally, tally


@pytest.mark.parametrize(
    ("acknowledged", "rows", "events", "expected"),
    [
        ([1, 2, 3], [3, 2, 1], [1, 2, 3], Tally(lost=0, doubled=0)),
        ([1, 2, 3], [1, 3], [1, 2, 3], Tally(lost=1, doubled=0)),
        ([1, 2, 3], [1, 2, 3], [], Tally(lost=3, doubled=0)),
        ([1, 2], [1, 2, 2], [1, 1, 1, 2], Tally(lost=0, doubled=3)),
        ([1, 2], [1, 1], [1, 2], Tally(lost=1, doubled=1)),
        ([1], [1, 2], [1], Tally(lost=0, doubled=0)),
        ([], [2, 2], [], Tally(lost=0, doubled=1)),
    ],
    ids=["whole", "row lost", "events lost", "doubled", "one for another", "not acknowledged", "doubled unacknowledged"],
)
def test_what_is_lost_and_what_is_doubled(acknowledged, rows, events, expected):
    assert tally(acknowledged, rows, events) == expected
