"""The sample year's partners and signatures: both sectors, all kinds, and every state that a signature can be in.

All of it is invented and called "Sample …". Nothing is mailed, and what is there already stays as it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from compact_portal.audit.actions import next_reference, save_version
from compact_portal.lib.compact_text import CompactText, read_compact
from compact_portal.lib.dates import add_months, london_day, start_of_day
from compact_portal.lib.references import reference_prefix
from signatories.actions.chain import append_event
from signatories.actions.people import add_partner
from signatories.actions.standing import refresh_standing
from signatories.models import Partner, Person, Signature, SignatureEvent
from signatories.rules.directory import sector_of
from signatories.rules.roles import SAMPLE_ADDRESS
from signatories.rules.signing import CONFIRM_DAYS
from undertakings.actions.publishing import publish
from undertakings.models import Edition

WHY = "The sample year"
FIRST_LABEL = "Sample first edition"
EARLIER = 14  # months before the edition in force
NOTE = (
    "This edition is invented, and nobody has ever agreed it. It was made from the text in force by leaving some promises "
    "out and weakening others, so that the sample year can show what a new edition asks of those who signed an earlier one."
)

# What became of each partner. "both" signed the first edition and reaffirmed; "first" signed the first one and has not.
# kind: name after "Sample", income band, state
PARTNERS: tuple[tuple[str, str, str, str], ...] = (
    ("council", "District Council", "", "both"),
    ("council", "City Council", "", "none"),
    ("parish", "Upper Parish Council", "", "both"),
    ("parish", "Lower Parish Council", "", "in-force"),
    ("parish", "Bridge Town Council", "", "first"),
    ("parish", "Mill Parish Council", "", "paper"),
    ("parish", "Ford Parish Council", "", "withdrawn"),
    ("police", "Constabulary", "", "both"),
    ("police", "Fire and Rescue Service", "", "first"),
    ("nhs", "Hospital Trust", "", "in-force"),
    ("nhs", "Community Health Service", "", "both"),
    ("nhs", "Ambulance Service", "", "none"),
    ("other-public", "Housing Agency", "", "in-force"),
    ("other-public", "Further Education College", "", "first"),
    ("other-public", "Probation Office", "", "paper"),
    ("charity", "Hospice", "over-1m", "both"),
    ("charity", "Youth Centre", "100k-1m", "both"),
    ("charity", "Night Shelter", "100k-1m", "in-force"),
    ("charity", "Carers’ Link", "100k-1m", "in-force"),
    ("charity", "Talking Newspaper", "under-10k", "both"),
    ("charity", "Riding for All", "10k-100k", "first"),
    ("charity", "Village Hall", "10k-100k", "paper"),
    ("charity", "Museum of Paper", "10k-100k", "paper-first"),
    ("charity", "Debt Helpline", "100k-1m", "first"),
    ("charity", "Befriending Scheme", "10k-100k", "withdrawn"),
    ("charity", "Holiday Fund", "10k-100k", "invalidated"),
    ("charity", "Toy Library", "under-10k", "pending"),
    ("charity", "Furniture Store", "10k-100k", "dissolved"),
    ("charity", "Play Bus", "10k-100k", "none"),
    ("company", "Repair Café CIC", "10k-100k", "in-force"),
    ("company", "Food Hub CIC", "100k-1m", "both"),
    ("company", "Energy Co-operative", "100k-1m", "first"),
    ("company", "Print Workshop CIC", "10k-100k", "pending"),
    ("company", "Bicycle Kitchen CIC", "10k-100k", "ran-out"),
    ("company", "Community Shop", "100k-1m", "check-known"),
    ("group", "Residents’ Association", "under-10k", "both"),
    ("group", "Friends of the Canal", "under-10k", "in-force"),
    ("group", "Chess Club", "under-10k", "in-force"),
    ("group", "Carnival Committee", "10k-100k", "first"),
    ("group", "Knitting Circle", "under-10k", "first"),
    ("group", "Walking Group", "under-10k", "paper"),
    ("group", "Tenants’ Forum", "under-10k", "paper"),
    ("group", "Angling Club", "under-10k", "pending"),
    ("group", "Community Orchard", "under-10k", "withdrawn"),
    ("group", "Wheels Transport Group", "under-10k", "check-new"),
    ("group", "Allotments Group", "under-10k", "check-new"),
    ("group", "Pub Quiz Team", "", "refused"),
    ("faith", "Parish Church Council", "10k-100k", "both"),
    ("faith", "Mosque and Community Centre", "100k-1m", "in-force"),
    ("faith", "Quaker Meeting", "under-10k", "first"),
    ("faith", "Temple Kitchen", "10k-100k", "paper-first"),
    ("other-voluntary", "Council for Voluntary Service", "100k-1m", "both"),
    ("other-voluntary", "Volunteer Centre", "10k-100k", "both"),
    ("other-voluntary", "Community Choir", "under-10k", "in-force"),
    ("other-voluntary", "Amateur Theatre", "under-10k", "invalidated"),
    ("other-voluntary", "Radio Society", "under-10k", "none"),
)
# The partners that the personas belong to, by name, made elsewhere.
OWN = (
    ("Sample Borough Council", "both"),
    ("Sample County Council", "first"),
    ("Sample Advice Centre", "first"),
    ("Sample Wheels", "both"),
)
PLEDGES = (
    "We ask the groups that a change concerns before we draft it, and say afterwards what came of their answers.",
    "We answer every consultation that touches our members, and say how we asked them.",
    "Each new trustee reads the compact in the first month.",
    "We publish our accounts with what each public grant has paid for.",
)
AUTHORITY = {"statutory": "The cabinet", "voluntary": "The trustees"}
ROLES = {"statutory": "Leader", "voluntary": "Chair"}


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens to a signature at an instant: the columns that change, and the link of the chain, if any."""

    at: datetime
    signature: Signature
    values: dict[str, Any]
    kind: str


def load_signatures(*, at: datetime, on: date) -> int:
    """Partners and signatures of two editions, inside the caller's change; gives how many partners stand in the list.

    Without an edition in force there is nothing to sign, and nothing is made. Partners that have a signature stay.
    """
    in_force = Edition.objects.in_force(on)
    if in_force is None:
        return 0
    first, by = _first_edition(in_force), Person.objects.filter(email="coordinator" + SAMPLE_ADDRESS).first()
    steps: list[Step] = []
    touched = []
    for number, (partner, state) in enumerate(_partners(at=at)):
        if not partner.signatures.exists():
            steps += _steps(partner, state, number, first=first, in_force=in_force, by=by, at=at)
            touched.append(partner)
    for step in sorted(steps, key=lambda one: (one.at, one.signature.reference)):
        save_version(step.signature, step.values)
        if step.kind:
            append_event(kind=step.kind, signature=step.signature, at=step.at)
    for partner in touched:
        refresh_standing(partner)
    return len(PARTNERS)


def _partners(*, at: datetime) -> Iterator[tuple[Partner, str]]:
    known = {partner.name: partner for partner in Partner.objects.filter(name__startswith="Sample ")}
    for name, state in OWN:
        if name in known:
            yield known[name], state
    for number, (kind, rest, income, state) in enumerate(PARTNERS):
        name = f"Sample {rest}"
        yield known.get(name) or _partner(name, kind, income, state, number, at=at), state


def _partner(name: str, kind: str, income: str, state: str, number: int, *, at: datetime) -> Partner:
    more: dict[str, Any] = {"income_band": income}
    if state in ("both", "in-force"):
        more["pledge"] = PLEDGES[number % len(PLEDGES)]
    if number % 3 == 0:
        more["champion"] = f"Sample champion, {name.removeprefix('Sample ')}"
    if state in ("check-new", "refused"):
        more["proposed_at"] = at - timedelta(days=6)
    if state == "refused":
        more |= {"refused_at": at - timedelta(days=4), "refused_reason": "It is a team of four, not an organisation."}
    if state == "dissolved":
        more["dissolved_on"] = add_months(london_day(at), -2)
    return add_partner(name=name, sector=sector_of(kind), kind=kind, by=None, why=WHY, **more)


def _steps(
    partner: Partner, state: str, number: int, *, first: Edition, in_force: Edition, by: Person | None, at: datetime
) -> list[Step]:
    """What happened to a partner's signatures, made as rows that nothing has happened to yet."""
    since = start_of_day(first.published_on or london_day(at)) + timedelta(hours=9)
    now = max(start_of_day(in_force.published_on or london_day(at)), at - timedelta(days=20)) if state != "none" else at
    early, late = since + timedelta(days=number % 40 + 1, minutes=number), min(at, now + timedelta(minutes=7 * number))
    end = min(at, early + timedelta(days=200))
    online = {"both": (first, in_force), "in-force": (in_force,), "first": (first,), "dissolved": (first,)}
    if state in online:
        return [_confirmed(partner, edition, early if edition == first else late) for edition in online[state]]
    if state in ("withdrawn", "invalidated"):
        confirmed = _confirmed(partner, first, early)
        reason = _REASONS[state][number % 2]
        values = {f"{state}_at": end, f"{state}_by": by, f"{state}_reason": reason}
        return [confirmed, Step(end, confirmed.signature, values, getattr(SignatureEvent.Kind, state.upper()))]
    if state in ("paper", "paper-first"):
        edition = first if state == "paper-first" else None
        day = early if edition else start_of_day(date(2003, 1 + number % 12, 14))
        paper = _signature(partner, edition, day, method=Signature.Method.PAPER, expires_at=day)
        values = {"confirmed_at": day, "checked_at": early, "checked_by": by}
        return [Step(early, paper, values, SignatureEvent.Kind.RECORDED)]
    return _waiting(partner, state, in_force, by=by, at=at)


_REASONS = {
    "withdrawn": ("The committee has decided to wait for the next edition.", "The group no longer takes public money."),
    "invalidated": ("The person who signed had left the organisation.", "It was signed for another group of a similar name."),
}


def _waiting(partner: Partner, state: str, edition: Edition, *, by: Person | None, at: datetime) -> list[Step]:
    """A signature that is on its way: its mail not confirmed, run out, waiting for a check, or refused."""
    days = {"pending": 2, "ran-out": 10}.get(state, 6)
    then = at - timedelta(days=days)
    email = f"{partner.slug.removeprefix('sample-')}{SAMPLE_ADDRESS}"
    checked = state in ("check-new", "check-known", "refused")
    if state == "none":
        return []
    signature = _signature(
        partner, edition, then, signer_email=email, expires_at=then + timedelta(days=CONFIRM_DAYS), needs_check=checked
    )
    values: dict[str, Any] = {"mail_confirmed_at": then + timedelta(hours=2)} if checked else {}
    if state == "refused":
        reason, refused_at = partner.refused_reason, at - timedelta(days=4)
        values |= {"checked_at": refused_at, "checked_by": by, "invalidated_at": refused_at, "invalidated_by": by}
        values["invalidated_reason"] = reason
    return [Step(then, signature, values, "")] if values else []


def _confirmed(partner: Partner, edition: Edition, at: datetime) -> Step:
    signature = _signature(partner, edition, at, expires_at=at + timedelta(days=CONFIRM_DAYS))
    values = {"mail_confirmed_at": at, "confirmed_at": at}
    return Step(at, signature, values, SignatureEvent.Kind.CONFIRMED)


def _signature(partner: Partner, edition: Edition | None, at: datetime, **more: Any) -> Signature:
    place = Edition.objects.values_list("place", flat=True).exclude(place="").first() or ""
    return Signature.objects.create(
        reference=next_reference(reference_prefix(place), on=london_day(at)), partner=partner, edition=edition,
        digest=edition.digest if edition else "", signer_name=f"Sample signer, {partner.name.removeprefix('Sample ')}",
        signer_role=ROLES[partner.sector], authority=AUTHORITY[partner.sector],
        authority_on=london_day(at) - timedelta(days=9), signed_at=at, **more,
    )  # fmt: skip


def _first_edition(in_force: Edition) -> Edition:
    """An invented earlier edition, made from the text in force, once."""
    found = Edition.objects.published().filter(label=FIRST_LABEL).first()
    if found is not None:
        return found
    assert in_force.published_on is not None
    return publish(reading=earlier_text(in_force), by=None, on=add_months(in_force.published_on, -EARLIER), note=NOTE)


def earlier_text(edition: Edition) -> CompactText:
    """The text of an edition with another name, in each sector one promise fewer and one weaker."""
    reading, faults = read_compact(edition.text.encode())
    if reading is None:
        raise ValueError(f"The edition {edition.slug} can no longer be read. {faults[0]}")
    lines = edition.text.split("\n")
    text = "\n".join(f"edition: {FIRST_LABEL}" if line.startswith("edition:") else line for line in lines)
    for sector in ("statutory", "voluntary"):
        items = [item.anchor for section in reading.sections if section.sector == sector for item in section.items]
        if len(items) > 2:
            text = _weaker(_without(text, items[-1]), items[0])
    made, faults = read_compact(text.encode())
    if made is None:
        raise ValueError(f"The sample edition cannot be read. {faults[0]}")
    return made


def _without(text: str, anchor: str) -> str:
    """The text without one item: from its dash to its anchor."""
    lines = text.split("\n")
    last = next(place for place, line in enumerate(lines) if f"{{#{anchor}" in line)
    start = max(place for place in range(last + 1) if lines[place].startswith("- "))
    return "\n".join(lines[:start] + lines[last + 1 :])


def _weaker(text: str, anchor: str) -> str:
    return re.sub(rf"\.(\s*\{{#{anchor}\b)", r" where that is possible.\1", text, count=1)
