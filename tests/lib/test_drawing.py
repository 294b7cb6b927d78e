"""Drawings as numbers: bars that add up and windows whose weeks are right on every day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.drawing import BAR_LENGTH, GAP, LEAST_WIDTH, outcome_bar, week_blocks

COUNTS = st.integers(0, 100_000)
OPENS = date(2026, 10, 5)


@given(COUNTS, COUNTS, COUNTS, COUNTS, COUNTS)
def test_a_bar_is_filled_from_end_to_end_and_every_outcome_is_seen(kept, not_kept, explained, unknown, not_due):
    bar = outcome_bar(kept=kept, not_kept=not_kept, explained=explained, unknown=unknown, not_due=not_due)
    counts = (kept, not_kept, explained, unknown, not_due)
    assert [part.count for part in bar.segments] == [count for count in counts if count]
    assert all(part.width >= LEAST_WIDTH for part in bar.segments)
    if bar.segments:
        assert bar.segments[0].x == 0
        assert bar.segments[-1].x + bar.segments[-1].width == pytest.approx(BAR_LENGTH, abs=0.2)
    for one, after in zip(bar.segments, bar.segments[1:], strict=False):
        assert after.x == pytest.approx(one.x + one.width + GAP, abs=0.2)


def test_decided_leaves_out_what_is_unknown_and_what_is_not_due():
    assert outcome_bar(kept=19, not_kept=3, explained=6, unknown=4, not_due=2).decided == 28


def test_a_bar_says_its_counts_in_words():
    assert outcome_bar(kept=6, not_kept=2, explained=1, unknown=1, not_due=3).words == (
        "6 kept, 2 not kept, 1 explained, 1 not known, 3 not due yet"
    )
    assert outcome_bar(kept=0, not_kept=0, explained=0, unknown=0, not_due=0).words == "no records"


def test_a_count_below_nothing_is_refused():
    with pytest.raises(ValueError, match="never negative"):
        outcome_bar(kept=1, not_kept=-1, explained=0, unknown=0, not_due=0)


def _weeks(days=56, first=None, on=OPENS):
    close = OPENS + timedelta(days=days)
    return week_blocks(opens_on=OPENS, first_close_on=OPENS + timedelta(days=first or days), closes_on=close, on=on)


def test_fifty_six_days_are_eight_blocks():
    assert len(_weeks().blocks) == 8
    assert len(_weeks(57).blocks) == 9


def test_the_last_part_of_a_week_is_drawn_as_a_part():
    blocks = _weeks(30).blocks
    assert len(blocks) == 5
    assert blocks[-1].width == pytest.approx(blocks[0].width * 2 / 7, abs=0.1)


@pytest.mark.parametrize(
    ("on", "past", "words"),
    [
        (date(2026, 10, 4), 0, "Not open yet; eight weeks long"),
        (date(2026, 10, 5), 0, "Week one of eight"),
        (date(2026, 10, 6), 1, "Week one of eight"),
        (date(2026, 10, 12), 1, "Week one of eight"),
        (date(2026, 10, 13), 2, "Week two of eight"),
        (date(2026, 11, 30), 8, "Week eight of eight"),
        (date(2026, 12, 1), 8, "Closed after eight weeks"),
    ],
)
def test_the_weeks_pass_day_by_day(on, past, words):
    weeks = _weeks(on=on)
    assert sum(block.kind == "past" for block in weeks.blocks) == past
    assert weeks.words == words


def test_what_was_added_after_the_first_close_is_drawn_apart():
    assert [block.kind for block in _weeks(70, first=56).blocks] == ["next"] * 8 + ["more"] * 2
    after = _weeks(70, first=56, on=OPENS + timedelta(days=71))
    assert [block.kind for block in after.blocks] == ["past"] * 8 + ["more-past"] * 2


def test_a_window_of_one_day_and_one_of_many_weeks_are_said_too():
    assert _weeks(0).words == "Week one of one"
    assert _weeks(0).blocks == ()
    assert _weeks(7 * 13).words == "Week one of 13"


def test_a_window_that_closes_before_it_opens_is_refused():
    with pytest.raises(ValueError, match="before it opens"):
        _weeks(-1)
