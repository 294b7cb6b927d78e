"""A figure as pages show it: its sentence, its drawing and its address; wherever it stands, it is made here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Sum
from django.urls import reverse

from compact_portal.lib.drawing import Bar, outcome_bar
from compact_portal.lib.money import in_pounds
from compact_portal.lib.verdicts import Figure
from undertakings.evidence import AmountMeasure, PromiseMeasure, known, promise_measures
from undertakings.models import KeptAmount
from undertakings.models.evidence import EVERYBODY
from undertakings.queries.evidence import figures, total
from undertakings.replies import Reply, replies_to
from undertakings.rules import coverage, kept_of_decided, most_telling


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure: `say` is its headline, `bar` its drawing (None for an amount), `coverage` how much of it is known."""

    label: str
    url: str
    say: str
    coverage: str = ""
    bar: Bar | None = None
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class MeasureShown:
    """A measure with its figure of all years, and that of each year, the newest first; `replies` where a page shows them."""

    key: str
    question: str
    now: Shown
    years: list[Shown]
    replies: Sequence[Reply] = ()


def with_replies(measures: Sequence[MeasureShown], *, most: int = 5) -> list[MeasureShown]:
    """The same with the newest replies beside their figures: one query. All of them stand on a measure's own page."""
    found = replies_to([one.key for one in measures])
    return [replace(one, replies=[reply for reply in found if reply.measure == one.key][:most]) for one in measures]


def shown(figure: Figure, *, label: str = "", url: str = "") -> Shown:
    """Counts of outcomes as a page shows them."""
    return Shown(label, url, kept_of_decided(figure), coverage(figure), bar_of(figure), figure)


def bar_of(figure: Figure) -> Bar:
    """The drawing of a figure."""
    return outcome_bar(
        kept=figure.kept,
        not_kept=figure.not_kept,
        explained=figure.explained,
        unknown=figure.unknown,
        not_due=figure.not_due,
    )


def amount_shown(value: int, measure: AmountMeasure, *, label: str = "", url: str = "") -> Shown:
    """A count or a sum of money as a page shows it."""
    unit = measure.one if value == 1 and measure.one else measure.unit
    return Shown(label, url, in_pounds(value) if unit == "pence" else f"{value:,} {unit}")


def measures_shown(keys: Collection[str], *, on: date, agency: int = EVERYBODY) -> dict[str, MeasureShown]:
    """By key, those of these measures that are offered: one query, and one for each amount."""
    offered = {key: measure for key in keys if (measure := known(key))}
    counted = figures([key for key, measure in offered.items() if isinstance(measure, PromiseMeasure)], on=on, agency=agency)
    found = {}
    for key, measure in offered.items():
        page = reverse("undertakings:evidence_detail", args=[key])
        if isinstance(measure, AmountMeasure):
            values = amounts_by_year(measure, on=on, agency=agency)
            now = amount_shown(sum(values.values()), measure, url=page)
            by_year = [amount_shown(value, measure, label=year) for year, value in values.items()]
        else:
            years = counted.get(key, {})
            now = shown(total(years.values()), url=page)
            by_year = [shown(figure, label=year, url=_year(key, year)) for year, figure in years.items()]
        found[key] = MeasureShown(key, measure.question, now, by_year)
    return found


def telling_measures(*, on: date) -> list[MeasureShown]:
    """The three measures that say most on a day, chosen by a rule."""
    found = measures_shown([measure.key for measure in promise_measures()], on=on)
    chosen = most_telling({key: one.now.figure for key, one in found.items() if one.now.figure})
    return [found[key] for key in chosen]


def amounts_by_year(measure: AmountMeasure, *, on: date, agency: int = EVERYBODY) -> dict[str, int]:
    """The value of each year, the newest first: of one agency, or of everybody."""
    if measure.watches:
        rows = KeptAmount.objects.filter(measure=measure.key)
        rows = rows if agency == EVERYBODY else rows.filter(agency=agency)
        values: Mapping[str, int] = dict(rows.order_by().values_list("year").annotate(value=Sum("value")))
    elif agency == EVERYBODY and measure.totals:
        values = measure.totals(on)
    else:
        summed: dict[str, int] = {}
        for (_, year), value in measure.amounts(on, None if agency == EVERYBODY else [agency]).items():
            summed[year] = summed.get(year, 0) + value
        values = summed
    return {year: values[year] for year in sorted(values, reverse=True)}


def _year(key: str, year: str) -> str:
    return reverse("undertakings:evidence_year", args=[key, year])
