"""What the registers and the following of consultations offer to other pages."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from compact_portal.lib.dates import london_day
from consultations import sections
from consultations.actions.registers import follow_merges
from consultations.actions.rounds import send_rounds
from consultations.models import Consultation
from consultations.queries.open_answers import ANSWER_COLUMNS
from consultations.queries.open_consultations import CONSULTATION_COLUMNS, FEED_KEYS
from consultations.queries.open_registers import APPRAISAL_COLUMNS, DECISION_COLUMNS
from consultations.queries.registers import about_consultation, newest_of
from signatories import panels, reminders
from signatories.models import Partner
from undertakings import open_data
from undertakings.open_data import Entry

APPRAISALS = Entry(
    "Policy appraisals",
    "What new policies of the public agencies mean for the sector, and whether that was found out before they were adopted.",
    (("CSV", "consultations:open_appraisals_csv"),),
    APPRAISAL_COLUMNS,
    place=56,
)
DECISIONS = Entry(
    "Decisions",
    "What the public agencies decided, when and why, and whether it came after people had been asked.",
    (("CSV", "consultations:open_decisions_csv"),),
    DECISION_COLUMNS,
    place=57,
)


CONSULTATIONS = Entry(
    "Consultations",
    "Every consultation with its dates, each move of them, whom it asks, and its outcome. Subscribe to the Atom feed or to the "
    "calendar: when a date moves, the same entry moves.",
    (
        ("CSV", "consultations:open_consultations_csv"),
        ("XLSX", "consultations:open_consultations_xlsx"),
        ("JSON", "consultations:open_consultations_json"),
        ("Atom", "consultations:open_consultations_atom"),
        ("Calendar", "consultations:open_consultations_ics"),
    ),
    CONSULTATION_COLUMNS,
    place=50,
)
FEED = Entry(
    "A feed of consultations",
    "One document with the whole ledger of each window, in a format that other places could adopt.",
    (("JSON", "consultations:open_consultations_feed"),),
    FEED_KEYS,
    place=52,
)
ANSWERS = Entry(
    "Published answers",
    "The answers to one consultation that people agreed to publish: /open-data/consultations/…/answers.csv, .xlsx and .json, with "
    "the last part of the consultation’s address in place of the dots. Confidential answers are never in them.",
    (),
    ANSWER_COLUMNS,
    place=54,
)


def _panel(partner: Partner, on: date) -> Mapping[str, Any] | None:
    return newest_of(partner)


def _section(consultation: Consultation, at: datetime) -> Mapping[str, Any] | None:
    return about_consultation(consultation.pk, consultation.appraisal_id, on=london_day(at))


def offer() -> None:
    """Register all of it."""
    panels.register(panels.Panel("registers", "Decisions and appraisals", "consultations/_registers_panel.html", _panel, place=72))
    sections.register(
        sections.Section("decisions", "What was decided", "consultations/_decisions_section.html", _section, place=80)
    )
    for entry in (CONSULTATIONS, FEED, ANSWERS, APPRAISALS, DECISIONS):
        open_data.register(entry)
    follow_merges()
    reminders.register("consultations", send_rounds)
