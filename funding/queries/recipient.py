"""A recipient's funding over all agencies: a line of time, and the days that can be confirmed or disputed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from compact_portal.lib.counted import counted
from compact_portal.lib.dates import add_months, in_words
from compact_portal.lib.money import in_pounds
from funding.models import Agreement, ChangeNotice, Dispute, Instalment, RenewalDecision
from signatories.models import Partner, Person

LENGTH = 600.0
MOST_SHOWN = 100
SOON = 3  # months in which an end without a word of what comes next is a cliff


@dataclass(frozen=True, slots=True)
class Stretch:
    """One agreement on the line of time, in units of LENGTH; and what the table beside it says."""

    agreement: Agreement
    x: float
    width: float
    next_known: str
    is_cliff: bool
    notices: Sequence[str]


@dataclass(frozen=True, slots=True)
class Funding:
    """A recipient's running and coming agreements as stretches, today's place, the days it may speak of, how many are past."""

    stretches: Sequence[Stretch]
    first_on: date | None
    last_on: date | None
    today_x: float
    days: Sequence[dict[str, Any]]
    cliffs: int
    past: int


def recipients_of(person: Person, *, on: date) -> list[Partner]:
    """The organisations in which somebody has a part on a day."""
    held = person.memberships.on(on).select_related("partner")
    return sorted({row.partner for row in held}, key=lambda partner: partner.name_key)


def funding_of(partner: Partner, *, on: date) -> Funding:
    """The agreements that a recipient holds and that have not ended, with what is known of the time after each: six queries."""
    held = Agreement.objects.public().filter(recipient=partner)
    rows = list(held.filter(end_on__gte=on).select_related("funder").order_by("end_on", "pk")[:MOST_SHOWN])
    past = held.filter(end_on__lt=on).count()
    decisions = {row.agreement_id: row for row in RenewalDecision.objects.standing().filter(agreement__in=rows)}
    notices: dict[int, list[str]] = {}
    for notice in ChangeNotice.objects.standing().filter(agreement__in=rows):
        said = f"{notice.get_kind_display()} from {in_words(notice.effective_on)}, written on {in_words(notice.written_on)}"
        notices.setdefault(notice.agreement_id or 0, []).append(said)
    first_on = min((row.start_on for row in rows if row.start_on), default=None)
    last_on = max((row.end_on for row in rows if row.end_on), default=None)

    def place(day: date) -> float:
        if first_on is None or last_on is None or first_on == last_on:
            return 0.0
        return round(LENGTH * (day - first_on).days / (last_on - first_on).days, 1)

    stretches = []
    for row in rows:
        assert row.start_on is not None
        assert row.end_on is not None
        decision = decisions.get(row.pk)
        known = f"{decision.get_decision_display()}, told on {in_words(decision.told_on)}" if decision else "Not known"
        cliff = decision is None and row.end_on <= add_months(on, SOON)
        x = place(row.start_on)
        stretches.append(Stretch(row, x, max(2.0, place(row.end_on) - x), known, cliff, notices.get(row.pk, [])))
    return Funding(
        stretches, first_on, last_on, place(max(on, first_on)) if first_on else 0.0, _days(rows, decisions),
        sum(one.is_cliff for one in stretches), past,
    )  # fmt: skip


def _days(rows: Sequence[Agreement], decisions: dict[int, RenewalDecision]) -> list[dict[str, Any]]:
    """Recorded days of payments and of being told, each with what the recipient has said of it."""
    paid = Instalment.objects.standing().filter(agreement__in=rows, paid_on__isnull=False).select_related("agreement__funder")
    payments = list(paid.order_by("-paid_on", "-pk")[:MOST_SHOWN])
    told = list(decisions.values())
    said: dict[tuple[str, int], Dispute] = {}
    for row in Dispute.objects.standing().filter(instalment__in=payments):
        said["instalment", row.instalment_id or 0] = row
    for row in Dispute.objects.standing().filter(renewal_decision__in=told):
        said["next-year", row.renewal_decision_id or 0] = row
    by_number = {row.pk: row for row in rows}
    found: list[dict[str, Any]] = [
        {"what": "next-year", "row": row, "agreement": by_number[row.agreement_id], "words": day_in_words(row)} for row in told
    ]
    found += [{"what": "instalment", "row": row, "agreement": row.agreement, "words": day_in_words(row)} for row in payments]
    return [one | {"said": said.get((one["what"], one["row"].pk))} for one in found]


def day_in_words(about: Instalment | RenewalDecision) -> str:
    """The recorded day that a recipient may confirm or dispute, as a sentence."""
    if isinstance(about, Instalment):
        paid_on = in_words(about.paid_on) if about.paid_on else "no day"
        return f"{in_pounds(about.paid_pence or 0)} was paid to you on {paid_on}"
    early = counted((about.agreement.end_on - about.told_on).days, "day") if about.agreement.end_on else ""
    return f"You were told what comes next on {in_words(about.told_on)}, {early} before the end"


def said_of(partner: Partner, what: str, pk: int) -> Instalment | RenewalDecision | None:
    """The payment or decision of an agreement that a partner holds."""
    wanted = {"pk": pk, "agreement__recipient": partner, "agreement__state": "recorded", "agreement__voided_at": None}
    if what == "instalment":
        return Instalment.objects.standing().filter(paid_on__isnull=False, **wanted).select_related("agreement").first()
    if what == "next-year":
        return RenewalDecision.objects.standing().filter(**wanted).select_related("agreement").first()
    return None
