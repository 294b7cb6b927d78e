"""The promises about asking, in words: what each asks, how it is decided, where that comes from.

The consultation's page and the evidence print these; the functions beside this file decide. Keys are those of the
compact's `evidence.csv`.
"""

from compact_portal.lib.promises import Promise

WINDOW = Promise(
    "consultation-window",
    "Time to answer",
    "Is a consultation open for as long as the compact asks?",
    "From the day on which it opens to the day on which it closes there are at least the set number of days; a shorter window "
    "is explained where its reason and who authorised it are published.",
    "The compact: eight weeks. The national Compact asked for twelve.",
    "consultation-window",
)
SHORT_WINDOW = Promise(
    "short-window-explained",
    "A short window explained",
    "Where a window is short, is it said why, and who authorised it?",
    "Of the consultations whose window is shorter than the set number of days: a reason and who authorised it are published.",
    "The compact: reasonable timescales; the national Compact’s code of practice.",
    "consultation-window",
)
GROUPS = Promise(
    "groups-named",
    "Representative groups named",
    "Are groups that speak for women, minorities and socially excluded people named among those who are asked?",
    "When it opens, at least one group that speaks for women, one for a minority and one for socially excluded people is named; "
    "where one is not, the published reason explains it.",
    "The compact: consult representative groups.",
)
COMPLETE = Promise(
    "consultation-complete",
    "Reasons, options and effect",
    "Does a consultation say why, between what, and with which effect on the sector?",
    "When it opens, what is proposed and why, the options, and the effect on the voluntary and community sector are there; where "
    "options or effect are missing, the published reason explains it.",
    "The compact; the Gunning principles; Coughlan.",
)
OF_ASKING = (WINDOW, SHORT_WINDOW, GROUPS, COMPLETE)
