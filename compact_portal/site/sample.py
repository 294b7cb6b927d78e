"""The sample year: invented partners and people, so that a newcomer sees the portal in use. Never in production.

Later apps add their records to it. Everything is called "Sample …", and no mail can reach the addresses.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings

from compact_portal.audit.context import change
from compact_portal.lib.compact_folder import TEXT, read_folder
from compact_portal.lib.dates import add_months
from compact_portal.site.actions import close_problem, report_problem
from compact_portal.site.models import ProblemReport
from consultations.actions.sample import load_consultations
from funding.actions.sample import load_funding
from signatories.actions.people import add_partner, appoint_coordinator, give_part, know_person
from signatories.actions.replies import ReplyRefused, reply
from signatories.actions.sample import load_signatures
from signatories.models import EvidenceReply, Partner, Person
from signatories.rules import SAMPLE_ADDRESS
from undertakings.actions.loading import load_thresholds
from undertakings.evidence import known
from undertakings.management.commands.load_compact import SHIPPED

WHY = "The sample year"
THRESHOLDS = Path(settings.BASE_DIR) / "undertakings" / "sample" / "thresholds.csv"
# Tokens of the sample reports are made from their number, so that loading again finds them.
TOKENS = UUID("6a7f0b52-3d0e-4c55-9f0e-0c7d3c1c7a11")

# letter: name, sector, kind, and what else is known
PARTNERS: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "x": ("Sample Borough Council", "statutory", "council", {}),
    "y": ("Sample County Council", "statutory", "council", {}),
    "a": (
        "Sample Advice Centre",
        "voluntary",
        "charity",
        {"income_band": "100k-1m", "champion": "Sample signatory, advice"},
    ),
    "b": ("Sample Wheels", "voluntary", "charity", {"income_band": "10k-100k"}),
    "c": ("Sample Allotment Group", "voluntary", "group", {"income_band": "under-10k"}),
}

# address: name, job title, parts as (partner's letter, role); the letter "" is the compact itself
PEOPLE: dict[str, tuple[str, str, tuple[tuple[str, str], ...]]] = {
    "coordinator": ("Sample coordinator", "", (("", "coordinator"),)),
    "coordinator-concerned": (
        "Sample coordinator of the borough", "Partnerships manager", (("", "coordinator"), ("x", "officer")),
    ),
    "advice-signatory": ("Sample signatory, advice", "Chair of trustees", (("a", "signatory"),)),
    "advice-contributor": ("Sample contributor, advice", "Adviser", (("a", "contributor"),)),
    "wheels-signatory": ("Sample signatory, wheels", "Manager", (("b", "signatory"),)),
    "wheels-contributor": ("Sample contributor, wheels", "Driver", (("b", "contributor"),)),
    "allotments-signatory": ("Sample signatory, allotments", "Secretary", (("c", "signatory"),)),
    "borough-officer-1": ("Sample officer one, borough", "Grants officer", (("x", "officer"),)),
    "borough-officer-2": ("Sample officer two, borough", "Policy officer", (("x", "officer"),)),
    "county-officer": ("Sample officer, county", "Commissioning officer", (("y", "officer"),)),
}  # fmt: skip

REPORTS = (
    (
        "/jargon-buster/",
        "Sample report: on my telephone I cannot find the letter that I want without scrolling back up.",
        "",
    ),
    ("/contacts/", "Sample report: one telephone number is no longer in use.", "A new number has been put in."),
)

# Whose reply stands beside the figure of which measure, of all years.
REPLIES = (
    (
        "x",
        "payment-on-time",
        "Sample reply: what came late fell into the week in which our payments system was replaced. It has all been paid since.",
        "Head of grants",
    ),
    (
        "a",
        "monitoring-on-time",
        "Sample reply: what was late waited for a form that two funders had not agreed on. We ask for one form for all.",
        "Chair",
    ),
)


@dataclass(frozen=True, slots=True)
class SampleLoaded:
    """What the sample year holds after loading."""

    partners: int
    people: int
    thresholds: int
    reports: int
    agreements: int
    consultations: int


def load_sample(*, at: datetime, on: date) -> SampleLoaded:
    """Bring the sample year to what stands above, all or nothing. What is there already stays as it is."""
    since = add_months(on, -12)
    with change(by=None, why=WHY):
        partners = {letter: _partner(*known) for letter, known in PARTNERS.items()}
        for address, (name, job_title, parts) in PEOPLE.items():
            person = know_person(email=address + SAMPLE_ADDRESS, name=name, by=None, why=WHY)
            _give_parts(person, job_title, parts, partners, since)
        thresholds = load_thresholds(_threshold_rows())
        for number, (page, words, answer) in enumerate(REPORTS):
            _report(number, page, words, answer, at=at)
        signing = load_signatures(at=at, on=on)
        agreements = load_funding(on=on)
        consultations = load_consultations(on=on)
        for letter, key, words, signed_as in REPLIES:
            _reply(partners[letter], key, words, signed_as, at=at, on=on)
    return SampleLoaded(len(partners) + signing, len(PEOPLE), thresholds, len(REPORTS), agreements, consultations)


def _partner(name: str, sector: str, kind: str, more: dict[str, Any]) -> Partner:
    found = Partner.objects.filter(name=name).first()
    return found or add_partner(name=name, sector=sector, kind=kind, by=None, why=WHY, **more)


def _give_parts(
    person: Person, job_title: str, parts: tuple[tuple[str, str], ...], partners: dict[str, Partner], since: date
) -> None:
    for letter, role in parts:
        if letter:
            partner = partners[letter]
            give_part(person=person, partner=partner, role=role, on=since, by=None, why=WHY, job_title=job_title)
        else:
            appoint_coordinator(person=person, on=since, by=None, why=WHY)


def _reply(partner: Partner, key: str, words: str, signed_as: str, *, at: datetime, on: date) -> None:
    measure = known(key)
    assert measure is not None
    # It stands there already, was withdrawn, or no compact is loaded that the figure would show.
    if EvidenceReply.objects.filter(partner=partner, measure=key).exists():
        return
    with suppress(ReplyRefused):
        reply(partner=partner, measure=measure, year="", words=words, signed_as=signed_as, by=None, at=at, on=on)


def _threshold_rows() -> Any:
    folder, faults = read_folder({TEXT: (SHIPPED / TEXT).read_bytes(), "thresholds.csv": THRESHOLDS.read_bytes()})
    if folder is None:
        raise ValueError("; ".join(map(str, faults)))
    return folder.thresholds


def _report(number: int, page: str, words: str, answer: str, *, at: datetime) -> None:
    """A report of some days ago; one with an answer is closed. Without an address: nobody is written to."""
    token = uuid5(TOKENS, str(number))
    if ProblemReport.objects.filter(token=token).exists():
        return
    then = at - timedelta(days=9 - number)
    report = report_problem(token=token, page=page, words=words, email="", automatic=False, place="Sample", at=then)
    if answer:
        by = Person.objects.get(email="coordinator" + SAMPLE_ADDRESS)
        close_problem(report=report, version=report.version, answer=answer, by=by, at=then + timedelta(days=2))
