"""Full cost recovery: what a project costs with its fair share of overheads, and what of it is paid for.

Source: the compact, "the principle of full cost recovery", and field-rules: premises are shared by headcount, central
costs by time, governance by spend. All sums are whole pence; shares are exact fractions until the last step.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from compact_portal.lib.money import in_pounds
from compact_portal.lib.verdicts import Outcome, Verdict


@dataclass(frozen=True, slots=True)
class CostShare:
    """An overhead of the whole organisation, and what part of its driver falls to the project.

    `pence` is the overhead for the period; `part` of `whole` is the driver: people, hours or pounds spent.
    """

    pence: int
    part: int
    whole: int

    @property
    def fair(self) -> Fraction:
        """Pence that the project should bear. 0 where nothing is shared. ValueError where the part is not within the whole."""
        if not 0 <= self.part <= self.whole:
            raise ValueError("The project’s part lies between nothing and the whole.")
        return Fraction(self.pence * self.part, self.whole) if self.whole else Fraction(0)


@dataclass(frozen=True, slots=True)
class FullCost:
    """What a project costs and who pays. Pence; shares are rounded up, so that no penny of cost is left out."""

    direct: int
    premises: int
    central: int
    governance: int
    full: int
    income: int

    @property
    def gap(self) -> int:
        """Pence of the full cost that nobody pays; 0 where all is covered."""
        return max(0, self.full - self.income)


def _shared(shares: Sequence[CostShare]) -> Fraction:
    return sum((share.fair for share in shares), Fraction(0))


def full_cost(
    *,
    direct: int,
    premises: Sequence[CostShare],
    central: Sequence[CostShare],
    governance: Sequence[CostShare],
    award: int,
    other_income: int,
) -> FullCost:
    """The full cost and what covers it, in pence."""
    return FullCost(
        direct=direct,
        premises=ceil(_shared(premises)),
        central=ceil(_shared(central)),
        governance=ceil(_shared(governance)),
        full=direct + ceil(_shared([*premises, *central, *governance])),
        income=award + other_income,
    )


def verdict_full_cost(cost: FullCost | None, *, ratio: Fraction | None, difficulty: str) -> Verdict:
    """(award + other agreed income) ÷ (direct + fair share of overheads) ≥ ratio, or the practical difficulty is published.

    No costing is unknown. Source: the compact, which acknowledges the practical difficulties.
    """
    if cost is None or cost.full == 0:
        return Verdict(Outcome.UNKNOWN, "No costing is recorded.")
    if ratio is None:
        return Verdict(Outcome.UNKNOWN, "No share of the cost that should be covered is recorded.")
    said = f"{in_pounds(cost.income)} covers a full cost of {in_pounds(cost.full)}"
    if Fraction(cost.income, cost.full) >= ratio:
        return Verdict(Outcome.KEPT, f"{said}.")
    said = f"{in_pounds(cost.income)} of a full cost of {in_pounds(cost.full)} is covered; {in_pounds(cost.gap)} is not"
    if difficulty:
        return Verdict(Outcome.EXPLAINED, f"{said}, and the practical difficulty is published.")
    return Verdict(Outcome.NOT_KEPT, f"{said}.")
