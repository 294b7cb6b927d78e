"""Full cost recovery, to the penny."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.verdicts import Outcome
from funding.rules import CostShare, full_cost, outside_the_award, split_evenly, verdict_full_cost

PENCE = st.integers(0, 10**10)


@st.composite
def shares(draw):
    whole = draw(st.integers(0, 5000))
    return CostShare(draw(PENCE), draw(st.integers(0, whole)), whole)


@given(PENCE, shares(), shares(), shares(), PENCE, PENCE)
def test_no_penny_of_cost_is_lost_and_none_is_made(direct, premises, central, governance, award, other):
    found = full_cost(
        direct=direct, premises=[premises], central=[central], governance=[governance], award=award, other_income=other
    )
    exact = direct + premises.fair + central.fair + governance.fair
    assert exact <= found.full < exact + 1
    assert found.gap == max(0, found.full - award - other)


def test_the_three_overheads_are_shared_by_their_own_driver():
    """£1,000 direct; premises £600 by 2 of 8 people; central £900 by 10 of 30 hours; governance £100 by £1 of £4."""
    found = full_cost(
        direct=100_000, premises=[CostShare(60_000, 2, 8)], central=[CostShare(90_000, 10, 30)],
        governance=[CostShare(10_000, 1, 4)], award=120_000, other_income=10_000,
    )  # fmt: skip
    assert (found.premises, found.central, found.governance, found.full, found.gap) == (15_000, 30_000, 2_500, 147_500, 17_500)


@pytest.mark.parametrize(("part", "whole"), [(2, 1), (-1, 4)])
def test_a_part_lies_within_its_whole(part, whole):
    with pytest.raises(ValueError, match="between nothing and the whole"):
        _ = CostShare(100, part, whole).fair


def cost(award: int, full: int = 1000):
    return full_cost(direct=full, premises=[], central=[], governance=[], award=award, other_income=0)


@pytest.mark.parametrize(
    ("award", "difficulty", "outcome"),
    [
        (999, "", Outcome.NOT_KEPT),
        (999, "The budget was set before", Outcome.EXPLAINED),
        (1000, "", Outcome.KEPT),
        (1001, "The budget was set before", Outcome.KEPT),
    ],
)
def test_the_whole_cost_is_covered_or_the_difficulty_is_published(award, difficulty, outcome):
    assert verdict_full_cost(cost(award), ratio=Fraction(1), difficulty=difficulty).outcome == outcome


def test_no_costing_and_no_threshold_are_unknown():
    assert verdict_full_cost(None, ratio=Fraction(1), difficulty="x").outcome == Outcome.UNKNOWN
    assert verdict_full_cost(cost(0, full=0), ratio=Fraction(1), difficulty="").outcome == Outcome.UNKNOWN
    assert verdict_full_cost(cost(1), ratio=None, difficulty="").outcome == Outcome.UNKNOWN


def test_the_gap_stands_in_the_sentence_in_pounds():
    assert "£1.50 is not" in verdict_full_cost(cost(850), ratio=Fraction(1), difficulty="").sentence


@given(st.integers(0, 10**12), st.integers(1, 120))
def test_even_parts_add_up_and_differ_by_a_penny_at_most(pence, count):
    parts = split_evenly(pence, count)
    assert (sum(parts), len(parts)) == (pence, count)
    assert max(parts) - min(parts) <= 1


def test_parts_within_the_award_are_allowed_and_a_penny_more_is_not():
    assert outside_the_award(100, [60, 40], what="The instalments")
    refusal = outside_the_award(100, [60, 41], what="The instalments")
    assert (bool(refusal), refusal.reason) == (False, "The instalments come to £1.01, £0.01 more than the award of £1")
