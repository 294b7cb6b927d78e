"""What the apps above offer as evidence for an undertaking: the public interface of the evidence of records.

An app registers its measures when it starts. A key in `evidence.csv` that no app offers is a warning, and its undertaking
says "not measured yet". A promise measure judges records one by one with the app's own rules; what it says is stored when a
record is written (undertakings/actions/evidence.py), so that a page only sums. An amount measure counts or sums, and has
no verdict.

This app knows no partner: an agency is the number of a partner, and `name_agencies_by` says who tells its name.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from compact_portal.audit.context import current_change
from compact_portal.lib.verdicts import Verdict

T = TypeVar("T")

# Under this name a change gathers which records it has touched.
GATHERED = "evidence"
THRESHOLD = "undertakings.Threshold"

# What a saved or deleted row touches of a measure's records: their numbers, or None for every one of them.
Watch = Callable[[Any], Iterable[int] | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """What a measure asks, in plain words; the source of its rule; and the rule itself, the formula in words."""

    key: str
    question: str
    source: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """One record as a measure judges it.

    `record` is its number in the measure's model, `agency` the number of the partner whose promise it is, `counts_on` the
    day that puts it into a financial year. `judge` is pure: it gives the verdict on a day.
    """

    record: int
    agency: int | None
    counts_on: date
    judge: Callable[[date], Verdict]


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record as a drill-down shows it, in words about nobody. Without `url` the public may not open it."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseMeasure(Measure):
    """A measure that gives each record of a model ("funding.Instalment") one of five outcomes.

    `facts` gives those of these numbers, or all for None, in a fixed number of queries a chunk; a record that it leaves out
    is none of the measure's. `lines` says how a drill-down shows them. `watches` says by model which records a saved or
    deleted row touches; it is asked before and after a write, so a row that moves touches both places. `thresholds` are the
    rules whose numbers it uses: when one changes, all records are judged anew. Where each agency has one record at most,
    a table `by_agency` would say it all twice. `to_do` tells who keeps the records what keeps the promise, and `desk` where
    in the workspace each record is opened, where it is somewhere.
    """

    model: str
    facts: Callable[[Sequence[int] | None], Iterator[Judged]]
    lines: Callable[[Sequence[int]], dict[int, RecordLine]]
    watches: Mapping[str, Watch]
    thresholds: Collection[str] = ()
    by_agency: bool = True
    to_do: str = ""
    desk: Callable[[Sequence[int]], Mapping[int, str]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountMeasure(Measure):
    """A measure that counts or sums, per agency and financial year ("2026-27"), and judges nothing.

    `amounts` takes the day and the agencies (None for all) and gives the value by agency (None for what is nobody's) and
    year; `totals` gives the sum by year, where the database can do that in one query. `unit` is what is counted, such as
    "champions named", `one` the same for a single one; money is "pence".

    With `watches` (which agencies a saved or deleted row touches, None for all) the amounts are kept when records are written,
    and may not depend on the day; without, they are counted when a page is made, so there should be few rows to count.
    """

    unit: str
    amounts: Callable[[date, Sequence[int] | None], Mapping[tuple[int | None, str], int]]
    totals: Callable[[date], Mapping[str, int]] | None = None
    one: str = ""
    watches: Mapping[str, Watch] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Agency:
    """A partner as a figure names it; `url` is "" where the public has no page of it."""

    name: str
    url: str
    sector: str


_measures: dict[str, Measure] = {}
_watchers: dict[str, dict[str, Watch]] = {}
_resolvers: list[Callable[[Collection[int]], Mapping[int, tuple[str, str, str]]]] = []
_reading: ContextVar[dict[str, tuple[Hashable, Any]] | None] = ContextVar("reading", default=None)


def register(measure: Measure) -> None:
    """Offer a measure. Two with one key are a mistake in the program."""
    if measure.key in _measures:
        raise ValueError(f"The measure {measure.key!r} is registered twice.")
    _measures[measure.key] = measure
    if isinstance(measure, PromiseMeasure):
        used = {THRESHOLD: _threshold_watch(measure)} if measure.thresholds else {}
        for label, watch in {**used, **measure.watches}.items():
            _watch(label, measure.key, watch)
    elif isinstance(measure, AmountMeasure):
        for label, watch in measure.watches.items():
            _watch(label, measure.key, watch)


def unregister(key: str) -> None:
    """Take a measure back, for tests that offer one of their own."""
    _measures.pop(key, None)
    for watchers in _watchers.values():
        watchers.pop(key, None)


def known(key: str) -> Measure | None:
    """The measure of that key, if an app offers it."""
    return _measures.get(key)


def all_measures() -> list[Measure]:
    """Every measure on offer, by key."""
    return [_measures[key] for key in sorted(_measures)]


def promise_measures() -> list[PromiseMeasure]:
    """Those that judge records, by key."""
    return [measure for measure in all_measures() if isinstance(measure, PromiseMeasure)]


def kept_amounts() -> list[AmountMeasure]:
    """Those whose amounts are kept, by key."""
    return [measure for measure in all_measures() if isinstance(measure, AmountMeasure) and measure.watches]


def touched(what: Measure | type[Model] | str, ids: Iterable[int] | None) -> None:
    """Say that records of a measure (or of each measure over a model) have changed, where no signal says so.

    For bulk writes: they send none. `ids` are the records' numbers (the agencies' for an amount measure itself), None for all.
    They are judged anew at the end of the change that is under way; outside one nothing is gathered.
    """
    change = current_change()
    if change is None:
        return
    numbers = None if ids is None else set(ids)
    gathered: dict[str, set[int] | None] = change.gathered.setdefault(GATHERED, {})
    for key in _keys_of(what):
        before = gathered.get(key, set())
        gathered[key] = None if before is None or numbers is None else before | numbers
    gathered.update(dict.fromkeys(_amounts_over(what)))


@contextmanager
def one_reading() -> Iterator[None]:
    """While records are judged: nothing that a rule looks at is written, so what one measure has read serves the others."""
    token = _reading.set({})
    try:
        yield
    finally:
        _reading.reset(token)


def read_once(what: str, of: Hashable, read: Callable[[], T]) -> T:
    """What `read` gives, for the facts of measures that look at the same rows. Of each thing the latest is kept, so that a
    measure of very many records holds no more of them than a step."""
    kept = _reading.get()
    if kept is None:
        return read()
    if what not in kept or kept[what][0] != of:
        kept[what] = of, read()
    found: T = kept[what][1]
    return found


def name_agencies_by(resolver: Callable[[Collection[int]], Mapping[int, tuple[str, str, str]]]) -> None:
    """Say who tells name, address and sector of partners by their numbers. The last one to say so is asked."""
    _resolvers[:] = [resolver]


def agencies(ids: Collection[int]) -> dict[int, Agency]:
    """The partners of these numbers, as far as they are known, in a fixed number of queries."""
    if not ids or not _resolvers:
        return {}
    return {number: Agency(*told) for number, told in _resolvers[0](ids).items()}


def _keys_of(what: Measure | type[Model] | str) -> list[str]:
    if isinstance(what, Measure):
        return [what.key]
    label = what if isinstance(what, str) else what._meta.label
    if label in _measures:
        return [label]
    return [measure.key for measure in promise_measures() if measure.model == label]


def _amounts_over(what: Measure | type[Model] | str) -> list[str]:
    """The kept amounts that look at a model. Whose rows were written is not known here, so all of them are counted anew."""
    label = what if isinstance(what, str) else "" if isinstance(what, Measure) else what._meta.label
    return [measure.key for measure in kept_amounts() if label in measure.watches]


def _threshold_watch(measure: PromiseMeasure) -> Watch:
    return lambda row: None if row.rule in measure.thresholds else ()


def _watch(label: str, key: str, watch: Watch) -> None:
    """Listen to writes of a model. Only to those: a listener to all would make every deletion read its rows first."""
    _watchers.setdefault(label, {})[key] = watch
    apps.lazy_model_operation(_listen, tuple(label.lower().split(".")))


def _listen(model: type[Model]) -> None:
    for signal, receiver in ((pre_save, _before), (post_save, _after), (post_delete, _after)):
        signal.connect(receiver, sender=model, dispatch_uid=f"evidence {model._meta.label}")
    for links in model._meta.local_many_to_many:
        m2m_changed.connect(_links_changed, sender=links.remote_field.through, dispatch_uid=f"evidence {links}")


def _before(sender: type[Model], instance: Model, raw: bool = False, **kwargs: Any) -> None:
    """What the row touched as it was: a row that moves to another record leaves the one where it was."""
    if current_change() is None or raw or instance.pk is None or instance._state.adding:
        return
    was = sender._base_manager.filter(pk=instance.pk).first()
    if was is not None:
        _tell(was)


def _after(sender: type[Model], instance: Model, raw: bool = False, **kwargs: Any) -> None:
    if current_change() is not None and not raw:
        _tell(instance)


def _links_changed(sender: type[Model], instance: Model, reverse: bool, model: type[Model], pk_set: Any, **kwargs: Any) -> None:
    """A link between two rows is a change of the row that holds the field, from whichever side it is made."""
    if current_change() is None:
        return
    for row in model._base_manager.filter(pk__in=pk_set or ()) if reverse else [instance]:
        _tell(row)


def _tell(row: Model) -> None:
    for key, watch in _watchers.get(row._meta.label, {}).items():
        touched(key, watch(row))
