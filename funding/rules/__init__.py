"""The rules of funding: pure functions over plain values and explicit days.

Each gives a `Verdict`; the desk, the form's preview, the agreement's page and the figures all ask the same function.
"""

from funding.rules.costs import CostShare, FullCost, full_cost, verdict_full_cost
from funding.rules.funds import verdict_criteria_consulted, verdict_criteria_published, verdict_fair_cuts
from funding.rules.notices import (
    NoticeFacts,
    days_of_notice,
    earliest_effective,
    last_day_to_write,
    verdict_change_reasoned,
    verdict_notice,
)
from funding.rules.payments import PaymentFacts, verdict_monitoring, verdict_payment, verdict_up_front
from funding.rules.returns import Asked, Owed, first_owed, is_about, permit_send, shared_boxes
from funding.rules.schedule import Due, outside_the_award, schedule, split_evenly
from funding.rules.terms import (
    IndicatorFacts,
    uncovered,
    verdict_indicators,
    verdict_liaison,
    verdict_multi_year,
    verdict_review,
    verdict_told,
    whole_months,
)

__all__ = [
    "Asked",
    "CostShare",
    "Due",
    "FullCost",
    "IndicatorFacts",
    "NoticeFacts",
    "Owed",
    "PaymentFacts",
    "days_of_notice",
    "earliest_effective",
    "first_owed",
    "full_cost",
    "is_about",
    "last_day_to_write",
    "outside_the_award",
    "permit_send",
    "schedule",
    "shared_boxes",
    "split_evenly",
    "uncovered",
    "verdict_change_reasoned",
    "verdict_criteria_consulted",
    "verdict_criteria_published",
    "verdict_fair_cuts",
    "verdict_full_cost",
    "verdict_indicators",
    "verdict_liaison",
    "verdict_monitoring",
    "verdict_multi_year",
    "verdict_notice",
    "verdict_payment",
    "verdict_review",
    "verdict_told",
    "verdict_up_front",
    "whole_months",
]
