"""Each promise about policy appraisals and decisions in words: what it asks, how it is decided, where that comes from.

Keys are those of the compact's `evidence.csv`; the functions of `rules/registers.py` decide.
"""

from compact_portal.lib.promises import Promise

APPRAISED = Promise(
    "appraisal-before-adoption",
    "Appraised before it was adopted",
    "Is the effect of a new policy on the sector appraised before the policy is adopted?",
    "The appraisal is dated no later than the day on which the policy is adopted; a later one is explained where its reason and "
    "who authorised it are published.",
    "The compact: policies and procedures are appraised for their effect on the sector.",
)
DECIDED_AFTER = Promise(
    "decision-after-close",
    "Decided after the answers were in",
    "Is a decision made only after the consultation has closed and the answers are published?",
    "The day of the decision is later than the last day of the consultation, and no earlier than the day on which the answers "
    "were published; an earlier one is explained where its reason and who authorised it are published.",
    "The Gunning principles: proposals are still at a formative stage, and answers are considered.",
)
CITES = Promise(
    "decision-cites-answers",
    "Answers cited",
    "Does a decision say how it took account of the answers?",
    "What the decision makes of the published answers stands on its record.",
    "The Gunning principles: answers are conscientiously considered.",
)
PUBLISHED = Promise(
    "decision-published",
    "Published in time",
    "Are decisions made public within the set number of working days?",
    "Published no later than the set number of working days after the day of the decision; a later one is explained where its "
    "reason and who authorised it are published.",
    "The compact asks that decisions are made public; the number of days is not the compact’s.",
    "decision-published",
)
OF_A_DECISION = (DECIDED_AFTER, CITES, PUBLISHED)
