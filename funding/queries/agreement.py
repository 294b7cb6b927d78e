"""All that the page of one agreement shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from compact_portal.lib.dates import in_words
from compact_portal.lib.permits import ALLOWED, Permit, refused
from compact_portal.lib.promises import Promise
from compact_portal.lib.verdicts import Figure, Outcome, Verdict
from funding.models import Agreement, Dispute, OtherSupport
from funding.queries.judging import Guidance, Judgement, Records, cost_of, judge, records_of, threshold_words
from funding.rules import catalogue

TONES = {
    Outcome.KEPT: "good",
    Outcome.NOT_KEPT: "bad",
    Outcome.EXPLAINED: "warn",
    Outcome.NOT_DUE: "wait",
    Outcome.UNKNOWN: "",
}
# A promise with several records is as good as its gravest one.
MOST_SENTENCES = 4
GRAVEST = (Outcome.NOT_KEPT, Outcome.EXPLAINED, Outcome.UNKNOWN, Outcome.KEPT, Outcome.NOT_DUE)


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise with its verdicts on one agreement: the gravest outcome, each sentence, and the number behind it."""

    promise: Promise
    outcome: Outcome
    sentences: Sequence[tuple[str, str]]
    threshold: str

    @property
    def tone(self) -> str:
        """The class of its tag."""
        return TONES[self.outcome]

    @property
    def words(self) -> str:
        """The outcome as the tag says it."""
        return self.outcome.words.capitalize()


def public_agreement(reference: str) -> Agreement | None:
    """The agreement of that reference where the public may read it."""
    rows = Agreement.objects.public().select_related("funder", "recipient", "fund", "renewed_from")
    return rows.filter(reference=reference).first()


def promise_lines(records: Records, guidance: Guidance, *, on: date) -> list[PromiseLine]:
    """Every promise that there is something to say about, in the order of the catalogue."""
    by_key: dict[str, list[Judgement]] = {}
    for one in judge(records, guidance, on=on):
        by_key.setdefault(one.promise.key, []).append(one)
    lines = []
    for promise in catalogue.OF_AN_AGREEMENT:
        held = by_key.get(promise.key, [])
        if held:
            gravest = min((one.verdict.outcome for one in held), key=GRAVEST.index)
            said = _said(held)
            day = records.agreement.awarded_on or on
            lines.append(PromiseLine(promise, gravest, said, threshold_words(promise, guidance, records.agreement, on=day)))
    return lines


def _said(held: Sequence[Judgement]) -> list[tuple[str, str]]:
    """Each sentence; of many records the counts, and those that were not kept in full."""
    if len(held) <= MOST_SENTENCES:
        return [(one.about, one.verdict.sentence) for one in held]
    figure = figure_of([one.verdict for one in held])
    counts = [(outcome, getattr(figure, outcome)) for outcome in Outcome]
    summary = ", ".join(f"{count} {outcome.words}" for outcome, count in counts if count)
    grave = (Outcome.NOT_KEPT, Outcome.EXPLAINED)
    return [
        ("", f"Of {len(held)}: {summary}."),
        *((one.about, one.verdict.sentence) for one in held if one.verdict.outcome in grave),
    ]


def figure_of(verdicts: Sequence[Verdict]) -> Figure:
    """Verdicts counted by outcome."""
    counts = {outcome: sum(one.outcome == outcome for one in verdicts) for outcome in Outcome}
    return Figure(**{str(outcome): count for outcome, count in counts.items()})


def agreement_page(agreement: Agreement, *, on: date, own: bool = False) -> dict[str, Any]:
    """The context of an agreement's page on a day: the public's, or (`own`) the agency's, which reads what the recipient wrote."""
    records, guidance = records_of([agreement])[0], Guidance()
    verdicts = {(one.promise.key, one.record): one.verdict for one in judge(records, guidance, on=on)}
    disputes = _disputes(agreement, with_words=own)
    promised = sum(row.pence for row in records.instalments)
    return {
        "agreement": agreement,
        "records": records,
        "lines": promise_lines(records, guidance, on=on),
        "cost": cost_of(records),
        "instalments": [
            {
                "row": row,
                "verdict": verdicts[catalogue.PAYMENT.key, row.pk],
                "tone": TONES[verdicts[catalogue.PAYMENT.key, row.pk].outcome],
                "said": disputes.get(("instalment", row.pk)),
            }
            for row in records.instalments
        ],
        "notices": [
            {
                "row": row,
                "verdict": verdicts[catalogue.NOTICE.key, row.pk],
                "tone": TONES[verdicts[catalogue.NOTICE.key, row.pk].outcome],
                "reasoned": verdicts[catalogue.REASONED.key, row.pk],
            }
            for row in records.notices
        ],
        "told_said": disputes.get(("decision", records.decision.pk)) if records.decision else None,
        "promised": promised,
        "paid": sum(row.paid_pence or 0 for row in records.instalments),
        "support": list(OtherSupport.objects.standing().filter(agreement=agreement)),
        "objectives": list(agreement.objectives.prefetch_related("indicators")),
        # Sorted here: asked for an order, a database may walk through the whole register in it.
        "renewals": sorted(agreement.renewals.public().order_by(), key=lambda row: row.pk),
        "aligned": alignment_words(agreement),
    }


def _disputes(agreement: Agreement, *, with_words: bool) -> dict[tuple[str, int], str]:
    """What the recipient says of each recorded day, as the page prints it. No name stands in it, and no word but for the funder."""
    rows = Dispute.objects.standing().filter(instalment__agreement=agreement)
    rows = rows | Dispute.objects.standing().filter(renewal_decision__agreement=agreement)
    found: dict[tuple[str, int], str] = {}
    for row in rows:
        key = ("instalment", row.instalment_id) if row.instalment_id else ("decision", row.renewal_decision_id or 0)
        said = "The recipient confirms this day."
        if row.stance == Dispute.Stance.DISPUTED:
            said = f"The recipient disputes this day{f' and says {in_words(row.says_on)}' if row.says_on else ''}."
        found[key] = f"{said} It writes: “{row.words}”" if with_words and row.words else said
    return found


def alignment_words(agreement: Agreement) -> str:
    """Whether the agreement uses what funders share."""
    shared = [
        words
        for holds, words in (
            (agreement.common_terms, "the common terms"),
            (agreement.common_monitoring, "the common monitoring form"),
        )
        if holds
    ]
    return f"Uses {' and '.join(shared)}" if shared else ""


def permit_own_reference(row: Agreement) -> Permit:
    """Whether an agreement may have the reference that its agency gave it: no other of the agency's has it."""
    others = Agreement.objects.standing().filter(funder=row.funder).exclude(pk=row.pk)
    taken = row.own_reference != "" and others.filter(own_reference=row.own_reference).exists()
    return refused("Another agreement of yours has this reference: choose another") if taken else ALLOWED
