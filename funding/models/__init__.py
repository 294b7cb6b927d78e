"""Funds, agreements, payments, outcomes, notices, other support, and files brought in."""

from funding.models.agreements import Agreement, YearAllocation
from funding.models.changes import ChangeNotice, Dispute, RenewalDecision
from funding.models.funds import AwardTotal, Fund, NoticeGuideline, OwnCut
from funding.models.imports import ColumnMapping, ImportBatch, ImportRow
from funding.models.outcomes import Evaluation, Indicator, Measurement, MonitoringReturn, Objective, Report
from funding.models.payments import CostLine, Instalment
from funding.models.support import LiaisonAssignment, OtherSupport

__all__ = [
    "Agreement",
    "AwardTotal",
    "ChangeNotice",
    "ColumnMapping",
    "CostLine",
    "Dispute",
    "Evaluation",
    "Fund",
    "ImportBatch",
    "ImportRow",
    "Indicator",
    "Instalment",
    "LiaisonAssignment",
    "Measurement",
    "MonitoringReturn",
    "NoticeGuideline",
    "Objective",
    "OtherSupport",
    "OwnCut",
    "RenewalDecision",
    "Report",
    "YearAllocation",
]
