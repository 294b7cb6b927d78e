"""What a form shows before it is saved: the verdict on what was typed, the rows there are, what is left of an award."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum

from compact_portal.lib.counted import in_letters, plainly
from compact_portal.lib.dates import in_words
from compact_portal.lib.verdicts import Verdict
from funding import rules
from funding.models import Agreement, ChangeNotice, CostLine, Instalment, Objective
from funding.queries.agreement import TONES
from funding.queries.judging import Guidance, Records, cost_of
from funding.rules.importing import HIDDEN


@dataclass(frozen=True, slots=True)
class Preview:
    """A verdict with the guideline behind it, and the earliest day that keeps it; no verdict before a day is said."""

    verdict: Verdict | None
    guideline: str
    earliest: date | None

    @property
    def tone(self) -> str:
        """The class of its notice; none before anything is said."""
        return TONES[self.verdict.outcome] if self.verdict else ""


def of_part(agreement: Agreement, part: str, form: Any, *, on: date) -> Preview | None:
    """The verdict on what a form says, as far as it says enough; None for parts that have none."""
    if part == "notices":
        return _of_notice(agreement, form, on=on)
    return None


def _typed(form: Any, name: str) -> Any:
    """What was typed and could be read, else what the form began with."""
    if form.is_bound:
        form.is_valid()
        return form.cleaned_data.get(name)
    return form.initial.get(name)


def _of_notice(agreement: Agreement, form: Any, *, on: date) -> Preview | None:
    written_on = _typed(form, "written_on") or on
    guideline = Guidance().guideline(agreement.funder_id, written_on)
    earliest = rules.earliest_effective(written_on, guideline.months) if guideline else None
    effective_on = _typed(form, "effective_on")
    said = "No guideline is recorded, so nothing can be judged: record it on your desk."
    if guideline:
        said = f"The guideline is {in_letters(guideline.months, 'month')}, {guideline.words}."
    if effective_on is None:
        return Preview(None, said, earliest)
    facts = rules.NoticeFacts(
        written_on,
        effective_on,
        guideline.months if guideline else None,
        _typed(form, "breach_reason") or "",
        _typed(form, "authorised_by") or "",
    )
    return Preview(rules.verdict_notice(facts), said, earliest)


def of_costs(agreement: Agreement, lines: Sequence[dict[str, Any]] | None) -> rules.FullCost | None:
    """The full cost of lines that were typed, or of those that are saved where nothing was."""
    held = [CostLine(**line) for line in lines] if lines is not None else list(agreement.cost_lines.all())
    return cost_of(Records(agreement, costs=held))


def of_objective(row: Objective | None) -> dict[str, Any]:
    """What the form of an objective begins with."""
    if row is None:
        return {}
    one = row.indicators.first()
    held = {name: getattr(one, name) for name in ("unit", "due_on", "agreed_on")} | {"target": plainly(one.target)} if one else {}
    return {"version": row.version, "words": row.words, "indicator": one.words if one else "", **held}


def remaining(agreement: Agreement) -> int:
    """Pence of the award that no instalment holds."""
    held = Instalment.objects.standing().filter(agreement=agreement).aggregate(held=Sum("pence"))["held"] or 0
    return max(0, (agreement.award_pence or 0) - held)


def rows_of(agreement: Agreement, model: Any) -> list[dict[str, Any]]:
    """The rows of one kind, those marked as mistakes too, with words that tell them apart."""
    owner = {"agreements": agreement} if model.__name__ == "MonitoringReturn" else {"agreement": agreement}
    rows = model.objects.filter(**owner)
    if model is Instalment:
        rows = rows.exclude(voided_reason=HIDDEN)  # its file is not in yet
    return [{"row": row, "words": words_of(row)} for row in rows]


def words_of(row: Any) -> str:
    """A row in a few words."""
    if isinstance(row, ChangeNotice):
        return f"{row.get_kind_display()} from {in_words(row.effective_on)}"
    for name in ("due_on", "held_on", "told_on", "from_on"):
        if hasattr(row, name):
            named = next((getattr(row, one) for one in ("name", "what") if hasattr(row, one)), "")
            return f"{named + ', from ' if named else ''}{in_words(getattr(row, name))}"
    return str(row)
