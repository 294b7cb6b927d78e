"""The desk of undertakings: of each partner's own figures, first what would turn red next, and what to do about it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from compact_portal.lib.counted import counted
from compact_portal.lib.dates import in_words
from compact_portal.lib.verdicts import Outcome
from signatories.models import EvidenceReply, Partner
from signatories.queries.replies import Concerning, measures_concerning, own_replies
from undertakings.evidence import PromiseMeasure, RecordLine
from undertakings.models import RecordVerdict
from undertakings.queries.evidence import figures, total
from undertakings.queries.shown import Shown, shown

# Of each partner so many records that turn red are looked at, the nearest first; of one measure so many are shown.
LOOKED_AT = 60
SHOWN = 5
SOON = 30  # days


@dataclass(frozen=True, slots=True)
class Turning:
    """A record that is not kept any more from the day after `by_on`, unless something is done; `soon` where that is near."""

    label: str
    url: str
    by_on: date
    when: str
    soon: bool


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One figure of a partner: how it stands, the records that turn red next, what to do, and what was said beside it.

    `now` is None where the figure counts no record of the partner. `more` is how many other records were found to turn.
    """

    concerning: Concerning
    now: Shown | None
    broken: int
    turning: Sequence[Turning]
    more: int
    to_do: str
    replies: Sequence[EvidenceReply]

    @property
    def order(self) -> tuple[date, int, str]:
        """What turns first stands first, then where most is not kept."""
        first = self.turning[0].by_on if self.turning else date.max
        return first, -self.broken, self.concerning.measure.key


@dataclass(frozen=True, slots=True)
class DeskPart:
    """The figures that concern one partner; `cut` says that more records turn red than were looked at."""

    partner: Partner
    rows: Sequence[DeskRow]
    cut: bool


def desk_of(partner: Partner, *, on: date) -> DeskPart:
    """Every figure that concerns a partner, first what turns red next: the same number of queries however many records."""
    concerning = measures_concerning(partner, on=on)
    keys = [one.measure.key for one in concerning]
    years = figures(keys, on=on, agency=partner.pk)
    turning, cut = _turning_red(partner, on=on)
    by_measure: dict[str, list[RecordVerdict]] = defaultdict(list)
    for verdict in turning:
        by_measure[verdict.measure].append(verdict)
    replies: dict[str, list[EvidenceReply]] = defaultdict(list)
    for reply in own_replies(partner):
        replies[reply.measure].append(reply)
    rows = []
    for one in concerning:
        key = one.measure.key
        records = f"{reverse('undertakings:evidence_detail', args=[key])}?agency={partner.pk}"
        figure = total(years[key].values()) if key in years else None
        rows.append(
            DeskRow(
                concerning=one,
                now=shown(figure, url=f"{records}#records") if figure else None,
                broken=figure.not_kept if figure else 0,
                turning=_turnings(one.measure, by_measure[key][:SHOWN], on=on),
                more=max(0, len(by_measure[key]) - SHOWN),
                to_do=getattr(one.measure, "to_do", ""),
                replies=replies[key],
            )
        )
    return DeskPart(partner, sorted(rows, key=lambda row: row.order), cut)


def _turning_red(partner: Partner, *, on: date) -> tuple[list[RecordVerdict], bool]:
    """What is not red yet and will be, the nearest day first; and whether there is more than was looked at: two queries."""
    known = RecordVerdict.objects.now_known().filter(agency=partner.pk)
    found = list(known.turning_red(on)[: LOOKED_AT + 1])
    records = {verdict.record for verdict in found}
    red = set(known.holding(on).filter(outcome=Outcome.NOT_KEPT, record__in=records).order_by().values_list("measure", "record"))
    return [one for one in found[:LOOKED_AT] if (one.measure, one.record) not in red], len(found) > LOOKED_AT


def _turnings(measure: Any, verdicts: Sequence[RecordVerdict], *, on: date) -> list[Turning]:
    """Each with where it is opened: in the workspace where it can be written, else where everybody reads it."""
    if not verdicts or not isinstance(measure, PromiseMeasure):
        return []
    ids = [verdict.record for verdict in verdicts]
    lines, desk = measure.lines(ids), measure.desk(ids) if measure.desk else {}
    found = []
    for verdict in verdicts:
        line, by_on = lines.get(verdict.record, RecordLine("A record")), verdict.from_on - timedelta(days=1)
        days = (by_on - on).days
        when = f"by {in_words(by_on)}, {'today' if days == 0 else 'in ' + counted(days, 'day')}"
        found.append(Turning(line.label, desk.get(verdict.record, line.url), by_on, when, days <= SOON))
    return found
