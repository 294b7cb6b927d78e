"""Fill a register: `python -m tests.benchmarks.many_verdicts 1000` in the environment of the portal to fill.

Ten instalments an agreement, and a consultation for every ten agreements; every measure judges them. Prints how many
seconds the judging took.
"""

import itertools
import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compact_portal.settings")
django.setup()

from django.db import connection  # noqa: E402  the settings come first

from compact_portal.lib import clock  # noqa: E402  the same
from compact_portal.lib.dates import financial_year  # noqa: E402  the same
from funding.models import Agreement, Evaluation, Instalment, LiaisonAssignment  # noqa: E402  the same
from signatories.models import Partner  # noqa: E402  the same
from tests.benchmarks.many_consultations import fill_consultations  # noqa: E402  the same
from undertakings.actions.evidence import rebuild_evidence  # noqa: E402  the same
from undertakings.models import Threshold  # noqa: E402  the same

STEP, EACH, FUNDERS, RECIPIENTS = 1_000, 10, 40, 300
A_CONSULTATION = 10  # agreements
TERM = timedelta(days=913)  # two and a half years
BEFORE, AFTER = 1_500, 300  # the days around today on which agreements begin
NUMBERS = (("payment", "0", "days"), ("next-year-told", "3", "months"), ("full-cost", "1", "ratio"),
           ("evaluation-gap", "12", "months"), ("multi-year", "24", "months"),
           ("outcome-published", "12", "weeks"), ("decision-published", "20", "working days"))  # fmt: skip


def partners(sector: str, kind: str, count: int) -> list[Partner]:
    bands = ["", *Partner.Income.values]
    return Partner.objects.bulk_create(
        Partner(
            name=f"Benchmark {kind} {number}", name_key=f"benchmark {kind} {number}", slug=f"benchmark-{kind}-{number}",
            sector=sector, kind=kind, income_band=bands[number % len(bands)],
        )
        for number in range(count)
    )  # fmt: skip


def agreements(count: int, on: date) -> Iterator[Agreement]:
    """Agreements of every kind, the same mixture however many."""
    dice = random.Random(1)
    funders, recipients = partners("statutory", "council", FUNDERS), partners("voluntary", "charity", RECIPIENTS)
    for number in range(count):
        start = on + timedelta(days=dice.randint(-BEFORE, AFTER))
        awarded, recipient = start - timedelta(days=30), dice.choice(recipients)
        yield Agreement(
            reference=f"BEN-2026-{number}", state="recorded", funder=dice.choice(funders), recipient=recipient,
            title=f"Agreement {number}", purpose="To be counted.", kind=dice.choice(["core", "project", "small"]),
            start_on=start, end_on=start + TERM, awarded_on=awarded, award_pence=10_000_00, payment="advance",
            common_terms=number % 3 == 0, recipient_band=recipient.income_band, counted_year=financial_year(awarded),
        )  # fmt: skip


def belongings(agreement: Agreement, on: date, dice: random.Random) -> Iterator[Instalment | Evaluation | LiaisonAssignment]:
    """What belongs to an agreement; a tenth of what was due was paid late, and what is to come is not paid."""
    assert agreement.start_on
    for number in range(EACH):
        due = agreement.start_on + timedelta(days=90 * number)
        paid = due + timedelta(days=5 if dice.random() < 0.1 else 0)
        known = {"paid_on": paid, "paid_pence": 1_000_00} if paid <= on else {}
        yield Instalment(agreement=agreement, due_on=due, pence=1_000_00, **known)
    first = agreement.start_on + timedelta(days=360)
    if first <= on and dice.random() < 0.8:
        yield Evaluation(agreement=agreement, held_on=first)
    if dice.random() < 0.9:
        yield LiaisonAssignment(agreement=agreement, name="Benchmark", role="Officer", from_on=agreement.start_on)


def fill(count: int) -> float:
    """So many agreements, and consultations; gives the seconds that judging all of them took."""
    at, dice = clock.now(), random.Random(2)
    on = clock.today()
    numbers = (Threshold(rule=rule, value=value, unit=unit, source="the compact") for rule, value, unit in NUMBERS)
    Threshold.objects.bulk_create(numbers, ignore_conflicts=True)  # some stand in the compact
    rows = agreements(count, on)
    while some := list(itertools.islice(rows, STEP)):
        Agreement.objects.bulk_create(some)
        parts = [part for agreement in some for part in belongings(agreement, on, dice)]
        for model in (Instalment, Evaluation, LiaisonAssignment):
            model.objects.bulk_create([part for part in parts if isinstance(part, model)])  # type: ignore[attr-defined]
    fill_consultations(count // A_CONSULTATION, on)
    _analyse()
    began = time.monotonic()
    rebuild_evidence(at=at)
    taken = time.monotonic() - began
    _analyse()
    return taken


def _analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


if __name__ == "__main__":
    print(f"{fill(int(sys.argv[1])):.1f}")
