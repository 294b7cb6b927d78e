"""Consultations by the thousand for the benchmark of evidence: rows as their actions leave them, of every outcome.

The caller has set Django up, and judges them afterwards.
"""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from compact_portal.lib.dates import end_of_day, start_of_day
from consultations.models import AskedGroup, Consultation, Decision, Outcome, PolicyAppraisal, Response, WindowEntry
from signatories.models import Partner

STEP, ANSWERS = 1_000, 3
BEFORE, AFTER = 1_500, 60  # the days around today on which they open
DAY = timedelta(days=1)


def consultation(number: int, agency: Partner, on: date, dice: random.Random) -> Consultation:
    """Of eight weeks or, more often, of four, so that those not kept fill a page however few there are in all; some without what
    has to be there at the opening."""
    opens_on = on + timedelta(days=dice.randint(-BEFORE, AFTER))
    closes_on = opens_on + timedelta(days=28 if dice.random() < 0.75 else 56)
    late = timedelta(days=dice.choice((30, 60, 80, 120)))
    outcome_on = closes_on + late if closes_on + late <= on and dice.random() < 0.9 else None
    approved_at = start_of_day(opens_on) - DAY
    return Consultation(
        reference=f"BENC-2026-{number}", agency=agency, title=f"Consultation {number}", slug=f"consultation-{number}",
        proposal="To be counted.", why_now="It is time.", options="This, or that." if dice.random() < 0.8 else "",
        effect="Some.", who_asked="Everybody.", submitted_at=approved_at, approved_at=approved_at, approved_alone=True,
        opens_on=opens_on, closes_on=closes_on, first_closes_on=closes_on, opens_at=start_of_day(opens_on),
        closes_at=end_of_day(closes_on), outcome_on=outcome_on, answered=ANSWERS,
    )  # fmt: skip


def windows(rows: Sequence[Consultation], dice: random.Random) -> list[WindowEntry]:
    """The plan of each; one in ten of the short ones says why."""
    made = []
    for row in rows:
        assert row.opens_on
        assert row.closes_on
        is_short = (row.closes_on - row.opens_on).days < 56
        why = {"short_reason": "The law sets the day.", "authorised_by": "The Cabinet"} if is_short and dice.random() < 0.1 else {}
        made.append(
            WindowEntry(
                consultation=row, position=1, kind="planned", opens_on=row.opens_on, closes_on=row.closes_on,
                made_at=row.approved_at, **why,
            )
        )  # fmt: skip
    return made


def outcomes(rows: Sequence[Consultation]) -> list[Outcome]:
    return [
        Outcome(
            consultation=row, asked="a", said="s", done="d", answers_published_on=row.outcome_on, published_on=row.outcome_on,
        )
        for row in rows if row.outcome_on
    ]  # fmt: skip


def decisions(rows: Sequence[Consultation]) -> list[Decision]:
    """A decision for each outcome, at most a month later; every third cites no answers."""
    return [
        Decision(
            reference=f"BEND-{row.reference}", agency_id=row.agency_id, consultation=row, title=row.title, slug=f"d-{row.slug}",
            what="It is done.", decided_by="The Cabinet", decided_on=row.outcome_on, reasons="They said so.",
            published_on=row.outcome_on + timedelta(days=row.outcome_on.day), cites_answers="As they said." if row.pk % 3 else "",
            recorded_at=start_of_day(row.outcome_on) + timedelta(days=row.outcome_on.day),
        )
        for row in rows if row.outcome_on
    ]  # fmt: skip


def appraisals(rows: Sequence[Consultation]) -> list[PolicyAppraisal]:
    """Of each a policy that was appraised, one in ten after it was adopted."""
    return [
        PolicyAppraisal(
            reference=f"BENA-{row.reference}", agency_id=row.agency_id, policy=row.title, slug=f"a-{row.slug}", owner="The team",
            dated_on=row.opens_on, adopted_on=row.opens_on + timedelta(days=-5 if row.pk % 10 == 0 else 90), effect="some",
            consulted_how="As below.", recorded_at=row.approved_at, filed_on=row.opens_on,
        )
        for row in rows if row.opens_on
    ]  # fmt: skip


def answers(rows: Sequence[Consultation], groups: Sequence[Partner], dice: random.Random) -> list[Response]:
    """Answers of partners, one in ten confidential."""
    return [
        Response(
            reference=f"BENR-{row.pk}-{number}", token=UUID(int=row.pk * ANSWERS + number), consultation=row, is_organisation=True,
            organisation=group.name, partner=group, received_at=row.closes_at - DAY, is_confidential=dice.random() < 0.1,
        )
        for row in rows if row.closes_at for number, group in enumerate(dice.sample(groups, ANSWERS))
    ]  # fmt: skip


def fill_consultations(count: int, on: date) -> None:
    """So many, shared out among the partners that are there; the same mixture however many."""
    dice = random.Random(3)
    agencies = list(Partner.objects.filter(sector="statutory").order_by("pk"))
    groups = list(Partner.objects.filter(sector="voluntary").order_by("pk"))
    for first in range(0, count, STEP):
        numbers = range(first, min(first + STEP, count))
        rows = Consultation.objects.bulk_create(consultation(number, dice.choice(agencies), on, dice) for number in numbers)
        WindowEntry.objects.bulk_create(windows(rows, dice))
        named = [row for row in rows if dice.random() < 0.7]
        AskedGroup.objects.bulk_create(AskedGroup(consultation=row, name="A group", speaks_for="women") for row in named)
        Outcome.objects.bulk_create(outcomes(rows))
        Decision.objects.bulk_create(decisions(rows))
        PolicyAppraisal.objects.bulk_create(appraisals(rows))
        Response.objects.bulk_create(answers(rows, groups, dice))
