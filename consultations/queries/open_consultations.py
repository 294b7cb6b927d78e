"""Consultations as open data: a table, JSON, a feed that other places could adopt, Atom and a calendar."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, QuerySet

from consultations.models import AskedGroup, Audience, Consultation, Outcome, WindowEntry
from consultations.queries.addresses import answering_address, consultation_address, outcome_address, whole
from consultations.queries.outcome import due_day
from consultations.rules.states import State, state_at
from undertakings.queries.thresholds import Thresholds

STEP = 500
NEWEST = 100
IN_CALENDAR = timedelta(days=365)
FEED_VERSION = "1.0"

# Every column of consultations.csv, and key of consultations.json, with what it says.
CONSULTATION_COLUMNS = {
    "reference": "The consultation’s reference, which never changes.",
    "address": "Its page.",
    "agency": "Name of the agency that asks.",
    "agency_id": "The last part of the agency’s address in the directory.",
    "title": "What it is called.",
    "summary": "What it is about, in a sentence or two.",
    "state": f"On the day of the download, one of: {', '.join(state for state in State if state != State.DRAFT)}.",
    "opens_on": "The first day on which it can be answered.",
    "closes_on": "The last day on which it can be answered, to its end in London.",
    "first_closes_on": "The last day as it was planned first.",
    "days": "How many days it is open: from the first to the day after the last.",
    "times_moved": "How often its dates were moved.",
    "short_reason": "Why the window is shorter than promised, where it says so.",
    "audiences": "Whom it is for, with a space between two.",
    "groups": "The representative groups that are asked, with a semicolon between two.",
    "contact": "The office that answers questions and gives other formats.",
    "contact_email": "Its e-mail address.",
    "contact_phone": "Its telephone.",
    "outcome_due_on": "The last day on which its outcome is in time; empty where the place has set no time.",
    "outcome_on": "The day on which its outcome was published.",
    "outcome_address": "The page of its outcome.",
}
# Every key of consultations/feed.json; docs/consultations-feed.md says more, and the schema stands beside it.
FEED_KEYS = {
    "version": f"Of this format: {FEED_VERSION}.",
    "publisher": "Who publishes the feed: name, url.",
    "licence": "Under which its content may be used.",
    "generated": "The instant from which on it may be newer: it changes with the records and at midnight.",
    "consultations": "Every consultation, in the order in which they were approved.",
    "consultations[].id": "Unique and never changed.",
    "consultations[].window": "Each entry of the ledger, first to last: kind, opens_on, closes_on, reason, made_at.",
    "consultations[].state": "As in consultations.csv.",
    "consultations[].respond_url": "Where it is answered while it is open, else null.",
    "consultations[].outcome": "due_on, published_on, url; each null where there is none.",
}


def _public() -> QuerySet[Consultation]:
    return Consultation.objects.public().select_related("agency").defer("proposal", "why_now", "options", "effect", "who_asked")


@dataclass(slots=True)
class Told:
    """A consultation with what stands beside it in other tables, and where it stands at an instant."""

    row: Consultation
    state: State
    due_on: date | None
    entries: list[WindowEntry] = field(default_factory=list)
    audiences: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)

    @property
    def changed_at(self) -> datetime:
        """When its window changed last: the ledger's last entry, or its approval where that came after it."""
        assert self.row.approved_at is not None
        return max(self.row.approved_at, *(entry.made_at for entry in self.entries))


def told(rows: Sequence[Consultation], thresholds: Thresholds, *, at: datetime) -> list[Told]:
    """Consultations with all of that: three queries."""
    found = {row.pk: _standing(row, thresholds, at=at) for row in rows}
    for entry in WindowEntry.objects.filter(consultation__in=found).order_by("consultation", "position"):
        found[entry.consultation_id].entries.append(entry)
    for number, key in Audience.objects.filter(consultation__in=found).order_by("key").values_list("consultation", "key"):
        found[number].audiences.append(key)
    for number, name in AskedGroup.objects.filter(consultation__in=found).order_by("pk").values_list("consultation", "name"):
        found[number].groups.append(name)
    return list(found.values())


def _standing(row: Consultation, thresholds: Thresholds, *, at: datetime) -> Told:
    assert row.closes_on is not None
    due_on = due_day(row.closes_on, thresholds)
    state = state_at(
        at, is_approved=True, opens_at=row.opens_at, closes_at=row.closes_at, outcome_on=row.outcome_on, outcome_due_on=due_on
    )
    return Told(row, state, due_on)


def _in_steps(*, at: datetime) -> Iterator[Told]:
    thresholds, last = Thresholds(), 0
    while rows := list(_public().filter(pk__gt=last).order_by("pk")[:STEP]):
        yield from told(rows, thresholds, at=at)
        last = rows[-1].pk


def consultation_rows(*, at: datetime) -> Iterator[dict[str, Any]]:
    """Every public consultation with all of CONSULTATION_COLUMNS: four queries a step, and one for the thresholds."""
    for one in _in_steps(at=at):
        row, last = one.row, one.entries[-1] if one.entries else None
        assert row.opens_on is not None
        assert row.closes_on is not None
        is_out = one.state is State.OUTCOME_PUBLISHED
        values = (
            row.reference, whole(consultation_address(row.slug)), row.agency.name, row.agency.slug, row.title, row.summary,
            str(one.state), row.opens_on, row.closes_on, row.first_closes_on, (row.closes_on - row.opens_on).days + 1,
            max(0, len(one.entries) - 1), last.short_reason if last else "", " ".join(one.audiences), "; ".join(one.groups),
            row.contact, row.contact_email, row.contact_phone, one.due_on, row.outcome_on if is_out else None,
            whole(outcome_address(row.slug)) if is_out else "",
        )  # fmt: skip
        yield dict(zip(CONSULTATION_COLUMNS, values, strict=True))


def feed_entries(*, at: datetime) -> Iterator[dict[str, Any]]:
    """Every public consultation as the feed has it."""
    for one in _in_steps(at=at):
        row, is_out = one.row, one.state is State.OUTCOME_PUBLISHED
        yield {
            "id": whole(f"/consultations/#{row.reference}"),
            "reference": row.reference,
            "url": whole(consultation_address(row.slug)),
            "title": row.title,
            "summary": row.summary,
            "agency": {"name": row.agency.name, "url": whole(f"/signatories/{row.agency.slug}/")},
            "state": str(one.state),
            "opens_on": row.opens_on,
            "closes_on": row.closes_on,
            "first_closes_on": row.first_closes_on,
            "window": [_entry(entry) for entry in one.entries],
            "audiences": one.audiences,
            "groups": one.groups,
            "respond_url": whole(answering_address(row.slug)) if one.state is State.OPEN else None,
            "contact": {"name": row.contact, "email": row.contact_email, "phone": row.contact_phone},
            "outcome": {
                "due_on": one.due_on,
                "published_on": row.outcome_on if is_out else None,
                "url": whole(outcome_address(row.slug)) if is_out else None,
            },
        }


def _entry(entry: WindowEntry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "opens_on": entry.opens_on,
        "closes_on": entry.closes_on,
        "reason": entry.reason,
        "short_reason": entry.short_reason,
        "made_at": entry.made_at,
    }


def newest(*, at: datetime) -> list[Told]:
    """The consultations whose window changed last, the newest first, for a reader of feeds. Five queries."""
    changed = _public().annotate(moved_at=Max("window__made_at")).order_by("-moved_at", "-pk")
    return told(list(changed[:NEWEST]), Thresholds(), at=at)


def calendar_rows(*, at: datetime, on: date) -> list[Told]:
    """Consultations that close on a day to come or closed within a year, by their opening."""
    rows = _public().filter(closes_on__gte=on - IN_CALENDAR).order_by("opens_on", "pk")
    return told(list(rows), Thresholds(), at=at)


def consultations_changed_at() -> datetime | None:
    """When a consultation, its window or its outcome changed last; None while there is none."""
    last = [model.history.aggregate(last=Max("history_date"))["last"] for model in (Consultation, Outcome)]
    last.append(WindowEntry.objects.aggregate(last=Max("made_at"))["last"])
    return max((one for one in last if one is not None), default=None)
