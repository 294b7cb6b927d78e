"""Each promise about funding in words: what it asks, how it is decided, where that comes from.

The agreement's page, the desk and the evidence print these; the functions beside this file decide. Keys are those of the
compact's `evidence.csv`.
"""

from compact_portal.lib.promises import Promise

NOTICE = Promise(
    "notice-given",
    "Notice of a change",
    "Is notice of a change given in line with the guideline?",
    "The change takes effect no earlier than the guideline’s calendar months after the notice was written; a shorter notice is "
    "explained where its reason and who authorised it are published.",
    "The compact leaves the length to a guideline that the place agrees.",
    "notice",
)
REASONED = Promise(
    "change-reasoned",
    "Reason and consultation before a change",
    "Is a change given a reason, and is the recipient consulted before it is decided?",
    "A reason stands on the notice, and the recipient was consulted no later than the day of the decision.",
    "The compact; National Compact 2010.",
)
TOLD = Promise(
    "next-year-told",
    "Next year told in time",
    "Is the recipient told about future funding before the current period ends?",
    "Told no later than the set number of months before the last day of the period.",
    "The compact: as early as possible, normally before the current grant period ends.",
    "next-year-told",
    to_do="Decide what comes next, tell the recipient, and record the day.",
)
MULTI_YEAR = Promise(
    "multi-year",
    "Multi-year funding",
    "Is funding long enough to plan by?",
    "Whole months from the first day to the last reach the set number, or the reason why not is published.",
    "The compact values multi-year funding; the number of months is not the compact’s.",
    "multi-year",
)
FULL_COST = Promise(
    "full-cost",
    "Full cost recovery",
    "Does funding cover the full cost, with a fair share of overheads?",
    "Award and other agreed income, divided by direct costs and the fair share of overheads, reach the set ratio; or the "
    "practical difficulty is published. Premises are shared by headcount, central costs by time, governance by spend.",
    "The compact, which acknowledges the practical difficulties.",
    "full-cost",
)
PAYMENT = Promise(
    "payment-on-time",
    "Payments on time",
    "Are instalments paid by the day they are due?",
    "Paid no later than the set number of days after the due day.",
    "The compact: prompt payment.",
    "payment",
    to_do="Pay it, and record the day.",
)
UP_FRONT = Promise(
    "core-up-front",
    "Core funding up front",
    "Is core funding paid in full by the beginning of each year?",
    "Payments towards a year of core funding reach what was promised for it by its first day.",
    "The compact’s own example.",
    to_do="Pay the whole year by its first day, and record the payment.",
)
INDICATORS = Promise(
    "indicators-agreed",
    "Indicators agreed before the start",
    "Are objectives agreed with indicators and targets before funding starts?",
    "Each objective has an indicator with a unit, a target and a day, agreed no later than the first day.",
    "The compact: objectives, performance indicators and their targets.",
    to_do="Agree an indicator, a unit, a target and a day for each objective, and record them.",
)
EVALUATION = Promise(
    "yearly-evaluation",
    "Yearly evaluation",
    "Is funding evaluated every year?",
    "No more than the set number of months lie between the start and the first evaluation, and between two evaluations.",
    "The compact: financial support is reviewed.",
    "evaluation-gap",
    to_do="Evaluate it with the recipient, and record the day.",
)
LIAISON = Promise(
    "liaison-officer",
    "Liaison officer without a gap",
    "Is a liaison officer named for every day?",
    "No day of the term is without a named liaison officer.",
    "The compact’s own example.",
    to_do="Name who takes over as liaison officer, from the first day without one.",
)
MONITORING = Promise(
    "monitoring-on-time",
    "Monitoring returns on time",
    "Does the recipient report by the day it is due?",
    "The return is received no later than its due day.",
    "The compact: the sector reports and accounts to its funders.",
    to_do="Send the return to the funder; it records the day on which it came.",
)
CRITERIA_PUBLISHED = Promise(
    "criteria-published",
    "Criteria published",
    "Are the criteria of a round published before it opens?",
    "Published no later than the day on which the round opens.",
    "The compact: clear and consistent criteria.",
    to_do="Publish the criteria before the round opens, and record the day.",
)
CRITERIA_CONSULTED = Promise(
    "criteria-consulted",
    "Criteria made with the sector",
    "Is the sector consulted on the criteria of a round?",
    "How the sector was consulted stands on the round’s record.",
    "The compact, the opening of its part on funding.",
    to_do="Consult the sector on the criteria, and record how.",
)
FAIR_CUTS = Promise(
    "fair-cuts",
    "Fair cuts",
    "Is the sector cut by no more than the funder itself?",
    "The cut to the sector, in per cent of the year before, is no larger than the funder’s own; or a reason is published.",
    "Best Value guidance 2011.",
)
OF_AN_AGREEMENT = (
    NOTICE, REASONED, TOLD, MULTI_YEAR, FULL_COST, PAYMENT, UP_FRONT, INDICATORS, EVALUATION, LIAISON, MONITORING,
)  # fmt: skip
