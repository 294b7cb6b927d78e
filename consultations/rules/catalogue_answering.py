"""The promises about answering in words: what each asks, how it is decided, where that comes from.

Keys are those of the compact's `evidence.csv`; rules/participation.py decides.
"""

from compact_portal.lib.promises import Promise

CONFIDENTIALITY = Promise(
    "confidentiality-kept",
    "Confidentiality kept",
    "Is what was said in confidence kept in confidence?",
    "No answer whose writer asked for confidentiality is published. It counts once the consultation has closed; one in which "
    "nobody asked is not due.",
    "The compact: where organisations ask for what they say to stay confidential, that is respected.",
)
SMALL_GROUPS = Promise(
    "small-groups-consulted",
    "Small groups heard",
    "How many small groups have answered consultations?",
    "Answers in time by partners with an income of under £100,000 a year, by the year in which the consultation closed. "
    "Partners that do not say their income are not counted.",
    "The portal’s reading of the compact, which asks that smaller groups be involved.",
)
