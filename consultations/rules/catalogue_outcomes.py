"""The promise about outcomes in words. Its key is that of the compact's `evidence.csv`."""

from compact_portal.lib.promises import Promise

OUTCOME = Promise(
    "outcome-on-time",
    "Outcome on time",
    "Is it published in time what became of a consultation?",
    "The outcome is published no later than the set number of weeks after the last day of the window; a later one is explained "
    "where its reason and who authorised it are published with it.",
    "Consultation Principles 2018; the compact asks for feedback and sets no time.",
    "outcome-published",
    to_do="Write the outcome and publish it, before its last day.",
)
